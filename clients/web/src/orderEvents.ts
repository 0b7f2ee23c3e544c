import { Endings, isOpen, withOrder, type Order, type OrderUpdate } from '@k2/core';
import type { QueryClient } from '@tanstack/react-query';

export const ORDERS_SHOWN = 100;
export const KEYS = {
  open: ['orders', 'open'],
  history: ['orders', 'history'],
  fills: ['fills'],
  balances: ['balances'],
} as const;

type Listener = (order: Order, before: Order | undefined) => void;
const listeners = new Set<Listener>();
const endings = new Endings(500);

/** A list as the server told it, corrected by what streamed in while the answer was on its way. */
export function latest(orders: readonly Order[]): Order[] {
  return orders.map((order) => endings.latest(order));
}

/** Tells of every order that moved; the notices of fills come from here. */
export function onOrder(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Puts an order that streamed in, or that a call answered with, where the tables read it. */
export function received(queries: QueryClient, update: OrderUpdate): void {
  const before = [KEYS.open, KEYS.history]
    .flatMap((key) => queries.getQueryData<readonly Order[]>(key) ?? [])
    .find((known) => known.id === update.id);
  const told = before === undefined ? whole(update) : { ...before, ...update };
  void queries.invalidateQueries({ queryKey: KEYS.balances });
  if (told === null) {
    void queries.invalidateQueries({ queryKey: ['orders'] });
    return;
  }
  const order = endings.latest(told);
  queries.setQueryData<readonly Order[]>(KEYS.open, (list) =>
    list === undefined ? list : withOrder(list, order, ORDERS_SHOWN).filter(isOpen),
  );
  queries.setQueryData<readonly Order[]>(KEYS.history, (list) =>
    list === undefined ? list : withOrder(list, order, ORDERS_SHOWN),
  );
  if (before === undefined || before.filled_quantity !== order.filled_quantity || !isOpen(order)) {
    void queries.invalidateQueries({ queryKey: KEYS.fills });
  }
  for (const listener of listeners) {
    listener(order, before);
  }
}

/** An order that a message names in full; null for one of which only a part is known. */
function whole(update: OrderUpdate): Order | null {
  const told = update.type !== undefined && update.created_at !== undefined;
  return told ? (update as Order) : null;
}
