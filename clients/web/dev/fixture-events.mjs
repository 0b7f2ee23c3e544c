/* Made-up events for looking at the events page. */

const HOUR = 3_600_000;
const at = (millis) => new Date(Date.now() + millis).toISOString();

function price(instrument, bid) {
  const cents = (value) => (value / 100).toFixed(2);
  return {
    instrument,
    exchange: 'kalshi',
    price: cents(bid + 1),
    bid: cents(bid),
    ask: cents(bid + 2),
    change_24h: '1.2',
    high_24h: null,
    low_24h: null,
    volume_24h: '1200',
    timestamp: at(0),
    age_ms: 40,
    state: 'live',
    seq: 1,
    probability: cents(bid + 1),
    no: { price: cents(99 - bid), bid: cents(98 - bid), ask: cents(100 - bid) },
  };
}

function contract(instrument, yes, bid, hours, result = null) {
  return {
    instrument,
    title: `Will it be ${yes}?`,
    yes,
    no: `not ${yes}`,
    state: result === null ? 'open' : 'settled',
    opens_at: at(-72 * HOUR),
    closes_at: at(hours * HOUR),
    settles_at: at((hours + 1) * HOUR),
    may_close_early: true,
    rules:
      'If the average of the index over the last minute before the close is as the question says, the market resolves to Yes.',
    volume_24h: String(bid * 137),
    open_interest: '5200',
    result: result === null ? null : { ruling: result, value: result === 'yes' ? '1' : '0' },
    settled_at: result === null ? null : at(hours * HOUR),
    price: price(instrument, bid),
  };
}

function event(ticker, title, category, status, contracts) {
  return {
    exchange: 'kalshi',
    ticker,
    series: ticker.split('-')[0],
    title,
    subtitle: 'Decided at noon in New York',
    category,
    exclusive: true,
    sources: [{ name: 'CF Benchmarks', address: '' }],
    status,
    closes_at: status === 'open' ? contracts[0].closes_at : null,
    volume_24h: '48210',
    contracts,
  };
}

const EVENTS = [
  event('KXBTC-26NOV22', 'Price of Bitcoin on 22 November', 'Crypto', 'open', [
    contract('KXBTC-26NOV22-T64000', '64,000 or above', 81, 5),
    contract('KXBTC-26NOV22-T65000', '65,000 or above', 62, 5),
    contract('KXBTC-26NOV22-T66000', '66,000 or above', 37, 5),
    contract('KXBTC-26NOV22-T67000', '67,000 or above', 12, 5),
    contract('KXBTC-26NOV22-T68000', '68,000 or above', 3, 5),
  ]),
  event('KXHIGHNY-26NOV22', 'Highest temperature in New York tomorrow', 'Climate', 'open', [
    contract('KXHIGHNY-26NOV22-B48', '48° to 49°', 41, 20),
    contract('KXHIGHNY-26NOV22-B50', '50° to 51°', 33, 20),
  ]),
  event('KXFED-26DEC', 'Federal funds rate after the December meeting', 'Economics', 'open', [
    contract('KXFED-26DEC-H0', 'Unchanged', 71, 480),
    contract('KXFED-26DEC-C25', 'Cut by 25 bp', 26, 480),
  ]),
  event('KXBTC-26NOV20', 'Price of Bitcoin on 20 November', 'Crypto', 'settled', [
    contract('KXBTC-26NOV20-T65000', '65,000 or above', 97, -20, 'yes'),
  ]),
];

export const contractPrice = (instrument) =>
  EVENTS.flatMap((one) => one.contracts).find((one) => one.instrument === instrument)?.price;

function heldContract(instrument) {
  const held = EVENTS.find((one) => one.contracts.some((is) => is.instrument === instrument));
  const { title, yes } = held.contracts.find((one) => one.instrument === instrument);
  return { event: held.ticker, title, yes };
}

export function eventAnswer(route, query, body) {
  if (route === 'GET /v1/events') {
    return EVENTS.filter(
      (one) =>
        (!query.has('status') || one.status === query.get('status')) &&
        (!query.has('category') || one.category === query.get('category')) &&
        (!query.has('search') ||
          one.title.toLowerCase().includes(query.get('search').toLowerCase())),
    );
  }
  if (route.startsWith('GET /v1/events/')) {
    return EVENTS.find((one) => one.ticker === decodeURIComponent(route.slice(15)));
  }
  if (route.startsWith('GET /v1/instruments/')) {
    const instrument = decodeURIComponent(route.slice(20));
    return {
      instrument,
      exchange: 'kalshi',
      type: 'event',
      kind: 'event',
      base: instrument,
      quote: 'USD',
      contract_size: '1',
      status: 'trading',
      tick_size: '0.01',
      price_ranges: [{ min: '0.01', max: '0.99', tick: '0.01' }],
      limit_quantity: { min: '1', max: null, step: '1' },
      market_quantity: { min: '1', max: null, step: '1' },
      min_notional: null,
      max_notional: null,
      notional_on_market: false,
      order_types: ['limit'],
      times_in_force: ['gtc', 'ioc'],
    };
  }
  if (route === 'POST /v1/orders/preview' && contractPrice(body.instrument) !== undefined) {
    return { refusals: [], fee: '0.17', fee_currency: 'USD' };
  }
  if (route === 'GET /v1/portfolio/positions') {
    const row = (status, instrument, outcome, average, mark, profit, result) => ({
      status,
      exchange: 'kalshi',
      link_id: '1',
      instrument,
      instrument_type: 'event',
      contract: heldContract(instrument),
      side: 'long',
      outcome,
      quantity: '10',
      average_price: average,
      mark_price: mark,
      unrealised_profit: status === 'open' ? profit : null,
      currency: 'USD',
      result,
      settled_profit: status === 'open' ? null : profit,
      updated_at: at(0),
    });
    return [
      row('open', 'KXBTC-26NOV22-T65000', 'yes', '0.58', '0.63', '0.5', null),
      row('open', 'KXFED-26DEC-C25', 'no', '0.76', '0.73', '-0.3', null),
      row('settled', 'KXBTC-26NOV20-T65000', 'yes', '0.62', '1', '3.7', {
        ruling: 'yes',
        value: '1',
      }),
    ];
  }
  return undefined;
}
