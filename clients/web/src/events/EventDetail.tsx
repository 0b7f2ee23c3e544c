import {
  formatCents,
  formatChance,
  formatMoment,
  formatQuantity,
  formatUtc,
  priceOf,
  type Event,
  type EventContract,
  type Outcome,
} from '@k2/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ContractTicket } from './ContractTicket';
import { Countdown, hasSubtitle, useContractPrice } from './live';

interface Choice {
  readonly instrument: string;
  readonly outcome: Outcome;
}

/** One event: its contracts with both prices, the rules of the chosen one, and its ticket. */
export function EventDetail({ event }: { readonly event: Event }) {
  const { t } = useTranslation();
  const [choice, choose] = useState<Choice | null>(null);
  const chosen = useMemo(
    () =>
      event.contracts.find((one) => one.instrument === choice?.instrument) ??
      event.contracts.find((one) => one.state === 'open') ??
      event.contracts[0],
    [choice, event.contracts],
  );
  return (
    <>
      <div className="event-head">
        <p className="event-card-head">
          <span className="event-category">{event.category}</span>
          <Countdown to={event.closes_at} status={event.status} />
        </p>
        <h2>{event.title}</h2>
        {hasSubtitle(event) && <p className="dim">{event.subtitle}</p>}
        <p className="dim">
          {t(`exchange.${event.exchange}`)} ·{' '}
          {t('events.volume', { volume: formatQuantity(event.volume_24h, 0) })}
          {event.exclusive && ` · ${t('events.exclusive')}`}
        </p>
      </div>
      <div className="event-body">
        <div className="event-contracts scroll" tabIndex={0} role="group" aria-label={event.title}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('events.contract')}</th>
                <th scope="col" className="right">
                  {t('events.chance')}
                </th>
                <th scope="col" className="right">
                  {t('events.yes')}
                </th>
                <th scope="col" className="right">
                  {t('events.no')}
                </th>
              </tr>
            </thead>
            <tbody>
              {event.contracts.map((contract) => (
                <ContractRow
                  key={contract.instrument}
                  event={event}
                  contract={contract}
                  chosen={contract === chosen}
                  outcome={choice?.outcome ?? 'yes'}
                  onChoose={(outcome) => choose({ instrument: contract.instrument, outcome })}
                />
              ))}
            </tbody>
          </table>
        </div>
        {chosen !== undefined && (
          <div className="event-side">
            {chosen.state === 'open' ? (
              <ContractTicket
                key={chosen.instrument}
                event={event}
                contract={chosen}
                outcome={choice?.outcome ?? 'yes'}
                onOutcome={(outcome) => choose({ instrument: chosen.instrument, outcome })}
              />
            ) : (
              <Ended contract={chosen} />
            )}
            <Rules event={event} contract={chosen} />
          </div>
        )}
      </div>
    </>
  );
}

interface RowProps {
  readonly event: Event;
  readonly contract: EventContract;
  readonly chosen: boolean;
  readonly outcome: Outcome;
  readonly onChoose: (outcome: Outcome) => void;
}

function ContractRow({ event, contract, chosen, outcome, onChoose }: RowProps) {
  const { t } = useTranslation();
  const price = useContractPrice(event.exchange, contract);
  const name = contract.yes === '' ? contract.title : contract.yes;
  const asks: Readonly<Record<Outcome, string | null>> = {
    yes: price?.ask ?? null,
    no: priceOf('no', price?.bid),
  };
  return (
    <tr className={chosen ? 'is-chosen' : ''}>
      <th scope="row">{name}</th>
      <td className="num right">
        {contract.result === null
          ? formatChance(price?.probability)
          : t(`events.results.${contract.result.ruling}`)}
      </td>
      {(['yes', 'no'] as const).map((one) => (
        <td key={one} className="right">
          {contract.state === 'open' ? (
            <button
              type="button"
              className={`outcome outcome-${one} num`}
              aria-pressed={chosen && outcome === one}
              aria-label={t('events.pick', {
                outcome: t(`events.${one}`),
                name,
                price: formatCents(asks[one]),
              })}
              onClick={() => onChoose(one)}
            >
              {formatCents(asks[one])}
            </button>
          ) : (
            <span className="num dim">
              {contract.result === null
                ? t(`events.states.${contract.state}`)
                : formatCents(priceOf(one, contract.result.value))}
            </span>
          )}
        </td>
      ))}
    </tr>
  );
}

function Ended({ contract }: { readonly contract: EventContract }) {
  const { t } = useTranslation();
  return (
    <div className="event-ended">
      <strong>{t(`events.states.${contract.state}`)}</strong>
      {contract.result !== null && (
        <p>
          {t('events.ended', {
            result: t(`events.results.${contract.result.ruling}`),
            yes: formatCents(contract.result.value),
            no: formatCents(priceOf('no', contract.result.value)),
          })}
        </p>
      )}
      {contract.settled_at !== null && (
        <p className="dim" title={formatUtc(contract.settled_at)}>
          {t('events.settledAt', { time: formatMoment(contract.settled_at) })}
        </p>
      )}
    </div>
  );
}

function Rules({ event, contract }: { readonly event: Event; readonly contract: EventContract }) {
  const { t } = useTranslation();
  return (
    <div className="event-rules">
      <h3>{contract.title}</h3>
      <dl>
        <dt>{t('events.yes')}</dt>
        <dd>{contract.yes}</dd>
        <dt>{t('events.no')}</dt>
        <dd>{contract.no === contract.yes ? t('events.anythingElse') : contract.no}</dd>
        <dt>{t('events.closesAt')}</dt>
        <dd title={formatUtc(contract.closes_at)}>
          {formatMoment(contract.closes_at)}
          {contract.may_close_early && ` · ${t('events.early')}`}
        </dd>
        {contract.settles_at !== null && (
          <>
            <dt>{t('events.expected')}</dt>
            <dd title={formatUtc(contract.settles_at)}>{formatMoment(contract.settles_at)}</dd>
          </>
        )}
        {event.sources.length > 0 && (
          <>
            <dt>{t('events.source')}</dt>
            <dd>{event.sources.map((one) => one.name).join(', ')}</dd>
          </>
        )}
      </dl>
      <p>{contract.rules}</p>
    </div>
  );
}
