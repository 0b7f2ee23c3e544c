import { OrderBook, type BookOutcome, type BookTop } from './book.js';
import { marketKey } from './market.js';
import type {
  BookMessage,
  CandleMessage,
  MarkPriceMessage,
  PriceMessage,
  TradeMessage,
} from './messages.js';
import type { StreamState } from './stream.js';

const TAPE_ROWS = 60;
const BOOK_DEPTH = 200;

/** A price with the moment it reached us, by the clock that never jumps. */
export interface LivePrice extends PriceMessage {
  readonly receivedAt: number;
}

export interface LiveBook extends BookTop {
  readonly ready: boolean;
  readonly stale: boolean;
  readonly receivedAt: number;
}

export interface LiveTrade extends TradeMessage {
  /** Counts up; a stable key for rows. */
  readonly number: number;
}

export interface Topics {
  [price: `price:${string}`]: LivePrice | undefined;
  [book: `book:${string}`]: LiveBook | undefined;
  [tape: `tape:${string}`]: readonly LiveTrade[] | undefined;
  [candle: `candle:${string}`]: CandleMessage | undefined;
  [mark: `mark:${string}`]: MarkPriceMessage | undefined;
  [feed: `feed:${string}`]: number | undefined;
  connection: StreamState | undefined;
}
export type Topic = keyof Topics;

/**
 * What streams in, outside of any view, by market (see marketKey). Messages change it at once; readers hear of it together, once per
 * frame, however many messages came between. What readers see never changes between two frames.
 */
export class LiveStore {
  private readonly published = new Map<string, unknown>();
  private readonly pending = new Map<string, () => unknown>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly books = new Map<string, OrderBook>();
  private readonly tapes = new Map<string, LiveTrade[]>();
  private scheduled = false;
  private trades = 0;

  constructor(
    private readonly nextFrame: (flush: () => void) => void,
    private readonly nowMillis: () => number,
  ) {}

  get<T extends Topic>(topic: T): Topics[T] {
    return this.published.get(topic) as Topics[T];
  }

  subscribe(topic: Topic, listener: () => void): () => void {
    const known = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, known);
    known.add(listener);
    return () => {
      known.delete(listener);
      if (known.size === 0) {
        this.listeners.delete(topic);
      }
    };
  }

  price(message: PriceMessage): void {
    const receivedAt = this.nowMillis();
    this.put(`price:${marketKey(message)}`, { ...message, receivedAt });
    if (message.state !== 'stale') {
      this.put(`feed:${message.exchange}`, receivedAt - message.age_ms);
    }
  }

  book(message: BookMessage): BookOutcome {
    const market = marketKey(message);
    const book = this.books.get(market) ?? new OrderBook();
    this.books.set(market, book);
    const outcome = book.apply(message);
    if (outcome !== 'ignored') {
      const receivedAt = this.nowMillis();
      const stale = message.state === 'stale' || outcome === 'gap';
      this.pending.set(`book:${market}`, () => ({
        ...book.top(BOOK_DEPTH),
        ready: book.ready,
        stale,
        receivedAt,
      }));
      this.schedule();
    }
    return outcome;
  }

  trade(message: TradeMessage): void {
    const market = marketKey(message);
    const tape = this.tapes.get(market) ?? [];
    this.tapes.set(market, tape);
    tape.unshift({ ...message, number: this.trades++ });
    tape.length = Math.min(tape.length, TAPE_ROWS);
    this.pending.set(`tape:${market}`, () => [...tape]);
    this.schedule();
  }

  /** Trades from before the subscription, newest first; the ones that streamed in meanwhile stay on top. */
  history(market: string, trades: readonly Omit<TradeMessage, 'type'>[]): void {
    const tape = this.tapes.get(market) ?? [];
    const streamed = tape.filter((trade) => trade.number >= 0);
    const known = new Set(streamed.map((trade) => trade.trade_id));
    const older = trades
      .filter((trade) => !known.has(trade.trade_id))
      .map((trade, i) => ({ ...trade, type: 'trade' as const, number: -1 - i }));
    const whole = [...streamed, ...older].slice(0, TAPE_ROWS);
    this.tapes.set(market, whole);
    this.pending.set(`tape:${market}`, () => [...whole]);
    this.schedule();
  }

  candle(message: CandleMessage): void {
    this.put(`candle:${marketKey(message)}:${message.interval}`, message);
  }

  markPrice(message: MarkPriceMessage): void {
    this.put(`mark:${marketKey(message)}`, message);
  }

  /** A change of the connection. Books that stopped moving are no longer shown as live. */
  connection(state: StreamState): void {
    this.put('connection', state);
    if (state.status !== 'live') {
      for (const [market, book] of this.books) {
        book.clear();
        const shown = this.latest(`book:${market}`);
        if (shown !== undefined) {
          this.put(`book:${market}`, { ...shown, stale: true });
        }
      }
    }
  }

  /** Forgets a book that nobody subscribes to any more: it would only grow old. */
  forgetBook(market: string): void {
    this.books.delete(market);
    this.remove(`book:${market}`);
  }

  forgetTape(market: string): void {
    this.tapes.delete(market);
    this.remove(`tape:${market}`);
  }

  private remove(topic: string): void {
    this.pending.delete(topic);
    this.published.delete(topic);
  }

  private latest<T extends Topic>(topic: T): Topics[T] {
    return (this.pending.get(topic)?.() ?? this.published.get(topic)) as Topics[T];
  }

  private put(topic: string, value: unknown): void {
    this.pending.set(topic, () => value);
    this.schedule();
  }

  private schedule(): void {
    if (!this.scheduled) {
      this.scheduled = true;
      this.nextFrame(() => this.flush());
    }
  }

  private flush(): void {
    this.scheduled = false;
    const dirty = [...this.pending];
    this.pending.clear();
    for (const [topic, build] of dirty) {
      this.published.set(topic, build());
    }
    for (const [topic] of dirty) {
      for (const listener of this.listeners.get(topic) ?? []) {
        listener();
      }
    }
  }
}
