import {
  distanceFromMarket,
  exact,
  formatAmount,
  formatPercent,
  formatPrice,
  hasLimitPrice,
  hasStopPrice,
  heldTypes,
  isZero,
  parseDecimal,
  parseTyped,
  plain,
  quantityForShare,
  type Instrument,
  type OrderTerms,
  type OrderType,
  type Side,
  type TicketField,
  type TimeInForce,
  marketKey,
} from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useEffect, useState, type SubmitEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { killSwitchQuery, systemQuery } from '../data';
import { useLive, usePriceAge } from '../hooks';
import { usePrefs } from '../prefs';
import { Ask } from '../ui/Ask';
import { WarnIcon } from '../ui/icons';
import { Segmented } from '../ui/Segmented';
import { Field } from './Field';
import { estimateOf, usePreview, useQuote, USUAL_FEE, type Quote } from './quote';
import { useSubmit } from './submit';
import { useTicket } from './ticketStore';
import { TypeChoice } from './TypeChoice';

const SHARES = [25, 50, 75, 100] as const;
/** A limit this much on the wrong side of the market is worth a word. */
const FAR_PERCENT = '3';

/** One order, from the wish to the exchange's answer. */
export function Ticket({ instrument }: { readonly instrument: Instrument }) {
  const market = marketKey(instrument);
  const { t } = useTranslation();
  const ticket = useTicket();
  const quote = useQuote(ticket, instrument);
  const preview = usePreview(quote.terms);
  const submit = useSubmit(instrument);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const mode = useQuery(systemQuery).data?.mode;
  const confirm = usePrefs((prefs) => prefs.confirm) ?? mode !== 'sim';
  const side = t(ticket.side === 'buy' ? 'ticket.buy' : 'ticket.sell');

  useEffect(() => {
    useTicket.getState().clear();
  }, [market]);

  const share = (percent: number) => {
    const priced = hasLimitPrice(ticket.type) && parseTyped(ticket.price) === null;
    const price = priced ? quote.marketPrice : limitOf(ticket.type, quote);
    const quantity = quantityForShare(
      {
        side: ticket.side,
        available: quote.available,
        price,
        asks: quote.asks,
        feeRate: quote.feeRate ?? USUAL_FEE,
      },
      percent,
      quote.rules,
    );
    if (quantity !== null) {
      ticket.setQuantity(isZero(quantity) ? '' : quantity, percent);
      if (priced && price !== null) {
        ticket.setPrice(price);
      }
    }
  };

  const press = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    const first = quote.problems[0];
    if (first !== undefined) {
      document.getElementById(`ticket-${first.field}`)?.focus();
    } else if (confirm) {
      setAsking(true);
    } else {
      send();
    }
  };
  const send = (terms: OrderTerms | null = quote.terms) => {
    setAsking(false);
    if (terms !== null) {
      void submit.send(terms).then((clear) => {
        if (clear) {
          setTried(false);
        }
      });
    }
  };

  const problem = (field: TicketField) =>
    quote.problems.find((one) => one.field === field && (tried || one.code !== 'required'));
  const figures = { ticket, quote, preview: preview.data, instrument };

  return (
    <form className="ticket" onSubmit={press} noValidate aria-label={t('ticket.title')}>
      <Segmented<Side>
        label={t('ticket.side')}
        className="ticket-side"
        value={ticket.side}
        options={[
          { value: 'buy', text: t('ticket.buy') },
          { value: 'sell', text: t('ticket.sell') },
        ]}
        onChange={ticket.setSide}
      />
      <TypeChoice types={instrument.order_types} value={ticket.type} onChange={ticket.setType} />

      {hasStopPrice(ticket.type) && (
        <Field
          id="ticket-stopPrice"
          label={t('ticket.stopPrice')}
          unit={instrument.quote}
          value={ticket.stopPrice}
          step={quote.rules.tick}
          problem={problem('stopPrice')}
          onChange={ticket.setStopPrice}
        />
      )}
      {ticket.type === 'trailing_stop' && (
        <Field
          id="ticket-trailing"
          label={t('ticket.trailing')}
          unit="%"
          value={ticket.trailing}
          step="0.1"
          problem={problem('trailing')}
          onChange={ticket.setTrailing}
        />
      )}
      {hasLimitPrice(ticket.type) ? (
        <Field
          id="ticket-price"
          label={t('ticket.price')}
          unit={instrument.quote}
          value={ticket.price}
          step={quote.rules.tick}
          placeholder={quote.marketPrice ?? ''}
          problem={problem('price')}
          onChange={ticket.setPrice}
          tools={<BestPrices instrument={instrument} onPrice={ticket.setPrice} />}
        />
      ) : (
        ticket.type === 'market' && (
          <div className="ticket-market">
            <span>{t('ticket.price')}</span>
            <span className="dim">{t('ticket.marketPrice')}</span>
          </div>
        )
      )}
      <Field
        id="ticket-quantity"
        label={t('ticket.quantity')}
        unit={instrument.base}
        value={ticket.quantity}
        step={quote.rules.step}
        problem={problem('quantity')}
        onChange={(value) => ticket.setQuantity(value)}
      />
      <div className="shares" role="group" aria-label={t('ticket.percent')}>
        {SHARES.map((percent) => (
          <button
            key={percent}
            type="button"
            className="small-button"
            aria-pressed={ticket.percent === percent}
            onClick={() => share(percent)}
          >
            {percent === 100 ? t('ticket.max') : `${percent}%`}
          </button>
        ))}
      </div>
      {hasLimitPrice(ticket.type) && (
        <div className="ticket-line">
          <label htmlFor="ticket-tif">{t('ticket.tif')}</label>
          <select
            id="ticket-tif"
            className="plain-select"
            value={ticket.timeInForce}
            onChange={(event) => ticket.setTimeInForce(event.target.value as TimeInForce)}
          >
            {instrument.times_in_force.map((one) => (
              <option key={one} value={one}>
                {t(`ticket.tifs.${one}`)}
              </option>
            ))}
          </select>
        </div>
      )}

      <Figures {...figures} />
      <div className="ticket-end">
        <Warnings {...figures} unclear={submit.unclear} />
        <button
          type="submit"
          className={`primary ${ticket.side === 'buy' ? 'primary-up' : 'primary-down'}`}
          disabled={submit.sending || instrument.status !== 'trading'}
        >
          {submit.sending
            ? t('ticket.sending')
            : submit.unclear
              ? t('ticket.again')
              : t('ticket.submit', { side, base: instrument.base })}
        </button>
      </div>
      <Ask
        opened={asking}
        title={t('ticket.confirmTitle')}
        confirm={t('ticket.confirm')}
        back={t('ticket.back')}
        tone={ticket.side === 'buy' ? 'up' : 'down'}
        onConfirm={() => send()}
        onClose={() => setAsking(false)}
      >
        <p>
          <strong>
            {side} {formatAmount(ticket.quantity)} {instrument.base}
          </strong>{' '}
          · {t(`ticket.types.${ticket.type}`)}
        </p>
        <Figures {...figures} />
      </Ask>
      <Ask
        opened={submit.twin !== null}
        title={t('ticket.twinTitle')}
        confirm={t('ticket.twinConfirm')}
        back={t('ticket.back')}
        tone={ticket.side === 'buy' ? 'up' : 'down'}
        onConfirm={() => send(submit.twin)}
        onClose={submit.forgetTwin}
      >
        <p>{t('ticket.twinText')}</p>
      </Ask>
    </form>
  );
}

/** The best prices of the book, one press away. */
function BestPrices({
  instrument,
  onPrice,
}: {
  readonly instrument: Instrument;
  readonly onPrice: (price: string) => void;
}) {
  const { t } = useTranslation();
  const price = useLive(`price:${marketKey(instrument)}`);
  return (
    <div className="best">
      {(['bid', 'ask'] as const).map((side) => {
        const value = price?.[side] ?? null;
        return (
          <button
            key={side}
            type="button"
            disabled={value === null}
            onClick={() => value !== null && onPrice(value)}
          >
            {t(`ticket.${side}`)}{' '}
            <span className={`num ${side === 'bid' ? 'up' : 'down'}`}>
              {formatPrice(value, instrument.tick_size)}
            </span>
          </button>
        );
      })}
    </div>
  );
}

function limitOf(type: OrderType, quote: Quote): string | null {
  return type === 'market' ? null : (quote.price ?? quote.marketPrice);
}

interface FiguresProps {
  readonly ticket: ReturnType<typeof useTicket.getState>;
  readonly quote: Quote;
  readonly preview: ReturnType<typeof usePreview>['data'];
  readonly instrument: Instrument;
}

/** What the order would cost: the server's preview where it fits the draft, our estimate until then. */
function Figures({ ticket, quote, preview, instrument }: FiguresProps) {
  const { t } = useTranslation();
  const told = fits(preview, ticket, quote) ? preview : undefined;
  const guess = estimateOf(ticket, quote);
  const rate = quote.feeRate === null ? null : plain(exact(quote.feeRate).times(100));
  const amount = (text: string | null | undefined, currency: string) =>
    text === null || text === undefined ? '–' : `${money(text)} ${currency}`;
  return (
    <dl className="figures">
      <Row name={t('ticket.available')}>
        {quote.available === null
          ? '–'
          : `${formatAmount(trimmed(quote.available))} ${quote.currency}`}
      </Row>
      {ticket.type === 'market' && (
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
      <Row name={t(ticket.side === 'buy' ? 'ticket.total' : 'ticket.proceeds')} strong>
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

/** What a person should know before pressing; the last word is the server's. */
function Warnings({
  ticket,
  quote,
  preview,
  instrument,
  unclear,
}: FiguresProps & { readonly unclear: boolean }) {
  const { t } = useTranslation();
  const age = usePriceAge(useLive(`price:${marketKey(instrument)}`));
  const stopped = useQuery(killSwitchQuery).data?.active === true;
  const distance = hasLimitPrice(ticket.type)
    ? distanceFromMarket(ticket.side, ticket.price, quote.marketPrice)
    : null;
  const far = distance !== null && exact(distance).gt(FAR_PERCENT);
  const refusals = fits(preview, ticket, quote) ? preview.refusals : [];
  const notes: { readonly key: string; readonly text: string; readonly bad: boolean }[] = [];
  const note = (key: string, on: boolean, text: string, bad = false) => {
    if (on) {
      notes.push({ key, text, bad });
    }
  };
  note('unclear', unclear, t('ticket.unclear'), true);
  note('halted', instrument.status !== 'trading', t('ticket.halted'), true);
  note('stopped', stopped, t('ticket.stopped'), true);
  note('stale', age?.stale === true, t('ticket.stale', { age: age?.text }));
  note('held', heldTypes(instrument.order_types).includes(ticket.type), t('ticket.heldHint'));
  note('far', far, t('ticket.far', { percent: formatPercent(distance).replace('+', '') }));
  for (const refusal of refusals) {
    note(
      refusal.code,
      refusal.code !== 'KILL_SWITCH_ON' || !stopped,
      refusalText(t, refusal),
      true,
    );
  }
  return (
    <div aria-live="polite" className="warnings">
      {notes.map(({ key, text, bad }) => (
        <p key={key} className={`notice ${bad ? 'notice-bad' : ''}`}>
          <WarnIcon size={14} />
          {text}
        </p>
      ))}
    </div>
  );
}

function refusalText(
  t: TFunction,
  {
    message,
    details,
  }: { readonly message: string; readonly details: Readonly<Record<string, unknown>> },
): string {
  const { required, available, currency } = details;
  return typeof required === 'string' && typeof available === 'string'
    ? t('error.insufficient', {
        required: formatAmount(required),
        available: formatAmount(available),
        currency: typeof currency === 'string' ? currency : '',
      })
    : message;
}

/** A preview that still belongs to what is in the ticket. */
function fits(
  preview: FiguresProps['preview'],
  ticket: FiguresProps['ticket'],
  quote: Quote,
): preview is NonNullable<FiguresProps['preview']> {
  return (
    preview !== undefined &&
    quote.terms !== null &&
    preview.instrument === quote.terms.instrument &&
    preview.side === ticket.side &&
    preview.type === ticket.type &&
    same(preview.quantity, quote.terms.quantity) &&
    (quote.terms.price === undefined || same(preview.price, quote.terms.price))
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
