import type { components } from './asyncapi.generated.js';

/* What the server's stream says. Every amount is a decimal string, every time ISO-8601 in UTC. */

type Messages = components['schemas'];

/** Price and quantity. */
export type Level = Readonly<Messages['Level']>;
export type PriceMessage = Messages['price'];
export interface BookMessage extends Omit<Messages['book'], 'bids' | 'asks'> {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}
export type TradeMessage = Messages['trade'];
export type CandleMessage = Messages['candle'];
export type MarkPriceMessage = Messages['mark_price'];
export type LiquidationMessage = Messages['liquidation'];

export type StreamChannel = Messages['subscribe']['channel'];
