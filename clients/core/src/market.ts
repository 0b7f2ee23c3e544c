/** Where something is traded: the same instrument may be at several exchanges, each with its own price. */
export interface Market {
  readonly exchange: string;
  readonly instrument: string;
}

/** A market as one word, such as `binance-futures:BTC-USDT-PERP`. */
export type MarketKey = string;

/** The word for a market; the instrument alone where no exchange is named. */
export function marketKey({ exchange, instrument }: Partial<Market> & { instrument: string }) {
  return exchange === undefined ? instrument : `${exchange}:${instrument}`;
}

/** The parts of such a word; the exchange is null where none is named. */
export function marketOf(key: MarketKey): { exchange: string | null; instrument: string } {
  const colon = key.indexOf(':');
  return colon < 0
    ? { exchange: null, instrument: key }
    : { exchange: key.slice(0, colon), instrument: key.slice(colon + 1) };
}
