import {
  direction,
  formatAmount,
  formatAverageCents,
  formatCents,
  formatRounded,
  type Position,
  type SilentAccount,
} from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { positionsQuery } from '../data';
import { eventAddress } from '../place';
import { Arrow } from '../ui/Arrow';
import { Loaded } from '../ui/Loaded';
import { SilentAccounts } from '../ui/SilentAccounts';
import { Empty } from '../ui/States';

/** Both sides of what is held, and what settled contracts brought. */
export function Positions() {
  const { t } = useTranslation();
  const query = useQuery(positionsQuery);
  return (
    <Loaded what={t('events.positions')} query={query}>
      {({ positions, silent }) => (
        <Contracts
          rows={positions.filter((one) => one.instrument_type === 'event')}
          silent={silent}
        />
      )}
    </Loaded>
  );
}

interface ContractsProps {
  readonly rows: readonly Position[];
  readonly silent: readonly SilentAccount[];
}

function Contracts({ rows, silent }: ContractsProps) {
  const { t } = useTranslation();
  if (rows.length === 0) {
    return (
      <>
        <SilentAccounts accounts={silent} />
        <Empty title={t('events.noPositions')} hint={t('events.noPositionsHint')} />
      </>
    );
  }
  return (
    <div className="scroll fill" tabIndex={0} role="group" aria-label={t('events.positions')}>
      <SilentAccounts accounts={silent} />
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
