import type { ChartInterval } from '@k2/core';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Palette = 'classic' | 'red-up' | 'colour-blind';
export type ChartView = 'chart' | 'depth' | 'table';
/** Panels whose edge can be moved. */
export type Edge = 'list' | 'book' | 'order' | 'bottom';

interface Prefs {
  /** The chosen market as one word, see marketKey. */
  readonly instrument: string | null;
  /** Whose markets are listed; null for everybody's. */
  readonly exchange: string | null;
  /** Which of one's lists is shown, by its id; null for all markets. */
  readonly watchlist: string | null;
  readonly interval: ChartInterval;
  readonly chartView: ChartView;
  readonly palette: Palette;
  readonly tradeKeys: boolean;
  /** Ask before sending: null follows the mode (not in sim). */
  readonly confirm: boolean | null;
  /** Ask about open orders before logging out. */
  readonly asksAtLogout: boolean;
  /** Where times are shown; null for the browser's own zone. */
  readonly zone: string | null;
  readonly compact: boolean;
  /** Make a sound at each fill. */
  readonly sounds: boolean;
  readonly grouping: Readonly<Record<string, string>>;
  /** How wide or high panels were made, in pixels; the others are as they come. */
  readonly sizes: Readonly<Partial<Record<Edge, number>>>;
  readonly set: (change: Partial<Omit<Prefs, 'set'>>) => void;
}

/** What a person chose; kept in this browser. */
export const usePrefs = create<Prefs>()(
  persist(
    (set) => ({
      instrument: null,
      exchange: null,
      watchlist: null,
      interval: '1m',
      chartView: 'chart',
      palette: 'classic',
      tradeKeys: false,
      confirm: null,
      asksAtLogout: false,
      zone: null,
      compact: false,
      sounds: false,
      grouping: {},
      sizes: {},
      set: (change) => set(change),
    }),
    { name: 'k2.prefs' },
  ),
);
