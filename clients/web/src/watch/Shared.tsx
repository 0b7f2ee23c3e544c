import '../trade/trade.css';
import './watch.css';

import { ApiFailure, formatPrice, marketKey, type SharedInstrument } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { sharedQuery, systemQuery } from '../data';
import { pairName, useLive } from '../hooks';
import { publicStream } from '../k2';
import { ModeBadge } from '../shell/ModeBadge';
import { ThemeToggle } from '../shell/ThemeToggle';
import { Change } from '../ui/Change';
import { Logo } from '../ui/icons';
import { Empty, Failed, Loading } from '../ui/States';

/** A list that somebody shares, for whoever has its link: names and live prices, and nothing of the person. */
export default function Shared({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const list = useQuery(sharedQuery(token));
  const system = useQuery(systemQuery);
  const title = list.data?.name ?? t('watch.shared');
  useEffect(() => {
    publicStream.start();
    return () => publicStream.stop();
  }, []);
  useEffect(() => {
    document.title = `${title} · K2`;
  }, [title]);
  const over = list.error instanceof ApiFailure && list.error.status === 404;

  return (
    <div className="shared">
      <header className="header" data-mode={system.data?.mode}>
        <a className="brand" href="/">
          <Logo />
          <span className="brand-name">{t('app.name')}</span>
        </a>
        {system.data !== undefined && <ModeBadge mode={system.data.mode} long />}
        <div className="header-tools">
          <ThemeToggle />
        </div>
      </header>
      <main className="shared-main">
        <section className="panel" aria-labelledby="shared-name">
          <div className="shared-head">
            <h1 id="shared-name">{title}</h1>
            <Streaming />
          </div>
          {over ? (
            <Empty title={t('watch.over')} hint={t('watch.overHint')} />
          ) : list.data === undefined ? (
            list.isError ? (
              <Failed
                what={t('watch.shared')}
                failure={list.error}
                onRetry={() => void list.refetch()}
              />
            ) : (
              <Loading what={t('watch.shared')} />
            )
          ) : list.data.instruments.length === 0 ? (
            <Empty title={t('watch.empty')} hint={t('watch.sharedEmptyHint')} />
          ) : (
            <Prices items={list.data.instruments} name={title} />
          )}
        </section>
        <p className="dim">{t('watch.readOnly')}</p>
      </main>
    </div>
  );
}

function Prices({
  items,
  name,
}: {
  readonly items: readonly SharedInstrument[];
  readonly name: string;
}) {
  const { t } = useTranslation();
  return (
    <table className="table shared-table" aria-label={name}>
      <thead>
        <tr>
          <th scope="col">{t('watch.market')}</th>
          <th scope="col" className="right">
            {t('markets.last')}
          </th>
          <th scope="col" className="right">
            {t('markets.change')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <SharedRow key={marketKey(item)} item={item} />
        ))}
      </tbody>
    </table>
  );
}

function SharedRow({ item }: { readonly item: SharedInstrument }) {
  const { t } = useTranslation();
  const key = marketKey(item);
  // What is not known to any exchange cannot be streamed.
  const listed = item.kind !== null;
  useEffect(() => (listed ? publicStream.subscribe('prices', key) : undefined), [key, listed]);
  const streamed = useLive(`price:${key}`);
  const connected = useLive('connection')?.status === 'live';
  const price = streamed ?? item.price ?? undefined;
  const stale = price?.state === 'stale' || !connected;
  const { kind, base, quote } = item;
  const name =
    kind === null || base === null || quote === null
      ? item.instrument
      : pairName({ instrument: item.instrument, kind, base, quote });
  return (
    <tr className={stale ? 'is-stale' : ''}>
      <th scope="row">
        {name}
        <span className="market-where">{t(`exchange.${item.exchange}`)}</span>
      </th>
      <td className="right num">
        {formatPrice(price?.price, item.tick_size ?? '1')}
        {stale && price !== undefined && <span className="sr-only"> {t('watch.stale')}</span>}
      </td>
      <td className="right">
        <Change percent={price?.change_24h} />
      </td>
    </tr>
  );
}

/** Whether the prices move by themselves at this moment. */
function Streaming() {
  const { t } = useTranslation();
  const connected = useLive('connection')?.status === 'live';
  return (
    <span className="chip" role="status">
      <span className={`dot ${connected ? 'dot-good' : 'dot-warn'}`} />
      {t(connected ? 'watch.live' : 'watch.notLive')}
    </span>
  );
}
