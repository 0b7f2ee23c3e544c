import { candleOf, type Candle, type CandleRow, type Interval } from './candles.js';
import { ApiFailure } from './failure.js';
import { Session, type Refreshed, type TokenStorage, type Tokens } from './session.js';
import type {
  Balance,
  Execution,
  Instrument,
  NewOrder,
  Order,
  Preview,
  Price,
  System,
  User,
} from './types.js';

const ANSWER_WITHIN_MILLIS = 15_000;

export interface ApiOptions {
  /** Origin of the server, "" for the page's own. */
  readonly origin: string;
  readonly fetch: typeof fetch;
  readonly storage: TokenStorage;
  readonly nowMillis: () => number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

interface Request {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Sent without a token and without waiting for one. */
  readonly anonymous?: boolean;
}

interface Envelope<T> {
  readonly data: T;
  readonly meta?: { readonly next_cursor?: string | null };
}

/** The server's REST API: unwraps the envelope, signs each call and renews the token behind it. */
export class K2Api {
  readonly session: Session;

  constructor(private readonly options: ApiOptions) {
    this.session = new Session(
      options.storage,
      (refreshToken) => this.refresh(refreshToken),
      options.nowMillis,
    );
  }

  async login(email: string, password: string): Promise<void> {
    const body = { email, password };
    this.session.begin(await this.data<Tokens>('POST', '/v1/auth/login', { body, anonymous: true }));
  }

  async register(email: string, password: string): Promise<void> {
    const body = { email, password };
    await this.data<unknown>('POST', '/v1/auth/register', { body, anonymous: true });
    await this.login(email, password);
  }

  /** Forgets the tokens here at once; the server hears of it when it can be reached. */
  async logout(): Promise<void> {
    const refreshToken = this.session.refreshToken;
    const access = await this.session.token();
    this.session.end();
    if (refreshToken !== null && access !== null) {
      await this.send('POST', '/v1/auth/logout', { body: { refresh_token: refreshToken } }, access);
    }
  }

  me(): Promise<User> {
    return this.data('GET', '/v1/users/me');
  }

  system(): Promise<System> {
    return this.data('GET', '/v1/system', { anonymous: true });
  }

  instruments(): Promise<readonly Instrument[]> {
    return this.everything('/v1/instruments');
  }

  prices(): Promise<readonly Price[]> {
    return this.everything('/v1/prices');
  }

  async candles(instrument: string, interval: Interval, limit: number): Promise<Candle[]> {
    const rows = await this.data<readonly CandleRow[]>('GET', at`/v1/candles/${instrument}`, {
      query: { interval, limit },
    });
    return rows.map(candleOf).filter((candle) => candle !== null);
  }

  balances(): Promise<readonly Balance[]> {
    return this.data('GET', '/v1/portfolio/balances');
  }

  orders(query: { status?: string; limit: number; cursor?: string }): Promise<Page<Order>> {
    return this.page('/v1/orders', query);
  }

  trades(query: { limit: number; cursor?: string }): Promise<Page<Execution>> {
    return this.page('/v1/trades', query);
  }

  place(order: NewOrder): Promise<Order> {
    return this.data('POST', '/v1/orders', { body: order });
  }

  preview(order: Omit<NewOrder, 'client_order_id'>): Promise<Preview> {
    return this.data('POST', '/v1/orders/preview', { body: order });
  }

  cancel(orderId: string): Promise<Order> {
    return this.data('DELETE', at`/v1/orders/${orderId}`);
  }

  private async refresh(refreshToken: string): Promise<Refreshed> {
    try {
      const body = { refresh_token: refreshToken };
      const tokens = await this.data<Tokens>('POST', '/v1/auth/refresh', { body, anonymous: true });
      return { kind: 'renewed', tokens };
    } catch (failure) {
      if (failure instanceof ApiFailure) {
        return failure.status >= 400 && failure.status < 500 && failure.status !== 429
          ? { kind: 'refused' }
          : { kind: 'unreachable' };
      }
      throw failure;
    }
  }

  /** A list whole, page by page, up to a limit that no page of ours reaches. */
  private async everything<T>(path: string): Promise<readonly T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < 20; pages += 1) {
      const page: Page<T> = await this.page(path, {
        limit: 100,
        ...(cursor === null ? {} : { cursor }),
      });
      items.push(...page.items);
      cursor = page.nextCursor;
      if (cursor === null) {
        break;
      }
    }
    return items;
  }

  private async page<T>(path: string, query: Request['query']): Promise<Page<T>> {
    const envelope = await this.call<readonly T[]>('GET', path, query === undefined ? {} : { query });
    return { items: envelope.data, nextCursor: envelope.meta?.next_cursor ?? null };
  }

  private async data<T>(method: string, path: string, request: Request = {}): Promise<T> {
    return (await this.call<T>(method, path, request)).data;
  }

  private async call<T>(method: string, path: string, request: Request): Promise<Envelope<T>> {
    const token = request.anonymous === true ? null : await this.session.token();
    let response = await this.send(method, path, request, token);
    if (response.status === 401 && token !== null) {
      const renewed = await this.session.renew(token);
      if (renewed !== null && renewed !== token) {
        response = await this.send(method, path, request, renewed);
      }
    }
    return unwrap<T>(response);
  }

  private async send(
    method: string,
    path: string,
    request: Request,
    token: string | null,
  ): Promise<Response> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) {
        query.set(name, String(value));
      }
    }
    const address = `${this.options.origin}${path}${query.size === 0 ? '' : `?${query.toString()}`}`;
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (token !== null) {
      headers['Authorization'] = `Bearer ${token}`;
    }
    if (request.body !== undefined) {
      headers['Content-Type'] = 'application/json';
    }
    try {
      return await this.options.fetch(address, {
        method,
        headers,
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MILLIS),
      });
    } catch (failure) {
      const timedOut = failure instanceof DOMException && failure.name === 'TimeoutError';
      throw new ApiFailure(
        0,
        timedOut ? 'TIMEOUT' : 'NETWORK',
        timedOut ? 'The server did not answer in time.' : 'The server cannot be reached.',
      );
    }
  }
}

async function unwrap<T>(response: Response): Promise<Envelope<T>> {
  if (response.status === 204) {
    return { data: undefined as T };
  }
  const requestId = response.headers.get('X-Request-Id');
  const body = (await response.json().catch(() => null)) as
    | (Envelope<T> & { error?: { code?: string; message?: string; details?: object } })
    | null;
  if (response.ok && body !== null && 'data' in body) {
    return body;
  }
  throw new ApiFailure(
    response.status,
    body?.error?.code ?? 'UNREADABLE',
    body?.error?.message ?? `The server answered ${response.status} without an explanation.`,
    { ...body?.error?.details },
    requestId,
  );
}

/** A path with its variables encoded. */
function at(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.reduce((path, part, i) => path + encodeURIComponent(values[i - 1] ?? '') + part);
}
