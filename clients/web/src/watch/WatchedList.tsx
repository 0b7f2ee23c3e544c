import { isWatched, marketKey, popular, type Instrument, type Watchlist } from '@k2/core';
import { PointerSensor, StyleInjector, Accessibility } from '@dnd-kit/dom';
import { DragDropProvider, type DragEndEvent } from '@dnd-kit/react';
import { isSortable } from '@dnd-kit/react/sortable';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { nonce } from '../nonce';
import { Empty } from '../ui/States';
import { AddMarket } from './AddMarket';
import { EditList } from './EditList';
import { useOrder, useToggle } from './lists';
import { nameOf } from './marketName';
import { WatchedRow } from './WatchedRow';

interface Props {
  readonly list: Watchlist;
  readonly instruments: readonly Instrument[];
  readonly selected: string;
  readonly onSelect: (instrument: Instrument) => void;
  readonly searchId: string;
  readonly editing: boolean;
  readonly onGone: () => void;
}

/** Rows are moved by their handles, by pointer or by the arrow keys, and what happened is said in our own words. */
const SENSORS = [PointerSensor];
type Plugins = Extract<
  NonNullable<Parameters<typeof DragDropProvider>[0]['plugins']>,
  readonly unknown[]
>;
const plugins = (usual: Plugins): Plugins => [
  ...usual.filter((one) => one !== Accessibility),
  StyleInjector.configure({ nonce }),
];

/** One list: its markets in the person's own order, which nothing but the person changes. */
export function WatchedList({
  list,
  instruments,
  selected,
  onSelect,
  searchId,
  editing,
  onGone,
}: Props) {
  const { t } = useTranslation();
  const { shown, move } = useOrder(list);
  const toggle = useToggle();
  const [said, say] = useState('');
  const rows = useRef<HTMLUListElement>(null);
  /** Moving a row takes the keyboard's focus from it; the button is found again by what it does. */
  const focus = useRef<string | null>(null);
  const known = useMemo(
    () => new Map(instruments.map((one) => [marketKey(one), one])),
    [instruments],
  );

  useLayoutEffect(() => {
    const does = focus.current;
    focus.current = null;
    if (does !== null) {
      const buttons = [...(rows.current?.querySelectorAll('button') ?? [])];
      buttons.find((one) => one.dataset['does'] === does)?.focus();
    }
  }, [shown]);

  const put = (from: number, to: number) => {
    const market = shown[from];
    if (market === undefined || from === to || to < 0 || to >= shown.length) {
      return;
    }
    move(from, to);
    say(
      t('watch.movedTo', {
        name: nameOf(known, market),
        place: to + 1,
        count: shown.length,
      }),
    );
  };
  const dropped = ({ operation: { source }, canceled }: DragEndEvent) => {
    if (!canceled && isSortable(source)) {
      put(source.initialIndex, source.index);
    }
  };

  return (
    <>
      {editing && <EditList list={list} onGone={onGone} />}
      <AddMarket
        id={searchId}
        instruments={instruments}
        list={list}
        onAdd={(market) => {
          toggle.mutate({ list, market });
          say(t('watch.added', { name: nameOf(known, market), list: list.name }));
        }}
      />
      {shown.length === 0 ? (
        <>
          <Empty title={t('watch.empty')} hint={t('watch.emptyHint')} />
          <div className="watch-buttons watch-popular">
            {popular(instruments)
              .filter((market) => !isWatched(list, market))
              .map((market) => (
                <button
                  key={marketKey(market)}
                  type="button"
                  className="small-button"
                  onClick={() => toggle.mutate({ list, market })}
                >
                  {t('watch.add', { name: nameOf(known, market) })}
                </button>
              ))}
          </div>
        </>
      ) : (
        <DragDropProvider sensors={SENSORS} plugins={plugins} onDragEnd={dropped}>
          <p id="watch-keys" className="sr-only">
            {t('watch.keys')}
          </p>
          <ul
            className="markets watched scroll"
            aria-label={list.name}
            ref={rows}
            // Where the keyboard goes on once a row is gone.
            tabIndex={-1}
          >
            {shown.map((market, index) => (
              <WatchedRow
                key={marketKey(market)}
                market={market}
                known={known.get(marketKey(market)) ?? null}
                index={index}
                count={shown.length}
                selected={marketKey(market) === selected}
                editing={editing}
                onSelect={onSelect}
                onMove={(to, does) => {
                  focus.current = does;
                  put(index, to);
                }}
                onRemove={() => {
                  rows.current?.focus();
                  toggle.mutate({ list, market });
                  say(t('watch.removed', { name: nameOf(known, market), list: list.name }));
                }}
              />
            ))}
          </ul>
        </DragDropProvider>
      )}
      <p className="sr-only" role="status">
        {said}
      </p>
    </>
  );
}
