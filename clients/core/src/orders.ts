import type { Order, OrderStatus } from './types.js';

const OPEN: ReadonlySet<OrderStatus> = new Set(['pending', 'submitted', 'open', 'partial']);

/** Statuses as the server filters by them. */
export const OPEN_STATUSES = [...OPEN];

/** How far an order has come; it only ever moves to a higher stage. */
const STAGE: Readonly<Record<OrderStatus, number>> = {
  pending: 0,
  submitted: 1,
  open: 2,
  partial: 3,
  filled: 4,
  cancelled: 4,
  rejected: 4,
  expired: 4,
};

export const isOpen = (order: Pick<Order, 'status' | 'resolution'>): boolean =>
  OPEN.has(order.status) && order.resolution !== 'left';

/**
 * The newer of two views of one order. Answers and messages overtake each other: an older one never takes an
 * order back from a later stage.
 */
export function newer(known: Order, incoming: Order): Order {
  const before = STAGE[known.status];
  const after = STAGE[incoming.status];
  if (before !== after) {
    return after > before ? incoming : known;
  }
  return incoming.updated_at >= known.updated_at ? incoming : known;
}

/** A list, newest first, with one order put in; the list keeps at most so many. */
export function withOrder(list: readonly Order[], order: Order, most: number): Order[] {
  const index = list.findIndex((known) => known.id === order.id);
  const known = list[index];
  if (known !== undefined) {
    const next = [...list];
    next[index] = newer(known, order);
    return next;
  }
  return [order, ...list]
    .sort((a, b) => (a.created_at === b.created_at ? 0 : a.created_at < b.created_at ? 1 : -1))
    .slice(0, most);
}

/** Remembers how orders ended, so that an answer that was overtaken brings none of them back. */
export class Endings {
  private readonly ended = new Map<string, Order>();

  constructor(private readonly most: number) {}

  /** The newer of this view and what is remembered of the order. */
  latest(order: Order): Order {
    const known = this.ended.get(order.id);
    const view = known === undefined ? order : newer(known, order);
    if (!isOpen(view)) {
      this.ended.delete(view.id);
      this.ended.set(view.id, view);
      const [oldest] = this.ended.keys();
      if (this.ended.size > this.most && oldest !== undefined) {
        this.ended.delete(oldest);
      }
    }
    return view;
  }
}
