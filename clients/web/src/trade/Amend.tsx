import {
  ApiFailure,
  exact,
  isOpen,
  parseTyped,
  plain,
  type Order,
  type OrderChange,
  marketKey,
} from '@k2/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { instrumentsQuery, systemQuery } from '../data';
import { api, queries } from '../k2';
import { received } from '../orderEvents';
import { Dialog } from '../ui/Dialog';
import { failureText } from '../ui/failureText';
import { show } from '../ui/notice';
import { Field } from './Field';

/** Other terms for an open order, where its exchange takes them. */
export function Amend({ order }: { readonly order: Order }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const offered = useQuery(systemQuery).data?.exchanges.find(
    (one) => one.exchange === order.exchange,
  )?.amends;
  const pending = order.pending_amend !== null;
  const possible =
    offered === true &&
    !pending &&
    isOpen(order) &&
    order.price !== null &&
    order.resolution === null &&
    !order.cancel_requested;
  return (
    <>
      <button
        type="button"
        className="small-button"
        disabled={!possible}
        title={offered === false ? t('orders.amendNotOffered') : undefined}
        aria-label={t('orders.amendLabel', {
          side: t(`ticket.${order.side}`),
          quantity: order.quantity,
          market: order.instrument,
        })}
        onClick={() => setOpened(true)}
      >
        {pending ? t('orders.amending') : t('orders.amend')}
      </button>{' '}
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t('orders.amendTitle')}>
        <AmendForm order={order} onDone={() => setOpened(false)} />
      </Dialog>
    </>
  );
}

function AmendForm({ order, onDone }: { readonly order: Order; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const [price, setPrice] = useState(order.price ?? '');
  const [quantity, setQuantity] = useState(order.quantity);
  const instrument = useQuery(instrumentsQuery).data?.find(
    (one) => marketKey(one) === marketKey(order),
  );
  const amend = useMutation({
    mutationFn: (change: OrderChange) => api.amend(order.id, change),
    onSuccess: (answer) => {
      received(queries, answer);
      onDone();
    },
    onError: (failure) => {
      show({
        id: 'amend-failed',
        title: t('orders.amendFailed'),
        text: failureText(t, failure),
        tone: 'down',
      });
      if (!(failure instanceof ApiFailure && failure.refused)) {
        void queries.invalidateQueries({ queryKey: ['orders'] });
      }
    },
  });

  const limit = parseTyped(price);
  const amount = parseTyped(quantity);
  const enough = amount?.gt(exact(order.filled_quantity)) === true;
  const ready = limit?.gt(0) === true && enough;
  const press = (event: SubmitEvent) => {
    event.preventDefault();
    if (ready) {
      amend.mutate({ price: plain(limit), quantity: plain(amount) });
    }
  };

  return (
    <form onSubmit={press} noValidate aria-label={t('orders.amendTitle')}>
      <Field
        id="amend-price"
        label={t('orders.price')}
        unit={instrument?.quote ?? ''}
        value={price}
        step={instrument?.tick_size ?? '0'}
        problem={undefined}
        onChange={setPrice}
      />
      <Field
        id="amend-quantity"
        label={t('orders.quantity')}
        unit={instrument?.base ?? ''}
        value={quantity}
        step={instrument?.limit_quantity.step ?? '0'}
        problem={undefined}
        onChange={setQuantity}
      />
      <div className="ask-buttons">
        <button type="button" className="secondary" onClick={onDone}>
          {t('ticket.back')}
        </button>
        <button
          type="submit"
          className="primary primary-plain"
          disabled={!ready || amend.isPending}
        >
          {t('orders.amendConfirm')}
        </button>
      </div>
    </form>
  );
}
