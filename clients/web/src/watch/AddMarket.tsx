import {
  isWatched,
  marketKey,
  type Instrument,
  type WatchedInstrument,
  type Watchlist,
} from '@k2/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isCalled, pairName } from '../hooks';
import { PlusIcon } from '../ui/icons';

const FOUND_MOST = 8;

interface Props {
  readonly id: string;
  readonly instruments: readonly Instrument[];
  readonly list: Watchlist;
  readonly onAdd: (market: WatchedInstrument) => void;
}

/** Finds markets by their names and puts them at the end of a list. */
export function AddMarket({ id, instruments, list, onAdd }: Props) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const found =
    search.trim() === ''
      ? []
      : instruments
          .filter((one) => isCalled(one, search) && !isWatched(list, one))
          .slice(0, FOUND_MOST);
  const add = ({ exchange, instrument }: Instrument) => {
    onAdd({ exchange, instrument });
    setSearch('');
    document.getElementById(id)?.focus();
  };
  return (
    <div className="watch-add">
      <div className="market-search">
        <PlusIcon size={14} />
        <input
          id={id}
          type="search"
          placeholder={t('watch.addMarket')}
          aria-label={t('watch.addMarket')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            const first = found[0];
            if (event.key === 'Enter' && first !== undefined) {
              add(first);
            }
          }}
        />
        <kbd className="desk-only" aria-hidden="true">
          /
        </kbd>
      </div>
      {search.trim() !== '' && (
        <ul className="watch-found" aria-label={t('watch.found')}>
          {found.map((one) => (
            <li key={marketKey(one)}>
              <button type="button" onClick={() => add(one)}>
                {t('watch.add', { name: pairName(one) })}
                <span className="market-where">{t(`exchange.${one.exchange}`)}</span>
              </button>
            </li>
          ))}
          {found.length === 0 && <li className="dim">{t('markets.none')}</li>}
        </ul>
      )}
    </div>
  );
}
