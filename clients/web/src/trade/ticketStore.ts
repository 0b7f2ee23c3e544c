import { hasLimitPrice, hasStopPrice, type Draft, type Side, type TicketType } from '@k2/core';
import { create } from 'zustand';

/** What a person has in the ticket and what it is for. */
export interface TicketDraft extends Draft {
  /** Whether the order may only make a position smaller. */
  readonly reduceOnly: boolean;
  /** Whether the order goes to the exchange with the best price after fees. */
  readonly routed: boolean;
}

interface Ticket extends TicketDraft {
  /** The share button that made the amount, while nobody typed over it. */
  readonly percent: number | null;
  /** On a phone the ticket is a sheet. */
  readonly sheet: boolean;
  readonly setSide: (side: Side) => void;
  readonly setType: (type: TicketType) => void;
  readonly setQuantity: (quantity: string, percent?: number) => void;
  readonly write: (change: Partial<Omit<TicketDraft, 'side' | 'type' | 'quantity'>>) => void;
  /** A price chosen in the book: exactly that price, and the side stays as it is. */
  readonly takePrice: (price: string) => void;
  readonly clear: () => void;
  readonly openSheet: (side?: Side) => void;
  readonly closeSheet: () => void;
}

const EMPTY = {
  price: '',
  stopPrice: '',
  stopLimit: '',
  trailing: '',
  quantity: '',
  percent: null,
  reduceOnly: false,
  routed: false,
} as const;

export const useTicket = create<Ticket>()((set) => ({
  side: 'buy',
  type: 'limit',
  trailUnit: 'percent',
  timeInForce: 'gtc',
  goodTill: null,
  sheet: false,
  ...EMPTY,
  setSide: (side) => set((now) => (now.side === side ? {} : { side, percent: null })),
  setType: (type) => set({ type, percent: null }),
  setQuantity: (quantity, percent) => set({ quantity, percent: percent ?? null }),
  write: (change) => set(change),
  takePrice: (price) =>
    set((now) => {
      if (hasLimitPrice(now.type)) {
        return { price };
      }
      return hasStopPrice(now.type) ? { stopPrice: price } : { type: 'limit', price };
    }),
  clear: () => set(EMPTY),
  openSheet: (side) =>
    set(side === undefined ? { sheet: true } : { sheet: true, side, percent: null }),
  closeSheet: () => set({ sheet: false }),
}));
