import '../events/events.css';

import { useMediaQuery } from '@mantine/hooks';
import { type EventQuery, type EventStatus } from '@k2/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eventQuery, eventsQuery } from '../data';
import { EventCard } from '../events/EventCard';
import { EventDetail } from '../events/EventDetail';
import { Positions } from '../events/Positions';
import { stream } from '../k2';
import { EVENTS } from '../place';
import { Banners, Header } from '../shell/Header';
import { Shortcuts } from '../shell/Shortcuts';
import { useOrderNotices } from '../trade/notices';
import { Panel } from '../ui/Panel';
import { Segmented } from '../ui/Segmented';
import { Empty, Failed, Loading } from '../ui/States';

const TYPED_MILLIS = 300;
const CATEGORIES_FROM = 100;
const ENDED: readonly EventStatus[] = ['closed', 'settled'];

/** Event contracts: what can be traded on the left, one event with its ticket on the right. */
export default function Events({ event }: { readonly event: string | null }) {
  const narrow = useMediaQuery('(max-width: 899px)', undefined, { getInitialValueInEffect: false });
  const { t } = useTranslation();
  useOrderNotices();
  useEffect(() => stream.subscribe('orders', null), []);

  return (
    <div className="screen">
      <Header />
      <Banners />
      <main className="events">
        <h1 className="sr-only">{t('events.title')}</h1>
        {!(narrow && event !== null) && <EventList chosen={event} />}
        {event === null ? (
          !narrow && (
            <section className="panel event-none">
              <Empty title={t('events.choose')} hint={t('events.chooseHint')} />
            </section>
          )
        ) : (
          <ChosenEvent key={event} ticker={event} narrow={narrow} />
        )}
        <Panel title={t('events.positions')} className="event-positions">
          <Positions />
        </Panel>
      </main>
      <Shortcuts onStep={() => undefined} />
    </div>
  );
}

type Sort = NonNullable<EventQuery['sort']>;

function EventList({ chosen }: { readonly chosen: string | null }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [category, setCategory] = useState('');
  const [status, setStatus] = useState<EventStatus>('open');
  const [sort, setSort] = useState<Sort>('closes_at');
  const search = useSettled(typed.trim());
  const query = useMemo<EventQuery>(
    () => ({
      status,
      sort,
      ...(search === '' ? {} : { search }),
      ...(category === '' ? {} : { category }),
    }),
    [category, search, sort, status],
  );
  const list = useInfiniteQuery(eventsQuery(query));
  const events = list.data?.pages.flatMap((page) => page.items);
  const categories = useCategories();

  return (
    <Panel title={t('events.title')} className="event-list">
      <div className="event-filters">
        <input
          id="market-search"
          type="search"
          className="field"
          placeholder={t('events.search')}
          aria-label={t('events.search')}
          maxLength={80}
          value={typed}
          onChange={(change) => setTyped(change.target.value)}
        />
        <label>
          <span className="sr-only">{t('events.category')}</span>
          <select
            className="field"
            value={category}
            onChange={(change) => setCategory(change.target.value)}
          >
            <option value="">{t('events.allCategories')}</option>
            {categories.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <Segmented
          label={t('events.status')}
          value={status}
          onChange={setStatus}
          options={(['open', 'upcoming', 'closed', 'settled'] as const).map((value) => ({
            value,
            text: t(`events.statuses.${value}`),
          }))}
        />
        <Segmented
          label={t('events.sort')}
          value={sort}
          onChange={setSort}
          options={[
            {
              value: 'closes_at',
              text: t(ENDED.includes(status) ? 'events.latest' : 'events.closingSoon'),
            },
            { value: '-volume_24h', text: t('events.byVolume') },
          ]}
        />
      </div>
      {events === undefined ? (
        list.isError ? (
          <Failed
            what={t('events.title')}
            failure={list.error}
            onRetry={() => void list.refetch()}
          />
        ) : (
          <Loading what={t('events.title')} rows={8} />
        )
      ) : events.length === 0 ? (
        <Empty title={t('events.empty')} hint={t('events.emptyHint')} />
      ) : (
        <div className="scroll fill event-cards">
          <ul>
            {events.map((one) => (
              <li key={`${one.exchange} ${one.ticker}`}>
                <EventCard event={one} chosen={one.ticker === chosen} />
              </li>
            ))}
          </ul>
          {list.hasNextPage && (
            <button
              type="button"
              className="secondary"
              disabled={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t('events.more')}
            </button>
          )}
        </div>
      )}
    </Panel>
  );
}

function ChosenEvent({ ticker, narrow }: { readonly ticker: string; readonly narrow: boolean }) {
  const { t } = useTranslation();
  const event = useQuery(eventQuery(ticker));
  return (
    <section className="panel event-detail" aria-label={event.data?.title ?? ticker}>
      {narrow && (
        <a className="event-back" href={EVENTS}>
          ‹ {t('events.back')}
        </a>
      )}
      {event.data !== undefined ? (
        <EventDetail event={event.data} />
      ) : event.isError ? (
        <Failed what={ticker} failure={event.error} onRetry={() => void event.refetch()} />
      ) : (
        <Loading what={ticker} rows={8} />
      )}
    </section>
  );
}

/** The categories of what there is, most traded events first asked. */
function useCategories(): readonly string[] {
  const all = useInfiniteQuery(eventsQuery({ sort: '-volume_24h', limit: CATEGORIES_FROM }));
  return useMemo(
    () =>
      [
        ...new Set(
          (all.data?.pages ?? []).flatMap((page) => page.items.map((one) => one.category)),
        ),
      ].sort((a, b) => a.localeCompare(b)),
    [all.data],
  );
}

/** What was typed once nobody types any more. */
function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), TYPED_MILLIS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
