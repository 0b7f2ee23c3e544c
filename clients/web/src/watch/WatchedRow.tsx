import { marketKey, type Instrument, type WatchedInstrument } from '@k2/core';
import { useSortable } from '@dnd-kit/react/sortable';
import { useQuery } from '@tanstack/react-query';
import { useEffect, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { contractQuery } from '../data';
import { pairName } from '../hooks';
import { stream } from '../k2';
import { openMarket } from '../place';
import { MarketRow, SPARKLINES_MAX } from '../trade/Markets';
import { ChevronIcon, CloseIcon, GripIcon } from '../ui/icons';

interface Props {
  readonly market: WatchedInstrument;
  /** The market as the trading screen has it; null for what it does not list, such as event contracts. */
  readonly known: Instrument | null;
  readonly index: number;
  readonly count: number;
  readonly selected: boolean;
  readonly editing: boolean;
  readonly onSelect: (instrument: Instrument) => void;
  /** Puts the row elsewhere; the button that did it is to be focused again. */
  readonly onMove: (to: number, does: string) => void;
  readonly onRemove: () => void;
}

/** A market of a list, with its handle; while the list is edited, with buttons in place of figures. */
export function WatchedRow(props: Props) {
  const { market, index, count, editing, onMove } = props;
  const { t } = useTranslation();
  const key = marketKey(market);
  const { ref, handleRef, isDragging } = useSortable({ id: key, index });
  const asked = useQuery({
    ...contractQuery(market.exchange, market.instrument),
    enabled: props.known === null,
    retry: false,
  });
  const instrument = props.known ?? asked.data ?? null;
  const name = instrument === null ? market.instrument : pairName(instrument);
  // The trading screen streams what it lists; what it does not is held here.
  useEffect(() => stream.subscribe('prices', key), [key]);

  const press = (event: KeyboardEvent) => {
    const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: count - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      onMove(to, `handle ${key}`);
    }
  };

  return (
    <li ref={ref} className={`watched-row ${isDragging ? 'is-dragged' : ''}`}>
      <button
        type="button"
        ref={handleRef}
        className="grip"
        data-does={`handle ${key}`}
        aria-label={t('watch.handle', { name, place: index + 1, count })}
        aria-describedby="watch-keys"
        onKeyDown={press}
      >
        <GripIcon size={16} />
      </button>
      {editing ? (
        <RowEdit {...props} name={name} id={key} />
      ) : instrument === null ? (
        <span className="market-gone">
          {name}
          <span className="market-where">
            {asked.isError ? t('watch.unknown') : t(`exchange.${market.exchange}`)}
          </span>
        </span>
      ) : (
        <MarketRow
          instrument={instrument}
          selected={props.selected}
          onSelect={(chosen) => openMarket(chosen, props.onSelect)}
          line={index < SPARKLINES_MAX}
          named
        />
      )}
    </li>
  );
}

/** Ways to move and to take a row that need no dragging. */
function RowEdit({
  name,
  id,
  market,
  index,
  count,
  onMove,
  onRemove,
}: Props & { readonly name: string; readonly id: string }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="watched-name">
        {name}
        <span className="market-where">{t(`exchange.${market.exchange}`)}</span>
      </span>
      <button
        type="button"
        className="icon-button turned"
        data-does={`up ${id}`}
        aria-label={t('watch.up', { name })}
        // It stays in reach of the keyboard at the top, where it does nothing.
        aria-disabled={index === 0}
        onClick={() => onMove(index - 1, `up ${id}`)}
      >
        <ChevronIcon size={14} />
      </button>
      <button
        type="button"
        className="icon-button"
        data-does={`down ${id}`}
        aria-label={t('watch.down', { name })}
        aria-disabled={index === count - 1}
        onClick={() => onMove(index + 1, `down ${id}`)}
      >
        <ChevronIcon size={14} />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('watch.remove', { name })}
        onClick={onRemove}
      >
        <CloseIcon size={14} />
      </button>
    </>
  );
}
