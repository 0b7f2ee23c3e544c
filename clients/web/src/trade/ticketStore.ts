import {
  hasLimitPrice,
  hasStopPrice,
  type Draft,
  type OrderType,
  type Side,
  type TimeInForce,
} from '@k2/core';
import { create } from 'zustand';

interface Ticket extends Draft {
  /** The share button that made the amount, while nobody typed over it. */
  readonly percent: number | null;
  /** On a phone the ticket is a sheet. */
  readonly sheet: boolean;
  readonly setSide: (side: Side) => void;
  readonly setType: (type: OrderType) => void;
  readonly setPrice: (price: string) => void;
  readonly setStopPrice: (stopPrice: string) => void;
  readonly setTrailing: (trailing: string) => void;
  readonly setQuantity: (quantity: string, percent?: number) => void;
  readonly setTimeInForce: (timeInForce: TimeInForce) => void;
  /** A price chosen in the book: exactly that price, and the side stays as it is. */
  readonly takePrice: (price: string) => void;
  readonly clear: () => void;
  readonly openSheet: (side?: Side) => void;
  readonly closeSheet: () => void;
}

export const useTicket = create<Ticket>()((set) => ({
  side: 'buy',
  type: 'limit',
  price: '',
  stopPrice: '',
  trailing: '',
  quantity: '',
  timeInForce: 'gtc',
  percent: null,
  sheet: false,
  setSide: (side) => set((now) => (now.side === side ? {} : { side, percent: null })),
  setType: (type) => set({ type, percent: null }),
  setPrice: (price) => set({ price }),
  setStopPrice: (stopPrice) => set({ stopPrice }),
  setTrailing: (trailing) => set({ trailing }),
  setQuantity: (quantity, percent) => set({ quantity, percent: percent ?? null }),
  setTimeInForce: (timeInForce) => set({ timeInForce }),
  takePrice: (price) =>
    set((now) => {
      if (hasLimitPrice(now.type)) {
        return { price };
      }
      return hasStopPrice(now.type) ? { stopPrice: price } : { type: 'limit', price };
    }),
  clear: () => set({ price: '', stopPrice: '', trailing: '', quantity: '', percent: null }),
  openSheet: (side) =>
    set(side === undefined ? { sheet: true } : { sheet: true, side, percent: null }),
  closeSheet: () => set({ sheet: false }),
}));
