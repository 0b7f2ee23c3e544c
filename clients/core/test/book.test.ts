import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  exact,
  groupingSteps,
  isOnStep,
  ladder,
  OrderBook,
  spread,
  type BookMessage,
  type Level,
} from '../src/index.js';
import { decimals, written } from './given.js';

const message = (change: Partial<BookMessage>): BookMessage => ({
  type: 'book',
  kind: 'delta',
  instrument: 'BTC-USDT',
  exchange: 'binance',
  bids: [],
  asks: [],
  timestamp: '2026-11-21T09:00:00.000Z',
  state: 'live',
  seq: 1,
  ...change,
});

const snapshot = message({
  kind: 'snapshot',
  bids: [
    ['99.00', '1'],
    ['100.00', '2'],
  ],
  asks: [
    ['102.00', '3'],
    ['101.00', '4'],
  ],
  seq: 10,
});

describe('a book', () => {
  it('puts the best prices first, however they arrive', () => {
    const book = new OrderBook();

    book.apply(snapshot);

    expect(book.top(5).bids.map(([price]) => price)).toEqual(['100.00', '99.00']);
    expect(book.top(5).asks.map(([price]) => price)).toEqual(['101.00', '102.00']);
  });

  it('changes, adds and removes levels by a delta', () => {
    const book = new OrderBook();
    book.apply(snapshot);

    const outcome = book.apply(
      message({
        seq: 11,
        bids: [
          ['100.0', '5'],
          ['99.50', '6'],
        ],
        asks: [['101', '0.000']],
      }),
    );

    expect(outcome).toBe('applied');
    expect(book.top(5).bids).toEqual([
      ['100.0', '5'],
      ['99.50', '6'],
      ['99.00', '1'],
    ]);
    expect(book.top(5).asks).toEqual([['102.00', '3']]);
  });

  it('says gap once, is empty after it and ignores deltas until a snapshot', () => {
    const book = new OrderBook();
    book.apply(snapshot);

    expect(book.apply(message({ seq: 12, bids: [['98', '1']] }))).toBe('gap');
    expect(book.ready).toBe(false);
    expect(book.top(5).bids).toEqual([]);
    expect(book.apply(message({ seq: 13 }))).toBe('ignored');
    expect(book.apply({ ...snapshot, seq: 20 })).toBe('applied');
    expect(book.apply(message({ seq: 21 }))).toBe('applied');
  });

  it('ignores what it has already seen', () => {
    const book = new OrderBook();
    book.apply(snapshot);

    expect(book.apply(message({ seq: 10, bids: [['100.00', '0']] }))).toBe('ignored');
    expect(book.top(1).bids).toEqual([['100.00', '2']]);
  });

  it('follows the number that a delta names where it names one', () => {
    const book = new OrderBook();
    book.apply(snapshot);

    expect(book.apply(message({ seq: 15, prev_seq: 10 }))).toBe('applied');
    expect(book.apply(message({ seq: 17, prev_seq: 14 }))).toBe('gap');
  });

  it('stands as a sorted map would after any row of deltas', () => {
    const level = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 4 }));
    const deltas = fc.array(fc.tuple(fc.array(level), fc.array(level)), { maxLength: 30 });
    fc.assert(
      fc.property(deltas, (rows) => {
        const book = new OrderBook();
        book.apply({ ...snapshot, bids: [], asks: [], seq: 0 });
        const bids = new Map<number, string>();
        const asks = new Map<number, string>();

        rows.forEach(([newBids, newAsks], index) => {
          book.apply(
            message({ seq: index + 1, bids: newBids.map(toLevel), asks: newAsks.map(toLevel) }),
          );
          keep(bids, newBids);
          keep(asks, newAsks);
        });

        expect(book.top(100).bids.map(toPair)).toEqual([...bids].sort(([a], [b]) => b - a));
        expect(book.top(100).asks.map(toPair)).toEqual([...asks].sort(([a], [b]) => a - b));
      }),
    );
  });
});

const toLevel = ([price, quantity]: readonly [number, number]): Level => [
  written(BigInt(price), 1),
  String(quantity),
];
const toPair = ([price, quantity]: Level) => [Number(price) * 10, quantity];

function keep(side: Map<number, string>, levels: readonly (readonly [number, number])[]): void {
  for (const [price, quantity] of levels) {
    if (quantity === 0) {
      side.delete(price);
    } else {
      side.set(price, String(quantity));
    }
  }
}

describe('a ladder', () => {
  const levels = fc
    .array(fc.tuple(decimals(1_000, 2), decimals(10, 3)), { minLength: 1, maxLength: 40 })
    .map((list) => [...new Map(list)].map(([price, quantity]): Level => [price, quantity]));

  it('keeps every quantity and promises no better price than it holds', () => {
    fc.assert(
      fc.property(levels, fc.constantFrom('0.01', '0.1', '5'), (list, step) => {
        const bids = [...list].sort(([a], [b]) => exact(b).comparedTo(exact(a)));

        const rows = ladder(bids, 'buy', step, 1_000);

        const sum = list.reduce((total, [, quantity]) => total.plus(quantity), exact('0'));
        expect(rows.at(-1)?.total).toBe(sum.toFixed());
        for (const row of rows) {
          expect(isOnStep(exact(row.price), exact(step))).toBe(true);
          expect(exact(row.price).lte(bids[0]?.[0] ?? '0')).toBe(true);
        }
      }),
    );
  });

  it('rounds asks up and bids down', () => {
    expect(
      ladder(
        [
          ['101.04', '1'],
          ['101.07', '2'],
        ],
        'sell',
        '0.1',
        9,
      ),
    ).toEqual([{ price: '101.1', quantity: '3', total: '3' }]);
    expect(
      ladder(
        [
          ['101.07', '1'],
          ['101.04', '2'],
        ],
        'buy',
        '0.1',
        9,
      ),
    ).toEqual([{ price: '101', quantity: '3', total: '3' }]);
  });

  it('ends after the asked number of rows', () => {
    const asks: Level[] = [
      ['1', '1'],
      ['2', '1'],
      ['3', '1'],
    ];

    expect(ladder(asks, 'sell', '1', 2).map((row) => row.price)).toEqual(['1', '2']);
  });
});

describe('figures beside the book', () => {
  it('names the spread and its share of the price', () => {
    expect(spread({ bids: [['99.95', '1']], asks: [['100.05', '1']] })).toEqual({
      width: '0.1',
      basisPoints: '10.00',
    });
    expect(spread({ bids: [], asks: [['100', '1']] })).toBeNull();
  });

  it('offers steps from the tick to about a hundredth of the price', () => {
    expect(groupingSteps('0.01', '67250')).toEqual(['0.01', '0.1', '1', '10', '100']);
    expect(groupingSteps('0.00000001', '0.00002')).toEqual(['0.00000001', '0.0000001']);
  });
});
