import {
  direction,
  exact,
  formatAmount,
  formatPrice,
  marketKey,
  newClientOrderId,
  plain,
  type Instrument,
  type Position,
} from '@k2/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { instrumentsQuery, positionsQuery, queryKeys } from '../data';
import { isByContract, unitOf, useLive } from '../hooks';
import { api, queries } from '../k2';
import { received } from '../orderEvents';
import { Arrow } from '../ui/Arrow';
import { Ask } from '../ui/Ask';
import { failureText } from '../ui/failureText';
import { Loaded } from '../ui/Loaded';
import { show } from '../ui/notice';
import { SilentAccounts } from '../ui/SilentAccounts';
import { Empty } from '../ui/States';
import { SideWord } from './SideWord';
import { Where } from './Where';

/** Open positions in perpetual contracts, with what each stands at now, and the way out. */
export function Positions({ narrow }: { readonly narrow: boolean }) {
  const { t } = useTranslation();
  const query = useQuery(positionsQuery);
  return (
    <Loaded what={t('positions.title')} query={query}>
      {({ positions, silent }) => (
        <>
          <SilentAccounts accounts={silent} />
          <Perpetuals
            rows={positions.filter(
              (one) => one.status === 'open' && one.instrument_type === 'crypto',
            )}
            narrow={narrow}
          />
        </>
      )}
    </Loaded>
  );
}

interface PerpetualsProps {
  readonly rows: readonly Position[];
  readonly narrow: boolean;
}

function Perpetuals({ rows, narrow }: PerpetualsProps) {
  const { t } = useTranslation();
  const instruments = useQuery(instrumentsQuery).data ?? [];
  if (rows.length === 0) {
    return <Empty title={t('positions.empty')} hint={t('positions.emptyHint')} />;
  }
  const lines = rows.map((position) => ({
    position,
    instrument: instruments.find((one) => marketKey(one) === marketKey(position)),
    key: `${position.link_id} ${position.instrument} ${position.side}`,
  }));
  if (narrow) {
    return (
      <ul className="cards">
        {lines.map(({ key, ...line }) => (
          <Card key={key} {...line} />
        ))}
      </ul>
    );
  }
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('orders.market')}</th>
          <th scope="col">{t('orders.side')}</th>
          {(['quantity', 'average', 'mark', 'profit'] as const).map((column) => (
            <th key={column} scope="col" className="right">
              {t(`positions.${column}`)}
            </th>
          ))}
          <th scope="col" className="right">
            {t('orders.action')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, ...line }) => (
          <Row key={key} {...line} />
        ))}
      </tbody>
    </table>
  );
}

interface Props {
  readonly position: Position;
  readonly instrument: Instrument | undefined;
}

function Row({ position, instrument }: Props) {
  const { t } = useTranslation();
  const tick = instrument?.tick_size ?? '0';
  return (
    <tr>
      <td>
        <Where of={position} />
      </td>
      <td>
        <SideWord side={position.side} />
      </td>
      <td className="num right">
        {formatAmount(position.quantity)}{' '}
        <span className="dim">{instrument === undefined ? '' : unitOf(t, instrument)}</span>
      </td>
      <td className="num right">{formatPrice(position.average_price, tick)}</td>
      <td className="num right">{formatPrice(position.mark_price, tick)}</td>
      <td className="num right">
        <Profit position={position} instrument={instrument} />
      </td>
      <td className="right">
        <Close position={position} instrument={instrument} />
      </td>
    </tr>
  );
}

function Card({ position, instrument }: Props) {
  const { t } = useTranslation();
  const tick = instrument?.tick_size ?? '0';
  return (
    <li className="card">
      <div className="card-top">
        <SideWord side={position.side} />
        <Where of={position} />
        <span className="card-end num">
          <Profit position={position} instrument={instrument} />
        </span>
      </div>
      <div className="card-line num">
        <span>
          {formatAmount(position.quantity)}{' '}
          {t('orders.trigger', { price: formatPrice(position.average_price, tick) })}
        </span>
        <Close position={position} instrument={instrument} />
      </div>
    </li>
  );
}

/** What the position has gained at the newest price; what its exchange last said where none streams in. */
function Profit({ position, instrument }: Props) {
  const price = useLive(`price:${marketKey(position)}`);
  const last = price?.state === 'stale' ? null : (price?.price ?? null);
  const gained = profitAt(position, instrument, last) ?? position.unrealised_profit;
  const way = direction(gained);
  const sign = way === 'up' ? '+' : '';
  return (
    <span className={`change ${way}`}>
      <Arrow way={way} size={7} />
      {gained === null ? '–' : `${sign}${formatAmount(gained, 2)} ${position.currency ?? ''}`}
    </span>
  );
}

/** What a position has gained at a price; null where something that it takes is not known. */
export function profitAt(
  position: Pick<Position, 'side' | 'quantity' | 'average_price'>,
  instrument: Pick<Instrument, 'contract_size'> | undefined,
  price: string | null,
): string | null {
  if (price === null || position.average_price === null || instrument === undefined) {
    return null;
  }
  const rise = exact(price).minus(position.average_price);
  const gained = position.side === 'long' ? rise : rise.neg();
  return plain(gained.times(exact(position.quantity).abs()).times(instrument.contract_size));
}

/** Ends a position by an order at the market that can only make it smaller. */
function Close({ position, instrument }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [id, setId] = useState('');
  const close = useMutation({
    mutationFn: () =>
      api.place({
        client_order_id: id,
        exchange: position.exchange,
        instrument: position.instrument,
        side: position.side === 'long' ? 'sell' : 'buy',
        type: 'market',
        quantity: plain(exact(position.quantity).abs()),
        reduce_only: true,
      }),
    onSuccess: (order) => {
      received(queries, order);
      setAsking(false);
    },
    onError: (failure) =>
      show({
        id: 'close-failed',
        title: t('positions.closeFailed'),
        text: failureText(t, failure),
        tone: 'down',
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.positions }),
  });
  const unit = instrument === undefined ? '' : unitOf(t, instrument);
  const what = {
    side: t(`positions.${position.side}`),
    quantity: `${formatAmount(position.quantity)} ${unit}`.trim(),
    market: position.instrument,
  };
  return (
    <>
      <button
        type="button"
        className="small-button"
        aria-label={t('positions.closeLabel', what)}
        onClick={() => {
          // One id for one wish: pressing again after an unclear answer asks for the same order.
          setId(newClientOrderId());
          setAsking(true);
        }}
      >
        {t('positions.close')}
      </button>
      <Ask
        opened={asking}
        title={t('positions.closeTitle')}
        confirm={t('positions.closeConfirm')}
        back={t('ticket.back')}
        tone="down"
        onConfirm={() => {
          if (!close.isPending) {
            close.mutate();
          }
        }}
        onClose={() => setAsking(false)}
      >
        <p>{t('positions.closeText', what)}</p>
        {instrument !== undefined && isByContract(instrument) && (
          <p className="dim">
            {t('ticket.contractSize')} {formatAmount(instrument.contract_size)} {instrument.base}
          </p>
        )}
      </Ask>
    </>
  );
}
