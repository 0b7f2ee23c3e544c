import {
  exact,
  formatCompact,
  formatMoment,
  formatPrice,
  formatUtc,
  plain,
  type Candle,
  type Instrument,
} from '@k2/core';
import { useTranslation } from 'react-i18next';

import { Change } from '../ui/Change';

const ROWS = 120;

/** The chart's figures as a table, newest first. */
export function CandleTable({
  candles,
  instrument,
}: {
  readonly candles: readonly Candle[];
  readonly instrument: Instrument;
}) {
  const { t } = useTranslation();
  const tick = instrument.tick_size;
  const rows = candles.slice(-ROWS).reverse();
  return (
    <div className="scroll fill" tabIndex={0} role="group" aria-label={t('chart.title')}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            {(['open', 'high', 'low', 'close', 'volume', 'change'] as const).map((column) => (
              <th key={column} scope="col" className="right">
                {t(`chart.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((candle) => {
            const iso = new Date(candle.openMillis).toISOString();
            return (
              <tr key={candle.openMillis}>
                <td className="num" title={formatUtc(iso)}>
                  {formatMoment(iso)}
                </td>
                <td className="num right">{formatPrice(candle.open, tick)}</td>
                <td className="num right">{formatPrice(candle.high, tick)}</td>
                <td className="num right">{formatPrice(candle.low, tick)}</td>
                <td className="num right">{formatPrice(candle.close, tick)}</td>
                <td className="num right">{formatCompact(candle.volume)}</td>
                <td className="num right">
                  <Change percent={changeOf(candle)} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function changeOf(candle: Candle): string | null {
  const open = exact(candle.open);
  return open.isZero()
    ? null
    : plain(exact(candle.close).minus(open).div(open).times(100).toDecimalPlaces(4));
}
