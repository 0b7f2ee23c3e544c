import {
  averagePrice,
  estimate,
  exact,
  hasLimitPrice,
  hasStopPrice,
  heldTypes,
  isDated,
  parseDecimal,
  parseTyped,
  plain,
  problemsOf,
  roundDown,
  roundUp,
  ruledAs,
  rulesFor,
  spends,
  type Draft,
  type Holdings,
  type Instrument,
  type LiveBook,
  type Means,
  type OcoTerms,
  type OrderTerms,
  type Position,
  type Problem,
  type Rules,
  marketKey,
} from '@k2/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { balancesQuery, positionsQuery } from '../data';
import { unitOf, useLive, useToday } from '../hooks';
import { api, live } from '../k2';
import type { TicketDraft } from './ticketStore';

/** Kept back where the server's fee is not known yet: what exchanges ask of a newcomer. */
export const USUAL_FEE = '0.001';
/** How often an end is held against the clock. */
const CLOCK_MILLIS = 5_000;

export interface Quote {
  readonly rules: Rules;
  readonly problems: readonly Problem[];
  /** The order as it would be sent, or null while it has problems; of two, the limit order. */
  readonly terms: OrderTerms | null;
  /** Both orders as they would be sent, where two are written that have no problems. */
  readonly oco: OcoTerms | null;
  /** What pays for the order or can be sold, and in what it is counted. */
  readonly available: string | null;
  readonly currency: string;
  readonly spends: Means['spends'];
  /** What the order would trade at: its limit, its trigger, or the book's average. */
  readonly price: string | null;
  readonly marketPrice: string | null;
  readonly feeRate: string | null;
  /** What the order would take from, best first. */
  readonly levels: LiveBook['asks'];
}

/** Everything that the ticket says about a draft, from the instrument's rules, the balances and the book. */
export function useQuote(draft: TicketDraft, instrument: Instrument): Quote {
  const { t } = useTranslation();
  const balances = useQuery(balancesQuery);
  const closing = draft.reduceOnly && instrument.kind === 'perpetual';
  const positions = useQuery({ ...positionsQuery, enabled: closing });
  const book = useLive(`book:${marketKey(instrument)}`);
  const live = useLive(`price:${marketKey(instrument)}`);
  const feeRate = useFeeRate(instrument);
  const now = useToday(CLOCK_MILLIS);
  const buys = draft.side === 'buy';
  const levels = (buys ? book?.asks : book?.bids) ?? [];
  const marketPrice = (buys ? live?.ask : live?.bid) ?? levels[0]?.[0] ?? live?.price ?? null;
  const unit = unitOf(t, instrument);
  const rules = {
    ...rulesFor(instrument, ruledAs(draft.type), typed(draft.price)),
    base: unit,
  };
  const problems = problemsOf(draft, rules, typed(draft.stopPrice) ?? marketPrice, now);
  const fine = problems.length === 0;
  const means = closing ? 'base' : spends(draft.side, instrument.kind);
  const currency = means === 'quote' ? instrument.quote : unit;
  return {
    rules,
    problems,
    terms: fine ? termsOf(draft, instrument) : null,
    oco: fine && draft.type === 'oco' ? ocoOf(draft, instrument) : null,
    available: closing
      ? heldOf(positions.data?.positions, instrument, buys ? 'short' : 'long')
      : freeOf(balances.data, instrument.exchange, currency),
    currency,
    spends: means,
    price: priceOf(draft, levels, marketPrice),
    marketPrice,
    feeRate,
    levels,
  };
}

function typed(text: string): string | null {
  const value = parseTyped(text);
  return value === null ? null : plain(value);
}

function priceOf(
  draft: Draft,
  levels: LiveBook['asks'],
  marketPrice: string | null,
): string | null {
  if (hasLimitPrice(draft.type)) {
    return typed(draft.price);
  }
  if (hasStopPrice(draft.type)) {
    return typed(draft.stopPrice);
  }
  return averagePrice(levels, draft.quantity) ?? marketPrice;
}

/** Free money in a currency; null while the exchange has not told, "0" when the account has none. */
function freeOf(holdings: Holdings | undefined, exchange: string, currency: string) {
  if (holdings === undefined || holdings.silent.some((one) => one.exchange === exchange)) {
    return null;
  }
  const here = holdings.balances.filter(
    (one) => one.exchange === exchange && one.currency === currency,
  );
  return here.reduce((most, one) => (exact(one.free).gt(most) ? one.free : most), '0');
}

/** The largest position of that direction; null while the exchange has not told, "0" where there is none. */
function heldOf(
  positions: readonly Position[] | undefined,
  instrument: Instrument,
  side: Position['side'],
): string | null {
  if (positions === undefined) {
    return null;
  }
  const here = positions.filter(
    (one) => one.status === 'open' && one.side === side && marketKey(one) === marketKey(instrument),
  );
  return here.reduce((most, one) => (exact(one.quantity).gt(most) ? one.quantity : most), '0');
}

/** What every order says, of whatever type it is. */
function common(draft: TicketDraft, instrument: Instrument) {
  return {
    ...(draft.routed ? {} : { exchange: instrument.exchange }),
    instrument: instrument.instrument,
    side: draft.side,
    quantity: typed(draft.quantity) ?? '',
    ...(draft.reduceOnly && instrument.kind === 'perpetual' ? { reduce_only: true } : {}),
  };
}

function termsOf(draft: TicketDraft, instrument: Instrument): OrderTerms {
  const type = ruledAs(draft.type);
  const price = typed(draft.price);
  const stopPrice = typed(draft.stopPrice);
  const trailing = typed(draft.trailing) ?? '';
  const held = heldTypes(instrument.order_types).includes(type);
  const byOffset = draft.trailUnit === 'offset';
  return {
    ...common(draft, instrument),
    type,
    ...(hasLimitPrice(type) && price !== null ? { price } : {}),
    ...(hasStopPrice(type) && stopPrice !== null ? { stop_price: stopPrice } : {}),
    ...(type === 'trailing_stop'
      ? byOffset
        ? { trailing_offset: trailing }
        : { trailing_percent: trailing }
      : {}),
    // Exchanges trail by a percentage; an amount is followed by K2.
    ...(held || (type === 'trailing_stop' && byOffset) ? { hold: true } : {}),
    ...(hasLimitPrice(type) && draft.type !== 'oco' ? { time_in_force: draft.timeInForce } : {}),
    ...(isDated(draft) && draft.goodTill !== null ? { good_till: draft.goodTill } : {}),
  };
}

function ocoOf(draft: TicketDraft, instrument: Instrument): OcoTerms {
  const stopLimit = typed(draft.stopLimit);
  return {
    ...common(draft, instrument),
    price: typed(draft.price) ?? '',
    stop_price: typed(draft.stopPrice) ?? '',
    ...(stopLimit === null ? {} : { stop_limit_price: stopLimit }),
    hold: true,
  };
}

/** The server's own view of an order that has no problems, asked again while prices move. */
export function usePreview(terms: OrderTerms | null) {
  const [settled] = useDebouncedValue(terms === null ? null : JSON.stringify(terms), 250);
  return useQuery({
    queryKey: ['preview', settled],
    queryFn: () => api.preview(JSON.parse(settled ?? '{}') as OrderTerms),
    enabled: settled !== null && terms !== null,
    staleTime: 2_000,
    gcTime: 10_000,
    refetchInterval: 5_000,
    retry: false,
    placeholderData: keepPreviousData,
  });
}

/** The share that the exchange takes, as the preview of the smallest order has it; null while unknown. */
function useFeeRate(instrument: Instrument): string | null {
  const price = useLive(`price:${marketKey(instrument)}`)?.price ?? null;
  const fee = useQuery({
    queryKey: ['fee', instrument.exchange, instrument.instrument],
    queryFn: () => learnFee(instrument),
    enabled: price !== null,
    staleTime: 600_000,
    retry: false,
  });
  return fee.data ?? null;
}

async function learnFee(instrument: Instrument): Promise<string | null> {
  const now = parseDecimal(live.get(`price:${marketKey(instrument)}`)?.price);
  if (now === null || now.isZero()) {
    return null;
  }
  const rules = rulesFor(instrument, 'limit', plain(now));
  const price = roundDown(now, exact(rules.tick));
  const worth = exact(rules.minNotional ?? '0')
    .times('1.1')
    .div(price)
    .div(rules.size);
  const least = exact(rules.min ?? rules.step);
  const quantity = roundUp(worth.gt(least) ? worth : least, exact(rules.step));
  if (price.isZero() || quantity.isZero()) {
    return null;
  }
  const preview = await api.preview({
    exchange: instrument.exchange,
    instrument: instrument.instrument,
    side: 'buy',
    type: 'limit',
    quantity: plain(quantity),
    price: plain(price),
    time_in_force: 'gtc',
  });
  return preview.fee_rate;
}

export const estimateOf = (draft: Draft, quote: Quote) =>
  quote.price === null
    ? null
    : estimate(
        draft.side,
        draft.quantity,
        quote.price,
        quote.feeRate ?? USUAL_FEE,
        quote.rules.size,
      );
