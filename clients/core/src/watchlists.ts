import type { Client } from 'openapi-fetch';

import { data, opened } from './answer.js';
import { marketKey } from './market.js';
import type { paths } from './openapi.generated.js';
import type {
  Instrument,
  NewWatchlist,
  SharedWatchlist,
  WatchedInstrument,
  Watchlist,
  WatchlistTerms,
} from './types.js';

/** What people would begin to watch, and in which money; the first that there is counts. */
const POPULAR_BASES = ['BTC', 'ETH', 'SOL', 'XRP', 'BNB', 'DOGE'];
const POPULAR_QUOTES = ['USDT', 'USD', 'USDC'];
const POPULAR_MOST = 5;

/** The lists that a person keeps an eye on, and what somebody else's link shows. */
export class WatchlistApi {
  constructor(
    private readonly signed: Client<paths>,
    private readonly open: Client<paths>,
  ) {}

  async all(): Promise<readonly Watchlist[]> {
    return data(await this.signed.GET('/v1/watchlists'));
  }

  async add(body: NewWatchlist): Promise<Watchlist> {
    return data(await this.signed.POST('/v1/watchlists', { body }));
  }

  /** Sets a list as a whole. Fails with VERSION_CONFLICT where it changed since that version was read. */
  async set(id: string, body: WatchlistTerms): Promise<Watchlist> {
    return data(await this.signed.PUT('/v1/watchlists/{id}', { params: { path: { id } }, body }));
  }

  async remove(id: string): Promise<void> {
    opened(await this.signed.DELETE('/v1/watchlists/{id}', { params: { path: { id } } }));
  }

  /** Puts an instrument at the end of a list; done twice it is done once. */
  async watch(id: string, { exchange, instrument }: WatchedInstrument): Promise<Watchlist> {
    const params = { path: { id, instrument }, query: { exchange } };
    return data(await this.signed.PUT('/v1/watchlists/{id}/instruments/{instrument}', { params }));
  }

  async unwatch(id: string, { exchange, instrument }: WatchedInstrument): Promise<Watchlist> {
    const params = { path: { id, instrument }, query: { exchange } };
    return data(
      await this.signed.DELETE('/v1/watchlists/{id}/instruments/{instrument}', { params }),
    );
  }

  /** Makes a read-only link and gives its path, this once; a link before it ends. */
  async share(id: string): Promise<string> {
    const params = { path: { id } };
    return data(await this.signed.POST('/v1/watchlists/{id}/share', { params })).path;
  }

  async endShare(id: string): Promise<void> {
    opened(await this.signed.DELETE('/v1/watchlists/{id}/share', { params: { path: { id } } }));
  }

  /** What a link shows, whoever looks. */
  async shared(token: string): Promise<SharedWatchlist> {
    return data(
      await this.open.GET('/v1/shared/watchlists/{token}', { params: { path: { token } } }),
    );
  }
}

/** The same things with one of them elsewhere; places past an end are that end. */
export function moved<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const rest = items.filter((_, at) => at !== from);
  const place = Math.min(Math.max(to, 0), rest.length);
  return [...rest.slice(0, place), ...items.slice(from, from + 1), ...rest.slice(place)];
}

export function isWatched({ instruments }: Watchlist, market: WatchedInstrument): boolean {
  return instruments.some((one) => marketKey(one) === marketKey(market));
}

/** Whether two lists have the same markets, in whatever order. */
export function sameMarkets(
  left: readonly WatchedInstrument[],
  right: readonly WatchedInstrument[],
): boolean {
  const known = new Set(left.map(marketKey));
  return known.size === right.length && right.every((one) => known.has(marketKey(one)));
}

/** What a first list may begin with, of what there is. */
export function popular(instruments: readonly Instrument[]): readonly WatchedInstrument[] {
  const spots = instruments.filter(({ kind, status }) => kind === 'spot' && status === 'trading');
  return POPULAR_BASES.flatMap((base) => {
    const found = POPULAR_QUOTES.flatMap((quote) =>
      spots.filter((one) => one.base === base && one.quote === quote),
    );
    return found.slice(0, 1).map(({ exchange, instrument }) => ({ exchange, instrument }));
  }).slice(0, POPULAR_MOST);
}
