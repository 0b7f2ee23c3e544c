import type { Freshness, Side } from './types.js';

/* What the server's stream says. Every amount is a decimal string, every time ISO-8601 in UTC. */

export type Level = readonly [price: string, quantity: string];

export interface PriceMessage {
  readonly type: 'price';
  readonly instrument: string;
  readonly exchange?: string;
  readonly price: string | null;
  readonly bid?: string | null;
  readonly ask?: string | null;
  readonly change_24h?: string | null;
  readonly volume_24h?: string | null;
  readonly high_24h?: string | null;
  readonly low_24h?: string | null;
  readonly timestamp?: string;
  readonly age_ms?: number;
  readonly state?: Freshness;
  /** Of event contracts: how likely the market holds YES. */
  readonly probability?: string | null;
}

export interface BookMessage {
  readonly type: 'book';
  readonly kind: 'snapshot' | 'delta';
  readonly instrument: string;
  readonly exchange?: string;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly seq: number;
  /** The number that this delta follows; without it, the one before seq. */
  readonly prev_seq?: number;
  readonly state?: Freshness;
  readonly timestamp?: string;
}

export interface TradeMessage {
  readonly type: 'trade';
  readonly instrument: string;
  readonly exchange?: string;
  readonly price: string;
  readonly quantity: string;
  /** The side that took liquidity. */
  readonly side?: Side;
  readonly trade_id?: string;
  readonly timestamp: string;
}

export interface CandleMessage {
  readonly type: 'candle';
  readonly instrument: string;
  readonly exchange?: string;
  readonly interval: string;
  readonly open_time: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly closed: boolean;
}

export type StreamChannel = 'prices' | 'book' | 'trades' | 'candles' | 'orders';
