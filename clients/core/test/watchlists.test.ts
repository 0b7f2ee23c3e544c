import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  isWatched,
  moved,
  popular,
  sameMarkets,
  type Instrument,
  type Watchlist,
} from '../src/index.js';
import { BTC } from './given.js';

const LIST: Watchlist = {
  id: '018f3c52-6f0a-4b0e-9a59-3f6d2a5c7c11',
  name: 'Coins',
  instruments: [
    { exchange: 'binance', instrument: 'BTC-USDT' },
    { exchange: 'okx', instrument: 'ETH-USDT' },
  ],
  version: 3,
  shared_at: null,
  created_at: '2026-11-21T09:30:00.000Z',
  updated_at: '2026-11-21T09:30:00.000Z',
};

const spot = (base: string, quote: string, change: Partial<Instrument> = {}): Instrument => ({
  ...BTC,
  instrument: `${base}-${quote}`,
  base,
  quote,
  ...change,
});

describe('moving', () => {
  it('puts one elsewhere and leaves the order of the others', () => {
    expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
    expect(moved(['a', 'b'], 0, 9)).toEqual(['b', 'a']);
    expect(moved(['a', 'b'], 1, -4)).toEqual(['b', 'a']);
    expect(moved([], 0, 0)).toEqual([]);
  });

  it('loses nothing, and moving back undoes it', () => {
    const places = fc
      .uniqueArray(fc.nat(99), { minLength: 1, maxLength: 20 })
      .chain((items) =>
        fc.tuple(fc.constant(items), fc.nat(items.length - 1), fc.nat(items.length - 1)),
      );
    fc.assert(
      fc.property(places, ([items, from, to]) => {
        const after = moved(items, from, to);
        expect(after[to]).toBe(items[from]);
        expect(moved(after, to, from)).toEqual(items);
        expect(after.filter((one) => one !== items[from])).toEqual(
          items.filter((one) => one !== items[from]),
        );
      }),
    );
  });
});

describe('what a list has', () => {
  it('tells the same instrument at another exchange apart', () => {
    expect(isWatched(LIST, { exchange: 'okx', instrument: 'ETH-USDT' })).toBe(true);
    expect(isWatched(LIST, { exchange: 'binance', instrument: 'ETH-USDT' })).toBe(false);
  });

  it('is the same in another order, and not with more, less or others', () => {
    const [btc, eth] = LIST.instruments;
    expect(sameMarkets(LIST.instruments, [...LIST.instruments].reverse())).toBe(true);
    expect(sameMarkets(LIST.instruments, LIST.instruments.slice(1))).toBe(false);
    expect(
      sameMarkets(
        LIST.instruments,
        [btc, eth, BTC].flatMap((one) => one ?? []),
      ),
    ).toBe(false);
    expect(
      sameMarkets(LIST.instruments, [
        { exchange: 'binance', instrument: 'BTC-USDT' },
        { exchange: 'okx', instrument: 'SOL-USDT' },
      ]),
    ).toBe(false);
  });
});

describe('a first list', () => {
  it('begins with what people would look for, each once, where it is traded first', () => {
    const found = popular([
      spot('DOGE', 'USDT'),
      spot('ETH', 'BTC'),
      spot('ETH', 'USD', { exchange: 'cryptocom' }),
      spot('BTC', 'USDC'),
      spot('BTC', 'USDT', { exchange: 'okx' }),
      spot('BTC', 'USDT'),
      spot('SOL', 'USDT', { kind: 'perpetual' }),
      spot('XRP', 'USDT', { status: 'halted' }),
      spot('ADA', 'USDT'),
    ]);
    expect(found).toEqual([
      { exchange: 'okx', instrument: 'BTC-USDT' },
      { exchange: 'cryptocom', instrument: 'ETH-USD' },
      { exchange: 'binance', instrument: 'DOGE-USDT' },
    ]);
    expect(popular([])).toEqual([]);
  });
});
