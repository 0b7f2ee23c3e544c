import {
  ApiFailure,
  OrderIntent,
  type Instrument,
  type OcoTerms,
  type Order,
  type OrderTerms,
} from '@k2/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, queries } from '../k2';
import { received } from '../orderEvents';
import { failureText } from '../ui/failureText';
import { show } from '../ui/notice';
import { orderLine } from './notices';
import { useTicket } from './ticketStore';

/** One order of a type, or a limit order and a stop. */
export type Wanted = OrderTerms | OcoTerms;

const isOco = (wanted: Wanted & { readonly client_order_id: string }) => !('type' in wanted);

/** Sends orders, one at a time, each wish under one id however often the button is pressed. */
export function useSubmit<T extends Wanted>(instrument: Instrument) {
  const { t } = useTranslation();
  const [intent] = useState(() => new OrderIntent());
  const [sending, setSending] = useState(false);
  const [unclear, setUnclear] = useState(false);
  const [twin, setTwin] = useState<T | null>(null);

  const refuse = (failure: ApiFailure, wanted: T) => {
    // A server that is away may still know the order: asking again has to be about the same one.
    if (failure.status === 503) {
      intent.unclear();
    } else {
      intent.settled();
    }
    setUnclear(false);
    if (failure.code === 'DUPLICATE_ORDER') {
      setTwin({ ...wanted, confirm_duplicate: true });
      return;
    }
    show({
      id: 'refused',
      title: t('ticket.refused'),
      text: failureText(t, failure),
      tone: 'down',
    });
  };

  const told = (placed: Order, routed: boolean) => {
    const waiting = placed.resolution !== null;
    const line = waiting ? t('ticket.submitted') : orderLine(t, placed);
    show({
      id: `${placed.id} sent`,
      title: routed
        ? t('ticket.placedAt', { exchange: t(`exchange.${placed.exchange}`) })
        : t('ticket.placed'),
      text: line,
      tone: waiting ? 'warn' : 'plain',
    });
  };

  /** Answers whether the ticket was cleared. */
  const send = async (wanted: T): Promise<boolean> => {
    const order = intent.begin(wanted);
    if (order === null) {
      return false;
    }
    setSending(true);
    setTwin(null);
    try {
      const placed = await place(order);
      intent.settled();
      setUnclear(false);
      placed.forEach((one) => received(queries, one));
      placed.slice(0, 1).forEach((one) => told(one, wanted.exchange === undefined));
      useTicket.getState().setQuantity('');
      useTicket.getState().closeSheet();
      return true;
    } catch (failure) {
      if (failure instanceof ApiFailure && failure.refused) {
        refuse(failure, wanted);
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

async function place(order: Wanted & { readonly client_order_id: string }): Promise<Order[]> {
  if (isOco(order)) {
    const { limit, stop } = await api.placeOco(order as OcoTerms & { client_order_id: string });
    return [limit, stop];
  }
  return [await api.place(order as OrderTerms & { client_order_id: string })];
}
