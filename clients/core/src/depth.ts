import type { BookTop } from './book.js';
import type { Level } from './messages.js';
import { Decimal, exact, plain } from './money.js';

/** How much can be traded up to a price, and what it costs or brings. */
export interface DepthPoint {
  readonly price: string;
  /** Sum of the quantities from the best price to this one. */
  readonly total: string;
  /** Sum of price times quantity from the best price to this one. */
  readonly value: string;
}

export interface Depth {
  readonly bids: readonly DepthPoint[];
  readonly asks: readonly DepthPoint[];
  /** The middle of the best prices. */
  readonly middle: string;
}

/**
 * Both sides of a book summed from the middle outwards, as far as the share of the middle reaches. Null while a
 * side is empty: without both there is no middle.
 */
export function depthOf(book: BookTop, percent: string): Depth | null {
  const bid = book.bids[0];
  const ask = book.asks[0];
  if (bid === undefined || ask === undefined) {
    return null;
  }
  const middle = exact(bid[0]).plus(ask[0]).div(2);
  const reach = middle.times(percent).div(100);
  return {
    bids: summed(book.bids, (price) => price.gte(middle.minus(reach))),
    asks: summed(book.asks, (price) => price.lte(middle.plus(reach))),
    middle: plain(middle),
  };
}

function summed(levels: readonly Level[], within: (price: Decimal) => boolean): DepthPoint[] {
  const points: DepthPoint[] = [];
  let total = new Decimal(0);
  let value = new Decimal(0);
  for (const [price, quantity] of levels) {
    const at = exact(price);
    if (!within(at)) {
      break;
    }
    total = total.plus(quantity);
    value = value.plus(at.times(quantity));
    points.push({ price, total: plain(total), value: plain(value) });
  }
  return points;
}

/** The last point that is not beyond a distance from the middle, in percent; null where none is. */
export function depthWithin(
  points: readonly DepthPoint[],
  middle: string,
  percent: string,
): DepthPoint | null {
  const reach = exact(middle).times(percent).div(100);
  const near = points.filter((point) => exact(point.price).minus(middle).abs().lte(reach));
  return near.at(-1) ?? null;
}

/** The first point that reaches a price from the middle; null beyond what is seen. */
export function depthAt(points: readonly DepthPoint[], side: 'bids' | 'asks', price: string) {
  const at = exact(price);
  const reached = points.filter((point) => {
    const here = exact(point.price);
    return side === 'bids' ? here.gte(at) : here.lte(at);
  });
  return reached.at(-1) ?? null;
}
