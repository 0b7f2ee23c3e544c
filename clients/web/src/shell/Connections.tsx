import { formatAge, type ExchangeState } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { systemQuery } from '../data';
import { useLive, useNow } from '../hooks';

/** An exchange whose newest price is older than this is not to be trusted at a glance. */
const FRESH_MILLIS = 10_000;

/** Where the prices come from and how old they are, and the way from this browser to the server. */
export function Connections() {
  const system = useQuery(systemQuery);
  return (
    <div className="connections">
      {system.data?.exchanges.map((exchange) => (
        <Feed key={exchange.exchange} exchange={exchange} />
      ))}
      <Server />
    </div>
  );
}

function Feed({ exchange }: { readonly exchange: ExchangeState }) {
  const { t } = useTranslation();
  const now = useNow(500);
  const newest = useLive(`feed:${exchange.exchange}`);
  const age = newest === undefined ? null : Math.max(0, now - newest);
  const good = exchange.state === 'live' && age !== null && age < FRESH_MILLIS;
  const name = t(`exchange.${exchange.exchange}`);
  const ageText = age === null ? t('header.noAge') : formatAge(age);
  const title = t('header.feedTitle', {
    exchange: name,
    state: t(`header.feedStates.${exchange.state}`),
    latency:
      exchange.latency_ms === null ? '–' : t('header.latency', { millis: exchange.latency_ms }),
    reconnects: exchange.reconnects,
    age: ageText,
  });
  return (
    <span className={`chip ${good ? '' : 'chip-warn'}`} title={title}>
      <span className={`dot ${good ? 'dot-good' : 'dot-warn'}`} aria-hidden="true" />
      {name}
      <span className="num chip-figure">
        {exchange.state === 'live' ? ageText : t(`header.feedStates.${exchange.state}`)}
      </span>
      <span className="sr-only">{title}</span>
    </span>
  );
}

function Server() {
  const { t } = useTranslation();
  const connection = useLive('connection');
  const status = connection?.status ?? 'offline';
  const latency = connection?.latencyMillis ?? null;
  const text =
    status === 'live'
      ? latency === null
        ? t('header.measuring')
        : t('header.latency', { millis: Math.round(latency) })
      : t(status === 'connecting' ? 'header.connecting' : 'header.offline');
  const dot = status === 'live' ? 'dot-good' : status === 'connecting' ? 'dot-warn' : 'dot-bad';
  return (
    <span
      className={`chip ${status === 'live' ? '' : 'chip-warn'}`}
      title={t('header.serverLatency', { text })}
    >
      <span className={`dot ${dot}`} aria-hidden="true" />
      {t('header.toServer')}
      <span className="num chip-figure">{text}</span>
    </span>
  );
}
