import { formatCompact, formatPrice, type Instrument, marketKey } from '@k2/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { pairName, useLastMove, useLive, usePriceAge } from '../hooks';
import { Arrow } from '../ui/Arrow';
import { Change } from '../ui/Change';
import { ChevronIcon } from '../ui/icons';
import { Figure } from './Figure';
import { Funding } from './Funding';
import { Star } from '../watch/Star';

interface Props {
  readonly instrument: Instrument;
  /** Opens the list of markets where it is not on screen. */
  readonly onChoose: (() => void) | null;
}

/** Name, last price and the day's figures of the chosen market. */
export function InstrumentHead({ instrument, onChoose }: Props) {
  const { t } = useTranslation();
  const price = useLive(`price:${marketKey(instrument)}`);
  const age = usePriceAge(price);
  const tick = instrument.tick_size;
  const name = pairName(instrument);
  const way = useLastMove(price?.price ?? null);

  useEffect(() => {
    document.title = `${formatPrice(price?.price, tick)} · ${name} · K2`;
  }, [price?.price, tick, name]);

  return (
    <section className="panel head" aria-label={name}>
      <Star instrument={instrument} />
      <div className="head-name">
        <h1>
          {onChoose === null ? (
            name
          ) : (
            <button type="button" className="head-choose" onClick={onChoose}>
              {name}
              <ChevronIcon size={14} />
              <span className="sr-only">{t('markets.open')}</span>
            </button>
          )}
        </h1>
        <span className="dim">{t(`exchange.${instrument.exchange}`)}</span>
      </div>
      <div className={`head-price ${age?.stale === true ? 'is-stale' : ''}`}>
        <span className={`head-last num ${age?.stale === true ? '' : way}`}>
          <span className="sr-only">{t('head.last')} </span>
          {formatPrice(price?.price, tick)}
          <Arrow way={way} size={11} />
        </span>
        <Change percent={price?.change_24h} />
      </div>
      <dl className="head-figures">
        <Figure name={t('head.age')}>
          {age === null ? (
            '–'
          ) : age.stale ? (
            <span className="stale-tag">{t('head.stale', { age: age.text })}</span>
          ) : (
            age.text
          )}
        </Figure>
        {instrument.kind === 'perpetual' && <Funding instrument={instrument} />}
        <Figure name={t('head.high')}>{formatPrice(price?.high_24h, tick)}</Figure>
        <Figure name={t('head.low')}>{formatPrice(price?.low_24h, tick)}</Figure>
        <Figure name={t('head.volume')}>
          {formatCompact(price?.volume_24h)} {instrument.base}
        </Figure>
      </dl>
    </section>
  );
}
