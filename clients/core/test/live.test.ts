import { describe, expect, it } from 'vitest';

import { LiveStore, type BookMessage, type PriceMessage, type TradeMessage } from '../src/index.js';

function given() {
  const frames: (() => void)[] = [];
  const clock = { now: 0 };
  const store = new LiveStore(
    (flush) => frames.push(flush),
    () => clock.now,
  );
  const frame = () => frames.splice(0).forEach((flush) => flush());
  return { store, frames, frame, clock };
}

const price = (text: string, change: Partial<PriceMessage> = {}): PriceMessage => ({
  type: 'price',
  instrument: 'BTC-USDT',
  exchange: 'binance',
  price: text,
  bid: null,
  ask: null,
  change_24h: null,
  high_24h: null,
  low_24h: null,
  volume_24h: null,
  timestamp: '2026-11-21T09:00:00.000Z',
  age_ms: 0,
  state: 'live',
  seq: 1,
  ...change,
});

const trade = (id: string): TradeMessage => ({
  type: 'trade',
  instrument: 'BTC-USDT',
  exchange: 'binance',
  price: '1',
  quantity: '1',
  side: 'buy',
  trade_id: id,
  timestamp: '2026-11-21T09:00:00.000Z',
});

const snapshot: BookMessage = {
  type: 'book',
  kind: 'snapshot',
  instrument: 'BTC-USDT',
  exchange: 'binance',
  bids: [['99', '1']],
  asks: [['101', '1']],
  timestamp: '2026-11-21T09:00:00.000Z',
  state: 'live',
  seq: 1,
};

describe('the live store', () => {
  it('tells its readers once per frame, of the newest alone', () => {
    const { store, frames, frame } = given();
    const seen: (string | null | undefined)[] = [];
    store.subscribe('price:binance:BTC-USDT', () =>
      seen.push(store.get('price:binance:BTC-USDT')?.price),
    );

    store.price(price('1'));
    store.price(price('2'));
    store.price(price('3'));

    expect(frames).toHaveLength(1);
    expect(store.get('price:binance:BTC-USDT')).toBeUndefined();
    frame();
    expect(seen).toEqual(['3']);
  });

  it('never shows what the newest message no longer says', () => {
    const { store, frame } = given();

    store.price(price('1', { high_24h: '9' }));
    frame();
    store.price(price('2'));
    frame();

    expect(store.get('price:binance:BTC-USDT')).toMatchObject({ price: '2', high_24h: null });
  });

  it('keeps the same instrument of two exchanges apart', () => {
    const { store, frame } = given();

    store.price(price('1'));
    store.price(price('2', { exchange: 'okx' }));
    store.book(snapshot);
    store.book({ ...snapshot, exchange: 'okx', seq: 7, bids: [['98', '1']] });
    frame();

    expect(store.get('price:binance:BTC-USDT')?.price).toBe('1');
    expect(store.get('price:okx:BTC-USDT')?.price).toBe('2');
    expect(store.get('book:binance:BTC-USDT')?.bids[0]?.[0]).toBe('99');
    expect(store.get('book:okx:BTC-USDT')?.bids[0]?.[0]).toBe('98');
  });

  it('leaves readers of other topics alone', () => {
    const { store, frame } = given();
    let calls = 0;
    store.subscribe('price:binance:ETH-USDT', () => (calls += 1));

    store.price(price('1'));
    frame();

    expect(calls).toBe(0);
  });

  it('remembers when an exchange was last heard, but not from stale prices', () => {
    const { store, frame, clock } = given();

    clock.now = 1_000;
    store.price(price('1', { age_ms: 40, state: 'live' }));
    clock.now = 9_000;
    store.price(price('1', { age_ms: 8_000, state: 'stale' }));
    frame();

    expect(store.get('feed:binance')).toBe(960);
  });

  it('shows a book as stale after a gap and when the connection is lost', () => {
    const { store, frame } = given();
    store.book(snapshot);
    frame();
    expect(store.get('book:binance:BTC-USDT')).toMatchObject({ ready: true, stale: false });

    store.connection({ status: 'offline', latencyMillis: null, attempts: 1 });
    frame();
    expect(store.get('book:binance:BTC-USDT')).toMatchObject({ stale: true, bids: [['99', '1']] });

    store.book(snapshot);
    expect(store.book({ ...snapshot, kind: 'delta', seq: 7 })).toBe('gap');
    frame();
    expect(store.get('book:binance:BTC-USDT')).toMatchObject({ ready: false, stale: true });
  });

  it('keeps a short tape and puts older trades below what streamed in', () => {
    const { store, frame } = given();
    store.trade(trade('b'));
    store.trade(trade('c'));

    store.history('binance:BTC-USDT', [trade('b'), trade('a')]);
    frame();
    expect(store.get('tape:binance:BTC-USDT')?.map((one) => one.trade_id)).toEqual(['c', 'b', 'a']);

    for (let i = 0; i < 500; i += 1) {
      store.trade(trade(String(i)));
    }
    frame();
    expect(store.get('tape:binance:BTC-USDT')).toHaveLength(60);
    expect(store.get('tape:binance:BTC-USDT')?.[0]?.trade_id).toBe('499');
  });
});
