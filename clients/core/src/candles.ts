import { compareDecimals, exact, plain } from './money.js';
import { parseTime } from './time.js';
import type { Interval } from './types.js';

export interface Candle {
  /** Start of the bar, milliseconds since 1970 in UTC. */
  readonly openMillis: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}

/** The bars that the page offers; the server knows more. All of fixed length and aligned to 1970. */
export const INTERVALS = {
  '1s': 1_000,
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '4h': 14_400_000,
  '1d': 86_400_000,
} as const satisfies Partial<Record<Interval, number>>;
export type ChartInterval = keyof typeof INTERVALS;

export const CANDLES_MAX = 1_000;

export interface CandleRow {
  readonly open_time: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}

export function candleOf(row: CandleRow): Candle | null {
  const openMillis = parseTime(row.open_time);
  return openMillis === null
    ? null
    : {
        openMillis,
        open: row.open,
        high: row.high,
        low: row.low,
        close: row.close,
        volume: row.volume,
      };
}

export function barStart(millis: number, interval: ChartInterval): number {
  const length = INTERVALS[interval];
  return Math.floor(millis / length) * length;
}

/**
 * The live bar after one trade. A trade before the bar is late and changes nothing; a trade after it opens
 * the next bar.
 */
export function withTrade(
  bar: Candle | null,
  price: string,
  quantity: string,
  millis: number,
  interval: ChartInterval,
): Candle | null {
  const start = barStart(millis, interval);
  if (bar !== null && start < bar.openMillis) {
    return bar;
  }
  if (bar === null || start > bar.openMillis) {
    return {
      openMillis: start,
      open: price,
      high: price,
      low: price,
      close: price,
      volume: quantity,
    };
  }
  return {
    ...bar,
    high: compareDecimals(price, bar.high) > 0 ? price : bar.high,
    low: compareDecimals(price, bar.low) < 0 ? price : bar.low,
    close: price,
    volume: plain(exact(bar.volume).plus(quantity)),
  };
}

/** History and newer bars as one ascending list without doubles; the newer bar of a time wins. */
export function mergeCandles(older: readonly Candle[], newer: readonly Candle[]): Candle[] {
  const byStart = new Map<number, Candle>();
  for (const candle of older) {
    byStart.set(candle.openMillis, candle);
  }
  for (const candle of newer) {
    byStart.set(candle.openMillis, candle);
  }
  return [...byStart.values()].sort((a, b) => a.openMillis - b.openMillis).slice(-CANDLES_MAX);
}
