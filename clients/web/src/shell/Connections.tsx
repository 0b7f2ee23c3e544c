import { Popover } from '@mantine/core';
import { formatAge, type Component, type ExchangeState } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

import { healthQuery, systemQuery } from '../data';
import { useLive, useNow } from '../hooks';
import { stream } from '../k2';
import { Failed, Loading } from '../ui/States';

/** An exchange whose newest price is older than this is not to be trusted at a glance. */
const FRESH_MILLIS = 10_000;

/** Where the prices come from and how old they are, and the way from this browser to the server. */
export function Connections() {
  const { t } = useTranslation();
  const exchanges = useQuery(systemQuery).data?.exchanges ?? [];
  return (
    <Popover position="bottom-end" width={580} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={`connections ${exchanges.length > 1 ? 'connections-many' : ''}`}
        >
          <span className="sr-only">{t('header.connections')}</span>
          {exchanges.map((exchange) => (
            <Feed key={exchange.exchange} exchange={exchange} short={exchanges.length > 2} />
          ))}
          <Server />
        </button>
      </Popover.Target>
      <Popover.Dropdown className="standing" aria-label={t('header.connections')}>
        <Standing />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The ways of a price: from each exchange to the server, and from the server to this page; then every part. */
function Standing() {
  const { t } = useTranslation();
  const exchanges = useQuery(systemQuery).data?.exchanges ?? [];
  const connection = useLive('connection');
  const latency = connection?.latencyMillis ?? null;
  return (
    // What is longer than the screen is scrolled, by the keyboard too.

    <div className="standing-scroll" tabIndex={0} role="group" aria-label={t('header.connections')}>
      <p className="standing-line">
        <span
          className={`dot ${connection?.status === 'live' ? 'dot-good' : 'dot-bad'}`}
          aria-hidden="true"
        />
        {t('connections.browser')}
        <span className="num">
          {connection?.status === 'live' && latency !== null
            ? t('header.latency', { millis: Math.round(latency) })
            : t(connection?.status === 'live' ? 'header.measuring' : 'header.offline')}
        </span>
      </p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('connections.exchange')}</th>
            <th scope="col">{t('connections.state')}</th>
            {(['latency', 'heard', 'age', 'reconnects'] as const).map((column) => (
              <th key={column} scope="col" className="right">
                {t(`connections.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {exchanges.map((exchange) => (
            <Way key={exchange.exchange} exchange={exchange} />
          ))}
        </tbody>
      </table>
      <p className="dim">{t('connections.hint')}</p>
      <details>
        <summary>{t('connections.parts')}</summary>
        <Parts />
      </details>
    </div>
  );
}

/** One exchange: how its feed is, and how long its prices take and have taken. */
function Way({ exchange }: { readonly exchange: ExchangeState }) {
  const { t } = useTranslation();
  const { good, age } = useFeed(exchange);
  return (
    <tr className={good ? '' : 'is-warned'}>
      <th scope="row">
        <span className="standing-line">
          <span className={`dot ${good ? 'dot-good' : 'dot-warn'}`} aria-hidden="true" />
          {t(`exchange.${exchange.exchange}`)}
        </span>
      </th>
      <td>{t(`header.feedStates.${exchange.state}`)}</td>
      <td className="num right">
        {exchange.latency_ms === null ? '–' : t('header.latency', { millis: exchange.latency_ms })}
      </td>
      <td className="num right">{exchange.age_ms === null ? '–' : formatAge(exchange.age_ms)}</td>
      <td className="num right">{age === null ? '–' : formatAge(age)}</td>
      <td className="num right">{exchange.reconnects}</td>
    </tr>
  );
}

/** Whether an exchange's prices can be trusted at a glance, and how old the newest is here. */
function useFeed(exchange: ExchangeState): { readonly good: boolean; readonly age: number | null } {
  const now = useNow(500);
  const newest = useLive(`feed:${exchange.exchange}`);
  const followed = stream.followsPricesOf(exchange.exchange);
  const age = newest === undefined || !followed ? null : Math.max(0, now - newest);
  const good =
    exchange.state === 'live' &&
    (age === null
      ? // Nobody looks at any of its markets here, so its own word has to do.
        exchange.health === 'healthy'
      : exchange.health !== 'unhealthy' && age < FRESH_MILLIS);
  return { good, age };
}

/** Every part of the server and of its exchanges, and how it stands. */
function Parts() {
  const { t } = useTranslation();
  const health = useQuery(healthQuery);
  if (health.data === undefined) {
    return health.isError ? (
      <Failed
        what={t('header.connections')}
        failure={health.error}
        onRetry={() => void health.refetch()}
      />
    ) : (
      <Loading what={t('header.connections')} rows={4} />
    );
  }
  return (
    <ul>
      {health.data.map((component) => (
        <li key={component.name}>
          <State name={nameOf(t, component.name)} status={component.status} />
          {component.message !== null && <p className="dim">{component.message}</p>}
          {component.parts.length > 0 && (
            <ul>
              {inner(component.parts).map((part, index) => (
                <li key={`${part.name} ${index}`}>
                  <State name={lastName(part.name)} status={part.status} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

function State({ name, status }: { readonly name: string; readonly status: Component['status'] }) {
  const { t } = useTranslation();
  return (
    <span className="standing-line">
      <span className={`dot ${DOTS[status]}`} aria-hidden="true" />
      {name}
      <span className="dim">{t(`header.health.${status}`)}</span>
    </span>
  );
}

/** A part's part that has its name and stands as it does says nothing more to a person. */
const inner = (parts: Component['parts']) =>
  parts.filter(
    (part, index) =>
      lastName(part.name) !== lastName(parts[index - 1]?.name ?? '') ||
      part.status !== parts[index - 1]?.status,
  );

const lastName = (name: string) => name.slice(name.lastIndexOf(' / ') + 1).replace('/ ', '');

const DOTS = {
  healthy: 'dot-good',
  degraded: 'dot-warn',
  unknown: 'dot-warn',
  unhealthy: 'dot-bad',
} as const;

const nameOf = (t: TFunction, name: string) => t(`exchange.${name}`, { defaultValue: name });

function Feed({ exchange, short }: { readonly exchange: ExchangeState; readonly short: boolean }) {
  const { t } = useTranslation();
  const { good, age } = useFeed(exchange);
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
      {/* Among many, only what is not as it should be has a figure; the title tells each age. */}
      {short && good ? null : (
        <span className="num chip-figure">
          {exchange.state === 'live' ? ageText : t(`header.feedStates.${exchange.state}`)}
        </span>
      )}
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
