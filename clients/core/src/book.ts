import { compareDecimals, Decimal, exact, isZero, plain, roundDown, roundUp } from './money.js';
import type { BookMessage, Level } from './messages.js';
import type { Side } from './types.js';

/** What became of a book message. After a gap the book is empty until the next snapshot. */
export type BookOutcome = 'applied' | 'ignored' | 'gap';

/** One instrument's order book as the stream builds it: bids from the highest, asks from the lowest. */
export class OrderBook {
  private bids: Level[] = [];
  private asks: Level[] = [];
  private seq: number | null = null;

  get ready(): boolean {
    return this.seq !== null;
  }

  apply(message: BookMessage): BookOutcome {
    if (message.kind === 'snapshot') {
      this.bids = [...message.bids].sort((a, b) => compareDecimals(b[0], a[0]));
      this.asks = [...message.asks].sort((a, b) => compareDecimals(a[0], b[0]));
      this.seq = message.seq;
      return 'applied';
    }
    if (this.seq === null || message.seq <= this.seq) {
      return 'ignored';
    }
    const follows = message.prev_seq ?? message.seq - 1;
    if (follows !== this.seq) {
      this.clear();
      return 'gap';
    }
    for (const level of message.bids) {
      put(this.bids, level, (a, b) => compareDecimals(b, a));
    }
    for (const level of message.asks) {
      put(this.asks, level, compareDecimals);
    }
    this.seq = message.seq;
    return 'applied';
  }

  clear(): void {
    this.bids = [];
    this.asks = [];
    this.seq = null;
  }

  top(depth: number): BookTop {
    return { bids: this.bids.slice(0, depth), asks: this.asks.slice(0, depth) };
  }
}

export interface BookTop {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

function put(levels: Level[], level: Level, compare: (a: string, b: string) => number): void {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = levels[middle];
    if (found !== undefined && compare(found[0], level[0]) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const here = levels[low];
  const same = here !== undefined && compareDecimals(here[0], level[0]) === 0;
  if (isZero(level[1])) {
    if (same) {
      levels.splice(low, 1);
    }
  } else {
    levels.splice(low, same ? 1 : 0, level);
  }
}

/** A row of the ladder: price of the group, its quantity, and the sum from the best price down to it. */
export interface LadderRow {
  readonly price: string;
  readonly quantity: string;
  readonly total: string;
}

/**
 * Levels in groups of a step. Bids fall to the lower edge of their group and asks rise to the upper one, so
 * that a click on a group never promises a better price than it holds.
 */
export function ladder(
  levels: readonly Level[],
  side: Side,
  step: string,
  rows: number,
): LadderRow[] {
  const stepValue = exact(step);
  const result: { price: string; quantity: Decimal; total: Decimal }[] = [];
  let total = new Decimal(0);
  for (const [price, quantity] of levels) {
    const edge =
      side === 'buy' ? roundDown(exact(price), stepValue) : roundUp(exact(price), stepValue);
    const key = plain(edge);
    const last = result.at(-1);
    if (last?.price !== key && result.length === rows) {
      break;
    }
    total = total.plus(quantity);
    if (last?.price === key) {
      last.quantity = last.quantity.plus(quantity);
      last.total = total;
    } else {
      result.push({ price: key, quantity: new Decimal(quantity), total });
    }
  }
  return result.map((row) => ({
    price: row.price,
    quantity: plain(row.quantity),
    total: plain(row.total),
  }));
}

/** Steps that a person may group by: the tick and its decimal multiples, up to about 1 % of the price. */
export function groupingSteps(tickSize: string, price: string | null): string[] {
  const tick = exact(tickSize);
  const limit = price === null ? tick.times(100) : exact(price).div(100);
  const steps: string[] = [];
  for (
    let step = tick;
    steps.length < 5 && (steps.length === 0 || step.lte(limit));
    step = step.times(10)
  ) {
    steps.push(plain(step));
  }
  return steps;
}

/** Difference of the best prices, and the same in basis points of the middle. Null while a side is empty. */
export function spread(book: BookTop): { width: string; basisPoints: string } | null {
  const bid = book.bids[0];
  const ask = book.asks[0];
  if (bid === undefined || ask === undefined) {
    return null;
  }
  const width = exact(ask[0]).minus(bid[0]);
  const middle = exact(ask[0]).plus(bid[0]).div(2);
  return {
    width: plain(width),
    basisPoints: width.div(middle).times(10_000).toFixed(2, Decimal.ROUND_HALF_EVEN),
  };
}
