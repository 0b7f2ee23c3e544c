import { INTERVALS, type ChartInterval, type Instrument, marketKey } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { openOrdersQuery } from '../data';
import { pairName } from '../hooks';
import { api } from '../k2';
import { usePrefs } from '../prefs';
import { Segmented } from '../ui/Segmented';
import { Empty, Failed, Loading } from '../ui/States';
import { CandleTable } from './CandleTable';
import { DepthChart } from './DepthChart';

const Chart = lazy(() => import('./Chart'));
const BARS = 500;
const CHOICES = (Object.keys(INTERVALS) as ChartInterval[]).map((value) => ({
  value,
  text: value,
}));

export function ChartPanel({ instrument }: { readonly instrument: Instrument }) {
  const { t } = useTranslation();
  const { interval, chartView, set } = usePrefs();
  const candles = useQuery({
    queryKey: ['candles', marketKey(instrument), interval],
    queryFn: () => api.candles(instrument, interval, BARS),
    staleTime: 0,
    refetchInterval: 60_000,
    gcTime: 60_000,
  });
  const orders = useQuery(openOrdersQuery);
  const name = t('chart.title');

  return (
    <section className="panel chart" aria-label={name}>
      <div className="panel-head">
        {chartView === 'depth' ? (
          <h2>{t('depth.title')}</h2>
        ) : (
          <Segmented
            label={t('chart.interval')}
            value={interval}
            options={CHOICES}
            onChange={(value) => set({ interval: value })}
          />
        )}
        <div className="panel-tools">
          <Segmented
            label={t('chart.view')}
            value={chartView}
            options={[
              { value: 'chart', text: t('chart.asChart') },
              { value: 'depth', text: t('chart.asDepth') },
              { value: 'table', text: t('chart.asTable') },
            ]}
            onChange={(value) => set({ chartView: value })}
          />
        </div>
      </div>
      {chartView === 'depth' ? (
        <DepthChart key={marketKey(instrument)} instrument={instrument} />
      ) : candles.data === undefined ? (
        candles.isError ? (
          <Failed what={name} failure={candles.error} onRetry={() => void candles.refetch()} />
        ) : (
          <Loading what={name} rows={10} />
        )
      ) : candles.data.length === 0 ? (
        <Empty title={t('chart.empty')} hint={t('chart.emptyHint')} />
      ) : chartView === 'table' ? (
        <CandleTable candles={candles.data} instrument={instrument} />
      ) : (
        <Suspense fallback={<Loading what={name} rows={10} />}>
          <Chart
            key={`${instrument.instrument} ${interval}`}
            candles={candles.data}
            instrument={instrument}
            interval={interval}
            orders={orders.data ?? []}
            description={t('chart.description', { pair: pairName(instrument), interval })}
          />
        </Suspense>
      )}
    </section>
  );
}
