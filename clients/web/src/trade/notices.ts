import { formatAmount, isZero, type Order, type OrderStatus } from '@k2/core';
import { notifications } from '@mantine/notifications';
import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { onOrder } from '../orderEvents';
import { usePrefs } from '../prefs';
import { show, type Tone } from '../ui/notice';
import { chime } from './sounds';

/** "Buy 0.05 BTC-USDT at 67,250.10", "Buy 10 No KXBTC-26NOV22-T65000 at 0.38" */
export function orderLine(t: TFunction, order: Order): string {
  const side = t(order.side === 'buy' ? 'ticket.buy' : 'ticket.sell');
  const outcome = order.outcome === null ? '' : `${t(`events.${order.outcome}`)} `;
  const price = order.avg_price ?? order.price;
  return [
    `${side} ${formatAmount(order.quantity)} ${outcome}${order.instrument}`,
    price === null ? t('orders.atMarket') : t('orders.trigger', { price: formatAmount(price) }),
  ].join(' ');
}

type Told = Extract<OrderStatus, 'filled' | 'partial' | 'cancelled' | 'rejected' | 'expired'>;
const TONES: Readonly<Record<Told, Tone>> = {
  filled: 'up',
  partial: 'up',
  cancelled: 'plain',
  rejected: 'down',
  expired: 'warn',
};

const isTold = (status: OrderStatus): status is Told => status in TONES;

/** Whether more of it is filled than was. */
function isMore(order: Order, before: Order | undefined): boolean {
  return !isZero(order.filled_quantity) && order.filled_quantity !== before?.filled_quantity;
}

/** Says what became of an order, once for each state it reaches while one looks. */
export function useOrderNotices(): void {
  const { t } = useTranslation();
  useEffect(
    () =>
      onOrder((order, before) => {
        if (isTold(order.status) && before?.status !== order.status) {
          notifications.hide(`${order.id} sent`);
          show({
            id: `${order.id} state`,
            title: t(`ticket.${order.status}`),
            text: order.error_message ?? orderLine(t, order),
            tone: TONES[order.status],
          });
        }
        if (usePrefs.getState().sounds && isMore(order, before)) {
          chime(order.side);
        }
      }),
    [t],
  );
}
