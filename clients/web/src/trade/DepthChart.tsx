import './depth.css';

import {
  decimalsOf,
  depthAt,
  depthOf,
  depthWithin,
  formatAmount,
  formatCompact,
  formatPrice,
  formatQuantity,
  marketKey,
  plain,
  toCoordinate,
  exact,
  type Depth,
  type DepthPoint,
  type Instrument,
} from '@k2/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { pairName, unitOf, useBook, useLive } from '../hooks';
import { Segmented } from '../ui/Segmented';
import { Empty, Loading } from '../ui/States';

/** How far from the middle the chart reaches, in percent. */
const REACHES = ['0.1', '0.5', '1', '5'] as const;
type Reach = (typeof REACHES)[number];
/** The rows of the table, as shares of what the chart reaches. */
const SHARES = ['0.1', '0.25', '0.5', '1'] as const;
const AXIS = 22;
const DECIMALS_MAX = 4;

/** How much the book would give and take up to each price, drawn and as a table. */
export function DepthChart({ instrument }: { readonly instrument: Instrument }) {
  const { t } = useTranslation();
  const market = marketKey(instrument);
  useBook(market);
  const book = useLive(`book:${market}`);
  const connected = useLive('connection')?.status === 'live';
  const [reach, setReach] = useState<Reach>('0.1');
  const depth = useMemo(() => (book === undefined ? null : depthOf(book, reach)), [book, reach]);
  if (book === undefined) {
    return <Loading what={t('depth.title')} rows={10} />;
  }
  if (depth === null) {
    return <Empty title={t('book.empty')} hint={t('book.emptyHint')} />;
  }
  return (
    <div className={`depth ${book.stale || !connected ? 'is-stale' : ''}`}>
      <figure className="depth-figure">
        <figcaption className="sr-only">
          {t('depth.description', { pair: pairName(instrument) })}
        </figcaption>
        <Drawing depth={depth} instrument={instrument} />
      </figure>
      <div className="depth-side">
        <Segmented<Reach>
          label={t('depth.reach')}
          value={reach}
          options={REACHES.map((value) => ({ value, text: `${value}%` }))}
          onChange={setReach}
        />
        <DepthTable depth={depth} instrument={instrument} reach={reach} />
      </div>
    </div>
  );
}

interface Props {
  readonly depth: Depth;
  readonly instrument: Instrument;
  readonly reach: Reach;
}

/** What can be sold and bought within each distance of the middle. */
function DepthTable({ depth, instrument, reach }: Props) {
  const { t } = useTranslation();
  const lot = Math.min(DECIMALS_MAX, decimalsOf(instrument.limit_quantity.step ?? '0'));
  const cell = (points: readonly DepthPoint[], distance: string) => {
    const point = depthWithin(points, depth.middle, distance);
    // Beyond the last level that is seen there may be more.
    const least = point !== null && point === points.at(-1) ? '≥ ' : '';
    return (
      <td className="num right">
        {point === null ? '–' : `${least}${formatQuantity(point.total, lot)}`}
        <span className="dim depth-value">
          {point === null ? '' : formatCompact(worth(point, instrument))}
        </span>
      </td>
    );
  };
  return (
    <table className="table depth-table" aria-label={t('depth.table')}>
      <thead>
        <tr>
          <th scope="col">{t('depth.within')}</th>
          <th scope="col" className="right">
            {t('depth.bids')} ({unitOf(t, instrument)})
          </th>
          <th scope="col" className="right">
            {t('depth.asks')} ({unitOf(t, instrument)})
          </th>
        </tr>
      </thead>
      <tbody>
        {SHARES.map((share) => {
          const distance = plain(exact(reach).times(share));
          return (
            <tr key={share}>
              <th scope="row" className="num">
                {formatAmount(distance)}%
              </th>
              {cell(depth.bids, distance)}
              {cell(depth.asks, distance)}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Two hills of steps that meet in the middle, with what the pointer is at. */
function Drawing({ depth, instrument }: Omit<Props, 'reach'>) {
  const { t } = useTranslation();
  const { ref, width, height } = useElementSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const place = scaleOf(depth, width, Math.max(0, height - AXIS));
  const follow = (event: PointerEvent<HTMLElement>) => {
    setPointed(event.clientX - event.currentTarget.getBoundingClientRect().left);
  };
  const side = pointed !== null && pointed < width / 2 ? 'bids' : 'asks';
  const at = pointed === null ? null : place.price(pointed);
  const point = at === null ? null : depthAt(depth[side], side, at);
  const tick = instrument.tick_size;
  const ends = [place.price(0), depth.middle, place.price(width)];
  return (
    <div
      ref={ref}
      className="depth-drawing"
      onPointerMove={follow}
      onPointerLeave={() => setPointed(null)}
    >
      {width > 0 && (
        <svg width={width} height={height} aria-hidden="true" focusable="false">
          <path className="depth-bids" d={place.hill(depth.bids)} />
          <path className="depth-asks" d={place.hill(depth.asks)} />
          <line
            className="depth-middle"
            x1={width / 2}
            x2={width / 2}
            y1={0}
            y2={Math.max(0, height - AXIS)}
          />
          {point !== null && (
            <>
              <line
                className="depth-pointer"
                x1={place.x(point.price)}
                x2={place.x(point.price)}
                y1={0}
                y2={Math.max(0, height - AXIS)}
              />
              <circle
                className={`depth-dot depth-dot-${side}`}
                cx={place.x(point.price)}
                cy={place.y(point.total)}
                r={4}
              />
            </>
          )}
          {ends.map((price, index) => (
            <text
              key={index}
              className="depth-label num"
              x={index === 0 ? 8 : index === 1 ? width / 2 : width - 8}
              y={height - 7}
              textAnchor={index === 0 ? 'start' : index === 1 ? 'middle' : 'end'}
            >
              {formatPrice(plain(exact(price).toDecimalPlaces(decimalsOf(tick))), tick)}
            </text>
          ))}
        </svg>
      )}
      {point !== null && (
        <div className={`depth-note num ${side === 'bids' ? 'is-right' : ''}`} aria-hidden="true">
          <strong>{formatPrice(point.price, tick)}</strong>
          <span>
            {formatQuantity(point.total)} {unitOf(t, instrument)}
          </span>
          <span className="dim">
            {formatCompact(worth(point, instrument))} {instrument.quote}
          </span>
        </div>
      )}
    </div>
  );
}

const worth = (point: DepthPoint, { contract_size }: Instrument) =>
  plain(exact(point.value).times(contract_size));

/** Prices and totals as pixels: the middle in the middle, the farther side to its edge, the larger to the top. */
function scaleOf({ bids, asks, middle }: Depth, width: number, height: number) {
  const centre = toCoordinate(middle);
  const far = (points: readonly DepthPoint[]) =>
    Math.abs(toCoordinate(points.at(-1)?.price ?? middle) - centre);
  const span = Math.max(far(bids), far(asks)) || 1;
  const most =
    Math.max(toCoordinate(bids.at(-1)?.total ?? '0'), toCoordinate(asks.at(-1)?.total ?? '0')) || 1;
  const x = (price: string) => ((toCoordinate(price) - centre) / span + 1) * (width / 2);
  const y = (total: string) => height - (toCoordinate(total) / most) * (height - 12);
  const hill = (points: readonly DepthPoint[]) => {
    const first = points[0];
    const last = points.at(-1);
    if (first === undefined || last === undefined) {
      return '';
    }
    const steps = points.map((point) => `H${x(point.price)}V${y(point.total)}`).join('');
    // Beyond the last level that is seen nothing is known, so the hill ends there.
    return `M${x(first.price)},${height}${steps}V${height}Z`;
  };
  const price = (at: number) => (centre + (at / (width / 2 || 1) - 1) * span).toFixed(12);
  return { x, y, hill, price };
}
