import { ApiFailure, OrderIntent, type Instrument, type OrderTerms } from '@k2/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, queries } from '../k2';
import { received } from '../orderEvents';
import { failureText } from '../ui/failureText';
import { orderLine, show } from './notices';
import { useTicket } from './ticketStore';

/** Sends orders, one at a time, each wish under one id however often the button is pressed. */
export function useSubmit(instrument: Instrument) {
  const { t } = useTranslation();
  const [intent] = useState(() => new OrderIntent());
  const [sending, setSending] = useState(false);
  const [unclear, setUnclear] = useState(false);

  /** Answers whether the ticket was cleared. */
  const send = async (terms: OrderTerms): Promise<boolean> => {
    const order = intent.begin(terms);
    if (order === null) {
      return false;
    }
    setSending(true);
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
      if (failure instanceof ApiFailure && !failure.unclear) {
        intent.settled();
        setUnclear(false);
        show({
          id: 'refused',
          title: t('ticket.refused'),
          text: failureText(t, failure),
          tone: 'down',
        });
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

  return { send, sending, unclear };
}
