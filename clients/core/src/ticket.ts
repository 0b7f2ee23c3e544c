import { Decimal, exact, isOnStep, parseDecimal, parseTyped, plain, roundDown } from './money.js';
import type { Level } from './messages.js';
import type { Rules } from './rules.js';
import type { OrderType, Side, TimeInForce } from './types.js';

/** What a person has in the ticket, as typed. */
export interface Draft {
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: string;
  readonly price: string;
  readonly stopPrice: string;
  /** How far a trailing stop stays behind the best price, in percent. */
  readonly trailing: string;
  readonly timeInForce: TimeInForce;
}

export type TicketField = 'quantity' | 'price' | 'stopPrice' | 'trailing' | 'form';

/** Why a draft cannot be sent: a word for the text table and the figures that belong into the sentence. */
export interface Problem {
  readonly field: TicketField;
  readonly code:
    | 'required'
    | 'notANumber'
    | 'notPositive'
    | 'offStep'
    | 'tooSmall'
    | 'tooLarge'
    | 'belowNotional'
    | 'aboveNotional'
    | 'notBelowHundred'
    | 'insufficient';
  readonly figures: Readonly<Record<string, string>>;
}

export const hasLimitPrice = (type: OrderType): boolean =>
  type === 'limit' || type === 'stop_limit' || type === 'take_profit_limit';
export const hasStopPrice = (type: OrderType): boolean =>
  type === 'stop' ||
  type === 'stop_limit' ||
  type === 'take_profit' ||
  type === 'take_profit_limit';

/** Types that wait for a price, in the order in which a list names them. */
const WAITING: readonly OrderType[] = [
  'stop',
  'stop_limit',
  'take_profit',
  'take_profit_limit',
  'trailing_stop',
];

/**
 * Types that the exchange does not have and K2 can hold: it waits for the price itself and then sends what the
 * exchange does have. A contract on an event knows no market orders.
 */
export function heldTypes(offered: readonly OrderType[]): OrderType[] {
  return WAITING.filter(
    (type) => !offered.includes(type) && offered.includes(hasLimitPrice(type) ? 'limit' : 'market'),
  );
}

/** What a percentage button works from. Every amount may be missing: then it answers null, never a guess. */
export interface Means {
  readonly side: Side;
  /** Free quote currency for a buy, free base currency for a sell. */
  readonly available: string | null;
  /** The price that the order will have, or null for one that takes what the book gives. */
  readonly price: string | null;
  /** The asks, best first, for a market buy. */
  readonly asks: readonly Level[];
  /** The larger of the fees that may be charged, as a share: "0.001". */
  readonly feeRate: string | null;
}

/**
 * The quantity that a share of the means pays for, cut to the lot step. A buy keeps its fee back, so that the
 * whole of Max can be paid. Null when the means or a price are unknown; "0" when they do not reach one lot.
 */
export function quantityForShare(means: Means, percent: number, rules: Rules): string | null {
  const available = parseDecimal(means.available);
  if (available === null) {
    return null;
  }
  const lot = exact(rules.step);
  const share = available.times(percent).div(100);
  const most = parseDecimal(rules.max);
  const capped = (quantity: Decimal) =>
    plain(roundDown(most === null ? quantity : Decimal.min(quantity, most), lot));
  if (means.side === 'sell') {
    return capped(share);
  }
  const withFee = new Decimal(1).plus(parseDecimal(means.feeRate) ?? 0);
  const budget = share.div(withFee);
  const price = parseDecimal(means.price);
  if (price !== null) {
    return price.lte(0) ? null : capped(budget.div(price));
  }
  return means.asks.length === 0 ? null : capped(affordable(budget, means.asks));
}

/** What a budget buys from the asks; beyond the book that we see, at the last price that we see. */
function affordable(budget: Decimal, asks: readonly Level[]): Decimal {
  let left = budget;
  let quantity = new Decimal(0);
  for (const [index, [price, size]] of asks.entries()) {
    const last = index === asks.length - 1;
    const cost = exact(price).times(size);
    if (last || cost.gte(left)) {
      return quantity.plus(left.div(price));
    }
    left = left.minus(cost);
    quantity = quantity.plus(size);
  }
  return quantity;
}

export interface Estimate {
  readonly notional: string;
  readonly fee: string;
  /** What a buy costs with its fee, what a sell brings after it. */
  readonly total: string;
}

/** Cost of a quantity at a price, for the moment before the server's own preview arrives. */
export function estimate(
  side: Side,
  quantity: string,
  price: string,
  feeRate: string,
): Estimate | null {
  const amount = parseTyped(quantity);
  const each = parseTyped(price);
  if (amount === null || each === null) {
    return null;
  }
  const notional = amount.times(each);
  const fee = notional.times(parseDecimal(feeRate) ?? 0);
  return {
    notional: plain(notional),
    fee: plain(fee),
    total: plain(side === 'buy' ? notional.plus(fee) : notional.minus(fee)),
  };
}

/** Average price of taking a quantity from one side of the book; null when what we see is not deep enough. */
export function averagePrice(levels: readonly Level[], quantity: string): string | null {
  const wanted = parseTyped(quantity);
  if (wanted === null || wanted.lte(0)) {
    return null;
  }
  let left = wanted;
  let paid = new Decimal(0);
  for (const [price, size] of levels) {
    const taken = Decimal.min(left, size);
    paid = paid.plus(taken.times(price));
    left = left.minus(taken);
    if (left.isZero()) {
      return plain(paid.div(wanted).toDecimalPlaces(18));
    }
  }
  return null;
}

/** Everything that the instrument's own rules say against a draft. Prices are checked before quantities. */
export function problemsOf(draft: Draft, rules: Rules, reference: string | null): Problem[] {
  const problems: Problem[] = [];
  const price = hasLimitPrice(draft.type)
    ? amount(draft.price, 'price', rules.tick, problems)
    : null;
  if (hasStopPrice(draft.type)) {
    amount(draft.stopPrice, 'stopPrice', rules.tick, problems);
  }
  if (draft.type === 'trailing_stop') {
    const percent = amount(draft.trailing, 'trailing', '0.01', problems);
    if (percent?.gte(100) === true) {
      problems.push(problem('trailing', 'notBelowHundred', {}));
    }
  }
  const quantity = amount(draft.quantity, 'quantity', rules.step, problems);
  if (quantity === null) {
    return problems;
  }
  const least = parseDecimal(rules.min);
  const most = parseDecimal(rules.max);
  if (least !== null && quantity.lt(least)) {
    problems.push(problem('quantity', 'tooSmall', { minimum: plain(least), currency: rules.base }));
  } else if (most !== null && quantity.gt(most)) {
    problems.push(problem('quantity', 'tooLarge', { maximum: plain(most), currency: rules.base }));
  }
  const each = price ?? (hasLimitPrice(draft.type) ? null : parseDecimal(reference));
  if (each !== null) {
    problems.push(...notionalProblems(quantity.times(each), rules));
  }
  return problems;
}

function notionalProblems(notional: Decimal, rules: Rules): Problem[] {
  const least = parseDecimal(rules.minNotional);
  const most = parseDecimal(rules.maxNotional);
  if (least !== null && notional.lt(least)) {
    return [problem('quantity', 'belowNotional', { minimum: plain(least), currency: rules.quote })];
  }
  if (most !== null && notional.gt(most)) {
    return [problem('quantity', 'aboveNotional', { maximum: plain(most), currency: rules.quote })];
  }
  return [];
}

function amount(
  text: string,
  field: TicketField,
  step: string,
  problems: Problem[],
): Decimal | null {
  if (text.trim() === '') {
    problems.push(problem(field, 'required', {}));
    return null;
  }
  const value = parseTyped(text);
  if (value === null) {
    problems.push(problem(field, 'notANumber', {}));
    return null;
  }
  if (value.lte(0)) {
    problems.push(problem(field, 'notPositive', {}));
    return null;
  }
  if (!isOnStep(value, exact(step))) {
    problems.push(problem(field, 'offStep', { step: plain(exact(step)) }));
    return null;
  }
  return value;
}

function problem(
  field: TicketField,
  code: Problem['code'],
  figures: Readonly<Record<string, string>>,
): Problem {
  return { field, code, figures };
}

/**
 * How far a limit price is on the wrong side of the market, in percent: positive means that a buy pays more,
 * or a sell takes less, than the market asks. The fat-finger warning reads it.
 */
export function distanceFromMarket(
  side: Side,
  price: string,
  market: string | null,
): string | null {
  const typed = parseTyped(price);
  const current = parseDecimal(market);
  if (typed === null || current === null || current.isZero()) {
    return null;
  }
  const distance = typed.minus(current).div(current).times(100);
  return plain(
    (side === 'buy' ? distance : distance.neg()).toDecimalPlaces(2, Decimal.ROUND_HALF_EVEN),
  );
}
