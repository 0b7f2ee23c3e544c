import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { csv, depthAt, depthOf, depthWithin, exact } from '../src/index.js';
import { decimals } from './given.js';

const BOOK = {
  bids: [
    ['99', '1'],
    ['98', '2'],
    ['50', '100'],
  ],
  asks: [
    ['101', '0.5'],
    ['103', '1.5'],
    ['200', '100'],
  ],
} as const;

describe('the depth of a book', () => {
  it('sums quantities and values from the best price outwards', () => {
    const depth = depthOf(BOOK, '5');

    expect(depth?.middle).toBe('100');
    expect(depth?.bids).toEqual([
      { price: '99', total: '1', value: '99' },
      { price: '98', total: '3', value: '295' },
    ]);
    expect(depth?.asks).toEqual([
      { price: '101', total: '0.5', value: '50.5' },
      { price: '103', total: '2', value: '205' },
    ]);
  });

  it('is unknown while a side is empty', () => {
    expect(depthOf({ ...BOOK, asks: [] }, '5')).toBeNull();
    expect(depthOf({ ...BOOK, bids: [] }, '5')).toBeNull();
  });

  it('never falls on the way out, and ends with the sum of what it took in', () => {
    const levels = fc.array(fc.tuple(decimals(1_000, 2), decimals(1_000, 4)), { minLength: 1 });
    fc.assert(
      fc.property(levels, levels, (low, high) => {
        const bids = low
          .map(([price, quantity]) => [price, quantity] as const)
          .sort((a, b) => exact(b[0]).comparedTo(a[0]));
        const asks = high
          .map(([price, quantity]) => [exact(price).plus(2_000).toFixed(), quantity] as const)
          .sort((a, b) => exact(a[0]).comparedTo(b[0]));

        const depth = depthOf({ bids, asks }, '100');

        for (const [points, side] of [
          [depth?.bids ?? [], bids],
          [depth?.asks ?? [], asks],
        ] as const) {
          const totals = points.map((point) => exact(point.total));
          expect(totals.every((total, at) => at === 0 || total.gte(totals[at - 1] ?? 0))).toBe(
            true,
          );
          const taken = side.slice(0, points.length);
          const sum = taken.reduce((so, [, quantity]) => so.plus(quantity), exact('0'));
          expect(totals.at(-1)?.toFixed() ?? '0').toBe(sum.toFixed());
        }
      }),
    );
  });

  it('is told at a distance and at a price', () => {
    const depth = depthOf(BOOK, '5');

    expect(depthWithin(depth?.bids ?? [], '100', '1')?.total).toBe('1');
    expect(depthWithin(depth?.bids ?? [], '100', '2')?.total).toBe('3');
    expect(depthWithin(depth?.bids ?? [], '100', '0.5')).toBeNull();
    expect(depthAt(depth?.asks ?? [], 'asks', '102')?.total).toBe('0.5');
    expect(depthAt(depth?.asks ?? [], 'asks', '100.5')).toBeNull();
    expect(depthAt(depth?.bids ?? [], 'bids', '97')?.total).toBe('3');
  });
});

describe('a table for spreadsheets', () => {
  it('quotes what would break it and disarms what would run', () => {
    expect(csv(['a', 'b'], [['1,5', 'say "yes"']])).toBe('a,b\r\n"1,5","say ""yes"""\r\n');
    expect(csv(['a'], [['=1+1'], ['-2.5'], ['-x'], [null]])).toBe(
      "a\r\n'=1+1\r\n-2.5\r\n'-x\r\n\r\n",
    );
  });
});
