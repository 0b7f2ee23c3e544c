import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  barStart,
  exact,
  formatAge,
  formatMoment,
  formatUtc,
  mergeCandles,
  withTrade,
  type Candle,
} from '../src/index.js';
import { decimals } from './given.js';

const bar = (openMillis: number, close = '1'): Candle => ({
  openMillis,
  open: '1',
  high: '1',
  low: '1',
  close,
  volume: '1',
});

describe('the live bar', () => {
  it('holds the first, highest, lowest and last price and the sum of quantities', () => {
    const trades = fc.array(fc.tuple(decimals(1_000, 2), decimals(10, 4)), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(trades, (list) => {
        const made = list.reduce<Candle | null>(
          (now, [price, quantity], i) => withTrade(now, price, quantity, 60_000 + i, '1m'),
          null,
        );

        const prices = list.map(([price]) => exact(price));
        const volume = list.reduce((sum, [, quantity]) => sum.plus(quantity), exact('0'));
        expect(made?.openMillis).toBe(60_000);
        expect(made?.open).toBe(list[0]?.[0]);
        expect(made?.close).toBe(list.at(-1)?.[0]);
        expect(prices.every((price) => price.lte(made?.high ?? '0'))).toBe(true);
        expect(prices.every((price) => price.gte(made?.low ?? '9999'))).toBe(true);
        expect(exact(made?.volume ?? '0').equals(volume)).toBe(true);
      }),
    );
  });

  it('gives way to the next bar and ignores a late trade', () => {
    const now = bar(60_000);

    expect(withTrade(now, '5', '1', 59_999, '1m')).toBe(now);
    expect(withTrade(now, '5', '2', 120_000, '1m')).toMatchObject({
      openMillis: 120_000,
      open: '5',
      volume: '2',
    });
  });

  it('begins at a multiple of its length', () => {
    expect(barStart(Date.parse('2026-11-21T09:34:56.789Z'), '5m')).toBe(
      Date.parse('2026-11-21T09:30:00Z'),
    );
  });
});

describe('history and new bars', () => {
  it('become one ascending list in which the newer bar of a time wins', () => {
    const merged = mergeCandles([bar(1), bar(2, 'old')], [bar(3), bar(2, 'new')]);

    expect(merged.map(({ openMillis, close }) => `${openMillis} ${close}`)).toEqual([
      '1 1',
      '2 new',
      '3 1',
    ]);
  });
});

describe('time', () => {
  it('is written as short as it can be understood', () => {
    expect(formatAge(-5)).toBe('0.0 s');
    expect(formatAge(450)).toBe('0.4 s');
    expect(formatAge(14_900)).toBe('14 s');
    expect(formatAge(150_000)).toBe('2 min');
    expect(formatAge(8_000_000)).toBe('2 h');
    expect(formatAge(200_000_000)).toBe('2 d');
  });

  it('names the day where it is not today, and UTC in full', () => {
    const now = new Date(2026, 10, 21, 12).getTime();

    expect(formatMoment(new Date(2026, 10, 21, 9, 5, 7).toISOString(), now)).toBe('09:05:07');
    expect(formatMoment(new Date(2026, 10, 20, 9, 5, 7).toISOString(), now)).toBe(
      '20 Nov 09:05:07',
    );
    expect(formatUtc('2026-11-21T09:05:07.123Z')).toBe('2026-11-21 09:05:07 UTC');
    expect(formatMoment('nonsense')).toBe('–');
  });
});
