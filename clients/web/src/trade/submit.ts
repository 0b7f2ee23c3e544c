import { ApiFailure, OrderIntent, type Instrument, type OrderTerms } from '@k2/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, queries } from '../k2';
import { received } from '../orderEvents';
import { failureText } from '../ui/failureText';
import { show } from '../ui/notice';
import { orderLine } from './notices';
import { useTicket } from './ticketStore';

/** Sends orders, one at a time, each wish under one id however often the button is pressed. */
export function useSubmit(instrument: Instrument) {
  const { t } = useTranslation();
  const [intent] = useState(() => new OrderIntent());
  const [sending, setSending] = useState(false);
  const [unclear, setUnclear] = useState(false);
  const [twin, setTwin] = useState<OrderTerms | null>(null);

  const refuse = (failure: ApiFailure, terms: OrderTerms) => {
    // A server that is away may still know the order: asking again has to be about the same one.
    if (failure.status === 503) {
      intent.unclear();
    } else {
      intent.settled();
    }
    setUnclear(false);
    if (failure.code === 'DUPLICATE_ORDER') {
      setTwin({ ...terms, confirm_duplicate: true });
      return;
    }
    show({
      id: 'refused',
      title: t('ticket.refused'),
      text: failureText(t, failure),
      tone: 'down',
    });
  };

  /** Answers whether the ticket was cleared. */
  const send = async (terms: OrderTerms): Promise<boolean> => {
    const order = intent.begin(terms);
    if (order === null) {
      return false;
    }
    setSending(true);
    setTwin(null);
    try {
      const placed = await api.place(order);
      intent.settled();
      setUnclear(false);
      received(queries, placed);
      const waiting = placed.resolution !== null;
      show({
        id: `${placed.id} sent`,
        title: t('ticket.placed'),
        text: waiting ? t('ticket.submitted') : orderLine(t, placed),
        tone: waiting ? 'warn' : 'plain',
      });
      useTicket.getState().setQuantity('');
      useTicket.getState().closeSheet();
      return true;
    } catch (failure) {
      if (failure instanceof ApiFailure && failure.refused) {
        refuse(failure, terms);
      } else {
        intent.unclear();
        setUnclear(true);
        console.warn(`An order for ${instrument.instrument} got no clear answer.`, failure);
      }
      return false;
    } finally {
      setSending(false);
    }
  };

  /** The order that was placed a moment ago already, while nobody has said whether it is meant. */
  const forgetTwin = () => setTwin(null);

  return { send, sending, unclear, twin, forgetTwin };
}
