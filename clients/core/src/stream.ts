import { marketKey, marketOf, type MarketKey } from './market.js';
import type {
  BookMessage,
  CandleMessage,
  MarkPriceMessage,
  PriceMessage,
  StreamChannel,
  TradeMessage,
} from './messages.js';
import type { Order } from './types.js';

/** The part of a browser's WebSocket that the stream uses; tests hand in their own. */
export interface Socket {
  /** 1 while messages can be sent; a socket that the server closes is no longer 1 before it says so. */
  readonly readyState: number;
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
}

export interface Timers {
  set(run: () => void, millis: number): unknown;
  clear(timer: unknown): void;
  nowMillis(): number;
}

export interface StreamHandlers {
  price(message: PriceMessage): void;
  book(message: BookMessage): 'applied' | 'ignored' | 'gap';
  trade(message: TradeMessage): void;
  candle(message: CandleMessage): void;
  markPrice(message: MarkPriceMessage): void;
  order(update: OrderUpdate): void;
  /** Called at every change of the connection, and whenever a new latency is known. */
  connection(state: StreamState): void;
  /** The server no longer takes the token that it was given. */
  refused(): void;
  /** Live again after a break: whatever was missed has to be asked for. */
  resumed(): void;
}

/** An order as the stream tells it: surely its id, and what else the message names. */
export type OrderUpdate = Partial<Order> & { readonly id: string };

export interface StreamState {
  readonly status: 'offline' | 'connecting' | 'live';
  /** Round trip of the last ping, or null before the first. */
  readonly latencyMillis: number | null;
  readonly attempts: number;
}

export interface StreamOptions {
  readonly open: () => Socket;
  /** A token that is good now, or null for the public channels alone; fails when none can be had. */
  readonly token: () => Promise<string | null>;
  /** How long that token holds. */
  readonly goodForMillis: () => number;
  readonly timers: Timers;
  readonly random: () => number;
  readonly handlers: StreamHandlers;
}

export const STREAM_LIMITS = {
  backoffFirstMillis: 500,
  backoffMostMillis: 15_000,
  pingEveryMillis: 5_000,
  pongWithinMillis: 10_000,
  openWithinMillis: 10_000,
  resyncEveryMillis: 1_000,
  instrumentsPerRequest: 50,
  /** A new token goes out so long before the old one ends, and never sooner than the pause. */
  renewEarlyMillis: 20_000,
  renewPauseMillis: 5_000,
} as const;

/** A WebSocket's `readyState` between its opening and its closing. */
const OPEN = 1;

/** The server's close code for a session or a token that has ended. */
const CLOSED_UNAUTHENTICATED = 4401;

interface Request {
  readonly type: 'subscribe' | 'unsubscribe';
  readonly channel: StreamChannel;
  readonly interval: string | null;
  readonly exchange: string | null;
  readonly instruments: string[];
}

interface Subscription {
  readonly channel: StreamChannel;
  readonly market: MarketKey | null;
  readonly interval: string | null;
  holders: number;
}

/**
 * One connection to /ws. It comes back by itself with a growing, jittered pause, signs in by message (never by
 * address), asks again for everything that somebody still holds, and measures the round trip.
 */
export class StreamClient {
  private readonly subscriptions = new Map<string, Subscription>();
  private socket: Socket | null = null;
  private state: StreamState = { status: 'offline', latencyMillis: null, attempts: 0 };
  private running = false;
  private ready = false;
  private wasLive = false;
  private nextId = 1;
  private pingSentAt: number | null = null;
  private readonly timers = new Set<unknown>();
  private readonly resyncing = new Set<string>();
  private outbox: Request[] = [];

  constructor(private readonly options: StreamOptions) {}

  start(): void {
    if (!this.running) {
      this.running = true;
      this.connect();
    }
  }

  stop(): void {
    this.running = false;
    this.wasLive = false;
    this.drop();
    this.become({ status: 'offline', latencyMillis: null, attempts: 0 });
  }

  /** The network came back or the tab woke up: no more waiting. */
  hurry(): void {
    if (this.running && this.socket === null) {
      this.clearTimers();
      this.connect();
    }
  }

  /** Holds a subscription until the answer is called. Several holders share one. */
  subscribe(channel: StreamChannel, market: MarketKey | null, interval: string | null = null) {
    const key = `${channel}|${market ?? ''}|${interval ?? ''}`;
    const known = this.subscriptions.get(key);
    if (known !== undefined) {
      known.holders += 1;
    } else {
      const fresh = { channel, market, interval, holders: 1 };
      this.subscriptions.set(key, fresh);
      if (this.ready) {
        this.request('subscribe', fresh);
      }
    }
    let held = true;
    return () => {
      if (held) {
        held = false;
        this.release(key);
      }
    };
  }

  /** Whether prices of one of an exchange's markets are held: only then does it mean something that none come. */
  followsPricesOf(exchange: string): boolean {
    return [...this.subscriptions.values()].some(
      ({ channel, market }) => channel === 'prices' && market?.startsWith(`${exchange}:`) === true,
    );
  }

  private release(key: string): void {
    const subscription = this.subscriptions.get(key);
    if (subscription === undefined) {
      return;
    }
    subscription.holders -= 1;
    if (subscription.holders === 0) {
      this.subscriptions.delete(key);
      if (this.ready) {
        this.request('unsubscribe', subscription);
      }
    }
  }

  private connect(): void {
    this.become({ ...this.state, status: 'connecting' });
    const socket = this.options.open();
    this.socket = socket;
    this.after(STREAM_LIMITS.openWithinMillis, () => {
      if (this.socket === socket && !this.ready) {
        this.lost();
      }
    });
    socket.onopen = () => {
      void this.signIn(socket);
    };
    socket.onmessage = (event) => {
      if (this.socket === socket && typeof event.data === 'string') {
        this.receive(event.data);
      }
    };
    socket.onclose = ({ code }) => {
      if (this.socket === socket) {
        if (code === CLOSED_UNAUTHENTICATED) {
          this.options.handlers.refused();
        }
        this.lost();
      }
    };
  }

  private async signIn(socket: Socket): Promise<void> {
    if (!(await this.authenticate(socket))) {
      return;
    }
    this.ready = true;
    for (const subscription of this.subscriptions.values()) {
      this.request('subscribe', subscription);
    }
    this.become({ status: 'live', latencyMillis: null, attempts: 0 });
    if (this.wasLive) {
      this.options.handlers.resumed();
    }
    this.wasLive = true;
    this.ping();
  }

  /** Says who we are, now and before each token ends; false when this connection is over. */
  private async authenticate(socket: Socket): Promise<boolean> {
    let token: string | null;
    try {
      token = await this.options.token();
    } catch (failure) {
      console.warn('The stream has no token and tries again.', failure);
      if (this.socket === socket) {
        this.lost();
      }
      return false;
    }
    if (this.socket !== socket) {
      return false;
    }
    if (token !== null) {
      this.send({ type: 'auth', token });
      const { renewEarlyMillis, renewPauseMillis } = STREAM_LIMITS;
      const pause = Math.max(this.options.goodForMillis() - renewEarlyMillis, renewPauseMillis);
      this.after(pause, () => void this.authenticate(socket));
    }
    return true;
  }

  private receive(text: string): void {
    const message = parse(text);
    const handlers = this.options.handlers;
    switch (message?.type) {
      case 'price':
        handlers.price(message as unknown as PriceMessage);
        break;
      case 'book':
        this.receiveBook(message as unknown as BookMessage);
        break;
      case 'trade':
        handlers.trade(message as unknown as TradeMessage);
        break;
      case 'candle':
        handlers.candle(message as unknown as CandleMessage);
        break;
      case 'mark_price':
        handlers.markPrice(message as unknown as MarkPriceMessage);
        break;
      case 'order_update':
        this.receiveOrder(message as OrderMessage);
        break;
      case 'error':
        console.warn('The stream refused a request.', text);
        break;
      case 'pong':
        this.pong();
        break;
      case undefined:
      default:
        break;
    }
  }

  private receiveOrder(message: OrderMessage): void {
    const update = orderOf(message);
    if (update !== null) {
      this.options.handlers.order(update);
    }
  }

  private receiveBook(message: BookMessage): void {
    const market = marketKey(message);
    if (this.options.handlers.book(message) !== 'gap' || this.resyncing.has(market)) {
      return;
    }
    this.resyncing.add(market);
    this.after(STREAM_LIMITS.resyncEveryMillis, () => this.resyncing.delete(market));
    // Whoever named no exchange reads the book of the one that the server chose.
    const subscription =
      this.subscriptions.get(`book|${market}|`) ??
      this.subscriptions.get(`book|${message.instrument}|`);
    if (subscription !== undefined) {
      this.request('unsubscribe', subscription);
      this.request('subscribe', subscription);
    }
  }

  private ping(): void {
    this.pingSentAt = this.options.timers.nowMillis();
    this.send({ type: 'ping', id: this.nextId++ });
    const socket = this.socket;
    const sentAt = this.pingSentAt;
    this.after(STREAM_LIMITS.pongWithinMillis, () => {
      if (this.socket === socket && this.pingSentAt === sentAt) {
        this.lost();
      }
    });
  }

  private pong(): void {
    if (this.pingSentAt === null) {
      return;
    }
    const latencyMillis = Math.max(0, this.options.timers.nowMillis() - this.pingSentAt);
    this.pingSentAt = null;
    this.become({ ...this.state, latencyMillis });
    this.after(STREAM_LIMITS.pingEveryMillis, () => this.ping());
  }

  private lost(): void {
    const attempts = this.state.attempts + 1;
    this.drop();
    this.become({ status: 'offline', latencyMillis: null, attempts });
    if (this.running) {
      const most = Math.min(
        STREAM_LIMITS.backoffMostMillis,
        STREAM_LIMITS.backoffFirstMillis * 2 ** Math.min(attempts - 1, 10),
      );
      this.after(most / 2 + (this.options.random() * most) / 2, () => this.connect());
    }
  }

  private drop(): void {
    this.clearTimers();
    this.resyncing.clear();
    this.outbox = [];
    this.ready = false;
    this.pingSentAt = null;
    const socket = this.socket;
    this.socket = null;
    if (socket !== null) {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close(1000);
    }
  }

  /** What is asked for in one turn goes out together, in the order it was asked. */
  private request(type: 'subscribe' | 'unsubscribe', subscription: Subscription): void {
    const { channel, interval } = subscription;
    const { exchange, instrument } =
      subscription.market === null
        ? { exchange: null, instrument: null }
        : marketOf(subscription.market);
    const last = this.outbox.at(-1);
    if (
      instrument !== null &&
      last?.type === type &&
      last.channel === channel &&
      last.interval === interval &&
      last.exchange === exchange &&
      last.instruments.length < STREAM_LIMITS.instrumentsPerRequest
    ) {
      last.instruments.push(instrument);
      return;
    }
    this.outbox.push({
      type,
      channel,
      interval,
      exchange,
      instruments: instrument === null ? [] : [instrument],
    });
    if (this.outbox.length === 1) {
      queueMicrotask(() => this.post());
    }
  }

  private post(): void {
    const requests = this.outbox;
    this.outbox = [];
    for (const { type, channel, interval, exchange, instruments } of requests) {
      this.send({
        type,
        channel,
        ...(instruments.length === 0 ? {} : { instruments }),
        ...(exchange === null ? {} : { exchange }),
        ...(interval === null ? {} : { interval }),
        id: this.nextId++,
      });
    }
  }

  /** What a closing connection no longer takes is asked for again by the next one. */
  private send(message: object): void {
    if (this.socket?.readyState === OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }

  private become(state: StreamState): void {
    this.state = state;
    this.options.handlers.connection(state);
  }

  private after(millis: number, run: () => void): void {
    const timer = this.options.timers.set(() => {
      this.timers.delete(timer);
      run();
    }, millis);
    this.timers.add(timer);
  }

  private clearTimers(): void {
    for (const timer of this.timers) {
      this.options.timers.clear(timer);
    }
    this.timers.clear();
  }
}

interface OrderMessage extends Partial<Omit<Order, 'type'>> {
  readonly order_id?: string;
  readonly order_type?: Order['type'];
}

/**
 * The stream says `order_id` and `order_type` where the calls say `id` and `type`, because a message's own
 * type stands there.
 */
function orderOf(message: OrderMessage): OrderUpdate | null {
  const { order_id: orderId, order_type: type, type: _message, ...rest } = { type: '', ...message };
  const id = orderId ?? rest.id;
  if (id === undefined) {
    return null;
  }
  return { ...rest, id, ...(type === undefined ? {} : { type }) };
}

function parse(text: string): { readonly type?: string } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch (failure) {
    console.warn('A message of the stream is not JSON and was skipped.', failure);
    return null;
  }
}
