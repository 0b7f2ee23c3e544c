import { exact, formatAmount, plain, type ExecutionStatistics } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { statisticsQuery } from '../data';
import { Dialog } from '../ui/Dialog';
import { Empty, Failed, Loading } from '../ui/States';

/** How each exchange did with one's orders. */
export function Execution() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button type="button" className="small-button" onClick={() => setOpened(true)}>
        {t('execution.open')}
      </button>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t('execution.title')}>
        <Statistics />
      </Dialog>
    </>
  );
}

function Statistics() {
  const { t } = useTranslation();
  const query = useQuery(statisticsQuery);
  const what = t('execution.title');
  if (query.data === undefined) {
    return query.isError ? (
      <Failed what={what} failure={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Loading what={what} rows={3} />
    );
  }
  if (query.data.length === 0) {
    return <Empty title={t('execution.empty')} hint={t('execution.emptyHint')} />;
  }
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('execution.exchange')}</th>
          {(['orders', 'fillRate', 'rejectionRate', 'latency', 'slippage'] as const).map(
            (column) => (
              <th key={column} scope="col" className="right" title={t(`execution.${column}Hint`)}>
                {t(`execution.${column}`)}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {query.data.map((row) => (
          <Row key={row.exchange} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { readonly row: ExecutionStatistics }) {
  const { t } = useTranslation();
  return (
    <tr>
      <td>{t(`exchange.${row.exchange}`)}</td>
      <td className="num right">{row.orders}</td>
      <td className="num right">{percent(row.fill_rate)}</td>
      <td className="num right">{percent(row.rejection_rate)}</td>
      <td className="num right">
        {row.latency_median_ms === null
          ? '–'
          : `${formatAmount(row.latency_median_ms, 1)} / ${formatAmount(row.latency_p95_ms, 1)} ms`}
      </td>
      <td className="num right">
        {row.slippage_mean_bps === null ? '–' : formatAmount(row.slippage_mean_bps, 2)}
      </td>
    </tr>
  );
}

const percent = (share: string | null) =>
  share === null ? '–' : `${formatAmount(plain(exact(share).times(100)), 1)} %`;
