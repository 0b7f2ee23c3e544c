import {
  ApiFailure,
  exact,
  formatAmount,
  formatMoment,
  formatPrice,
  formatUtc,
  isOpen,
  plain,
  toCoordinate,
  type Execution,
  type Order,
  marketKey,
} from '@k2/core';
import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { fillsQuery, historyQuery, instrumentsQuery, openOrdersQuery } from '../data';
import { api, queries } from '../k2';
import { received } from '../orderEvents';
import { failureText } from '../ui/failureText';
import { Loaded } from '../ui/Loaded';
import { show } from '../ui/notice';
import { Empty } from '../ui/States';
import { Amend } from './Amend';
import { CancelAll } from './CancelAll';
import { SideWord } from './SideWord';
import { Where } from './Where';

interface ListProps {
  readonly narrow: boolean;
}

export function OpenOrders({ narrow }: ListProps) {
  const { t } = useTranslation();
  const orders = useQuery(openOrdersQuery);
  const empty = <Empty title={t('orders.emptyOpen')} hint={t('orders.emptyOpenHint')} />;
  return (
    <Listed query={orders} what={t('orders.open')} empty={empty}>
      {(rows) => (
        <>
          {narrow && <CancelAll />}
          <OrderTable orders={rows} narrow={narrow} cancellable />
        </>
      )}
    </Listed>
  );
}

export function History({ narrow }: ListProps) {
  const { t } = useTranslation();
  const orders = useQuery(historyQuery);
  const empty = <Empty title={t('orders.emptyHistory')} hint={t('orders.emptyHistoryHint')} />;
  return (
    <Listed query={orders} what={t('orders.history')} empty={empty}>
      {(rows) => <OrderTable orders={rows} narrow={narrow} cancellable={false} />}
    </Listed>
  );
}

interface ListedProps<T> {
  readonly query: UseQueryResult<readonly T[]>;
  readonly what: string;
  readonly empty: ReactNode;
  readonly children: (rows: readonly T[]) => ReactNode;
}

/** The four states of a list: on its way, failed, nothing, something. */
function Listed<T>({ query, what, empty, children }: ListedProps<T>) {
  return (
    <Loaded what={what} query={query} rows={4}>
      {(rows) => (rows.length === 0 ? empty : children(rows))}
    </Loaded>
  );
}

const failed = (title: string, text: string) =>
  ({ id: 'cancel-failed', title, text, tone: 'down' }) as const;

interface TableProps extends ListProps {
  readonly orders: readonly Order[];
  readonly cancellable: boolean;
}

function OrderTable({ orders, narrow, cancellable }: TableProps) {
  const { t } = useTranslation();
  const price = usePriceText();
  if (narrow) {
    return (
      <ul className="cards">
        {orders.map((order) => (
          <li key={order.id} className="card">
            <div className="card-top">
              <SideWord side={order.side} />
              <Where of={order} />
              <span className="dim">{t(`ticket.types.${order.type}`)}</span>
              <Status order={order} />
            </div>
            <div className="card-line num">
              <span>
                {formatAmount(order.quantity)}{' '}
                {t('orders.trigger', { price: orderPrice(order, price, t) })}
              </span>
              <Filled order={order} />
            </div>
            <div className="card-line dim num">
              <span>{formatMoment(order.created_at)}</span>
              {cancellable && (
                <span>
                  <Amend order={order} />
                  <Cancel order={order} />
                </span>
              )}
            </div>
            {order.error_message !== null && <p className="card-note">{order.error_message}</p>}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('orders.time')}</th>
          <th scope="col">{t('orders.market')}</th>
          <th scope="col">{t('orders.side')}</th>
          <th scope="col">{t('orders.type')}</th>
          <th scope="col" className="right">
            {t('orders.price')}
          </th>
          {!cancellable && (
            <th scope="col" className="right">
              {t('orders.average')}
            </th>
          )}
          <th scope="col" className="right">
            {t('orders.quantity')}
          </th>
          <th scope="col" className="right">
            {t('orders.filled')}
          </th>
          <th scope="col">{t('orders.status')}</th>
          {cancellable && (
            <th scope="col" className="right">
              {t('orders.action')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => (
          <tr key={order.id}>
            <td className="num dim" title={formatUtc(order.created_at)}>
              {formatMoment(order.created_at)}
            </td>
            <td>
              <Where of={order} />
            </td>
            <td>
              <SideWord side={order.side} />
            </td>
            <td>{t(`ticket.types.${order.type}`)}</td>
            <td className="num right">{orderPrice(order, price, t)}</td>
            {!cancellable && (
              <td className="num right" title={handled(order, t)}>
                {price(order, order.avg_price)}
              </td>
            )}
            <td className="num right">{formatAmount(order.quantity)}</td>
            <td className="num right">
              <Filled order={order} />
            </td>
            <td>
              <Status order={order} />
            </td>
            {cancellable && (
              <td className="right">
                <Amend order={order} />
                <Cancel order={order} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Prices as their instrument writes them: with its tick's decimals. */
function usePriceText(): PriceText {
  const instruments = useQuery(instrumentsQuery).data;
  return (traded, price) => {
    const known = instruments?.find((one) => marketKey(one) === marketKey(traded));
    return known === undefined ? formatAmount(price) : formatPrice(price, known.tick_size);
  };
}

type Traded = Pick<Order, 'exchange' | 'instrument'>;
type PriceText = (traded: Traded, price: string | null) => string;

function orderPrice(order: Order, text: PriceText, t: TFunction): string {
  const price = order.price === null ? t('orders.atMarket') : text(order, order.price);
  const trigger = order.trigger_price ?? order.stop_price;
  return trigger === null ? price : `${text(order, trigger)} → ${price}`;
}

/** What routing compared and how far the fills were from the price at arrival, in one line. */
function handled(order: Order, t: TFunction): string | undefined {
  const lines = (order.metadata.routing?.candidates ?? []).map((one) =>
    t(one.chosen ? 'orders.routedTo' : 'orders.comparedWith', {
      exchange: t(`exchange.${one.exchange}`),
      price: one.effective_price === null ? one.reason : formatAmount(one.effective_price),
    }),
  );
  if (order.slippage_bps !== null) {
    lines.push(t('orders.slippage', { points: order.slippage_bps }));
  }
  return lines.length === 0 ? undefined : lines.join('\n');
}

function Filled({ order }: { readonly order: Order }) {
  const share = Math.min(
    1,
    toCoordinate(order.filled_quantity) / (toCoordinate(order.quantity) || 1),
  );
  return (
    <span className="filled">
      {formatAmount(plain(exact(order.filled_quantity)))}
      <span className="filled-bar" aria-hidden="true">
        <i style={{ transform: `scaleX(${share})` }} />
      </span>
    </span>
  );
}

const TONE = {
  pending: '',
  submitted: '',
  open: 'dot-open',
  partial: 'dot-open',
  filled: 'dot-good',
  cancelled: '',
  rejected: 'dot-bad',
  expired: 'dot-warn',
} as const;

function Status({ order }: { readonly order: Order }) {
  const { t } = useTranslation();
  return (
    <span className="status" title={order.error_message ?? undefined}>
      <span className={`dot ${TONE[order.status]}`} aria-hidden="true" />
      {t(`orders.statuses.${order.status}`)}
      {order.held && order.status === 'pending' && (
        <span className="stale-tag" title={t('orders.heldHint')}>
          {t('orders.held')}
          <span className="sr-only"> {t('orders.heldHint')}</span>
        </span>
      )}
      {order.resolution !== null && (
        <span className="stale-tag">
          {t(order.resolution === 'left' ? 'orders.left' : 'orders.unresolved')}
        </span>
      )}
      {order.error_message !== null && <span className="sr-only"> {order.error_message}</span>}
    </span>
  );
}

function Cancel({ order }: { readonly order: Order }) {
  const { t } = useTranslation();
  const cancel = useMutation({
    mutationFn: () => api.cancel(order.id),
    onSuccess: (answer) => received(queries, answer),
    onError: (failure) => {
      show(failed(t('orders.cancelFailed'), failureText(t, failure)));
      if (!(failure instanceof ApiFailure && failure.refused)) {
        void queries.invalidateQueries({ queryKey: ['orders'] });
      }
    },
  });
  const busy = cancel.isPending || (order.cancel_requested && isOpen(order));
  return (
    <button
      type="button"
      className="small-button"
      disabled={busy}
      aria-label={t('orders.cancelLabel', {
        side: t(`ticket.${order.side}`),
        quantity: order.quantity,
        market: order.instrument,
      })}
      onClick={() => cancel.mutate()}
    >
      {busy ? t('orders.cancelling') : t('orders.cancel')}
    </button>
  );
}

export function Fills({ narrow }: ListProps) {
  const { t } = useTranslation();
  const fills = useQuery(fillsQuery);
  const empty = <Empty title={t('orders.emptyFills')} hint={t('orders.emptyFillsHint')} />;
  return (
    <Listed query={fills} what={t('orders.fills')} empty={empty}>
      {(rows) => <FillTable fills={rows} narrow={narrow} />}
    </Listed>
  );
}

function FillTable({ fills, narrow }: { readonly fills: readonly Execution[] } & ListProps) {
  const { t } = useTranslation();
  const price = usePriceText();
  if (narrow) {
    return (
      <ul className="cards">
        {fills.map((fill) => (
          <li key={fill.id} className="card">
            <div className="card-top">
              <SideWord side={fill.side} />
              <Where of={fill} />
              <span className="card-end num">{valueOf(fill)}</span>
            </div>
            <div className="card-line num">
              <span>
                {formatAmount(fill.quantity)}{' '}
                {t('orders.trigger', { price: price(fill, fill.price) })}
              </span>
              <span className="dim">
                {t('orders.fee')} {feeOf(fill)}
              </span>
            </div>
            <div className="card-line dim num">{formatMoment(fill.executed_at)}</div>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('orders.time')}</th>
          <th scope="col">{t('orders.market')}</th>
          <th scope="col">{t('orders.side')}</th>
          {(['price', 'quantity', 'value', 'fee'] as const).map((column) => (
            <th key={column} scope="col" className="right">
              {t(`orders.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fills.map((fill) => (
          <tr key={fill.id}>
            <td className="num dim" title={formatUtc(fill.executed_at)}>
              {formatMoment(fill.executed_at)}
            </td>
            <td>
              <Where of={fill} />
            </td>
            <td>
              <SideWord side={fill.side} />
            </td>
            <td className="num right">{price(fill, fill.price)}</td>
            <td className="num right">{formatAmount(fill.quantity)}</td>
            <td className="num right">{valueOf(fill)}</td>
            <td className="num right dim">{feeOf(fill)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const valueOf = (fill: Execution) => formatAmount(plain(exact(fill.price).times(fill.quantity)), 2);
const feeOf = (fill: Execution) =>
  `${formatAmount(plain(exact(fill.fee).toDecimalPlaces(8)))} ${fill.fee_currency ?? ''}`;
