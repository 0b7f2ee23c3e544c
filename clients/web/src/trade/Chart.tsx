import {
  candleOf,
  decimalsOf,
  formatCompact,
  formatPrice,
  INTERVALS,
  parseTime,
  toCoordinate,
  withTrade,
  zoned,
  type Candle,
  type ChartInterval,
  type Instrument,
  type Order,
  marketKey,
} from '@k2/core';
import { useComputedColorScheme } from '@mantine/core';
import {
  CandlestickSeries,
  createChart,
  CrosshairMode,
  HistogramSeries,
  LineStyle,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { live, stream } from '../k2';
import { usePrefs } from '../prefs';

interface Props {
  readonly candles: readonly Candle[];
  readonly instrument: Instrument;
  readonly interval: ChartInterval;
  readonly orders: readonly Order[];
  readonly description: string;
}

interface Parts {
  readonly chart: IChartApi;
  readonly bars: ISeriesApi<'Candlestick'>;
  readonly volume: ISeriesApi<'Histogram'>;
}

/** Candles with volume, the live last bar and a line for each open order. One chart per market and interval. */
export default function Chart({ candles, instrument, interval, orders, description }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const parts = useRef<Parts | null>(null);
  const last = useRef<Candle | null>(null);
  const [pointed, setPointed] = useState<Candle | null>(null);
  const [newest, setNewest] = useState<Candle | null>(null);
  const scheme = useComputedColorScheme('dark');
  const palette = usePrefs((prefs) => prefs.palette);
  const { t } = useTranslation();
  const market = marketKey(instrument);
  const tick = instrument.tick_size;

  useEffect(() => {
    const element = box.current;
    if (element === null) {
      return undefined;
    }
    const built = build(element, tick, interval);
    parts.current = built;
    return () => {
      parts.current = null;
      built.chart.remove();
    };
  }, [tick, interval]);

  useEffect(() => {
    if (parts.current !== null) {
      paint(parts.current);
    }
  }, [scheme, palette]);

  useEffect(() => {
    const built = parts.current;
    if (built === null) {
      return undefined;
    }
    const colours = volumeColours();
    const first = last.current === null;
    built.bars.setData(candles.map(barOf));
    built.volume.setData(candles.map((candle) => columnOf(candle, colours)));
    last.current = candles.at(-1) ?? null;
    if (first) {
      built.chart
        .timeScale()
        .setVisibleLogicalRange({ from: candles.length - 110, to: candles.length + 6 });
    }
    const byTime = new Map(candles.map((candle) => [seconds(candle), candle]));
    const follow = ({ time }: { readonly time?: Time }) => {
      setPointed(time === undefined ? null : (byTime.get(time as UTCTimestamp) ?? last.current));
    };
    built.chart.subscribeCrosshairMove(follow);
    return () => built.chart.unsubscribeCrosshairMove(follow);
  }, [candles, tick, interval, scheme, palette]);

  useEffect(() => {
    const id = market;
    const draw = (candle: Candle | null) => {
      if (candle !== null && candle !== last.current && parts.current !== null) {
        last.current = candle;
        setNewest(candle);
        parts.current.bars.update(barOf(candle));
        parts.current.volume.update(columnOf(candle, volumeColours()));
      }
    };
    let seen = live.get(`tape:${id}`)?.[0]?.number ?? -1;
    const onTrades = () => {
      const fresh = (live.get(`tape:${id}`) ?? []).filter((trade) => trade.number > seen).reverse();
      seen = fresh.at(-1)?.number ?? seen;
      let bar = last.current;
      for (const trade of fresh) {
        bar = withTrade(
          bar,
          trade.price,
          trade.quantity,
          parseTime(trade.timestamp) ?? Date.now(),
          interval,
        );
      }
      draw(bar);
    };
    const onCandle = () => {
      const message = live.get(`candle:${id}:${interval}`);
      const candle = message === undefined ? null : candleOf(message);
      if (candle !== null && candle.openMillis >= (last.current?.openMillis ?? 0)) {
        draw(candle);
      }
    };
    const leave = [
      stream.subscribe('candles', id, interval),
      stream.subscribe('trades', id),
      live.subscribe(`candle:${id}:${interval}`, onCandle),
      live.subscribe(`tape:${id}`, onTrades),
    ];
    return () => leave.forEach((undo) => undo());
  }, [market, interval]);

  useEffect(() => {
    const bars = parts.current?.bars;
    const mine = orders.filter((one) => marketKey(one) === market);
    const lines: IPriceLine[] = [];
    for (const order of mine) {
      const price = order.price ?? order.trigger_price ?? order.stop_price;
      if (price !== null && bars !== undefined) {
        const side = t(order.side === 'buy' ? 'ticket.buy' : 'ticket.sell');
        lines.push(
          bars.createPriceLine({
            price: toCoordinate(price),
            color: colour(order.side === 'buy' ? '--up' : '--down'),
            lineWidth: 1,
            lineStyle: LineStyle.Dashed,
            axisLabelVisible: true,
            title: t('chart.order', { side, quantity: order.quantity }),
          }),
        );
      }
    }
    return () => {
      if (parts.current?.bars === bars) {
        lines.forEach((line) => bars?.removePriceLine(line));
      }
    };
  }, [orders, market, interval, scheme, palette, t]);

  const shown = pointed ?? newest ?? candles.at(-1) ?? null;
  return (
    <figure className="chart-figure">
      <figcaption className="sr-only">{description}</figcaption>
      {shown !== null && <Legend candle={shown} tick={tick} />}
      <div ref={box} className="chart-box" />
    </figure>
  );
}

function Legend({ candle, tick }: { readonly candle: Candle; readonly tick: string }) {
  const { t } = useTranslation();
  const way = toCoordinate(candle.close) >= toCoordinate(candle.open) ? 'up' : 'down';
  return (
    <div className="chart-legend num" aria-hidden="true">
      {(['open', 'high', 'low', 'close'] as const).map((part) => (
        <span key={part}>
          {t(`chart.${part}`).charAt(0)} <b className={way}>{formatPrice(candle[part], tick)}</b>
        </span>
      ))}
      <span>
        V <b>{formatCompact(candle.volume)}</b>
      </span>
    </div>
  );
}

function build(element: HTMLElement, tick: string, interval: ChartInterval): Parts {
  const daily = INTERVALS[interval] >= INTERVALS['1d'];
  const chart = createChart(element, {
    autoSize: true,
    layout: { fontFamily: "'Inter', sans-serif", fontSize: 11, attributionLogo: true },
    crosshair: { mode: CrosshairMode.Normal },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.1, bottom: 0.24 } },
    timeScale: {
      borderVisible: false,
      timeVisible: !daily,
      secondsVisible: interval === '1s',
      rightOffset: 6,
      tickMarkFormatter: (time: Time, kind: number) => tickText(time as number, kind, daily),
    },
    localization: { timeFormatter: (time: Time) => momentText(time as number, daily) },
  });
  const bars = chart.addSeries(CandlestickSeries, {
    priceFormat: { type: 'price', precision: decimalsOf(tick), minMove: toCoordinate(tick) },
    borderVisible: false,
  });
  const volume = chart.addSeries(HistogramSeries, {
    priceFormat: { type: 'volume' },
    priceScaleId: 'volume',
    lastValueVisible: false,
    priceLineVisible: false,
  });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
  const built = { chart, bars, volume };
  paint(built);
  return built;
}

/** The chart takes its colours from the page's own, at every change of theme. */
function paint({ chart, bars }: Parts): void {
  const grid = { color: colour('--grid') };
  const label = colour('--line-strong');
  chart.applyOptions({
    layout: { background: { color: colour('--panel') }, textColor: colour('--dim') },
    grid: { vertLines: grid, horzLines: grid },
    crosshair: {
      vertLine: { color: colour('--dim'), labelBackgroundColor: label },
      horzLine: { color: colour('--dim'), labelBackgroundColor: label },
    },
  });
  bars.applyOptions({
    upColor: colour('--up'),
    downColor: colour('--down'),
    wickUpColor: colour('--up'),
    wickDownColor: colour('--down'),
  });
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const volumeColours = () => ({ up: colour('--up-bar'), down: colour('--down-bar') });

const seconds = (candle: Candle) => (candle.openMillis / 1_000) as UTCTimestamp;

function barOf(candle: Candle) {
  return {
    time: seconds(candle),
    open: toCoordinate(candle.open),
    high: toCoordinate(candle.high),
    low: toCoordinate(candle.low),
    close: toCoordinate(candle.close),
  };
}

function columnOf(candle: Candle, colours: { readonly up: string; readonly down: string }) {
  const rises = toCoordinate(candle.close) >= toCoordinate(candle.open);
  return {
    time: seconds(candle),
    value: toCoordinate(candle.volume),
    color: rises ? colours.up : colours.down,
  };
}

const hours = zoned('en-GB', { hour: '2-digit', minute: '2-digit' });
const clock = zoned('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = zoned('en-GB', { day: 'numeric', month: 'short' });
const month = zoned('en-GB', { month: 'short', year: 'numeric' });

/** The chart counts years, months, days, minutes and seconds from 0 to 4. A bar of days begins in UTC. */
function tickText(time: number, kind: number, daily: boolean): string {
  const millis = time * 1_000;
  if (daily) {
    return kind <= 1 ? month.format(millis) : day.format(millis);
  }
  return kind <= 2 ? day.format(millis) : kind === 3 ? hours.format(millis) : clock.format(millis);
}

function momentText(time: number, daily: boolean): string {
  const millis = time * 1_000;
  return daily
    ? new Date(millis).toISOString().slice(0, 10)
    : `${day.format(millis)} ${hours.format(millis)}`;
}
