import { describe, expect, it } from 'vitest';

import { ranked } from '../src/shell/ranking';
import { scopeOf } from '../src/shell/ScopedRisk';
import { EDGES, sizeOf } from '../src/trade/edges';
import { profitAt } from '../src/trade/Positions';
import { useTicket } from '../src/trade/ticketStore';
import { farOf } from '../src/trade/Warnings';

describe('the palette', () => {
  const entries = [
    { id: 'a', text: 'Account: Sessions' },
    { id: 'b', text: 'Session history', words: 'login' },
    { id: 'c', text: 'Obsession' },
    { id: 'd', text: 'Cancel all open orders' },
  ];
  const found = (query: string) => ranked(entries, query).map(({ id }) => id);

  it('puts what begins with the words first, then words that begin so, then the rest', () => {
    expect(found('session')).toEqual(['b', 'a', 'c']);
  });

  it('wants every word, in any order and in any case', () => {
    expect(found('ORDERS cancel')).toEqual(['d']);
    expect(found('orders login')).toEqual([]);
    expect(found('login')).toEqual(['b']);
  });

  it('shows everything in its order while nothing is typed', () => {
    expect(found('  ')).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('a panel', () => {
  it('is as large as it was made, within what it may be', () => {
    expect(sizeOf('book', {})).toBe(EDGES.book.usual);
    expect(sizeOf('book', { book: 300 })).toBe(300);
    expect(sizeOf('book', { book: 9_999 })).toBe(EDGES.book.max);
    expect(sizeOf('book', { book: 1 })).toBe(EDGES.book.min);
    expect(sizeOf('book', { book: Number.NaN })).toBe(EDGES.book.usual);
  });
});

describe('a position', () => {
  const held = { side: 'long', quantity: '3', average_price: '100' } as const;

  it('gains with the price when long, against it when short, by the size of its contracts', () => {
    expect(profitAt(held, { contract_size: '1' }, '110')).toBe('30');
    expect(profitAt({ ...held, side: 'short' }, { contract_size: '1' }, '110')).toBe('-30');
    expect(profitAt(held, { contract_size: '0.01' }, '110')).toBe('0.3');
  });

  it('has gained nobody knows what while a price or its instrument is missing', () => {
    expect(profitAt(held, { contract_size: '1' }, null)).toBeNull();
    expect(profitAt(held, undefined, '110')).toBeNull();
    expect(profitAt({ ...held, average_price: null }, { contract_size: '1' }, '110')).toBeNull();
  });
});

describe('a limit', () => {
  const far = (change: Partial<Parameters<typeof farOf>[0]>) =>
    farOf(
      { side: 'buy', type: 'limit', price: '100', stopPrice: '', ...change },
      { marketPrice: '100' },
    );

  it('that is more than three percent worse than the market is far', () => {
    expect(far({ price: '103' })).toBeNull();
    expect(far({ price: '104' })).toBe('4');
    expect(far({ price: '50' })).toBeNull();
    expect(far({ side: 'sell', price: '90' })).toBe('10');
    expect(far({ type: 'market', price: '500' })).toBeNull();
  });

  it('of an order that waits counts from the price that it waits for', () => {
    expect(far({ side: 'sell', type: 'stop_limit', stopPrice: '90', price: '89' })).toBeNull();
    expect(far({ side: 'sell', type: 'stop_limit', stopPrice: '90', price: '80' })).not.toBeNull();
  });
});

describe('a price of the book', () => {
  it('goes into the ticket as it is and leaves the side alone', () => {
    const { setSide, setType, takePrice } = useTicket.getState();
    setSide('sell');

    setType('market');
    takePrice('60123.45');
    expect(useTicket.getState()).toMatchObject({ side: 'sell', type: 'limit', price: '60123.45' });

    setType('stop');
    takePrice('59000.10');
    expect(useTicket.getState()).toMatchObject({
      side: 'sell',
      type: 'stop',
      stopPrice: '59000.10',
    });
  });
});

describe('a scope of limits', () => {
  it('is a link or an instrument', () => {
    expect(scopeOf('link:0a1b')).toEqual({ link: '0a1b' });
    expect(scopeOf('instrument:BTC-USDT')).toEqual({ instrument: 'BTC-USDT' });
  });
});
