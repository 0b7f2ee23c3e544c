import {
  decimalsOf,
  formatAmount,
  formatPrice,
  formatQuantity,
  groupingSteps,
  isOpen,
  ladder,
  parseDecimal,
  spread,
  toCoordinate,
  type Instrument,
  type LadderRow,
  type LiveBook,
  type Side,
  marketKey,
} from '@k2/core';
import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { openOrdersQuery } from '../data';
import { isByContract, useBook, useLastMove, useLive } from '../hooks';
import { usePrefs } from '../prefs';
import { Arrow } from '../ui/Arrow';
import { PauseIcon } from '../ui/icons';
import { Panel } from '../ui/Panel';
import { Empty, Loading } from '../ui/States';

const ROW = 21;
const ROW_COMPACT = 17;
/** More decimals of a quantity do not fit beside its price; they are cut, never rounded up. */
const DECIMALS_MAX = 5;
const MIDDLE = 40;
/** A spread with more letters is told by its share of the price alone. */
const WIDTH_SHOWN = 7;

interface Props {
  readonly instrument: Instrument;
  readonly onPrice: (price: string) => void;
}

/** The order book. Under the pointer it stands still, so that a press takes the price that was aimed at. */
export function Ladder({ instrument, onPrice }: Props) {
  const { t } = useTranslation();
  const id = marketKey(instrument);
  const current = useLive(`book:${id}`);
  const [held, setHeld] = useState<LiveBook | null>(null);
  const grouping = usePrefs((prefs) => prefs.grouping);
  const set = usePrefs((prefs) => prefs.set);
  const book = held ?? current;

  useBook(id);

  const best = book?.bids[0]?.[0] ?? null;
  const magnitude = best === null ? 0 : best.length;
  // The steps follow the price's size, not each of its moves.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const steps = useMemo(() => groupingSteps(instrument.tick_size, best), [instrument, magnitude]);
  const wanted = grouping[id];
  const step = wanted !== undefined && steps.includes(wanted) ? wanted : instrument.tick_size;

  return (
    <Panel
      title={t('book.title')}
      className="book"
      tools={
        <>
          {held !== null && (
            <span className="chip chip-held" title={t('book.heldHint')}>
              <PauseIcon size={11} />
              {t('book.held')}
            </span>
          )}
          <select
            className="plain-select"
            aria-label={t('book.group')}
            value={step}
            onChange={(event) => set({ grouping: { ...grouping, [id]: event.target.value } })}
          >
            {steps.map((value) => (
              <option key={value} value={value}>
                {value}
              </option>
            ))}
          </select>
        </>
      }
    >
      {book === undefined ? (
        <Loading what={t('book.title')} rows={14} />
      ) : book.bids.length === 0 && book.asks.length === 0 ? (
        <Empty title={t('book.empty')} hint={t('book.emptyHint')} />
      ) : (
        <Rows
          book={book}
          instrument={instrument}
          step={step}
          unlive={current?.stale === true}
          onPrice={onPrice}
          onHold={(hold) => setHeld(hold ? (current ?? null) : null)}
        />
      )}
    </Panel>
  );
}

interface RowsProps extends Props {
  readonly book: LiveBook;
  readonly step: string;
  /** Whether the book behind the one that is shown is live no more; the shown one may be held. */
  readonly unlive: boolean;
  readonly onHold: (hold: boolean) => void;
}

function Rows({ book, instrument, step, unlive, onPrice, onHold }: RowsProps) {
  const { t } = useTranslation();
  const { ref, height } = useElementSize();
  const connected = useLive('connection')?.status === 'live';
  const row = usePrefs((prefs) => prefs.compact) ? ROW_COMPACT : ROW;
  const rows = Math.max(3, Math.floor((height - MIDDLE) / 2 / row));
  const asks = ladder(book.asks, 'sell', step, rows);
  const bids = ladder(book.bids, 'buy', step, rows);
  const deepest = Math.max(widest(asks), widest(bids));
  const gap = spread(book);
  const own = useOwnPrices(instrument, step);
  const lotDecimals = Math.min(DECIMALS_MAX, decimalsOf(instrument.limit_quantity.step ?? '0'));
  const priceStale = useLive(`price:${marketKey(instrument)}`)?.state === 'stale';
  const stale = book.stale || unlive || priceStale || !connected;
  const side = (of: Side, list: readonly LadderRow[]) => (
    <BookSide
      side={of}
      rows={list}
      deepest={deepest}
      own={own[of]}
      tick={step}
      lotDecimals={lotDecimals}
      onPrice={onPrice}
    />
  );

  return (
    <>
      <div className="book-head" aria-hidden="true">
        <span>
          {t('book.price')} ({instrument.quote})
        </span>
        <span>{t('book.quantity')}</span>
        <span>
          {t('book.total')} {isByContract(instrument) ? '' : `(${instrument.base})`}
        </span>
      </div>
      <div
        ref={ref}
        className={`book-body ${stale ? 'is-stale' : ''}`}
        onPointerEnter={() => onHold(true)}
        onPointerLeave={() => onHold(false)}
      >
        {side('sell', asks)}
        <div className="book-middle">
          <LastPrice instrument={instrument} />
          {stale ? (
            <span className="stale-tag">{t('book.stale')}</span>
          ) : (
            gap !== null && (
              <span className="dim num">
                {gap.width.length > WIDTH_SHOWN
                  ? t('book.spreadShare', { bp: gap.basisPoints })
                  : t('book.spread', { width: formatAmount(gap.width), bp: gap.basisPoints })}
              </span>
            )
          )}
        </div>
        {side('buy', bids)}
      </div>
    </>
  );
}

function LastPrice({ instrument }: { readonly instrument: Instrument }) {
  const price = useLive(`price:${marketKey(instrument)}`)?.price ?? null;
  const way = useLastMove(price);
  return (
    <span className={`num book-mid change ${way}`}>
      {formatPrice(price, instrument.tick_size)}
      <Arrow way={way} size={9} />
    </span>
  );
}

interface SideProps {
  readonly side: Side;
  readonly rows: readonly LadderRow[];
  readonly deepest: number;
  readonly own: ReadonlySet<string>;
  readonly tick: string;
  readonly lotDecimals: number;
  readonly onPrice: (price: string) => void;
}

/** One side as buttons: Tab reaches the best price, the arrows go on from there. */
function BookSide({ side, rows, deepest, own, tick, lotDecimals, onPrice }: SideProps) {
  const { t } = useTranslation();
  const shown = side === 'sell' ? [...rows].reverse() : rows;
  const best = side === 'sell' ? shown.length - 1 : 0;
  // The group only hears the arrow keys that its buttons let through.
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={`book-side book-${side}`}
      role="group"
      aria-label={t(side === 'sell' ? 'book.asks' : 'book.bids')}
      onKeyDown={walk}
    >
      {shown.map((row, index) => (
        <button
          key={index}
          type="button"
          className="book-row num"
          tabIndex={index === best ? 0 : -1}
          onClick={() => onPrice(row.price)}
        >
          <span
            className="book-bar"
            style={{ transform: `scaleX(${toCoordinate(row.total) / deepest})` }}
            aria-hidden="true"
          />
          <span className="book-price">
            {own.has(row.price) && (
              <span className="book-own" title={t('book.own')}>
                <span className="sr-only">{t('book.own')} </span>
              </span>
            )}
            {formatPrice(row.price, tick)}
          </span>
          <span>{formatQuantity(row.quantity, lotDecimals)}</span>
          <span className="dim">{formatQuantity(row.total, lotDecimals)}</span>
        </button>
      ))}
    </div>
  );
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const next = rows[at + step];
  if (step !== 0 && at >= 0 && next !== undefined) {
    event.preventDefault();
    next.focus();
  }
}

function widest(rows: readonly LadderRow[]): number {
  return toCoordinate(rows.at(-1)?.total ?? '1') || 1;
}

/** The rows in which one's own orders stand, by side. */
function useOwnPrices(instrument: Instrument, step: string): Record<Side, ReadonlySet<string>> {
  const orders = useQuery(openOrdersQuery);
  return useMemo(() => {
    const mine = (orders.data ?? []).filter(
      (order) => isOpen(order) && marketKey(order) === marketKey(instrument),
    );
    const prices = (side: Side) => {
      const levels = mine
        .filter((order) => order.side === side && parseDecimal(order.price) !== null)
        .map((order) => [order.price ?? '0', order.quantity] as const);
      return new Set(
        levels.flatMap((level) => ladder([level], side, step, 1)).map((row) => row.price),
      );
    };
    return { buy: prices('buy'), sell: prices('sell') };
  }, [orders.data, instrument, step]);
}
