import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  contractFigures,
  contractProblems,
  exact,
  formatAverageCents,
  formatCents,
  formatChance,
  formatCountdown,
  mirror,
  mostTraded,
} from '../src/index.js';
import type { Instrument } from '../src/index.js';

const INSTRUMENT = {
  instrument: 'KXBTC-A',
  exchange: 'kalshi',
  tick_size: '0.01',
  price_ranges: [
    { min: '0.01', max: '0.10', tick: '0.001' },
    { min: '0.10', max: '0.99', tick: '0.01' },
  ],
  limit_quantity: { min: '1', max: null, step: '1' },
} as unknown as Instrument;

describe('event contracts', () => {
  it('mirrors exactly, there and back', () => {
    expect(mirror('0.62')).toBe('0.38');
    expect(mirror(null)).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (units) => {
        const price = `0.${String(units % 10_000).padStart(4, '0')}`;
        expect(exact(mirror(mirror(price)) ?? '').eq(price)).toBe(true);
      }),
    );
  });

  it('reckons what buying NO at 0.38 takes and may bring', () => {
    const draft = { side: 'buy', outcome: 'no', quantity: '10', price: '0.38' } as const;

    expect(contractFigures(draft, '0')).toEqual({ cost: '3.8', proceeds: null, profit: '6.2' });
  });

  it('reckons that a sale brings the price of what is held, and costs the rest of 1 of what is not', () => {
    const draft = { side: 'sell', outcome: 'yes', quantity: '10', price: '0.62' } as const;

    expect(contractFigures(draft, '0')).toEqual({ cost: '3.8', proceeds: null, profit: '6.2' });
    expect(contractFigures(draft, '4')).toEqual({ cost: '2.28', proceeds: '2.48', profit: '3.72' });
    expect(contractFigures(draft, '12')).toEqual({ cost: null, proceeds: '6.2', profit: null });
  });

  it('picks what is traded most and leaves it in its order', () => {
    const contracts = ['5', '70', '1.5', '700'].map((volume_24h) => ({ volume_24h }));

    expect(mostTraded(contracts, 2)).toEqual([{ volume_24h: '70' }, { volume_24h: '700' }]);
    expect(mostTraded(contracts, 9)).toEqual(contracts);
  });

  it('holds a price of NO against the steps of YES', () => {
    const draft = { side: 'buy', outcome: 'no', quantity: '1' } as const;

    expect(contractProblems({ ...draft, price: '0.955' }, INSTRUMENT).price).toBeUndefined();
    expect(contractProblems({ ...draft, price: '0.385' }, INSTRUMENT).price).toEqual({
      code: 'offStep',
      step: '0.01',
    });
    expect(contractProblems({ ...draft, price: '1' }, INSTRUMENT).price?.code).toBe('outside');
    expect(contractProblems({ ...draft, price: 'x' }, INSTRUMENT).price?.code).toBe('notANumber');
  });

  it('refuses parts of a contract where there are none', () => {
    const draft = { side: 'buy', outcome: 'yes', price: '0.5' } as const;

    expect(contractProblems({ ...draft, quantity: '0.5' }, INSTRUMENT).quantity?.code).toBe(
      'tooSmall',
    );
    expect(contractProblems({ ...draft, quantity: '1.5' }, INSTRUMENT).quantity?.code).toBe(
      'offStep',
    );
  });

  it('says cents, chances and what is left of the time', () => {
    expect(formatCents('0.62')).toBe('62¢');
    expect(formatCents('0.045')).toBe('4.5¢');
    expect(formatAverageCents('0.916666666667')).toBe('91.67¢');
    expect(formatAverageCents('0.38')).toBe('38¢');
    expect(formatChance('0.615')).toBe('62%');
    expect(formatChance('0.004')).toBe('<1%');
    expect(formatChance('0.996')).toBe('>99%');
    expect(formatCountdown(90_061_000)).toBe('1 d 1 h');
    expect(formatCountdown(61_000)).toBe('1 min 1 s');
    expect(formatCountdown(0)).toBeNull();
  });
});
