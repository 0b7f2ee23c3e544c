import { direction, formatPrice, type Instrument, marketKey } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { sparkQuery } from '../data';
import { isCalled, pairName, useLive } from '../hooks';
import { usePrefs } from '../prefs';
import { Change } from '../ui/Change';
import { SearchIcon } from '../ui/icons';
import { Sparkline } from '../ui/Sparkline';
import { Empty } from '../ui/States';

/** Lines beside the names are drawn for so many markets; each costs a call. */
export const SPARKLINES_MAX = 30;

interface Props {
  readonly instruments: readonly Instrument[];
  readonly selected: string;
  readonly onSelect: (instrument: Instrument) => void;
  readonly searchId: string;
}

/** Every market with its live price, in the server's order: a row never moves by itself. */
export function Markets({ instruments, selected, onSelect, searchId }: Props) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const exchange = usePrefs((prefs) => prefs.exchange);
  const set = usePrefs((prefs) => prefs.set);
  const exchanges = useMemo(
    () => [...new Set(instruments.map((one) => one.exchange))],
    [instruments],
  );
  const only = exchanges.find((one) => one === exchange) ?? null;
  const shown = useMemo(
    () =>
      instruments.filter(
        (one) => (only === null || one.exchange === only) && isCalled(one, search),
      ),
    [instruments, only, search],
  );

  return (
    <>
      <div className="market-search">
        <SearchIcon size={14} />
        <input
          id={searchId}
          type="search"
          placeholder={t('markets.search')}
          aria-label={t('markets.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            const first = shown[0];
            if (event.key === 'Enter' && first !== undefined) {
              onSelect(first);
            }
          }}
        />
        <kbd className="desk-only" aria-hidden="true">
          /
        </kbd>
      </div>
      {exchanges.length > 1 && (
        <label className="market-exchange">
          <span className="sr-only">{t('markets.exchange')}</span>
          <select
            className="field"
            value={only ?? ''}
            onChange={(event) =>
              set({ exchange: event.target.value === '' ? null : event.target.value })
            }
          >
            <option value="">{t('markets.all')}</option>
            {exchanges.map((one) => (
              <option key={one} value={one}>
                {t(`exchange.${one}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {shown.length === 0 ? (
        <Empty title={t('markets.none')} hint="" />
      ) : (
        <ul className="markets scroll">
          {shown.map((instrument, index) => (
            <li key={`${instrument.exchange}:${instrument.instrument}`}>
              <MarketRow
                instrument={instrument}
                selected={marketKey(instrument) === selected}
                named={only === null && exchanges.length > 1}
                onSelect={onSelect}
                line={index < SPARKLINES_MAX}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface RowProps {
  readonly instrument: Instrument;
  readonly selected: boolean;
  readonly onSelect: (instrument: Instrument) => void;
  readonly line: boolean;
  /** Whether the row has to say where it is traded. */
  readonly named: boolean;
}

/** One market with its live price; a press chooses it. */
export const MarketRow = memo(function MarketRow({
  instrument,
  selected,
  onSelect,
  line,
  named,
}: RowProps) {
  const { t } = useTranslation();
  const price = useLive(`price:${marketKey(instrument)}`);
  const spark = useQuery({ ...sparkQuery(instrument), enabled: line });
  const closes = useMemo(() => spark.data?.map((candle) => candle.close) ?? [], [spark.data]);
  const connected = useLive('connection')?.status === 'live';
  const stale = price?.state === 'stale' || !connected;
  return (
    <button
      type="button"
      className={`market ${stale ? 'is-stale' : ''}`}
      aria-current={selected ? 'true' : undefined}
      onClick={() => onSelect(instrument)}
    >
      <span className="market-name">
        {pairName(instrument)}
        {named && <span className="market-where">{t(`exchange.${instrument.exchange}`)}</span>}
      </span>
      <span className="market-price num">{formatPrice(price?.price, instrument.tick_size)}</span>
      <span className="market-line">
        {closes.length > 1 && (
          <Sparkline values={closes} up={direction(price?.change_24h) !== 'down'} />
        )}
      </span>
      <Change percent={price?.change_24h} />
    </button>
  );
});
