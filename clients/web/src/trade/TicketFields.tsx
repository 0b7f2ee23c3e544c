import {
  formatPrice,
  hasLimitPrice,
  hasStopPrice,
  marketKey,
  type Instrument,
  type Problem,
  type TicketField,
  type TrailUnit,
} from '@k2/core';
import { useTranslation } from 'react-i18next';

import { useLive } from '../hooks';
import { Segmented } from '../ui/Segmented';
import { Field } from './Field';
import type { Quote } from './quote';
import { useIsRoutable } from './Routes';
import { useTicket } from './ticketStore';
import { TimeChoice } from './TimeChoice';

interface Props {
  readonly instrument: Instrument;
  readonly quote: Quote;
  readonly problem: (field: TicketField) => Problem | undefined;
}

/** The prices that an order of the chosen type has. */
export function Prices({ instrument, quote, problem }: Props) {
  const { t } = useTranslation();
  const ticket = useTicket();
  const { type } = ticket;
  const { tick } = quote.rules;
  return (
    <>
      {hasStopPrice(type) && type !== 'oco' && <StopPrice {...{ instrument, quote, problem }} />}
      {type === 'trailing_stop' && (
        <Field
          id="ticket-trailing"
          label={t('ticket.trailing')}
          unit={ticket.trailUnit === 'percent' ? '%' : instrument.quote}
          value={ticket.trailing}
          step={ticket.trailUnit === 'percent' ? '0.1' : tick}
          problem={problem('trailing')}
          onChange={(trailing) => ticket.write({ trailing })}
          tools={
            <Segmented<TrailUnit>
              label={t('ticket.trailUnit')}
              className="trail-unit"
              value={ticket.trailUnit}
              options={[
                { value: 'percent', text: t('ticket.inPercent') },
                { value: 'offset', text: instrument.quote },
              ]}
              onChange={(trailUnit) => ticket.write({ trailUnit, trailing: '' })}
            />
          }
        />
      )}
      {hasLimitPrice(type) && (
        <Field
          id="ticket-price"
          label={t('ticket.price')}
          unit={instrument.quote}
          value={ticket.price}
          step={tick}
          placeholder={quote.marketPrice ?? ''}
          problem={problem('price')}
          onChange={(price) => ticket.write({ price })}
          tools={
            <BestPrices instrument={instrument} onPrice={(price) => ticket.write({ price })} />
          }
        />
      )}
      {type === 'market' && (
        <div className="ticket-market">
          <span>{t('ticket.price')}</span>
          <span className="dim">{t('ticket.marketPrice')}</span>
        </div>
      )}
      {type === 'oco' && (
        <>
          <StopPrice {...{ instrument, quote, problem }} />
          <Field
            id="ticket-stopLimit"
            label={t('ticket.stopLimit')}
            unit={instrument.quote}
            value={ticket.stopLimit}
            step={tick}
            placeholder={t('ticket.atMarket')}
            problem={problem('stopLimit')}
            onChange={(stopLimit) => ticket.write({ stopLimit })}
          />
        </>
      )}
    </>
  );
}

function StopPrice({ instrument, quote, problem }: Props) {
  const { t } = useTranslation();
  const ticket = useTicket();
  return (
    <Field
      id="ticket-stopPrice"
      label={t('ticket.stopPrice')}
      unit={instrument.quote}
      value={ticket.stopPrice}
      step={quote.rules.tick}
      problem={problem('stopPrice')}
      onChange={(stopPrice) => ticket.write({ stopPrice })}
    />
  );
}

/** How long the order stays, what it may do, and who chooses its exchange. */
export function Conditions({ instrument, problem }: Omit<Props, 'quote'>) {
  const { t } = useTranslation();
  const ticket = useTicket();
  const routable = useIsRoutable(instrument);
  const timed = hasLimitPrice(ticket.type) && ticket.type !== 'oco';
  return (
    <>
      {timed && (
        <TimeChoice
          name="ticket"
          offered={instrument.times_in_force}
          timeInForce={ticket.timeInForce}
          goodTill={ticket.goodTill}
          problem={problem('goodTill')}
          onChange={ticket.write}
        />
      )}
      {instrument.kind === 'perpetual' && (
        <Check
          text={t('ticket.reduceOnly')}
          hint={t('ticket.reduceOnlyHint')}
          on={ticket.reduceOnly}
          onChange={(reduceOnly) => ticket.write({ reduceOnly })}
        />
      )}
      {routable && (
        <Check
          text={t('ticket.routed')}
          hint={t('ticket.routedHint')}
          on={ticket.routed}
          onChange={(routed) => ticket.write({ routed })}
        />
      )}
    </>
  );
}

function Check({
  text,
  hint,
  on,
  onChange,
}: {
  readonly text: string;
  readonly hint: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <label className="check ticket-check" title={hint}>
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
      {text}
    </label>
  );
}

/** The best prices of the book, one press away. */
function BestPrices({
  instrument,
  onPrice,
}: {
  readonly instrument: Instrument;
  readonly onPrice: (price: string) => void;
}) {
  const { t } = useTranslation();
  const price = useLive(`price:${marketKey(instrument)}`);
  return (
    <div className="best">
      {(['bid', 'ask'] as const).map((side) => {
        const value = price?.[side] ?? null;
        return (
          <button
            key={side}
            type="button"
            disabled={value === null}
            onClick={() => value !== null && onPrice(value)}
          >
            {t(`ticket.${side}`)}{' '}
            <span className={`num ${side === 'bid' ? 'up' : 'down'}`}>
              {formatPrice(value, instrument.tick_size)}
            </span>
          </button>
        );
      })}
    </div>
  );
}
