import fc from 'fast-check';

import type { Instrument, Order, Rules } from '../src/index.js';

/** A decimal above zero as the server writes it: digits, a point, up to so many decimals. */
export function decimals(most: number, places: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.bigInt({ min: 1n, max: BigInt(most) * 10n ** BigInt(places) }), fc.constant(places))
    .map(([units, scale]) => written(units, scale));
}

/** Steps that exchanges have: 0.00000001 to 1000, and a few that are no power of ten. */
export const steps = fc.constantFrom(
  '0.00000001',
  '0.0001',
  '0.005',
  '0.01',
  '0.25',
  '1',
  '5',
  '1000',
);

export function written(units: bigint, places: number): string {
  const digits = units.toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

export const RULES: Rules = {
  base: 'BTC',
  quote: 'USDT',
  tick: '0.01',
  step: '0.00001',
  min: '0.00001',
  max: '9000',
  minNotional: '5',
  maxNotional: '9000000',
  size: '1',
};

export const BTC: Instrument = {
  instrument: 'BTC-USDT',
  exchange: 'binance',
  type: 'crypto',
  kind: 'spot',
  base: 'BTC',
  quote: 'USDT',
  contract_size: '1',
  status: 'trading',
  tick_size: '0.01',
  price_ranges: [{ min: null, max: null, tick: '0.01' }],
  limit_quantity: { min: '0.00001', max: '9000', step: '0.00001' },
  market_quantity: { min: '0.0001', max: '50', step: '0.0001' },
  min_notional: '5',
  max_notional: null,
  notional_on_market: false,
  order_types: ['limit', 'market'],
  times_in_force: ['gtc'],
};

export function order(change: Partial<Order>): Order {
  return {
    id: '1',
    client_order_id: 'w1',
    exchange: 'binance',
    exchange_order_id: '7',
    instrument: 'BTC-USDT',
    instrument_type: 'crypto',
    side: 'buy',
    outcome: null,
    type: 'limit',
    time_in_force: 'gtc',
    good_till: null,
    quantity: '1',
    price: '100.00',
    stop_price: null,
    held: false,
    trigger_price: null,
    trailing_offset: null,
    trailing_percent: null,
    oco_order_id: null,
    status: 'open',
    resolution: null,
    stale: false,
    cancel_requested: false,
    filled_quantity: '0',
    avg_price: null,
    created_at: '2026-11-21T09:00:00.000Z',
    submitted_at: null,
    updated_at: '2026-11-21T09:00:00.000Z',
    error_message: null,
    pending_amend: null,
    arrival: null,
    slippage_bps: null,
    metadata: {},
    ...change,
  };
}
