import { describe, expect, it } from 'vitest';

import {
  OrderBook,
  STREAM_LIMITS,
  StreamClient,
  type OrderUpdate,
  type MarkPriceMessage,
  type PriceMessage,
  type Socket,
  type StreamState,
  type Timers,
} from '../src/index.js';

interface Sent {
  readonly type: string;
  readonly channel?: string;
  readonly instruments?: readonly string[];
  readonly interval?: string;
  readonly token?: string;
}

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  readonly sent: Sent[] = [];
  readonly unsendable: string[] = [];
  closed = false;
  readyState = 1;

  send(text: string) {
    if (this.readyState !== 1) {
      this.unsendable.push(text);
      return;
    }
    this.sent.push(JSON.parse(text) as Sent);
  }
  close() {
    this.closed = true;
  }
  says(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  cut(code = 1006) {
    this.onclose?.({ code });
  }
  requests() {
    return this.sent
      .filter(({ type }) => type === 'subscribe' || type === 'unsubscribe')
      .map(({ type, channel, instruments }) => [type, channel, ...(instruments ?? [])].join(' '));
  }
}

/** Time that moves when it is told to. */
class VirtualTime implements Timers {
  private now = 0;
  private next = 1;
  private readonly waiting = new Map<number, { readonly at: number; readonly run: () => void }>();

  set(run: () => void, millis: number) {
    const id = this.next++;
    this.waiting.set(id, { at: this.now + millis, run });
    return id;
  }
  clear(timer: unknown) {
    this.waiting.delete(timer as number);
  }
  nowMillis() {
    return this.now;
  }
  get pauses() {
    return [...this.waiting.values()].map(({ at }) => at - this.now);
  }
  async pass(millis: number) {
    const end = this.now + millis;
    for (;;) {
      const due = [...this.waiting]
        .filter(([, { at }]) => at <= end)
        .sort(([, a], [, b]) => a.at - b.at)[0];
      if (due === undefined) {
        break;
      }
      this.waiting.delete(due[0]);
      this.now = due[1].at;
      due[1].run();
      await settle();
    }
    this.now = end;
  }
}

async function settle() {
  for (let turn = 0; turn < 5; turn += 1) {
    await Promise.resolve();
  }
}

function given(random = 1) {
  const sockets: FakeSocket[] = [];
  const time = new VirtualTime();
  const states: StreamState[] = [];
  const prices: PriceMessage[] = [];
  const orders: OrderUpdate[] = [];
  const marks: MarkPriceMessage[] = [];
  const book = new OrderBook();
  const refused: number[] = [];
  const resumed: number[] = [];
  const tokens = { missing: false };
  const client = new StreamClient({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    token: () =>
      tokens.missing ? Promise.reject(new Error('unreachable')) : Promise.resolve('jwt'),
    goodForMillis: () => 900_000,
    timers: time,
    random: () => random,
    handlers: {
      price: (message) => prices.push(message),
      book: (message) => book.apply(message),
      trade: () => undefined,
      candle: () => undefined,
      markPrice: (message) => marks.push(message),
      order: (order) => orders.push(order),
      connection: (state) => states.push(state),
      refused: () => refused.push(time.nowMillis()),
      resumed: () => resumed.push(time.nowMillis()),
    },
  });
  const last = () => {
    const socket = sockets.at(-1);
    if (socket === undefined) {
      throw new Error('no socket was opened');
    }
    return socket;
  };
  const connect = async () => {
    last().onopen?.();
    await settle();
  };
  return {
    client,
    sockets,
    time,
    states,
    prices,
    orders,
    marks,
    book,
    refused,
    resumed,
    tokens,
    last,
    connect,
  };
}

describe('a stream', () => {
  it('signs in by message before it subscribes, all of one channel together', async () => {
    const { client, last, connect } = given();
    client.subscribe('prices', 'BTC-USDT');
    client.subscribe('prices', 'ETH-USDT');
    client.subscribe('orders', null);

    client.start();
    await connect();

    expect(last().sent[0]).toEqual({ type: 'auth', token: 'jwt' });
    expect(last().requests()).toEqual(['subscribe prices BTC-USDT ETH-USDT', 'subscribe orders']);
  });

  it('hears what a perpetual is valued at', async () => {
    const { client, last, connect, marks } = given();
    client.subscribe('mark_price', 'okx:BTC-USDT-PERP');
    client.start();
    await connect();
    const told = { type: 'mark_price', instrument: 'BTC-USDT-PERP', mark_price: '64950.1' };

    last().says(told);

    expect(last().requests()).toEqual(['subscribe mark_price BTC-USDT-PERP']);
    expect(marks).toEqual([told]);
  });

  it('says whose prices somebody follows, as long as somebody does', () => {
    const { client } = given();
    const leave = client.subscribe('prices', 'kalshi:KXBTC');
    client.subscribe('book', 'okx:BTC-USDT');

    expect(client.followsPricesOf('kalshi')).toBe(true);
    expect(client.followsPricesOf('okx')).toBe(false);
    leave();
    expect(client.followsPricesOf('kalshi')).toBe(false);
  });

  it('names the exchange of a market, each exchange in a request of its own', async () => {
    const { client, last, connect } = given();
    client.subscribe('prices', 'binance:BTC-USDT');
    client.subscribe('prices', 'binance:ETH-USDT');
    client.subscribe('prices', 'okx:BTC-USDT');

    client.start();
    await connect();

    expect(last().sent.slice(2)).toMatchObject([
      { type: 'subscribe', exchange: 'binance', instruments: ['BTC-USDT', 'ETH-USDT'] },
      { type: 'subscribe', exchange: 'okx', instruments: ['BTC-USDT'] },
    ]);
  });

  it('shares a subscription until its last holder leaves', async () => {
    const { client, last, connect } = given();
    client.start();
    await connect();

    const first = client.subscribe('book', 'BTC-USDT');
    const second = client.subscribe('book', 'BTC-USDT');
    first();
    first();
    await settle();
    expect(last().requests()).toEqual(['subscribe book BTC-USDT']);

    second();
    await settle();
    expect(last().requests()).toEqual(['subscribe book BTC-USDT', 'unsubscribe book BTC-USDT']);
  });

  it('comes back with growing pauses and subscribes again', async () => {
    const { client, sockets, time, resumed, last, connect } = given();
    client.subscribe('prices', 'BTC-USDT');
    client.start();
    await connect();

    const pauses: number[] = [];
    for (let cut = 0; cut < 8; cut += 1) {
      last().cut();
      const pause = time.pauses[0] ?? 0;
      pauses.push(pause);
      await time.pass(pause);
    }
    await connect();

    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    expect(sockets).toHaveLength(9);
    expect(last().requests()).toEqual(['subscribe prices BTC-USDT']);
    expect(resumed).toHaveLength(1);
  });

  it('jitters its pauses down to a half', async () => {
    const { client, time, last, connect } = given(0);
    client.start();
    await connect();

    last().cut();

    expect(time.pauses).toEqual([250]);
  });

  it('starts at the shortest pause again after it was live', async () => {
    const { client, time, last, connect } = given();
    client.start();
    await connect();
    last().cut();
    await time.pass(500);
    await connect();

    last().cut();

    expect(time.pauses).toEqual([500]);
  });

  it('measures the round trip and pings again later', async () => {
    const { client, time, states, last, connect } = given();
    client.start();
    await connect();

    await time.pass(42);
    last().says({ type: 'pong' });
    expect(states.at(-1)).toMatchObject({ status: 'live', latencyMillis: 42 });

    await time.pass(STREAM_LIMITS.pingEveryMillis);
    expect(last().sent.filter(({ type }) => type === 'ping')).toHaveLength(2);
  });

  it('sends nothing over a connection that the server is closing, and asks anew over the next', async () => {
    const { client, last, connect, time } = given();
    client.start();
    await connect();
    const closing = last();
    closing.readyState = 2;

    client.subscribe('trades', 'BTC-USDT');
    await settle();
    closing.cut();
    await time.pass(500);
    await connect();

    expect(closing.unsendable).toEqual([]);
    expect(last()).not.toBe(closing);
    expect(last().requests()).toEqual(['subscribe trades BTC-USDT']);
  });

  it('gives a silent connection up', async () => {
    const { client, sockets, time, states, connect } = given();
    client.start();
    await connect();

    await time.pass(STREAM_LIMITS.pongWithinMillis);

    expect(sockets[0]?.closed).toBe(true);
    expect(states.at(-1)?.status).toBe('offline');
    await time.pass(STREAM_LIMITS.backoffFirstMillis);
    expect(sockets).toHaveLength(2);
  });

  it('gives a connection up that never opens', async () => {
    const { client, sockets, time } = given();
    client.start();

    await time.pass(STREAM_LIMITS.openWithinMillis + STREAM_LIMITS.backoffFirstMillis);

    expect(sockets[0]?.closed).toBe(true);
    expect(sockets).toHaveLength(2);
  });

  it('asks for a snapshot after a gap, once for a row of them', async () => {
    const { client, book, last, connect } = given();
    client.subscribe('book', 'BTC-USDT');
    client.start();
    await connect();
    const base = { type: 'book', instrument: 'BTC-USDT', bids: [], asks: [] };

    last().says({ ...base, kind: 'snapshot', seq: 1 });
    last().says({ ...base, kind: 'delta', seq: 3 });
    last().says({ ...base, kind: 'snapshot', seq: 4 });
    last().says({ ...base, kind: 'delta', seq: 9 });
    await settle();

    expect(book.ready).toBe(false);
    expect(last().requests()).toEqual([
      'subscribe book BTC-USDT',
      'unsubscribe book BTC-USDT',
      'subscribe book BTC-USDT',
    ]);
  });

  it('skips what is not JSON and what it does not know', async () => {
    const { client, prices, last, connect } = given();
    client.start();
    await connect();

    last().onmessage?.({ data: '{"type":' });
    last().onmessage?.({ data: 'null' });
    last().says({ type: 'news' });
    last().says({ type: 'price', instrument: 'BTC-USDT', price: '1' });

    expect(prices).toHaveLength(1);
  });

  it('tells the type of an order from the type of its message', async () => {
    const { client, orders, last, connect } = given();
    client.start();
    await connect();

    last().says({ type: 'order_update', order_id: 'a', order_type: 'limit', status: 'open' });
    last().says({ type: 'order_update', id: 'b', status: 'open' });
    last().says({ type: 'order_update', status: 'open' });

    expect(orders).toEqual([
      { id: 'a', type: 'limit', status: 'open' },
      { id: 'b', status: 'open' },
    ]);
  });

  it('says who it is again before its token ends', async () => {
    const { client, time, last, connect } = given();
    client.start();
    await connect();

    for (let elapsed = 0; elapsed < 880_000; elapsed += STREAM_LIMITS.pingEveryMillis) {
      last().says({ type: 'pong' });
      await time.pass(STREAM_LIMITS.pingEveryMillis);
    }

    expect(last().sent.filter(({ type }) => type === 'auth')).toHaveLength(2);
  });

  it('tells when the server no longer takes its token', async () => {
    const { client, refused, last, connect } = given();
    client.start();
    await connect();

    last().cut(4401);

    expect(refused).toHaveLength(1);
  });

  it('tries again when no token can be had', async () => {
    const { client, sockets, time, tokens, last, connect } = given();
    client.subscribe('prices', 'BTC-USDT');
    tokens.missing = true;
    client.start();
    await connect();
    expect(sockets[0]?.closed).toBe(true);

    tokens.missing = false;
    await time.pass(STREAM_LIMITS.backoffFirstMillis);
    await connect();

    expect(last().requests()).toEqual(['subscribe prices BTC-USDT']);
  });

  it('stays away once it is stopped', async () => {
    const { client, sockets, time, connect } = given();
    client.start();
    await connect();

    client.stop();
    await time.pass(60_000);

    expect(sockets).toHaveLength(1);
    expect(sockets[0]?.closed).toBe(true);
  });

  it('comes back at once when it is told that the network is there', async () => {
    const { client, sockets, last, connect } = given();
    client.start();
    await connect();
    last().cut();

    client.hurry();

    expect(sockets).toHaveLength(2);
  });
});
