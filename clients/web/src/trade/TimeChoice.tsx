import { clockAt, momentOf, type Problem, type TimeInForce } from '@k2/core';
import { useTranslation } from 'react-i18next';

import { ProblemLine } from './Field';

export interface Lasting {
  readonly timeInForce: TimeInForce;
  /** When an order good till a date ends, in UTC. */
  readonly goodTill: string | null;
}

interface Props extends Lasting {
  /** Names the fields: the ticket or the ticket of a contract. */
  readonly name: string;
  readonly offered: readonly TimeInForce[];
  readonly problem: Problem | undefined;
  readonly onChange: (change: Partial<Lasting>) => void;
}

/** How long an order stays, and until when where it ends by the clock that times are shown by. */
export function TimeChoice({ name, offered, timeInForce, goodTill, problem, onChange }: Props) {
  const { t } = useTranslation();
  const end = `${name}-goodTill`;
  return (
    <>
      <div className="ticket-line">
        <label htmlFor={`${name}-tif`}>{t('ticket.tif')}</label>
        <select
          id={`${name}-tif`}
          className="plain-select"
          value={timeInForce}
          onChange={(event) => onChange({ timeInForce: event.target.value as TimeInForce })}
        >
          {offered.map((one) => (
            <option key={one} value={one}>
              {t(`ticket.tifs.${one}`)}
            </option>
          ))}
        </select>
      </div>
      {timeInForce === 'gtd' && (
        <div className="ticket-field">
          <div className="ticket-line">
            <label htmlFor={end}>{t('ticket.goodTill')}</label>
            <input
              id={end}
              type="datetime-local"
              className="field ticket-end-time num"
              aria-invalid={problem !== undefined}
              aria-describedby={problem === undefined ? undefined : `${end}-problem`}
              defaultValue={goodTill === null ? '' : clockAt(Date.parse(goodTill))}
              onChange={(event) => onChange({ goodTill: momentOf(event.target.value) })}
            />
          </div>
          <ProblemLine id={`${end}-problem`} problem={problem} />
        </div>
      )}
    </>
  );
}
