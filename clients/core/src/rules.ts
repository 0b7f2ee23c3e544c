import { parseDecimal } from './money.js';
import type { Instrument, OrderType } from './types.js';

/** What one order has to keep to: the instrument's rules for its type and at its price. Null is no rule. */
export interface Rules {
  /** What a quantity is counted in. */
  readonly base: string;
  readonly quote: string;
  readonly tick: string;
  readonly step: string;
  readonly min: string | null;
  readonly max: string | null;
  readonly minNotional: string | null;
  readonly maxNotional: string | null;
  /** How much of what is bought one of the quantity stands for: 1, or the size of a contract. */
  readonly size: string;
}

/** Types that become market orders, at once or when triggered. */
const AT_MARKET: ReadonlySet<OrderType> = new Set([
  'market',
  'stop',
  'take_profit',
  'trailing_stop',
]);

export function rulesFor(instrument: Instrument, type: OrderType, price: string | null): Rules {
  const market = AT_MARKET.has(type);
  const range = market ? instrument.market_quantity : instrument.limit_quantity;
  const notional = !market || instrument.notional_on_market;
  return {
    base: instrument.base,
    quote: instrument.quote,
    tick: tickAt(instrument, price),
    step: range.step ?? instrument.limit_quantity.step ?? '0',
    min: range.min,
    max: range.max,
    minNotional: notional ? instrument.min_notional : null,
    maxNotional: notional ? instrument.max_notional : null,
    size: instrument.contract_size,
  };
}

/** The tick that holds at a price; the instrument's smallest where no range covers it. */
export function tickAt(instrument: Instrument, price: string | null): string {
  const value = parseDecimal(price);
  if (value === null) {
    return instrument.tick_size;
  }
  const covering = instrument.price_ranges.find(({ min, max }) => {
    const low = parseDecimal(min);
    const high = parseDecimal(max);
    return (low === null || value.gte(low)) && (high === null || value.lte(high));
  });
  return covering?.tick ?? instrument.tick_size;
}
