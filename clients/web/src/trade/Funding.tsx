import {
  exact,
  formatCountdown,
  formatPercent,
  formatPrice,
  marketKey,
  parseTime,
  plain,
  type Instrument,
} from '@k2/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { useLive, useToday } from '../hooks';
import { stream } from '../k2';
import { Figure } from './Figure';

/** What the exchange values a perpetual at, and what the next funding costs its longs. */
export function Funding({ instrument }: { readonly instrument: Instrument }) {
  const { t } = useTranslation();
  const market = marketKey(instrument);
  const mark = useLive(`mark:${market}`);
  const connected = useLive('connection')?.status === 'live';
  const today = useToday(1_000);
  useEffect(() => stream.subscribe('mark_price', market), [market]);

  const rate = mark?.funding_rate ?? null;
  const next = parseTime(mark?.next_funding_at);
  const left = next === null ? null : formatCountdown(next - today);
  const stale = mark !== undefined && (mark.state === 'stale' || !connected);
  return (
    <>
      <Figure name={t('head.mark')}>
        <span
          className={stale ? 'stale-tag' : ''}
          title={t('head.index', {
            price: formatPrice(mark?.index_price, instrument.tick_size),
          })}
        >
          {formatPrice(mark?.mark_price, instrument.tick_size)}
        </span>
      </Figure>
      <Figure name={t('head.funding')}>
        <span className={stale ? 'stale-tag' : ''} title={t('head.fundingHint')}>
          {rate === null ? '–' : formatPercent(plain(exact(rate).times(100)), 4)}
          {left !== null && <span className="dim"> {left}</span>}
        </span>
      </Figure>
    </>
  );
}
