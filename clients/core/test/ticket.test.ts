import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  averagePrice,
  distanceFromMarket,
  estimate,
  exact,
  heldTypes,
  isOnStep,
  problemsOf,
  quantityForShare,
  rulesFor,
  tickAt,
  type Draft,
  type Means,
} from '../src/index.js';
import { BTC, decimals, RULES, steps } from './given.js';

const means = (change: Partial<Means>): Means => ({
  spends: 'quote',
  available: '1000',
  price: '100',
  levels: [],
  feeRate: '0.001',
  ...change,
});

describe('a share of what is available', () => {
  it('is payable with its fee, on the lot step, and one lot more is not', () => {
    const rates = fc.constantFrom('0', '0.0004', '0.001', '0.0025', '0.01');
    const percents = fc.constantFrom(25, 50, 75, 100);
    fc.assert(
      fc.property(
        decimals(1_000_000, 8),
        decimals(100_000, 6),
        rates,
        percents,
        steps,
        (available, price, feeRate, percent, step) => {
          const rules = { ...RULES, step, max: null };

          const quantity = exact(
            quantityForShare(means({ available, price, feeRate }), percent, rules) ?? 'none',
          );

          const budget = exact(available).times(percent).div(100);
          const cost = (lots: number) =>
            quantity.plus(exact(step).times(lots)).times(price).times(exact(feeRate).plus(1));
          expect(isOnStep(quantity, exact(step))).toBe(true);
          expect(cost(0).lte(budget)).toBe(true);
          expect(cost(1).plus('0.000000000001').gt(budget)).toBe(true);
        },
      ),
    );
  });

  it('sells no more than there is and keeps no fee back', () => {
    expect(
      quantityForShare(
        means({ spends: 'base', available: '0.123456789', price: null }),
        100,
        RULES,
      ),
    ).toBe('0.12345');
  });

  it('buys from the book where the order has no price', () => {
    const levels = [
      ['100', '5'],
      ['200', '5'],
    ] as const;
    const free = means({ price: null, levels, feeRate: '0' });

    expect(quantityForShare(free, 100, RULES)).toBe('7.5');
    expect(quantityForShare({ ...free, available: '9000' }, 100, RULES)).toBe('47.5');
  });

  it('counts contracts by their size', () => {
    const contracts = { ...RULES, step: '1', size: '0.01' };

    expect(quantityForShare(means({ feeRate: '0' }), 100, contracts)).toBe('1000');
    expect(estimate('buy', '3', '100', '0.001', '0.01')?.notional).toBe('3');
  });

  it('is zero for an empty account and unknown without a balance or a price', () => {
    expect(quantityForShare(means({ available: '0' }), 100, RULES)).toBe('0');
    expect(quantityForShare(means({ available: null }), 100, RULES)).toBeNull();
    expect(quantityForShare(means({ price: null }), 100, RULES)).toBeNull();
    expect(quantityForShare(means({ price: '0' }), 100, RULES)).toBeNull();
  });

  it('stays below the largest order', () => {
    expect(
      quantityForShare(means({ available: '10000000', price: '1' }), 100, { ...RULES, max: '7' }),
    ).toBe('7');
  });
});

describe('a draft', () => {
  const NOW = Date.parse('2026-11-22T09:00:00.000Z');
  const draft = (change: Partial<Draft>): Draft => ({
    side: 'buy',
    type: 'limit',
    quantity: '0.5',
    price: '100.00',
    stopPrice: '',
    trailing: '',
    trailUnit: 'percent',
    stopLimit: '',
    timeInForce: 'gtc',
    goodTill: null,
    ...change,
  });
  const codes = (change: Partial<Draft>, reference: string | null = '100') =>
    problemsOf(draft(change), RULES, reference, NOW).map(({ field, code }) => `${field} ${code}`);

  it('has no problem when it keeps the rules', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ type: 'market', price: '' })).toEqual([]);
    expect(codes({ type: 'stop_limit', stopPrice: '101' })).toEqual([]);
  });

  it('good till a date names one that lies ahead', () => {
    const dated = (goodTill: string | null) => codes({ timeInForce: 'gtd', goodTill });

    expect(dated(null)).toEqual(['goodTill required']);
    expect(dated('2026-11-22T09:00:00.000Z')).toEqual(['goodTill past']);
    expect(dated('2026-11-22T09:00:01.000Z')).toEqual([]);
    expect(codes({ type: 'market', price: '', timeInForce: 'gtd' })).toEqual([]);
  });

  it('of two orders has its stop on the other side of its limit', () => {
    const oco = (side: Draft['side'], stopPrice: string, stopLimit = '') =>
      codes({ type: 'oco', side, stopPrice, stopLimit });

    expect(oco('sell', '90')).toEqual([]);
    expect(oco('sell', '100')).toEqual(['stopPrice stopNotBelow']);
    expect(oco('buy', '110')).toEqual([]);
    expect(oco('buy', '90')).toEqual(['stopPrice stopNotAbove']);
    expect(oco('buy', '110', '110.001')).toEqual(['stopLimit offStep']);
  });

  it('trails by a percentage or by an amount', () => {
    const trails = (trailing: string, trailUnit: Draft['trailUnit']) =>
      codes({ type: 'trailing_stop', price: '', trailing, trailUnit });

    expect(trails('100', 'percent')).toEqual(['trailing notBelowHundred']);
    expect(trails('100', 'offset')).toEqual([]);
    expect(trails('0.001', 'offset')).toEqual(['trailing offStep']);
  });

  it('names the field and the rule that it breaks', () => {
    expect(codes({ price: '' })).toEqual(['price required']);
    expect(codes({ price: '100.001' })).toEqual(['price offStep']);
    expect(codes({ price: '1e5' })).toEqual(['price notANumber']);
    expect(codes({ quantity: '0' })).toEqual(['quantity notPositive']);
    expect(codes({ quantity: '0.000001' })).toEqual(['quantity offStep']);
    expect(codes({ quantity: '9001' })).toEqual(['quantity tooLarge']);
    expect(codes({ quantity: '0.00001', price: '5.00' })).toEqual(['quantity belowNotional']);
    expect(codes({ quantity: '9000', price: '50000.00' })).toEqual(['quantity aboveNotional']);
    expect(codes({ type: 'stop', price: '' })).toEqual(['stopPrice required']);
  });

  it('wants a distance of a trailing stop', () => {
    expect(codes({ type: 'trailing_stop', price: '' })).toEqual(['trailing required']);
    expect(codes({ type: 'trailing_stop', trailing: '100' })).toEqual(['trailing notBelowHundred']);
    expect(codes({ type: 'trailing_stop', trailing: '1.5' })).toEqual([]);
  });

  it('may wait in K2 for what the exchange does not have', () => {
    expect(heldTypes(['limit', 'market', 'stop_limit'])).toEqual([
      'stop',
      'take_profit',
      'take_profit_limit',
      'trailing_stop',
    ]);
    expect(heldTypes(['limit'])).toEqual(['stop_limit', 'take_profit_limit']);
  });

  it('measures a market order by the market', () => {
    expect(codes({ type: 'market', price: '', quantity: '0.01' }, '100')).toEqual([
      'quantity belowNotional',
    ]);
    expect(codes({ type: 'market', price: '', quantity: '0.01' }, null)).toEqual([]);
  });
});

describe('rules', () => {
  it('differ between limit and market orders', () => {
    expect(rulesFor(BTC, 'limit', null)).toMatchObject({
      step: '0.00001',
      max: '9000',
      minNotional: '5',
    });
    expect(rulesFor(BTC, 'market', null)).toMatchObject({
      step: '0.0001',
      max: '50',
      minNotional: null,
    });
    expect(rulesFor(BTC, 'stop', null).step).toBe('0.0001');
  });

  it('take the tick of the range that a price lies in', () => {
    const ranged = {
      ...BTC,
      price_ranges: [
        { min: '0', max: '0.10', tick: '0.001' },
        { min: '0.10', max: '0.90', tick: '0.01' },
      ],
    };

    expect(tickAt(ranged, '0.05')).toBe('0.001');
    expect(tickAt(ranged, '0.5')).toBe('0.01');
    expect(tickAt(ranged, '0.95')).toBe(BTC.tick_size);
    expect(tickAt(ranged, null)).toBe(BTC.tick_size);
  });
});

describe('figures of an order', () => {
  it('add the fee to a buy and take it from a sell', () => {
    expect(estimate('buy', '2', '100', '0.001')).toEqual({
      notional: '200',
      fee: '0.2',
      total: '200.2',
    });
    expect(estimate('sell', '2', '100', '0.001')).toEqual({
      notional: '200',
      fee: '0.2',
      total: '199.8',
    });
    expect(estimate('buy', '', '100', '0.001')).toBeNull();
  });

  it('average what the book gives and know when it is too thin', () => {
    const asks = [
      ['100', '1'],
      ['110', '1'],
    ] as const;

    expect(averagePrice(asks, '2')).toBe('105');
    expect(averagePrice(asks, '3')).toBeNull();
    expect(
      averagePrice(
        [
          ['3', '1'],
          ['4', '9'],
        ],
        '3',
      ),
    ).toBe('3.666666666666666666');
  });

  it('tell how much worse than the market a price is', () => {
    expect(distanceFromMarket('buy', '110', '100')).toBe('10');
    expect(distanceFromMarket('sell', '110', '100')).toBe('-10');
    expect(distanceFromMarket('buy', '', '100')).toBeNull();
  });
});
