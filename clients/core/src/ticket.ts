import { Decimal, exact, isOnStep, parseDecimal, parseTyped, plain, roundDown } from './money.js';
import type { Level } from './messages.js';
import type { Rules } from './rules.js';
import type { Instrument, OrderType, Side, TimeInForce } from './types.js';

/** What the ticket writes: an order of one type, or two of which one gives way to the other. */
export type TicketType = OrderType | 'oco';

/** In what a trailing stop's distance is told. */
export type TrailUnit = 'percent' | 'offset';

/** What a person has in the ticket, as typed. */
export interface Draft {
  readonly side: Side;
  readonly type: TicketType;
  readonly quantity: string;
  readonly price: string;
  readonly stopPrice: string;
  /** How far a trailing stop stays behind the best price. */
  readonly trailing: string;
  readonly trailUnit: TrailUnit;
  /** The limit of an OCO's stop once it is reached; empty for one that takes what the book gives. */
  readonly stopLimit: string;
  readonly timeInForce: TimeInForce;
  /** When an order good till a date ends, in UTC; null while none is chosen or it cannot be read. */
  readonly goodTill: string | null;
}

export type TicketField =
  'quantity' | 'price' | 'stopPrice' | 'stopLimit' | 'trailing' | 'goodTill' | 'form';

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
    | 'past'
    | 'stopNotBelow'
    | 'stopNotAbove'
    | 'insufficient';
  readonly figures: Readonly<Record<string, string>>;
}

export const hasLimitPrice = (type: TicketType): boolean =>
  type === 'limit' || type === 'stop_limit' || type === 'take_profit_limit' || type === 'oco';
export const hasStopPrice = (type: TicketType): boolean =>
  type === 'oco' ||
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

/** Whether K2 can hold a stop beside a limit order at the exchange: it has to take both in the end. */
export const offersOco = (offered: readonly OrderType[]): boolean =>
  offered.includes('limit') && offered.includes('market');

/** The order of one type that tells an exchange's rules for what is written: an OCO's limit order. */
export const ruledAs = (type: TicketType): OrderType => (type === 'oco' ? 'limit' : type);

/** In what a side of a market is paid: a perpetual contract takes margin both ways. */
export const spends = (side: Side, kind: Instrument['kind']): 'quote' | 'base' =>
  side === 'sell' && kind === 'spot' ? 'base' : 'quote';

/** What a percentage button works from. Every amount may be missing: then it answers null, never a guess. */
export interface Means {
  /** Whether the quantity itself is there to be sold or closed, or money that pays for it. */
  readonly spends: 'quote' | 'base';
  readonly available: string | null;
  /** The price that the order will have, or null for one that takes what the book gives. */
  readonly price: string | null;
  /** What the order would take from the book, best first, where it has no price. */
  readonly levels: readonly Level[];
  /** The larger of the fees that may be charged, as a share: "0.001". */
  readonly feeRate: string | null;
}

/**
 * The quantity that a share of the means pays for, cut to the lot step. What is paid for keeps its fee back, so
 * that the whole of Max can be paid. Null when the means or a price are unknown; "0" when they do not reach one lot.
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
  if (means.spends === 'base') {
    return capped(share);
  }
  const withFee = new Decimal(1).plus(parseDecimal(means.feeRate) ?? 0);
  const size = exact(rules.size);
  const budget = share.div(withFee).div(size);
  const price = parseDecimal(means.price);
  if (price !== null) {
    return price.lte(0) ? null : capped(budget.div(price));
  }
  return means.levels.length === 0 ? null : capped(affordable(budget, means.levels));
}

/** What a budget takes from the levels; beyond the book that we see, at the last price that we see. */
function affordable(budget: Decimal, levels: readonly Level[]): Decimal {
  let left = budget;
  let quantity = new Decimal(0);
  for (const [index, [price, size]] of levels.entries()) {
    const last = index === levels.length - 1;
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
  size = '1',
): Estimate | null {
  const amount = parseTyped(quantity);
  const each = parseTyped(price);
  if (amount === null || each === null) {
    return null;
  }
  const notional = amount.times(each).times(size);
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
export function problemsOf(
  draft: Draft,
  rules: Rules,
  reference: string | null,
  nowMillis: number,
): Problem[] {
  const problems: Problem[] = [];
  const price = hasLimitPrice(draft.type)
    ? amount(draft.price, 'price', rules.tick, problems)
    : null;
  const stop = hasStopPrice(draft.type)
    ? amount(draft.stopPrice, 'stopPrice', rules.tick, problems)
    : null;
  if (draft.type === 'oco') {
    problems.push(...ocoProblems(draft.side, price, stop));
    if (draft.stopLimit.trim() !== '') {
      amount(draft.stopLimit, 'stopLimit', rules.tick, problems);
    }
  }
  if (draft.type === 'trailing_stop') {
    problems.push(...trailProblems(draft, rules));
  }
  problems.push(...endProblems(draft, nowMillis));
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
    problems.push(...notionalProblems(quantity.times(each).times(rules.size), rules));
  }
  return problems;
}

/** The limit order of an OCO takes a profit, and its stop is on the other side of the market. */
function ocoProblems(side: Side, price: Decimal | null, stop: Decimal | null): Problem[] {
  if (price === null || stop === null) {
    return [];
  }
  if (side === 'sell') {
    return stop.lt(price) ? [] : [problem('stopPrice', 'stopNotBelow', {})];
  }
  return stop.gt(price) ? [] : [problem('stopPrice', 'stopNotAbove', {})];
}

function trailProblems(draft: Draft, rules: Rules): Problem[] {
  const problems: Problem[] = [];
  const inPercent = draft.trailUnit === 'percent';
  const distance = amount(draft.trailing, 'trailing', inPercent ? '0.01' : rules.tick, problems);
  if (inPercent && distance?.gte(100) === true) {
    problems.push(problem('trailing', 'notBelowHundred', {}));
  }
  return problems;
}

/** Whether an order is written whose end has to be named. */
export const isDated = (draft: Pick<Draft, 'type' | 'timeInForce'>): boolean =>
  draft.timeInForce === 'gtd' && hasLimitPrice(draft.type) && draft.type !== 'oco';

function endProblems(draft: Draft, nowMillis: number): Problem[] {
  if (!isDated(draft)) {
    return [];
  }
  const found = endProblemOf(draft.goodTill, nowMillis);
  return found === undefined ? [] : [found];
}

/** What is wrong with the end of an order that has to have one. */
export function endProblemOf(goodTill: string | null, nowMillis: number): Problem | undefined {
  if (goodTill === null) {
    return problem('goodTill', 'required', {});
  }
  return Date.parse(goodTill) > nowMillis ? undefined : problem('goodTill', 'past', {});
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
