import { describe, expect, it } from 'vitest';

import { Endings, isOpen, newer, withOrder } from '../src/index.js';
import { order } from './given.js';

describe('two views of one order', () => {
  it('never take it back from a later stage', () => {
    const filled = order({ status: 'filled', updated_at: '2026-11-21T09:00:01.000Z' });
    const late = order({ status: 'open', updated_at: '2026-11-21T09:00:02.000Z' });

    expect(newer(filled, late)).toBe(filled);
    expect(newer(late, filled)).toBe(filled);
  });

  it('agree on the one that was updated last', () => {
    const less = order({ status: 'partial', filled_quantity: '0.1' });
    const more = order({
      status: 'partial',
      filled_quantity: '0.2',
      updated_at: '2026-11-21T09:00:01.000Z',
    });

    expect(newer(more, less)).toBe(more);
    expect(newer(less, more)).toBe(more);
  });
});

describe('an order that has ended', () => {
  it('is not brought back by an answer that was overtaken', () => {
    const endings = new Endings(2);
    const filled = order({ id: '1', status: 'filled' });

    expect(endings.latest(filled)).toBe(filled);
    expect(endings.latest(order({ id: '1', status: 'open' }))).toBe(filled);
  });

  it('is remembered until others have ended after it', () => {
    const endings = new Endings(2);
    for (const id of ['1', '2', '3']) {
      endings.latest(order({ id, status: 'cancelled' }));
    }

    expect(endings.latest(order({ id: '1', status: 'open' })).status).toBe('open');
    expect(endings.latest(order({ id: '3', status: 'open' })).status).toBe('cancelled');
  });
});

describe('a list of orders', () => {
  it('keeps each order once, the newest first, and stays short', () => {
    const first = order({ id: '1' });
    const second = order({ id: '2', created_at: '2026-11-21T09:00:05.000Z' });

    const list = withOrder(withOrder([], second, 2), first, 2);
    expect(list.map(({ id }) => id)).toEqual(['2', '1']);

    const filled = withOrder(list, order({ id: '1', status: 'filled' }), 2);
    expect(filled.map(({ id, status }) => `${id} ${status}`)).toEqual(['2 open', '1 filled']);

    const third = order({ id: '3', created_at: '2026-11-21T09:00:09.000Z' });
    expect(withOrder(filled, third, 2).map(({ id }) => id)).toEqual(['3', '2']);
  });

  it('knows which orders still wait', () => {
    expect(isOpen(order({ status: 'submitted' }))).toBe(true);
    expect(isOpen(order({ status: 'rejected' }))).toBe(false);
  });
});
