import './watch.css';

import type { Instrument, WatchedInstrument } from '@k2/core';
import { popular } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { watchlistsQuery } from '../data';
import { usePrefs } from '../prefs';
import { Markets } from '../trade/Markets';
import { Dialog } from '../ui/Dialog';
import { EditIcon, PlusIcon, ShareIcon } from '../ui/icons';
import { Failed } from '../ui/States';
import { useChosen } from './lists';
import { NewList } from './NewList';
import { Sharing } from './Sharing';
import { WatchedList } from './WatchedList';

interface Props {
  readonly instruments: readonly Instrument[];
  readonly selected: string;
  readonly onSelect: (instrument: Instrument) => void;
  readonly searchId: string;
}

/** All markets, or one of the person's own lists. */
export function Watch(props: Props) {
  const { t } = useTranslation();
  const lists = useQuery(watchlistsQuery);
  const set = usePrefs((prefs) => prefs.set);
  const list = useChosen();
  const [making, setMaking] = useState<readonly WatchedInstrument[] | null>(null);
  const [sharing, setSharing] = useState(false);
  const [editing, setEditing] = useState(false);
  const start = popular(props.instruments);
  const chooser = useRef<HTMLSelectElement>(null);

  return (
    <>
      <div className="watch-head">
        <select
          ref={chooser}
          className="field"
          aria-label={t('watch.choose')}
          value={list?.id ?? ''}
          onChange={(event) => {
            setEditing(false);
            set({ watchlist: event.target.value === '' ? null : event.target.value });
          }}
        >
          <option value="">{t('watch.all')}</option>
          {lists.data?.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
        {list !== null && (
          <>
            <button
              type="button"
              className="icon-button"
              aria-label={t('watch.edit', { name: list.name })}
              title={t('watch.edit', { name: list.name })}
              aria-pressed={editing}
              onClick={() => setEditing(!editing)}
            >
              <EditIcon size={15} />
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={t('watch.share', { name: list.name })}
              title={t('watch.share', { name: list.name })}
              onClick={() => setSharing(true)}
            >
              <ShareIcon size={15} />
            </button>
          </>
        )}
        <button
          type="button"
          className="icon-button"
          aria-label={t('watch.new')}
          title={t('watch.new')}
          disabled={lists.data === undefined}
          onClick={() => setMaking([])}
        >
          <PlusIcon size={16} />
        </button>
      </div>
      {lists.isError && lists.data === undefined && (
        <Failed
          what={t('watch.title')}
          failure={lists.error}
          onRetry={() => void lists.refetch()}
        />
      )}
      {lists.data?.length === 0 && start.length > 0 && (
        <p className="watch-first">
          {t('watch.firstHint')}
          <button type="button" className="small-button" onClick={() => setMaking(start)}>
            {t('watch.first')}
          </button>
        </p>
      )}
      {list === null ? (
        <Markets {...props} />
      ) : (
        <WatchedList
          key={list.id}
          {...props}
          list={list}
          editing={editing}
          onGone={() => {
            setEditing(false);
            chooser.current?.focus();
          }}
        />
      )}
      <Dialog opened={making !== null} title={t('watch.new')} onClose={() => setMaking(null)}>
        <NewList
          start={making ?? []}
          onMade={({ id }) => {
            set({ watchlist: id });
            setMaking(null);
          }}
        />
      </Dialog>
      {list !== null && (
        <Dialog
          opened={sharing}
          title={t('watch.share', { name: list.name })}
          onClose={() => setSharing(false)}
        >
          <Sharing list={list} />
        </Dialog>
      )}
    </>
  );
}
