import {
  exact,
  formatAmount,
  formatPrice,
  parseDecimal,
  plain,
  type Instrument,
  type Preview,
} from '@k2/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { isByContract } from '../hooks';
import { estimateOf, type Quote } from './quote';
import type { TicketDraft } from './ticketStore';

export interface FiguresProps {
  readonly draft: TicketDraft;
  readonly quote: Quote;
  /** The server's view; it may still be that of an earlier draft. */
  readonly preview: Preview | undefined;
  readonly instrument: Instrument;
}

/** What the order would cost: the server's preview where it fits the draft, our estimate until then. */
export function Figures({ draft, quote, preview, instrument }: FiguresProps) {
  const { t } = useTranslation();
  const told = fits(preview, draft, quote) ? preview : undefined;
  const guess = estimateOf(draft, quote);
  const rate = quote.feeRate === null ? null : plain(exact(quote.feeRate).times(100));
  const amount = (text: string | null | undefined, currency: string) =>
    text === null || text === undefined ? '–' : `${money(text)} ${currency}`;
  return (
    <dl className="figures">
      <Row name={t(draft.reduceOnly ? 'ticket.position' : 'ticket.available')}>
        {quote.available === null
          ? '–'
          : `${formatAmount(trimmed(quote.available))} ${quote.currency}`}
      </Row>
      {isByContract(instrument) && (
        <Row name={t('ticket.contractSize')}>
          {formatAmount(instrument.contract_size)} {instrument.base}
        </Row>
      )}
      {draft.type === 'market' && (
        <Row name={t('ticket.averagePrice')}>
          {formatPrice(cut(told?.price ?? quote.price, instrument.tick_size), instrument.tick_size)}{' '}
          {instrument.quote}
        </Row>
      )}
      <Row name={t('ticket.value')}>
        {amount(told?.notional ?? guess?.notional, instrument.quote)}
      </Row>
      <Row
        name={
          rate === null
            ? t('ticket.feeEstimated')
            : t('ticket.feeRate', { rate: `${formatAmount(rate)}%` })
        }
      >
        {told?.fee === undefined || told.fee === null
          ? amount(guess?.fee, instrument.quote)
          : told.fee_currency === instrument.quote
            ? amount(told.fee, instrument.quote)
            : `${formatAmount(trimmed(told.fee))} ${told.fee_currency ?? ''}`}
      </Row>
      <Row
        name={t(
          draft.side === 'sell' && instrument.kind === 'spot' ? 'ticket.proceeds' : 'ticket.total',
        )}
        strong
      >
        {amount(told?.total ?? guess?.total, instrument.quote)}
      </Row>
    </dl>
  );
}

function Row({
  name,
  strong = false,
  children,
}: {
  readonly name: string;
  readonly strong?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={strong ? 'figures-strong' : ''}>
      <dt>{name}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}

/** A preview that still belongs to what is in the ticket. */
export function fits(
  preview: Preview | undefined,
  draft: TicketDraft,
  { terms }: Quote,
): preview is Preview {
  return (
    preview !== undefined &&
    terms !== null &&
    preview.instrument === terms.instrument &&
    preview.side === draft.side &&
    preview.type === terms.type &&
    (preview.routing !== null) === (terms.exchange === undefined) &&
    (terms.exchange === undefined || preview.exchange === terms.exchange) &&
    same(preview.quantity, terms.quantity) &&
    (terms.price === undefined || same(preview.price, terms.price))
  );
}

function same(left: string | null, right: string): boolean {
  return parseDecimal(left)?.equals(right) === true;
}

/** Sums in a quote currency are read with two decimals, and small ones with their first three digits. */
function money(text: string): string {
  const value = exact(text);
  return value.abs().lt('0.01') && !value.isZero()
    ? formatAmount(plain(value.toSignificantDigits(3)))
    : formatAmount(text, 2);
}

const trimmed = (text: string) => plain(exact(text).toDecimalPlaces(8));

function cut(text: string | null | undefined, tick: string): string | null {
  const value = parseDecimal(text);
  return value === null ? null : plain(value.toDecimalPlaces(exact(tick).decimalPlaces()));
}
