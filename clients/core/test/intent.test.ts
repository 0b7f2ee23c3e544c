import { describe, expect, it } from 'vitest';

import { newClientOrderId, OrderIntent, type OrderTerms } from '../src/index.js';

const TERMS: OrderTerms = {
  exchange: 'binance',
  instrument: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  quantity: '1',
  price: '100',
};

function counted(): OrderIntent {
  let made = 0;
  return new OrderIntent(() => `id-${(made += 1)}`);
}

describe('an intent', () => {
  it('sends nothing while it is under way', () => {
    const intent = counted();

    expect(intent.begin(TERMS)?.client_order_id).toBe('id-1');
    expect(intent.begin(TERMS)).toBeNull();
  });

  it('keeps its id after an unclear answer', () => {
    const intent = counted();
    intent.begin(TERMS);

    intent.unclear();

    expect(intent.begin({ ...TERMS })?.client_order_id).toBe('id-1');
  });

  it('is another one after a clear answer, and with other terms', () => {
    const intent = counted();
    intent.begin(TERMS);
    intent.settled();

    expect(intent.begin(TERMS)?.client_order_id).toBe('id-2');
    intent.unclear();
    expect(intent.begin({ ...TERMS, quantity: '2' })?.client_order_id).toBe('id-3');
  });
});

describe('a client order id', () => {
  it('is short, plain and never the same', () => {
    const ids = new Set(Array.from({ length: 1_000 }, () => newClientOrderId()));

    expect(ids.size).toBe(1_000);
    for (const id of ids) {
      expect(id).toMatch(/^w[0-9a-z]{21}$/);
    }
  });
});
