import type { Position } from '@k2/core';
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { Positions as Contracts } from '../src/events/Positions';
import { Balances } from '../src/trade/Balances';
import { Positions } from '../src/trade/Positions';
import { expectAccessible, opened } from './page';
import { Server } from './server';

const LONG: Position = {
  status: 'open',
  exchange: 'bybit',
  link_id: 'link',
  instrument: 'BTC-USDT-PERP',
  instrument_type: 'crypto',
  contract: null,
  side: 'long',
  outcome: null,
  quantity: '0.5',
  average_price: '50000',
  mark_price: '50100',
  unrealised_profit: '50',
  currency: 'USDT',
  result: null,
  settled_profit: null,
  updated_at: '2026-11-21T09:30:00.000Z',
};

function serverWith(...positions: readonly Position[]): Server {
  return new Server()
    .on('GET /v1/instruments', () => [])
    .on('GET /v1/prices', () => [])
    .on('GET /v1/portfolio/balances', () => [])
    .on('GET /v1/portfolio/positions', () => positions);
}

describe('positions', () => {
  it('say their side in a word, and where they are held', async () => {
    serverWith(LONG, { ...LONG, exchange: 'okx', side: 'short' });
    opened(<Positions narrow={false} />);
    const [, long, short] = await screen.findAllByRole('row');
    expect(within(long as HTMLElement).getByText('Long')).toBeTruthy();
    expect(within(long as HTMLElement).getByText('Bybit')).toBeTruthy();
    expect(within(short as HTMLElement).getByText('Short')).toBeTruthy();
    expect(within(short as HTMLElement).getByText('OKX')).toBeTruthy();
    await expectAccessible();
  });
});

describe('an exchange that does not say what it holds', () => {
  it.each([
    ['perpetual contracts', <Positions narrow />],
    ['event contracts', <Contracts />],
    ['balances', <Balances quote="USDT" />],
  ])('is named over %s', async (_, part) => {
    const server = serverWith();
    server.silent = [
      { link_id: 'link', exchange: 'okx', code: 'TIMEOUT', message: 'It took too long.' },
    ];
    opened(part);
    expect(await screen.findByText(/^OKX .*It took too long\.$/)).toBeTruthy();
    await expectAccessible();
  });
});
