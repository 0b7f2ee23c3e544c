import {
  isWatched,
  moved,
  sameMarkets,
  type NewWatchlist,
  type WatchedInstrument,
  type Watchlist,
} from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { watchlistsQuery } from '../data';
import { api } from '../k2';
import { usePrefs } from '../prefs';
import { failureText } from '../ui/failureText';
import { show } from '../ui/notice';

/** Changes go out one after the other, each over the version that the one before it left. */
const scope = { id: 'watchlists' };

/** The list that is shown, where it is one of the person's. */
export function useChosen(): Watchlist | null {
  const lists = useQuery(watchlistsQuery).data;
  const chosen = usePrefs((prefs) => prefs.watchlist);
  return lists?.find((one) => one.id === chosen) ?? null;
}

/** What the page knows of the lists, kept as the server's answers say. */
function useKnown() {
  const queries = useQueryClient();
  const { queryKey } = watchlistsQuery;
  return {
    find: (id: string) => queries.getQueryData(queryKey)?.find((one) => one.id === id),
    put: (list: Watchlist) =>
      queries.setQueryData(queryKey, (all) => all?.map((one) => (one.id === list.id ? list : one))),
    /** Where a change was refused, what is known is no longer so. */
    again: () => queries.invalidateQueries({ queryKey }),
  };
}

export function useNewList(onMade: (list: Watchlist) => void) {
  const queries = useQueryClient();
  return useMutation({
    scope,
    mutationFn: (body: NewWatchlist) => api.watchlists.add(body),
    onSuccess: (list) => {
      queries.setQueryData(watchlistsQuery.queryKey, (all) => [...(all ?? []), list]);
      onMade(list);
    },
  });
}

/** Another name for a list, or another place among the others. */
export function useListTerms(list: Watchlist) {
  const { find, again } = useKnown();
  return useMutation({
    scope,
    mutationFn: (change: { readonly name?: string; readonly position?: number }) => {
      const { version, name, instruments } = find(list.id) ?? list;
      return api.watchlists.set(list.id, { version, name, instruments, ...change });
    },
    // Places of the others change with one.
    onSettled: again,
  });
}

export function useRemovedList(list: Watchlist, onGone: () => void) {
  const { again } = useKnown();
  return useMutation({
    scope,
    mutationFn: () => api.watchlists.remove(list.id),
    onSuccess: onGone,
    onSettled: again,
  });
}

/** Watches a market in a list, or no longer does. */
export function useToggle() {
  const { t } = useTranslation();
  const { put, again } = useKnown();
  return useMutation({
    scope,
    mutationFn: ({ list, market }: { list: Watchlist; market: WatchedInstrument }) =>
      isWatched(list, market)
        ? api.watchlists.unwatch(list.id, market)
        : api.watchlists.watch(list.id, market),
    onSuccess: put,
    onError: (failure) => {
      show({
        id: 'watchlist',
        title: t('watch.notChanged'),
        text: failureText(t, failure),
        tone: 'down',
      });
      return again();
    },
  });
}

/**
 * A list's markets in the order that the person wants, shown at once, and the way to move one. Where the list was changed elsewhere
 * meanwhile, nothing is written over that: the page shows what is there and says so.
 */
export function useOrder(list: Watchlist) {
  const { t } = useTranslation();
  const { find, put, again } = useKnown();
  const [wanted, want] = useState<readonly WatchedInstrument[] | null>(null);
  const save = useMutation({
    scope,
    mutationFn: (order: readonly WatchedInstrument[]) => {
      const { version, name, instruments } = find(list.id) ?? list;
      if (!sameMarkets(instruments, order)) {
        throw new Error(t('watch.changedElsewhere'));
      }
      return api.watchlists.set(list.id, { version, name, instruments: [...order] });
    },
    onSuccess: put,
    onError: (failure) => {
      show({
        id: 'watchlist',
        title: t('watch.notMoved'),
        text: failureText(t, failure),
        tone: 'down',
      });
      return again();
    },
    onSettled: (_saved, _failure, order) => want((newest) => (newest === order ? null : newest)),
  });
  // Read here and not from whoever draws us: they hear of an answer later than this does.
  const kept = useQuery(watchlistsQuery).data?.find((one) => one.id === list.id) ?? list;
  const shown = wanted ?? kept.instruments;
  return {
    shown,
    move: (from: number, to: number) => {
      const order = moved(shown, from, to);
      want(order);
      save.mutate(order);
    },
  };
}
