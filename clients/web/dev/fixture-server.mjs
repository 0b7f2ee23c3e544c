/**
 * A made-up K2 server for looking at the page: the same calls and messages with a seeded random market, and
 * the states that a real server seldom shows (stale prices, LIVE badge, refusals). It serves web/dist too.
 *
 *   node dev/fixture-server.mjs [--port 8090] [--mode sim|paper|live] [--stale] [--empty] [--refuse-orders]
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WebSocketServer } from 'ws';

import { person } from './fixture-account.mjs';
import { contractPrice, eventAnswer } from './fixture-events.mjs';
import { watchlists } from './fixture-watchlists.mjs';

const { values: flags } = parseArgs({
  options: {
    port: { type: 'string', default: '8090' },
    mode: { type: 'string', default: 'sim' },
    stale: { type: 'boolean', default: false },
    empty: { type: 'boolean', default: false },
    'refuse-orders': { type: 'boolean', default: false },
  },
});
const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');

let seed = 20_261;
function random() {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
}
const gauss = () => random() + random() + random() + random() - 2;

const markets = [
  ['BTC', 'USDT', 67_250.1, '0.01', '0.00001', 2],
  ['ETH', 'USDT', 3_412.55, '0.01', '0.0001', 2],
  ['SOL', 'USDT', 182.1, '0.01', '0.001', 2],
  ['BNB', 'USDT', 604.3, '0.1', '0.001', 1],
  ['XRP', 'USDT', 2.1874, '0.0001', '0.1', 4],
  ['DOGE', 'USDT', 0.38217, '0.00001', '1', 5],
  ['ADA', 'USDT', 0.9812, '0.0001', '0.1', 4],
  ['PEPE', 'USDT', 0.00002014, '0.00000001', '1', 8],
].map(([base, quote, price, tick, lot, decimals]) => ({
  id: `${base}-${quote}`,
  base,
  quote,
  price,
  open24: price * (1 - gauss() * 0.04),
  tick,
  lot,
  decimals,
  lotDecimals: lot.includes('.') ? lot.length - 2 : 0,
  seq: 1000,
  book: { bids: new Map(), asks: new Map() },
  volume: 1e9 / price / 3,
}));
const market = (id) => markets.find((m) => m.id === id);
const fixed = (m, price) => price.toFixed(m.decimals);

function candles(m, stepMillis, count) {
  const end = Math.floor(Date.now() / stepMillis) * stepMillis;
  const saved = seed;
  seed = parseInt(createHash('md5').update(`${m.id}${stepMillis}`).digest('hex').slice(0, 6), 16);
  const list = [];
  let close = m.price;
  const volatility = 0.0009 * Math.sqrt(stepMillis / 60_000);
  for (let i = 0; i < count; i += 1) {
    const open = close * (1 - gauss() * volatility);
    const high = Math.max(open, close) * (1 + random() * volatility * 0.8);
    const low = Math.min(open, close) * (1 - random() * volatility * 0.8);
    const volume = (m.volume / 1440) * (stepMillis / 60_000) * (0.3 + random() * 1.6);
    list.unshift({
      open_time: new Date(end - i * stepMillis).toISOString(),
      open: fixed(m, open),
      high: fixed(m, high),
      low: fixed(m, low),
      close: fixed(m, close),
      volume: volume.toFixed(4),
      closed: i > 0,
    });
    close = open;
  }
  seed = saved;
  return list;
}

function fillBook(m) {
  for (const side of ['bids', 'asks']) {
    m.book[side].clear();
    const sign = side === 'bids' ? -1 : 1;
    for (let i = 0; i < 60; i += 1) {
      const step = Math.max(Number(m.tick), m.price * 0.00002);
      const price = fixed(m, m.price + sign * step * (i + 0.6 + random() * 0.3));
      m.book[side].set(price, lots(m, (8_000 / m.price) * (0.1 + random() * (1 + i / 12))));
    }
  }
}
const lots = (m, quantity) => Math.max(quantity, Number(m.lot)).toFixed(m.lotDecimals);
const levels = (m, side) =>
  [...m.book[side]].sort((a, b) => (side === 'bids' ? b[0] - a[0] : a[0] - b[0]));
markets.forEach(fillBook);

const instruments = () =>
  markets.map((m) => ({
    instrument: m.id,
    exchange: 'binance',
    type: 'crypto',
    kind: 'spot',
    base: m.base,
    quote: m.quote,
    contract_size: '1',
    status: 'trading',
    tick_size: m.tick,
    price_ranges: [{ min: null, max: null, tick: m.tick }],
    limit_quantity: { min: m.lot, max: '9000000', step: m.lot },
    market_quantity: { min: m.lot, max: '9000000', step: m.lot },
    min_notional: '5',
    max_notional: null,
    notional_on_market: true,
    order_types: ['limit', 'market', 'stop', 'stop_limit', 'take_profit', 'take_profit_limit'],
    times_in_force: ['gtc', 'ioc', 'fok', 'post_only'],
  }));

const priceOf = (m) => ({
  instrument: m.id,
  exchange: 'binance',
  price: fixed(m, m.price),
  bid: levels(m, 'bids')[0]?.[0] ?? null,
  ask: levels(m, 'asks')[0]?.[0] ?? null,
  change_24h: (((m.price - m.open24) / m.open24) * 100).toFixed(2),
  volume_24h: m.volume.toFixed(2),
  high_24h: fixed(m, Math.max(m.price, m.open24) * 1.013),
  low_24h: fixed(m, Math.min(m.price, m.open24) * 0.986),
  timestamp: new Date(Date.now() - (flags.stale ? 14_000 : 40)).toISOString(),
  age_ms: flags.stale ? 14_000 : 40,
  state: flags.stale ? 'stale' : 'live',
});

const balances = new Map(
  flags.empty
    ? []
    : [
        ['USDT', ['87412.51', '1930.00']],
        ['BTC', ['0.81245', '0.05']],
        ['ETH', ['6.2', '0']],
        ['SOL', ['140.55', '0']],
        ['K2T', ['1200', '0']],
      ],
);
const orders = [];
const fills = [];
let killSwitch = false;

function order(fields) {
  const m = market(fields.instrument);
  const now = new Date().toISOString();
  const row = {
    id: randomUUID(),
    exchange: 'binance',
    exchange_order_id: '1',
    instrument_type: 'crypto',
    resolution: null,
    stale: false,
    cancel_requested: false,
    submitted_at: now,
    pending_amend: null,
    arrival: null,
    slippage_bps: null,
    metadata: {},
    price: null,
    stop_price: null,
    held: false,
    trigger_price: null,
    good_till: null,
    trailing_offset: null,
    trailing_percent: null,
    oco_order_id: null,
    time_in_force: 'gtc',
    avg_price: null,
    error_message: null,
    filled_quantity: '0',
    status: 'open',
    created_at: now,
    updated_at: now,
    ...fields,
  };
  orders.unshift(row);
  return [row, m];
}

function fill(row, share = 1) {
  const m = market(row.instrument);
  const quantity = (Number(row.quantity) * share).toFixed(m.lotDecimals);
  const price = row.price ?? fixed(m, m.price);
  row.filled_quantity = quantity;
  row.avg_price = price;
  row.status = share === 1 ? 'filled' : 'partial';
  row.updated_at = new Date().toISOString();
  fills.unshift({
    id: randomUUID(),
    exchange_exec_id: '1',
    liquidity: 'maker',
    order_id: row.id,
    exchange: 'binance',
    instrument: row.instrument,
    side: row.side,
    price,
    quantity,
    fee: (Number(price) * Number(quantity) * 0.001).toFixed(8),
    fee_currency: m.quote,
    executed_at: row.updated_at,
  });
}

if (!flags.empty) {
  const past = [
    ['SOL-USDT', 'sell', 'limit', '20', '185.00', 'cancelled'],
    ['ETH-USDT', 'buy', 'market', '1.2', null, 'filled'],
    ['BTC-USDT', 'buy', 'limit', '0.12', '66900.00', 'filled'],
    ['DOGE-USDT', 'buy', 'limit', '5000', '0.3700', 'rejected'],
    ['BTC-USDT', 'sell', 'limit', '0.05', '67400.00', 'open'],
    ['ETH-USDT', 'buy', 'limit', '1.0', '3380.00', 'partial'],
    ['BTC-USDT', 'buy', 'limit', '0.029', '67241.00', 'open'],
  ];
  for (const [instrument, side, type, quantity, price, status] of past) {
    const [row] = order({ client_order_id: randomUUID(), instrument, side, type, quantity, price });
    if (status === 'filled') fill(row);
    else if (status === 'partial') fill(row, 0.35);
    else row.status = status;
    if (status === 'rejected') row.error_message = 'Not enough balance at the exchange.';
  }
}

class Refusal extends Error {
  constructor(status, code, message, details = {}) {
    super(message);
    Object.assign(this, { status, code, details });
  }
}

const orderUpdate = ({ id, type, ...row }) => ({
  ...row,
  type: 'order_update',
  order_id: id,
  order_type: type,
});
const tokens = () => ({ access_token: randomUUID(), refresh_token: randomUUID(), expires_in: 900 });
const INTERVALS = {
  '1s': 1e3,
  '1m': 6e4,
  '5m': 3e5,
  '15m': 9e5,
  '1h': 36e5,
  '4h': 144e5,
  '1d': 864e5,
};

const system = () => ({
  mode: flags.mode,
  version: '0.1.0',
  started_at: new Date().toISOString(),
  identity_providers: ['google'],
  exchanges: [
    {
      exchange: 'binance',
      state: flags.stale ? 'backing_off' : 'live',
      latency_ms: 3,
      age_ms: 40,
      reconnects: 0,
      amends: true,
    },
  ],
});

function previewOf(body) {
  const m = market(body.instrument);
  const price = Number(body.price ?? m.price);
  const notional = price * Number(body.quantity);
  return {
    price: fixed(m, price),
    notional: notional.toFixed(8),
    fee: (notional * 0.001).toFixed(8),
    fee_currency: m.quote,
    currency: m.quote,
    exchange: 'binance',
    instrument: m.id,
    side: body.side,
    type: body.type,
    quantity: body.quantity,
    accepted: true,
    refusals: [],
    fee_rate: '0.001',
    worst_price: fixed(m, price),
    total: (notional * (body.side === 'buy' ? 1.001 : 0.999)).toFixed(8),
  };
}

const accountAnswer = person({
  empty: flags.empty,
  refusal: (...said) => {
    throw new Refusal(...said);
  },
});

const watchlistAnswer = watchlists({
  empty: flags.empty,
  shown: ({ exchange, instrument }) => {
    const m = market(instrument);
    return {
      exchange,
      instrument,
      kind: 'spot',
      base: m.base,
      quote: m.quote,
      tick_size: m.tick,
      price: priceOf(m),
    };
  },
  refusal: (...said) => {
    throw new Refusal(...said);
  },
});

function answer(method, path, query, body) {
  const route = `${method} ${path}`;
  const ofPerson = accountAnswer(route, query, body);
  if (ofPerson !== undefined) return ofPerson;
  const begins = ['/v1/auth/login', '/v1/auth/login/second-factor', '/v1/auth/refresh'];
  if (method === 'POST' && begins.includes(path)) {
    if (body.password === 'wrong-password') {
      throw new Refusal(401, 'INVALID_CREDENTIALS', 'Email or password is wrong.');
    }
    return tokens();
  }
  if (path.startsWith('/v1/auth/')) return {};
  const list = watchlistAnswer(route, query, body);
  if (list !== undefined) return list;
  const event = eventAnswer(route, query, body);
  if (event !== undefined) return event;
  if (route === 'GET /v1/system') return system();
  if (route === 'GET /v1/exchange-links') return [];
  if (route === 'GET /v1/instruments') return instruments();
  if (route === 'GET /v1/prices') return markets.map(priceOf);
  if (path.startsWith('/v1/tape/')) {
    const m = market(decodeURIComponent(path.slice(9)));
    return Array.from({ length: 40 }, (_, i) => ({ ...trade(m), timestamp: ago(i * 700) }));
  }
  if (path.startsWith('/v1/candles/')) {
    const m = market(decodeURIComponent(path.slice(12)));
    return candles(m, INTERVALS[query.get('interval')] ?? 6e4, Number(query.get('limit') ?? 300));
  }
  if (route === 'GET /v1/portfolio/balances') {
    return [...balances].map(([currency, [free, held]]) => ({
      exchange: 'binance',
      link_id: '0',
      currency,
      free,
      held,
      total: (Number(free) + Number(held)).toFixed(8),
    }));
  }
  if (path === '/v1/risk/kill-switch') {
    if (method !== 'GET') killSwitch = method === 'POST';
    const stopped = { active: true, reason: null, changed_at: null, whose: 'user', exchange: null };
    return {
      active: killSwitch,
      reason: null,
      changed_at: null,
      switches: killSwitch ? [stopped] : [],
      cancels: { requested: [], unconfirmed: [] },
    };
  }
  if (route === 'GET /v1/orders') {
    const wanted = query.getAll('status');
    return orders.filter((o) => wanted.length === 0 || wanted.includes(o.status));
  }
  if (route === 'GET /v1/trades') return fills;
  if (route === 'POST /v1/orders/preview') return previewOf(body);
  if (route === 'POST /v1/orders') {
    if (flags['refuse-orders']) {
      throw new Refusal(422, 'INSUFFICIENT_BALANCE', 'The balance does not cover this order.', {
        required: '1200.00',
        available: '87.20',
        currency: 'USDT',
      });
    }
    const known = orders.find((o) => o.client_order_id === body.client_order_id);
    if (known) return known;
    const [row, m] = order(body);
    if (row.type === 'market' || (row.side === 'buy') === Number(row.price) >= m.price) {
      setTimeout(() => {
        fill(row);
        send('orders', null, orderUpdate(row));
      }, 400);
    }
    setTimeout(() => send('orders', null, orderUpdate(row)), 20);
    return row;
  }
  if (method === 'GET' && path === '/v1/orders/statistics') {
    return [
      {
        exchange: 'binance',
        orders: orders.length,
        filled: orders.filter((o) => o.status === 'filled').length,
        filled_at_all: orders.filter((o) => o.status === 'filled').length,
        cancelled: 0,
        rejected: 0,
        fill_rate: '0.92',
        rejection_rate: '0',
        latency_median_ms: '3.412',
        latency_p95_ms: '8.05',
        slippage_median_bps: '0',
        slippage_mean_bps: '0.31',
      },
    ];
  }
  if (method === 'PUT' && path.startsWith('/v1/orders/')) {
    const row = orders.find((o) => o.id === path.slice(11));
    Object.assign(row, body);
    row.updated_at = new Date().toISOString();
    send('orders', null, orderUpdate(row));
    return row;
  }
  if (method === 'DELETE' && path.startsWith('/v1/orders/')) {
    const row = orders.find((o) => o.id === path.slice(11));
    row.status = 'cancelled';
    row.updated_at = new Date().toISOString();
    send('orders', null, orderUpdate(row));
    return row;
  }
  throw new Refusal(404, 'NOT_FOUND', `There is no ${route} in the fixture.`);
}

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (!url.pathname.startsWith('/v1/')) {
    const page = extname(url.pathname) === '';
    const file = join(dist, normalize(page ? '/index.html' : url.pathname));
    if (!file.startsWith(dist) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': CSP,
    });
    createReadStream(file).pipe(response);
    return;
  }
  let text = '';
  request.on('data', (chunk) => (text += chunk));
  request.on('end', () => {
    const meta = { request_id: randomUUID(), timestamp: new Date().toISOString() };
    let status = 200;
    let envelope;
    try {
      const body = text === '' ? {} : JSON.parse(text);
      const data = answer(request.method, url.pathname, url.searchParams, body);
      envelope = { data, meta: { ...meta, next_cursor: null, unavailable: [] } };
    } catch (failure) {
      status = failure.status ?? 500;
      const { code = 'INTERNAL', message, details } = failure;
      envelope = { error: { code, message, details: details ?? {} }, meta };
    }
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'X-Request-Id': meta.request_id,
    });
    response.end(JSON.stringify(envelope));
  });
});

const sockets = new Set();
const streams = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  if (['/ws', '/ws/prices'].includes(request.url)) {
    streams.handleUpgrade(request, socket, head, (open) => streams.emit('connection', open));
  } else {
    socket.destroy();
  }
});
streams.on('connection', (socket) => {
  socket.wanted = new Set();
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('message', (raw) => {
    const message = JSON.parse(raw);
    const say = (value) => socket.send(JSON.stringify(value));
    if (message.type === 'ping') say({ type: 'pong', id: message.id });
    for (const instrument of message.instruments ?? [null]) {
      const key = `${message.channel}|${instrument}`;
      if (message.type === 'unsubscribe') socket.wanted.delete(key);
      if (message.type !== 'subscribe') continue;
      socket.wanted.add(key);
      const ofEvent = contractPrice(marketName(instrument));
      if (ofEvent !== undefined) {
        say({ type: 'price', ...ofEvent });
        continue;
      }
      if (message.channel === 'book') say(snapshot(market(instrument)));
      if (message.channel === 'prices') say({ type: 'price', ...priceOf(market(instrument)) });
    }
    if (message.type === 'subscribe') say({ type: 'subscribed', id: message.id });
  });
});

const marketName = (instrument) => instrument?.split(':').at(-1);

const snapshot = (m) => ({
  type: 'book',
  kind: 'snapshot',
  instrument: m.id,
  exchange: 'binance',
  bids: levels(m, 'bids'),
  asks: levels(m, 'asks'),
  seq: m.seq,
});

function send(channel, instrument, message) {
  const text = JSON.stringify(message);
  for (const socket of sockets) {
    if (socket.wanted.has(`${channel}|${instrument}`)) socket.send(text);
  }
}

let seen = 0;
const ago = (millis) => new Date(Date.now() - millis).toISOString();
const trade = (m) => ({
  instrument: m.id,
  exchange: 'binance',
  price: fixed(m, m.price * (1 + gauss() * 0.00003)),
  quantity: lots(m, (2_000 / m.price) * random() ** 3),
  side: random() > 0.5 ? 'buy' : 'sell',
  trade_id: String((seen += 1)),
  timestamp: ago(0),
});
setInterval(() => {
  if (flags.stale) return;
  for (const m of markets) {
    if (random() < 0.4) continue;
    m.price = Math.max(m.price * (1 + gauss() * 0.00006), Number(m.tick));
    const before = { bids: new Map(m.book.bids), asks: new Map(m.book.asks) };
    fillBook(m);
    const changes = {};
    for (const side of ['bids', 'asks']) {
      changes[side] = [...m.book[side]].filter(([p, q]) => before[side].get(p) !== q);
      for (const [p] of before[side]) {
        if (!m.book[side].has(p)) changes[side].push([p, '0']);
      }
    }
    m.seq += 1;
    send('book', m.id, {
      type: 'book',
      kind: 'delta',
      instrument: m.id,
      exchange: 'binance',
      ...changes,
      seq: m.seq,
    });
    send('prices', m.id, { type: 'price', ...priceOf(m), seq: m.seq });
    send('trades', m.id, { type: 'trade', ...trade(m) });
  }
}, 250);

server.listen(Number(flags.port), '127.0.0.1', () => {
  console.log(
    `Fixture server (made-up data, mode ${flags.mode}) at http://localhost:${flags.port}`,
  );
});
