import {
  direction,
  formatAmount,
  formatAverageCents,
  formatCents,
  formatRounded,
  type Position,
} from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { positionsQuery } from '../data';
import { eventAddress } from '../place';
import { Arrow } from '../ui/Arrow';
import { Empty, Failed, Loading } from '../ui/States';

/** Both sides of what is held, and what settled contracts brought. */
export function Positions() {
  const { t } = useTranslation();
  const positions = useQuery(positionsQuery);
  if (positions.data === undefined) {
    return positions.isError ? (
      <Failed
        what={t('events.positions')}
        failure={positions.error}
        onRetry={() => void positions.refetch()}
      />
    ) : (
      <Loading what={t('events.positions')} rows={3} />
    );
  }
  const rows = positions.data.positions.filter((one) => one.instrument_type === 'event');
  const silent = positions.data.silent.map((one) => (
    <p key={one.link_id} className="notice">
      {t('balances.silent', { exchange: t(`exchange.${one.exchange}`), message: one.message })}
    </p>
  ));
  if (rows.length === 0) {
    return (
      <>
        {silent}
        <Empty title={t('events.noPositions')} hint={t('events.noPositionsHint')} />
      </>
    );
  }
  return (
    <div className="scroll fill" tabIndex={0} role="group" aria-label={t('events.positions')}>
      {silent}
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('events.contract')}</th>
            <th scope="col">{t('events.outcome')}</th>
            <th scope="col" className="right">
              {t('events.quantity')}
            </th>
            <th scope="col" className="right">
              {t('events.average')}
            </th>
            <th scope="col" className="right">
              {t('events.mark')}
            </th>
            <th scope="col" className="right">
              {t('events.gained')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.status} ${row.link_id} ${row.instrument} ${row.outcome}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { readonly row: Position }) {
  const { t } = useTranslation();
  const profit = row.status === 'open' ? row.unrealised_profit : row.settled_profit;
  const way = direction(profit);
  return (
    <tr>
      <th scope="row">
        {row.contract === null ? (
          row.instrument
        ) : (
          <a className="event-of" href={eventAddress(row.contract.event)}>
            <span>{row.contract.title}</span>
            {row.contract.yes !== row.contract.title && <strong>{row.contract.yes}</strong>}
          </a>
        )}
        {row.result !== null && (
          <span className="event-settled">
            {t('events.settledAs', { result: t(`events.results.${row.result.ruling}`) })}
          </span>
        )}
      </th>
      <td>{row.outcome === null ? '' : t(`events.${row.outcome}`)}</td>
      <td className="num right">{formatAmount(row.quantity)}</td>
      <td className="num right">{formatAverageCents(row.average_price)}</td>
      <td className="num right">{formatCents(row.mark_price)}</td>
      <td className={`num right ${way === 'flat' ? '' : way}`}>
        {way !== 'flat' && <Arrow way={way} />}{' '}
        {row.status === 'open' ? formatRounded(profit, 4) : formatAmount(profit)}
      </td>
    </tr>
  );
}
