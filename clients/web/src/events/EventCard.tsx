import { formatChance, formatQuantity, mostTraded, type Event, type EventContract } from '@k2/core';
import { useTranslation } from 'react-i18next';

import { eventAddress } from '../place';
import { Countdown, hasSubtitle, useContractPrice } from './live';

/** Contracts of an event that its card shows; each of them streams. */
const SHOWN = 3;

export function EventCard({ event, chosen }: { readonly event: Event; readonly chosen: boolean }) {
  const { t } = useTranslation();
  const shown = mostTraded(event.contracts, SHOWN);
  const more = event.contracts.length - shown.length;
  return (
    <a
      className="event-card"
      href={eventAddress(event.ticker)}
      aria-current={chosen ? 'true' : undefined}
    >
      <span className="event-card-head">
        <span className="event-category">{event.category}</span>
        <Countdown to={event.closes_at} status={event.status} />
      </span>
      <strong>{event.title}</strong>
      {hasSubtitle(event) && <span className="dim">{event.subtitle}</span>}
      <span className="event-card-rows">
        {shown.map((contract) => (
          <CardRow key={contract.instrument} exchange={event.exchange} contract={contract} />
        ))}
      </span>
      <span className="event-card-foot dim">
        {more > 0 ? t('events.moreContracts', { count: more }) : ''}
        <span>{t('events.volume', { volume: formatQuantity(event.volume_24h, 0) })}</span>
      </span>
    </a>
  );
}

interface RowProps {
  readonly exchange: Event['exchange'];
  readonly contract: EventContract;
}

function CardRow({ exchange, contract }: RowProps) {
  const { t } = useTranslation();
  const price = useContractPrice(exchange, contract);
  return (
    <span className="event-card-row">
      <span className="event-yes">{contract.yes === '' ? contract.title : contract.yes}</span>
      <span className="num">
        {contract.result === null
          ? formatChance(price?.probability)
          : t(`events.results.${contract.result.ruling}`)}
      </span>
    </span>
  );
}
