import {
  averagePrice,
  estimate,
  exact,
  hasLimitPrice,
  hasStopPrice,
  heldTypes,
  parseDecimal,
  parseTyped,
  plain,
  problemsOf,
  roundDown,
  roundUp,
  rulesFor,
  type Draft,
  type Holdings,
  type Instrument,
  type LiveBook,
  type OrderTerms,
  type Problem,
  type Rules,
  marketKey,
} from '@k2/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { balancesQuery } from '../data';
import { useLive } from '../hooks';
import { api, live } from '../k2';

/** Kept back where the server's fee is not known yet: what exchanges ask of a newcomer. */
export const USUAL_FEE = '0.001';

export interface Quote {
  readonly rules: Rules;
  readonly problems: readonly Problem[];
  /** The order as it would be sent, or null while it has problems. */
  readonly terms: OrderTerms | null;
  /** Free money for the chosen side, and its currency. */
  readonly available: string | null;
  readonly currency: string;
  /** What the order would trade at: its limit, its trigger, or the book's average. */
  readonly price: string | null;
  readonly marketPrice: string | null;
  readonly feeRate: string | null;
  readonly asks: LiveBook['asks'];
}

/** Everything that the ticket says about a draft, from the instrument's rules, the balances and the book. */
export function useQuote(draft: Draft, instrument: Instrument): Quote {
  const balances = useQuery(balancesQuery);
  const book = useLive(`book:${marketKey(instrument)}`);
  const live = useLive(`price:${marketKey(instrument)}`);
  const feeRate = useFeeRate(instrument);
  const marketPrice =
    (draft.side === 'buy'
      ? (live?.ask ?? book?.asks[0]?.[0])
      : (live?.bid ?? book?.bids[0]?.[0])) ??
    live?.price ??
    null;
  const rules = rulesFor(instrument, draft.type, typed(draft.price));
  const problems = problemsOf(draft, rules, typed(draft.stopPrice) ?? marketPrice);
  const currency = draft.side === 'buy' ? instrument.quote : instrument.base;
  return {
    rules,
    problems,
    terms: problems.length === 0 ? termsOf(draft, instrument) : null,
    available: freeOf(balances.data, instrument.exchange, currency),
    currency,
    price: priceOf(draft, book, marketPrice),
    marketPrice,
    feeRate,
    asks: book?.asks ?? [],
  };
}

function typed(text: string): string | null {
  const value = parseTyped(text);
  return value === null ? null : plain(value);
}

function priceOf(
  draft: Draft,
  book: LiveBook | undefined,
  marketPrice: string | null,
): string | null {
  if (hasLimitPrice(draft.type)) {
    return typed(draft.price);
  }
  if (hasStopPrice(draft.type)) {
    return typed(draft.stopPrice);
  }
  const levels = draft.side === 'buy' ? book?.asks : book?.bids;
  return averagePrice(levels ?? [], draft.quantity) ?? marketPrice;
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

function termsOf(draft: Draft, instrument: Instrument): OrderTerms {
  const price = typed(draft.price);
  const stopPrice = typed(draft.stopPrice);
  const limit = hasLimitPrice(draft.type);
  return {
    exchange: instrument.exchange,
    instrument: instrument.instrument,
    side: draft.side,
    type: draft.type,
    quantity: typed(draft.quantity) ?? '',
    ...(limit && price !== null ? { price } : {}),
    ...(hasStopPrice(draft.type) && stopPrice !== null ? { stop_price: stopPrice } : {}),
    ...(draft.type === 'trailing_stop' ? { trailing_percent: typed(draft.trailing) ?? '' } : {}),
    ...(heldTypes(instrument.order_types).includes(draft.type) ? { hold: true } : {}),
    ...(limit ? { time_in_force: draft.timeInForce } : {}),
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
    .div(price);
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
    : estimate(draft.side, draft.quantity, quote.price, quote.feeRate ?? USUAL_FEE);
