import {
  formatAmount,
  formatMoment,
  formatPercent,
  hasLimitPrice,
  isDated,
  isZero,
  offersOco,
  parseTyped,
  quantityForShare,
  type Instrument,
  type OcoTerms,
  type OrderTerms,
  type Side,
  type TicketField,
  type TicketType,
  marketKey,
} from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { systemQuery } from '../data';
import { unitOf } from '../hooks';
import { usePrefs } from '../prefs';
import { Ask } from '../ui/Ask';
import { Segmented } from '../ui/Segmented';
import { Field } from './Field';
import { Figures, fits } from './Figures';
import { usePreview, useQuote, USUAL_FEE, type Quote } from './quote';
import { Routes, useIsRoutable } from './Routes';
import { useSubmit } from './submit';
import { Conditions, Prices } from './TicketFields';
import { useTicket } from './ticketStore';
import { TypeChoice } from './TypeChoice';
import { farOf, Warnings } from './Warnings';

const SHARES = [25, 50, 75, 100] as const;

/** One order, from the wish to the exchange's answer. */
export function Ticket({ instrument }: { readonly instrument: Instrument }) {
  const { t } = useTranslation();
  useOffered(instrument);
  const ticket = useTicket();
  const quote = useQuote(ticket, instrument);
  const preview = usePreview(quote.terms);
  const submit = useSubmit<OrderTerms | OcoTerms>(instrument);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  /** A share was asked for that cannot be reckoned yet. */
  const [baseless, setBaseless] = useState(false);
  const mode = useQuery(systemQuery).data?.mode;
  const confirm = usePrefs((prefs) => prefs.confirm) ?? mode !== 'sim';
  const side = t(ticket.side === 'buy' ? 'ticket.buy' : 'ticket.sell');
  const unit = unitOf(t, instrument);
  const far = farOf(ticket, quote);

  const share = (percent: number) => {
    const priced = hasLimitPrice(ticket.type) && parseTyped(ticket.price) === null;
    const price = priced ? quote.marketPrice : limitOf(ticket.type, quote);
    const quantity = quantityForShare(
      {
        spends: quote.spends,
        available: quote.available,
        price,
        levels: quote.levels,
        feeRate: quote.feeRate ?? USUAL_FEE,
      },
      percent,
      quote.rules,
    );
    setBaseless(quantity === null);
    if (quantity !== null) {
      ticket.setQuantity(isZero(quantity) ? '' : quantity, percent);
      if (priced && price !== null) {
        ticket.write({ price });
      }
    }
  };

  const press = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    const first = quote.problems[0];
    if (first !== undefined) {
      document.getElementById(`ticket-${first.field}`)?.focus();
    } else if (confirm || far !== null) {
      setAsking(true);
    } else {
      send();
    }
  };
  const send = (again: OrderTerms | OcoTerms | null = quote.oco ?? quote.terms) => {
    setAsking(false);
    if (again !== null) {
      void submit.send(again).then((clear) => {
        if (clear) {
          setTried(false);
        }
      });
    }
  };

  const problem = (field: TicketField) =>
    quote.problems.find((one) => one.field === field && (tried || one.code !== 'required'));
  const figures = { draft: ticket, quote, preview: preview.data, instrument };
  const tone = ticket.side === 'buy' ? 'up' : 'down';

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
      <Prices instrument={instrument} quote={quote} problem={problem} />
      <Field
        id="ticket-quantity"
        label={t('ticket.quantity')}
        unit={unit}
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
      {baseless && quote.available === null && (
        <p className="ticket-problem" role="status">
          {t('ticket.shareUnknown')}
        </p>
      )}
      <Conditions instrument={instrument} problem={problem} />

      <Figures {...figures} />
      {ticket.routed && fits(preview.data, ticket, quote) && (
        <Routes routing={preview.data.routing} />
      )}
      <Warnings {...figures} unclear={submit.unclear} />
      <div className="ticket-end">
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
        tone={tone}
        onConfirm={() => send()}
        onClose={() => setAsking(false)}
      >
        <p>
          <strong>
            {side} {formatAmount(ticket.quantity)} {unit}
          </strong>{' '}
          · {t(`ticket.types.${ticket.type}`)}
          {isDated(ticket) && ` · ${t('ticket.until', { time: formatMoment(ticket.goodTill) })}`}
        </p>
        {far !== null && (
          <p className="notice notice-bad">
            {t('ticket.far', { percent: formatPercent(far).replace('+', '') })}
          </p>
        )}
        <Figures {...figures} />
      </Ask>
      <Ask
        opened={submit.twin !== null}
        title={t('ticket.twinTitle')}
        confirm={t('ticket.twinConfirm')}
        back={t('ticket.back')}
        tone={tone}
        onConfirm={() => send(submit.twin)}
        onClose={submit.forgetTwin}
      >
        <p>{t('ticket.twinText')}</p>
      </Ask>
    </form>
  );
}

/** Empties the ticket for another market, and takes back what that market does not offer. */
function useOffered(instrument: Instrument): void {
  const market = marketKey(instrument);
  const routable = useIsRoutable(instrument);
  useEffect(() => {
    useTicket.getState().clear();
  }, [market]);
  useEffect(() => {
    const { type, timeInForce, setType, write } = useTicket.getState();
    const types = instrument.order_types;
    const holdable = type === 'oco' ? offersOco(types) : types.includes(type) || offersOco(types);
    if (!holdable) {
      setType('limit');
    }
    if (!instrument.times_in_force.includes(timeInForce)) {
      write({ timeInForce: 'gtc' });
    }
    if (!routable) {
      write({ routed: false });
    }
  }, [instrument, routable]);
}

function limitOf(type: TicketType, quote: Quote): string | null {
  return type === 'market' ? null : (quote.price ?? quote.marketPrice);
}
