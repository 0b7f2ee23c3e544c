import { heldTypes, offersOco, type OrderType, type TicketType } from '@k2/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

const PLAIN: readonly OrderType[] = ['limit', 'market'];

interface Props {
  readonly types: readonly OrderType[];
  readonly value: TicketType;
  readonly onChange: (type: TicketType) => void;
}

/** Limit and market in sight, the exchange's other types in a list beside them, then those that K2 holds. */
export function TypeChoice({ types, value, onChange }: Props) {
  const { t } = useTranslation();
  const name = useId();
  const plain = PLAIN.filter((type) => types.includes(type));
  const others = types.filter((type) => !PLAIN.includes(type));
  const held: readonly TicketType[] = [
    ...heldTypes(types),
    ...(offersOco(types) ? (['oco'] as const) : []),
  ];
  const chosen = others.some((type) => type === value) || held.includes(value);
  return (
    <div role="group" aria-label={t('ticket.type')} className="segmented ticket-type">
      {plain.map((type) => (
        <label key={type}>
          <input
            type="radio"
            name={name}
            checked={type === value}
            onChange={() => onChange(type)}
          />
          <span>{t(`ticket.types.${type}`)}</span>
        </label>
      ))}
      {others.length + held.length > 0 && (
        <select
          className={chosen ? 'is-chosen' : ''}
          aria-label={t('ticket.more')}
          value={chosen ? value : ''}
          onChange={(event) => onChange(event.target.value as TicketType)}
        >
          <option value="" disabled hidden>
            {t('ticket.more')}
          </option>
          {others.map((type) => (
            <option key={type} value={type}>
              {t(`ticket.types.${type}`)}
            </option>
          ))}
          {held.length > 0 && (
            <optgroup label={t('ticket.held')} title={t('ticket.heldHint')}>
              {held.map((type) => (
                <option key={type} value={type}>
                  {t(`ticket.types.${type}`)}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      )}
    </div>
  );
}
