import { Decimal, exact, formatRounded, isOnStep, parseDecimal, plain } from './money.js';
import { tickAt } from './rules.js';
import type { EventContract, Instrument, Outcome, Side } from './types.js';

/* Event contracts: YES and NO are worth 1 together, so every price of NO is 1 less one of YES. */

/** What the ticket of an event contract holds while somebody types. */
export interface ContractDraft {
  readonly side: Side;
  readonly outcome: Outcome;
  readonly quantity: string;
  readonly price: string;
}

/** What an order for event contracts takes and may bring; null where something is not typed yet. */
export interface ContractFigures {
  /** What is paid: the price of what is bought, the rest of 1 for what is sold without being held. */
  readonly cost: string | null;
  /** What comes in for what is held and sold. */
  readonly proceeds: string | null;
  /** What the contracts that are paid for gain at most, before fees. */
  readonly profit: string | null;
}

export interface ContractProblems {
  readonly price?: ContractProblem;
  readonly quantity?: ContractProblem;
}

export type ContractProblem =
  | { readonly code: 'required' | 'notANumber' | 'notPositive' | 'outside' }
  | { readonly code: 'offStep'; readonly step: string }
  | { readonly code: 'tooSmall'; readonly minimum: string };

/** 1 less a price, as a decimal string; null stays null. */
export function mirror(price: string | null | undefined): string | null {
  const value = parseDecimal(price);
  return value === null ? null : plain(new Decimal(1).minus(value));
}

/** A price of YES in the words of an outcome. */
export function priceOf(outcome: Outcome, yes: string | null | undefined): string | null {
  return outcome === 'yes' ? (yes ?? null) : mirror(yes);
}

/** A price in cents, as people say it: "62¢", "4.5¢". */
export function formatCents(price: string | null | undefined): string {
  const value = parseDecimal(price);
  return value === null ? '–' : `${plain(value.times(100))}¢`;
}

/** What contracts cost on average, to a hundredth of a cent: "91.67¢". */
export function formatAverageCents(price: string | null | undefined): string {
  const value = parseDecimal(price);
  return value === null ? '–' : `${formatRounded(plain(value.times(100)), 2)}¢`;
}

/** A chance in whole percent; the first and last percent say that they are no certainty. */
export function formatChance(probability: string | null | undefined): string {
  const value = parseDecimal(probability);
  if (value === null) {
    return '–';
  }
  const percent = value.times(100);
  if (percent.gt(0) && percent.lt(1)) {
    return '<1%';
  }
  if (percent.gt(99) && percent.lt(100)) {
    return '>99%';
  }
  return `${percent.toFixed(0, Decimal.ROUND_HALF_EVEN)}%`;
}

export const NO_FIGURES: ContractFigures = { cost: null, proceeds: null, profit: null };

/** The figures of a draft where so many contracts of its outcome are held. */
export function contractFigures(
  { side, quantity, price }: ContractDraft,
  held: string,
): ContractFigures {
  const count = parseDecimal(quantity);
  const each = parseDecimal(price);
  if (count === null || each === null) {
    return NO_FIGURES;
  }
  const rest = new Decimal(1).minus(each);
  if (side === 'buy') {
    return { cost: plain(count.times(each)), proceeds: null, profit: plain(count.times(rest)) };
  }
  const closed = Decimal.min(count, parseDecimal(held) ?? 0);
  const opened = count.minus(closed);
  return {
    cost: opened.isZero() ? null : plain(opened.times(rest)),
    proceeds: closed.isZero() ? null : plain(closed.times(each)),
    profit: opened.isZero() ? null : plain(opened.times(each)),
  };
}

/** What stands against a draft by the contract's own rules. */
export function contractProblems(draft: ContractDraft, instrument: Instrument): ContractProblems {
  const price = priceProblem(draft, instrument);
  const quantity = quantityProblem(draft, instrument);
  return {
    ...(price === null ? {} : { price }),
    ...(quantity === null ? {} : { quantity }),
  };
}

/** The least step that the price may be moved by where it stands. */
export function contractTick(draft: ContractDraft, instrument: Instrument): string {
  return tickAt(instrument, priceOf(draft.outcome, readable(draft.price)));
}

/** "2 d 4 h", "3 h 12 min", "4 min 10 s"; nothing once it is over. */
export function formatCountdown(millis: number): string | null {
  if (millis <= 0) {
    return null;
  }
  const seconds = Math.floor(millis / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) {
    return `${days} d ${hours % 24} h`;
  }
  if (hours > 0) {
    return `${hours} h ${minutes % 60} min`;
  }
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/** The most traded contracts, in the order in which they came. */
export function mostTraded<T extends Pick<EventContract, 'volume_24h'>>(
  contracts: readonly T[],
  count: number,
): T[] {
  const traded = (one: T) => parseDecimal(one.volume_24h) ?? new Decimal(0);
  const chosen = new Set(
    [...contracts].sort((a, b) => traded(b).comparedTo(traded(a))).slice(0, count),
  );
  return contracts.filter((one) => chosen.has(one));
}

function priceProblem(draft: ContractDraft, instrument: Instrument): ContractProblem | null {
  if (draft.price.trim() === '') {
    return { code: 'required' };
  }
  const price = parseDecimal(readable(draft.price));
  if (price === null) {
    return { code: 'notANumber' };
  }
  if (price.lte(0) || price.gte(1)) {
    return { code: 'outside' };
  }
  const step = contractTick(draft, instrument);
  return isOnStep(exact(priceOf(draft.outcome, plain(price)) ?? '0'), exact(step))
    ? null
    : { code: 'offStep', step };
}

function quantityProblem(draft: ContractDraft, instrument: Instrument): ContractProblem | null {
  if (draft.quantity.trim() === '') {
    return { code: 'required' };
  }
  const quantity = parseDecimal(readable(draft.quantity));
  if (quantity === null) {
    return { code: 'notANumber' };
  }
  if (quantity.lte(0)) {
    return { code: 'notPositive' };
  }
  const { min, step } = instrument.limit_quantity;
  if (min !== null && quantity.lt(min)) {
    return { code: 'tooSmall', minimum: min };
  }
  return step === null || isOnStep(quantity, exact(step)) ? null : { code: 'offStep', step };
}

const readable = (typed: string) => typed.replace(/\s/g, '');
