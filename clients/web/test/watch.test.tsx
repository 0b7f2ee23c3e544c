import type { Instrument, Watchlist } from '@k2/core';
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { sharedTokenOf } from '../src/place';
import { usePrefs } from '../src/prefs';
import { Star } from '../src/watch/Star';
import { Watch } from '../src/watch/Watch';
import { expectAccessible, opened } from './page';
import { Refusal, Server } from './server';

const NOW = '2026-11-21T09:30:00.000Z';
const spot = (base: string): Instrument => ({
  instrument: `${base}-USDT`,
  exchange: 'binance',
  type: 'crypto',
  kind: 'spot',
  base,
  quote: 'USDT',
  contract_size: '1',
  status: 'trading',
  tick_size: '0.01',
  price_ranges: [],
  limit_quantity: { min: null, max: null, step: '0.01' },
  market_quantity: { min: null, max: null, step: '0.01' },
  min_notional: null,
  max_notional: null,
  notional_on_market: false,
  order_types: ['limit'],
  times_in_force: ['gtc'],
});
const INSTRUMENTS = ['BTC', 'ETH', 'SOL', 'ADA'].map(spot);
const BTC = INSTRUMENTS[0] as Instrument;

/** A server that keeps lists as the real one does, as far as these tests go. */
class Keeper {
  lists: Watchlist[];
  readonly server = new Server();

  constructor(...bases: string[]) {
    this.lists = bases.length === 0 ? [] : [this.list(bases)];
    this.server
      .on('GET /v1/watchlists', () => this.lists)
      .on('POST /v1/watchlists', (body) => {
        const made = { ...this.list([]), ...body };
        this.lists = [...this.lists, made];
        return made;
      })
      .on('PUT /v1/watchlists/one', (body) => {
        if (body['version'] !== this.first.version) {
          throw new Refusal(409, 'VERSION_CONFLICT', 'The list has changed since.');
        }
        return this.change(body);
      })
      .on('DELETE /v1/watchlists/one', () => {
        this.lists = [];
        return null;
      });
    for (const { exchange, instrument } of INSTRUMENTS) {
      const address = `/v1/watchlists/one/instruments/${instrument}`;
      const others = () => this.first.instruments.filter((one) => one.instrument !== instrument);
      this.server
        .on(`PUT ${address}`, () =>
          this.change({ instruments: [...others(), { exchange, instrument }] }),
        )
        .on(`DELETE ${address}`, () => this.change({ instruments: others() }))
        .on(`GET /v1/candles/${instrument}`, () => []);
    }
  }

  get first(): Watchlist {
    return this.lists[0] as Watchlist;
  }

  change(change: Partial<Watchlist>): Watchlist {
    this.lists = [{ ...this.first, ...change, version: this.first.version + 1 }];
    return this.first;
  }

  private list(bases: string[]): Watchlist {
    return {
      id: 'one',
      name: 'Coins',
      instruments: bases.map((base) => ({ exchange: 'binance', instrument: `${base}-USDT` })),
      version: 1,
      shared_at: null,
      created_at: NOW,
      updated_at: NOW,
    };
  }
}

const open = (star = false) =>
  opened(
    <main>
      {star && <Star instrument={BTC} />}
      <Watch
        instruments={INSTRUMENTS}
        selected="binance:BTC-USDT"
        onSelect={() => undefined}
        searchId="search"
      />
    </main>,
  );
const rows = () =>
  within(screen.getByRole('list', { name: 'Coins' }))
    .getAllByRole('button', { name: /^Move .*, \d of \d$/ })
    .map((handle) => handle.getAttribute('aria-label')?.replace(/^Move (\w+).*/, '$1'));
const handle = (name: RegExp) => screen.findByRole('button', { name });

beforeEach(() => usePrefs.setState({ watchlist: 'one', exchange: null }));

describe('watchlists', () => {
  it('offers a newcomer a first list of popular markets', async () => {
    const keeper = new Keeper();
    const user = open();
    await user.click(await screen.findByRole('button', { name: 'Begin with popular markets' }));
    expect(screen.getByLabelText('Name of the list')).toHaveProperty('value', 'Favourites');
    await user.click(screen.getByRole('button', { name: 'Make the list' }));
    await screen.findByRole('list', { name: 'Favourites' });
    expect(keeper.server.asked('POST /v1/watchlists')[0]?.body).toEqual({
      name: 'Favourites',
      instruments: ['BTC', 'ETH', 'SOL'].map((base) => ({
        exchange: 'binance',
        instrument: `${base}-USDT`,
      })),
    });
    await expectAccessible();
  });

  it('moves rows by the arrow keys, keeps the focus and says where they are', async () => {
    const keeper = new Keeper('BTC', 'ETH', 'SOL');
    const user = open();
    (await handle(/^Move BTC/)).focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(rows()).toEqual(['ETH', 'SOL', 'BTC']);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move BTC/USDT, 3 of 3');
    expect(screen.getByText('BTC/USDT is now 3 of 3.')).toBeTruthy();
    await waitFor(() =>
      expect(keeper.first.instruments.map((one) => one.instrument)).toEqual([
        'ETH-USDT',
        'SOL-USDT',
        'BTC-USDT',
      ]),
    );
    await user.keyboard('{Home}');
    expect(rows()).toEqual(['BTC', 'ETH', 'SOL']);
    await waitFor(() => expect(keeper.first.version).toBe(4));
  });

  it('moves and takes rows by buttons while the list is edited', async () => {
    const keeper = new Keeper('BTC', 'ETH', 'SOL');
    const user = open();
    await user.click(await handle(/^Edit Coins/));
    await user.click(await handle(/^Move SOL\/USDT up/));
    expect(rows()).toEqual(['BTC', 'SOL', 'ETH']);
    await user.click(await handle(/^Take BTC\/USDT from/));
    await waitFor(() => expect(rows()).toEqual(['SOL', 'ETH']));
    expect(keeper.first.instruments).toHaveLength(2);
    await expectAccessible();
  });

  it('writes nothing over what was changed elsewhere, and shows that', async () => {
    const keeper = new Keeper('BTC', 'ETH', 'SOL');
    const user = open();
    (await handle(/^Move BTC/)).focus();
    keeper.change({ instruments: [...keeper.first.instruments].reverse().slice(0, 2) });
    await user.keyboard('{ArrowDown}');
    await waitFor(() => expect(rows()).toEqual(['SOL', 'ETH']));
    expect(keeper.first.instruments).toHaveLength(2);
  });

  it('watches the market in view by its star, and no longer', async () => {
    const keeper = new Keeper('ETH');
    const user = open(true);
    const star = await screen.findByRole('button', { name: 'Watch BTC/USDT in Coins' });
    await user.click(star);
    await waitFor(() => expect(star.getAttribute('aria-pressed')).toBe('true'));
    expect(rows()).toEqual(['ETH', 'BTC']);
    await user.click(star);
    await waitFor(() => expect(star.getAttribute('aria-pressed')).toBe('false'));
    expect(keeper.first.instruments).toHaveLength(1);
  });

  it('deletes a list and goes on where lists are chosen', async () => {
    new Keeper('ETH');
    const user = open();
    await user.click(await handle(/^Edit Coins/));
    await user.click(await handle(/^Delete Coins/));
    await user.click(await handle(/Delete Coins/));
    const chooser = await screen.findByRole('combobox', { name: 'What is listed' });
    await waitFor(() => expect(chooser).toHaveProperty('value', ''));
    expect(document.activeElement).toBe(chooser);
  });

  it('finds a market to add by its name', async () => {
    const keeper = new Keeper('ETH');
    const user = open();
    await user.type(await screen.findByLabelText('Add a market'), 'ada{Enter}');
    await waitFor(() => expect(rows()).toEqual(['ETH', 'ADA']));
    expect(keeper.first.instruments).toHaveLength(2);
  });
});

describe('the address of a shared list', () => {
  it('holds a token, or is none', () => {
    expect(sharedTokenOf('/shared/watchlists/a_B-9')).toBe('a_B-9');
    expect(sharedTokenOf('/shared/watchlists/')).toBeNull();
    expect(sharedTokenOf('/shared/watchlists/a/b')).toBeNull();
    expect(sharedTokenOf('/')).toBeNull();
  });
});
