import {
  isOpen,
  type AllAuditQuery,
  type AuditQuery,
  type EventQuery,
  type ExchangeName,
  type Instrument,
  type OrderTerms,
  type PriceMessage,
  marketKey,
} from '@k2/core';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, live } from './k2';
import { KEYS, latest, ORDERS_SHOWN } from './orderEvents';

/* What the page asks the server for, each with its key and how long it stays good. */

export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: () => api.system(),
  refetchInterval: 5_000,
});

export const instrumentsQuery = queryOptions({
  queryKey: ['instruments'],
  queryFn: async () => {
    const [instruments, prices] = await Promise.all([api.instruments(), api.prices()]);
    for (const price of prices) {
      live.price({ type: 'price', ...price } satisfies PriceMessage);
    }
    return instruments;
  },
  staleTime: 300_000,
});

export const queryKeys = { positions: ['positions'] } as const;

export const eventsQuery = (query: EventQuery) =>
  infiniteQueryOptions({
    queryKey: ['events', query],
    queryFn: ({ pageParam }) => api.events(query, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 30_000,
  });

export const eventQuery = (ticker: string) =>
  queryOptions({
    queryKey: ['event', ticker],
    queryFn: () => api.event(ticker),
    refetchInterval: 10_000,
  });

/** The best finds of a search among the instruments of all exchanges. */
export const foundQuery = (search: string, limit: number) =>
  queryOptions({
    queryKey: ['found', search, limit],
    queryFn: () => api.findInstruments(search, limit),
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });

export const contractQuery = (exchange: ExchangeName, instrument: string) =>
  queryOptions({
    queryKey: ['contract', exchange, instrument],
    queryFn: () => api.instrument({ exchange, instrument }),
    staleTime: 60_000,
  });

export const previewQuery = (terms: OrderTerms) =>
  queryOptions({
    queryKey: ['preview', terms],
    queryFn: () => api.preview(terms),
    staleTime: 5_000,
    retry: false,
  });

export const positionsQuery = queryOptions({
  queryKey: queryKeys.positions,
  queryFn: () => api.positions(),
  refetchInterval: 10_000,
});

export const openOrdersQuery = queryOptions({
  queryKey: KEYS.open,
  queryFn: async () => latest(await api.openOrders()).filter(isOpen),
});

export const historyQuery = queryOptions({
  queryKey: KEYS.history,
  queryFn: async () => latest((await api.orders(ORDERS_SHOWN)).items),
});

export const statisticsQuery = queryOptions({
  queryKey: ['orders', 'statistics'],
  queryFn: () => api.executionStatistics(),
});

export const fillsQuery = queryOptions({
  queryKey: KEYS.fills,
  queryFn: async () => (await api.fills(ORDERS_SHOWN)).items,
});

export const balancesQuery = queryOptions({
  queryKey: KEYS.balances,
  queryFn: () => api.balances(),
  refetchInterval: 30_000,
});

export const killSwitchQuery = queryOptions({
  queryKey: ['kill-switch'],
  queryFn: () => api.killSwitch(),
  refetchInterval: 10_000,
});

export const riskLimitsQuery = queryOptions({
  queryKey: ['risk-limits'],
  queryFn: () => api.riskLimits(),
});

export const deadManQuery = (link: string) =>
  queryOptions({
    queryKey: ['dead-man', link],
    queryFn: () => api.deadMan(link),
  });

export const linksQuery = queryOptions({
  queryKey: ['links'],
  queryFn: () => api.links(),
});

export const signalsQuery = queryOptions({
  queryKey: ['signals'],
  queryFn: () => api.signals(),
});

/** What a signal's address received; asked again while somebody looks. */
export const receivedSignalsQuery = (id: string) =>
  queryOptions({
    queryKey: ['signals', id, 'received'],
    queryFn: () => api.receivedSignals(id),
    refetchInterval: 10_000,
  });

/** One's lists; another tab or device may have changed them while nobody looked here. */
export const watchlistsQuery = queryOptions({
  queryKey: ['watchlists'],
  queryFn: () => api.watchlists.all(),
  refetchOnWindowFocus: true,
});

/** What a link shows. Whoever shares it may change it, or end it, meanwhile. */
export const sharedQuery = (token: string) =>
  queryOptions({
    queryKey: ['shared', token],
    queryFn: () => api.watchlists.shared(token),
    refetchInterval: 60_000,
    retry: false,
  });

/** How an account at an exchange is linked. A consent that it begins is not used: the button asks anew. */
export const linkStartQuery = (exchange: ExchangeName) =>
  queryOptions({
    queryKey: ['link-start', exchange],
    queryFn: () => api.initiateLink(exchange, null),
    staleTime: Infinity,
  });

/** How each part of the server stands; asked only while somebody looks. */
export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: () => api.health(),
  refetchInterval: 5_000,
});

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => api.me(),
  staleTime: Infinity,
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => api.account.settings(),
  staleTime: Infinity,
});

export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: () => api.account.preferences(),
  staleTime: Infinity,
});

export const kycQuery = queryOptions({
  queryKey: ['kyc'],
  queryFn: () => api.account.kyc(),
});

/** Small lines are not worth waiting for: what the first screen is made of goes before them. */
const LINES_AFTER_MILLIS = 1_500;
const linesMayCome = new Promise<void>((resolve) => setTimeout(resolve, LINES_AFTER_MILLIS));

/** The last day in hours, for the small line beside a market. */
export const sparkQuery = (instrument: Instrument) =>
  queryOptions({
    queryKey: ['spark', marketKey(instrument)],
    queryFn: async () => {
      await linesMayCome;
      return api.candles(instrument, '1h', 24);
    },
    staleTime: 600_000,
    retry: false,
  });

/** Which second factors are on. */
export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: () => api.account.secondFactor(),
});

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: () => api.account.passkeys(),
});

export const identitiesQuery = queryOptions({
  queryKey: ['identities'],
  queryFn: () => api.account.identities(),
});

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: () => api.account.sessions(),
});

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: () => api.account.apiKeys(),
});

export const auditQuery = (query: AuditQuery) =>
  infiniteQueryOptions({
    queryKey: ['audit', query],
    queryFn: ({ pageParam }) => api.account.audit(query, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** Everybody, or the one with an address; for administrators. */
export const peopleQuery = (email: string | null) =>
  infiniteQueryOptions({
    queryKey: ['people', email],
    queryFn: ({ pageParam }) => api.admin.people(email, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const personKycQuery = (id: string) =>
  queryOptions({
    queryKey: ['person-kyc', id],
    queryFn: () => api.admin.kyc(id),
  });

export const allAuditQuery = (query: AllAuditQuery) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'all', query],
    queryFn: ({ pageParam }) => api.admin.audit(query, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
