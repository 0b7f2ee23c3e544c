import createClient, { type Client } from 'openapi-fetch';

import { AccountApi } from './account.js';
import { AdminApi } from './admin.js';
import { data, opened, page, type Page } from './answer.js';
import { candleOf, type Candle, type ChartInterval } from './candles.js';
import { ApiFailure } from './failure.js';
import type { paths } from './openapi.generated.js';
import { OPEN_STATUSES } from './orders.js';
import { Session, type OneByOne, type Refreshed, type SessionStorage } from './session.js';
import { SignInApi } from './signIn.js';
import type {
  Balance,
  Component,
  Event,
  EventStatus,
  ExchangeName,
  Execution,
  ExecutionStatistics,
  Health,
  Instrument,
  Killed,
  KillSwitch,
  Link,
  LinkStart,
  NewCredentials,
  NewLink,
  NewOco,
  NewOrder,
  NewRiskLimits,
  NewScopedLimits,
  NewSignal,
  Oco,
  Order,
  OrderChange,
  OrderTerms,
  Position,
  Preview,
  Price,
  PublicTrade,
  RiskLimits,
  ReceivedSignal,
  Signal,
  SignalKeys,
  SilentAccount,
  System,
  User,
} from './types.js';
import { WatchlistApi } from './watchlists.js';

/** What names a market in a call. */
type Traded = Pick<Instrument, 'exchange' | 'instrument'>;

const ANSWER_WITHIN_MILLIS = 15_000;
const PAGE = 100;
const PAGES_MAX = 50;

export interface ApiOptions {
  /** Origin of the server, such as https://k2.example. */
  readonly origin: string;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly storage: SessionStorage;
  readonly oneByOne?: OneByOne;
  readonly nowMillis: () => number;
}

/** What the linked accounts hold, and the accounts that did not say. */
export interface Holdings {
  readonly balances: readonly Balance[];
  readonly silent: readonly SilentAccount[];
}

/** The positions of the linked accounts, and the accounts that did not say. */
export interface Positions {
  readonly positions: readonly Position[];
  readonly silent: readonly SilentAccount[];
}

/** What a limit beside the general ones is for. */
export type LimitScope = { readonly link: string } | { readonly instrument: string };

/** Which events are asked for. */
export interface EventQuery {
  readonly search?: string;
  readonly category?: string;
  readonly status?: EventStatus;
  readonly sort?: 'closes_at' | '-volume_24h';
  readonly limit?: number;
}

/**
 * The server's REST API as the contract has it: unwraps the envelope, signs each call, renews an expired
 * token once and says it again. Fails with an ApiFailure and nothing else.
 */
export class K2Api {
  readonly session: Session;
  /** What a person does about their own account. */
  readonly account: AccountApi;
  /** What administrators do. */
  readonly admin: AdminApi;
  /** The ways in. */
  readonly signIn: SignInApi;
  /** What a person keeps an eye on. */
  readonly watchlists: WatchlistApi;
  private readonly open: Client<paths>;
  private readonly signed: Client<paths>;

  constructor(private readonly options: ApiOptions) {
    this.session = new Session(
      options.storage,
      () => this.refresh(),
      options.nowMillis,
      options.oneByOne,
    );
    // Whatever call hands out tokens: the refresh token goes into a cookie that no script can read.
    const headers = { 'X-K2-Session': 'cookie' };
    const client = (fetch: (request: Request) => Promise<Response>) =>
      createClient<paths>({ baseUrl: options.origin, fetch, headers });
    this.open = client((request) => this.send(request));
    this.signed = client((request) => this.sendSigned(request));
    this.account = new AccountApi(this.signed);
    this.admin = new AdminApi(this.signed);
    this.signIn = new SignInApi(this.open, this.session);
    this.watchlists = new WatchlistApi(this.signed, this.open);
  }

  /** Ends the session at the server, then here; here in any case. */
  async logout(): Promise<void> {
    try {
      await this.signed.POST('/v1/auth/logout');
    } finally {
      this.session.end();
    }
  }

  async me(): Promise<User> {
    return data(await this.signed.GET('/v1/users/me'));
  }

  async system(): Promise<System> {
    return data(await this.open.GET('/v1/system'));
  }

  /** Everything but event contracts, of which there are thousands. */
  instruments(): Promise<readonly Instrument[]> {
    return everything(async (cursor) =>
      page(
        await this.signed.GET('/v1/instruments', {
          params: { query: { ...listed(cursor), type: 'crypto' } },
        }),
      ),
    );
  }

  /** The best finds among everything: symbols, names, words of an event's title. */
  async findInstruments(search: string, limit: number): Promise<readonly Instrument[]> {
    const query = { search, limit };
    return page(await this.signed.GET('/v1/instruments', { params: { query } })).items;
  }

  async instrument({ exchange, instrument }: Traded): Promise<Instrument> {
    return data(
      await this.signed.GET('/v1/instruments/{instrument}', {
        params: { path: { instrument }, query: { exchange } },
      }),
    );
  }

  async events(query: EventQuery, cursor: string | null): Promise<Page<Event>> {
    return page(
      await this.signed.GET('/v1/events', {
        params: { query: cursor === null ? query : { ...query, cursor } },
      }),
    );
  }

  async event(event: string): Promise<Event> {
    return data(await this.signed.GET('/v1/events/{event}', { params: { path: { event } } }));
  }

  /** Open positions and what settled event contracts paid, with the accounts that did not say. */
  async positions(): Promise<Positions> {
    const { data: positions, meta } = opened(await this.signed.GET('/v1/portfolio/positions'));
    return { positions, silent: meta.unavailable };
  }

  prices(): Promise<readonly Price[]> {
    return everything(async (cursor) =>
      page(await this.signed.GET('/v1/prices', { params: { query: listed(cursor) } })),
    );
  }

  /** The newest candles, oldest first. */
  async candles(
    { exchange, instrument }: Traded,
    interval: ChartInterval,
    limit: number,
  ): Promise<Candle[]> {
    const rows = data(
      await this.signed.GET('/v1/candles/{instrument}', {
        params: { path: { instrument }, query: { exchange, interval, limit } },
      }),
    );
    return rows.map(candleOf).filter((candle) => candle !== null);
  }

  /** The newest public trades, newest first. */
  async tape({ exchange, instrument }: Traded, limit: number): Promise<readonly PublicTrade[]> {
    return data(
      await this.signed.GET('/v1/tape/{instrument}', {
        params: { path: { instrument }, query: { exchange, limit } },
      }),
    );
  }

  async links(): Promise<readonly Link[]> {
    return data(await this.signed.GET('/v1/exchange-links'));
  }

  async link(body: NewLink): Promise<Link> {
    return data(await this.signed.POST('/v1/exchange-links', { body }));
  }

  /** How an account at the exchange is linked; for one linked by consent, where to give it now. */
  async initiateLink(exchange: ExchangeName, label: string | null): Promise<LinkStart> {
    return data(
      await this.signed.GET('/v1/auth/link/{exchange}/initiate', {
        params: { path: { exchange }, query: label === null ? {} : { label } },
      }),
    );
  }

  /** Links the account by the consent that the exchange's page sent the browser back with. */
  async finishLink(exchange: ExchangeName, code: string, state: string): Promise<Link> {
    return data(
      await this.signed.GET('/v1/auth/link/{exchange}/callback', {
        params: { path: { exchange }, query: { code, state } },
      }),
    );
  }

  async signals(): Promise<readonly Signal[]> {
    return data(await this.signed.GET('/v1/signals'));
  }

  /** Saves a signal. Its address and secret are in this answer and in no other. */
  async addSignal(body: NewSignal): Promise<SignalKeys> {
    return data(await this.signed.POST('/v1/signals', { body }));
  }

  async rotateSignal(id: string): Promise<SignalKeys> {
    return data(await this.signed.POST('/v1/signals/{id}/rotate', { params: { path: { id } } }));
  }

  async removeSignal(id: string): Promise<void> {
    opened(await this.signed.DELETE('/v1/signals/{id}', { params: { path: { id } } }));
  }

  /** What came in at a signal's address last, newest first. */
  async receivedSignals(id: string): Promise<readonly ReceivedSignal[]> {
    return data(
      await this.signed.GET('/v1/signals/{id}/received', {
        params: { path: { id }, query: { limit: 10 } },
      }),
    );
  }

  /** Another key of the same account, which the exchange is asked about first. */
  async renewLink(id: string, body: NewCredentials): Promise<Link> {
    return data(
      await this.signed.PUT('/v1/exchange-links/{id}/credentials', {
        params: { path: { id } },
        body,
      }),
    );
  }

  /** Refused while orders are open, unless they are to be left to the exchange. */
  async unlink(id: string, leaveOrders = false): Promise<void> {
    const params = { path: { id }, query: { leave_orders: leaveOrders } };
    opened(await this.signed.DELETE('/v1/exchange-links/{id}', { params }));
  }

  async health(): Promise<readonly Component[]> {
    const { data: told, error } = await this.open.GET('/health');
    const sick = (error as { error?: { details?: Health } } | undefined)?.error?.details;
    return told?.data.components ?? sick?.components ?? [];
  }

  async balances(): Promise<Holdings> {
    const { data: balances, meta } = opened(await this.signed.GET('/v1/portfolio/balances'));
    return { balances, silent: meta.unavailable };
  }

  openOrders(): Promise<readonly Order[]> {
    return everything(async (cursor) =>
      page(
        await this.signed.GET('/v1/orders', {
          params: { query: { ...listed(cursor), status: OPEN_STATUSES } },
        }),
      ),
    );
  }

  async orders(limit: number): Promise<Page<Order>> {
    return page(await this.signed.GET('/v1/orders', { params: { query: { limit } } }));
  }

  async fills(limit: number): Promise<Page<Execution>> {
    return page(await this.signed.GET('/v1/trades', { params: { query: { limit } } }));
  }

  async place(body: NewOrder): Promise<Order> {
    return data(await this.signed.POST('/v1/orders', { body }));
  }

  /** Places a limit order and a stop of which one gives way to the other. */
  async placeOco(body: NewOco): Promise<Oco> {
    return data(await this.signed.POST('/v1/orders/oco', { body }));
  }

  async preview(body: OrderTerms): Promise<Preview> {
    return data(await this.signed.POST('/v1/orders/preview', { body }));
  }

  async cancel(id: string): Promise<Order> {
    return data(await this.signed.DELETE('/v1/orders/{id}', { params: { path: { id } } }));
  }

  /** Other terms for an open order; it shows `pending_amend` while the exchange has not answered. */
  async amend(id: string, change: OrderChange): Promise<Order> {
    return data(
      await this.signed.PUT('/v1/orders/{id}', { params: { path: { id } }, body: change }),
    );
  }

  /** How each exchange did with one's orders. */
  async executionStatistics(): Promise<ExecutionStatistics[]> {
    return data(await this.signed.GET('/v1/orders/statistics'));
  }

  /** Asks for the cancel of every open order; answers how many may still be filled. */
  async cancelAll(): Promise<number> {
    return data(await this.signed.DELETE('/v1/orders')).unconfirmed.length;
  }

  async killSwitch(): Promise<KillSwitch> {
    return data(await this.signed.GET('/v1/risk/kill-switch'));
  }

  /** Stops an exchange, or all of them where none is named. */
  async stopTrading(reason: string, exchange: ExchangeName | null): Promise<Killed> {
    const body = exchange === null ? { reason } : { reason, exchange };
    return data(await this.signed.POST('/v1/risk/kill-switch', { body }));
  }

  async resumeTrading(exchange: ExchangeName | null): Promise<KillSwitch> {
    const query = exchange === null ? {} : { exchange };
    return data(await this.signed.DELETE('/v1/risk/kill-switch', { params: { query } }));
  }

  async riskLimits(): Promise<RiskLimits> {
    return data(await this.signed.GET('/v1/risk/limits'));
  }

  /** Refused with STEP_UP_REQUIRED where it raises one and the person has not just confirmed. */
  async setRiskLimits(body: NewRiskLimits): Promise<RiskLimits> {
    return data(await this.signed.PUT('/v1/risk/limits', { body }));
  }

  /** Limits of one linked account or of one instrument, beside those that hold for everything. */
  async setScopedLimits(scope: LimitScope, body: NewScopedLimits): Promise<void> {
    if ('link' in scope) {
      const path = { id: scope.link };
      opened(await this.signed.PUT('/v1/risk/limits/links/{id}', { params: { path }, body }));
    } else {
      const path = { instrument: scope.instrument };
      opened(
        await this.signed.PUT('/v1/risk/limits/instruments/{instrument}', {
          params: { path },
          body,
        }),
      );
    }
  }

  async removeScopedLimits(scope: LimitScope): Promise<void> {
    if ('link' in scope) {
      const path = { id: scope.link };
      opened(await this.signed.DELETE('/v1/risk/limits/links/{id}', { params: { path } }));
    } else {
      const path = { instrument: scope.instrument };
      opened(
        await this.signed.DELETE('/v1/risk/limits/instruments/{instrument}', { params: { path } }),
      );
    }
  }

  /** After how many seconds of silence the exchange cancels a link's orders; null for never. */
  async deadMan(link: string): Promise<number | null> {
    const path = { id: link };
    return data(await this.signed.GET('/v1/exchange-links/{id}/dead-man', { params: { path } }))
      .seconds;
  }

  async setDeadMan(link: string, seconds: number | null): Promise<number | null> {
    const path = { id: link };
    return data(
      await this.signed.PUT('/v1/exchange-links/{id}/dead-man', {
        params: { path },
        body: { seconds },
      }),
    ).seconds;
  }

  private async refresh(): Promise<Refreshed> {
    try {
      return { kind: 'renewed', tokens: data(await this.open.POST('/v1/auth/refresh')) };
    } catch (failure) {
      if (!(failure instanceof ApiFailure)) {
        throw failure;
      }
      const refused = failure.status === 401 || failure.status === 400;
      return { kind: refused ? 'refused' : 'unreachable' };
    }
  }

  private async sendSigned(request: Request): Promise<Response> {
    const token = await this.session.token();
    const again = request.clone();
    const response = await this.send(bearing(request, token));
    if (response.status !== 401 || token === null) {
      return response;
    }
    const renewed = await this.session.renew(token);
    return renewed === null || renewed === token ? response : this.send(bearing(again, renewed));
  }

  private async send(request: Request): Promise<Response> {
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MILLIS);
      return await this.options.fetch(new Request(request, { signal }));
    } catch (failure) {
      if (failure instanceof DOMException && failure.name === 'TimeoutError') {
        throw new ApiFailure(0, 'TIMEOUT', 'The server did not answer in time.');
      }
      throw new ApiFailure(0, 'NETWORK', 'The server cannot be reached.');
    }
  }
}

function bearing(request: Request, token: string | null): Request {
  if (token !== null) {
    request.headers.set('Authorization', `Bearer ${token}`);
  }
  return request;
}

const listed = (cursor: string | null) =>
  cursor === null ? { limit: PAGE } : { limit: PAGE, cursor };

/** A list whole, page by page, up to a limit that ends a server's endless list. */
async function everything<T>(
  next: (cursor: string | null) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const { items: more, nextCursor }: Page<T> = await next(cursor);
    items.push(...more);
    if (nextCursor === null) {
      break;
    }
    cursor = nextCursor;
  }
  return items;
}
