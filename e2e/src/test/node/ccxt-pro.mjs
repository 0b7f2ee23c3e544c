// An unmodified ccxt.pro watches the simulated Binance and trades over its WebSocket API.
import assert from 'node:assert/strict';

import ccxt from 'ccxt';

import { at, checkBook, keep, meets, same, sum } from './ccxt-at.mjs';
import { run, step, task, until } from './steps.mjs';

const SYMBOL = 'BTC/USDT';

await run(async () => {
  const exchange = at(task.origin, ccxt.pro.binance, {
    apiKey: task.key,
    secret: task.secret,
    // ccxt waits 50 ms after each weight point, far below Binance's limit.
    enableRateLimit: false,
    options: { defaultType: 'spot', fetchMarkets: { types: ['spot'] }, fetchCurrencies: false, fetchMargins: false },
  });
  // Plain ws:// addresses want this first.
  await exchange.loadHttpProxyAgent();
  await exchange.loadMarkets();

  await step('watches a ticker', async () => {
    // Without its name ccxt takes the mini ticker, which has no bid and ask.
    const ticker = () => exchange.watchTicker(SYMBOL, { name: 'ticker' });
    const first = await ticker();
    assert.ok(first.bid > 0 && first.ask > first.bid);
    assert.ok(first.high >= first.last && first.low <= first.last && first.baseVolume > 0);
    const second = await ticker();
    assert.ok(second.timestamp >= first.timestamp);
  });

  await step('watches several tickers on one connection', async () => {
    const both = [SYMBOL, 'ETH/USDT'];
    await until('both tickers', async () => {
      // Each answer holds only what changed while it was waited for; the cache holds all.
      await exchange.watchTickers(both);
      return both.every((symbol) => exchange.tickers[symbol]);
    });
  });

  await step('watches best bid and ask', async () => {
    const best = (await exchange.watchBidsAsks([SYMBOL]))[SYMBOL];
    assert.ok(best.bid > 0 && best.ask > best.bid);
  });

  await step('watches a book that is the exchange’s', async () => {
    checkBook(await exchange.watchOrderBook(SYMBOL));
    await meets(exchange, SYMBOL, 20);
  });

  await step('watches trades', async () => {
    const trades = await exchange.watchTrades(SYMBOL);
    assert.ok(trades.length > 0);
    assert.ok(trades.every((t) => t.price > 0 && t.amount > 0 && ['buy', 'sell'].includes(t.side)));
  });

  await step('watches candles', async () => {
    const [[time, first, high, low, last, volume]] = await exchange.watchOHLCV(SYMBOL, '1m');
    assert.equal(time % 60_000, 0);
    assert.ok(high >= Math.max(first, last) && low <= Math.min(first, last) && volume >= 0);
  });

  await exchange.authenticate({ type: 'spot' });
  const orders = keep(() => exchange.watchOrders());
  const trades = keep(() => exchange.watchMyTrades());
  const balances = keep(() => exchange.watchBalance());
  const { bid, ask } = await exchange.fetchTicker(SYMBOL);
  const resting = exchange.priceToPrecision(SYMBOL, bid * 0.9);
  const told = (id, status) =>
    until(`order ${id} to be told ${status}`, () => {
      const failure = orders.find((order) => order.failure);
      assert.equal(failure, undefined);
      return orders.find((order) => order.id === id && order.status === status);
    });

  await step('sees an order placed, replaced and cancelled by REST', async () => {
    const placed = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.01, resting);
    assert.equal((await told(placed.id, 'open')).clientOrderId, placed.clientOrderId);

    const replaced = await exchange.editOrder(placed.id, SYMBOL, 'limit', 'buy', 0.02, resting);
    await told(placed.id, 'canceled');
    assert.equal((await told(replaced.id, 'open')).amount, 0.02);

    await exchange.cancelOrder(replaced.id, SYMBOL);
    assert.equal((await told(replaced.id, 'canceled')).filled, 0);
  });

  await step('sees fills of a market order, to the last digit', async () => {
    const order = await exchange.createOrder(SYMBOL, 'market', 'buy', 0.05);
    await told(order.id, 'closed');
    const mine = await until('all fills', () => {
      const found = trades.filter((trade) => trade.order === order.id);
      return found.length === order.info.fills.length && found;
    });
    same(sum(mine.map((t) => t.info.l)), '0.05', 'filled quantity');
    same(sum(mine.map((t) => t.info.n)), sum(order.info.fills.map((f) => f.commission)), 'fees');
    assert.deepEqual(mine.map((t) => t.id).toSorted(), order.info.fills.map((f) => String(f.tradeId)).toSorted());
  });

  await step('sees balances as the exchange has them', async () => {
    const asked = await exchange.fetchBalance();
    await until('the balances to be told', () => {
      const told = balances.at(-1);
      return told && ['BTC', 'USDT'].every((asset) => told[asset]?.total === asked[asset].total);
    });
  });

  await step('places, finds, replaces and cancels over the WebSocket API', async () => {
    const placed = await exchange.createOrderWs(SYMBOL, 'limit', 'buy', 0.01, resting);
    assert.equal(placed.status, 'open');
    assert.equal((await exchange.fetchOrderWs(placed.id, SYMBOL)).clientOrderId, placed.clientOrderId);
    const replaced = await exchange.editOrderWs(placed.id, SYMBOL, 'limit', 'buy', 0.02, resting);
    assert.equal(replaced.amount, 0.02);
    assert.deepEqual((await exchange.fetchOpenOrdersWs(SYMBOL)).map((o) => o.id), [replaced.id]);
    assert.equal((await exchange.cancelOrderWs(replaced.id, SYMBOL)).status, 'canceled');
    await told(replaced.id, 'canceled');
  });

  await step('a market order over the WebSocket API is filled and told', async () => {
    const order = await exchange.createOrderWs(SYMBOL, 'market', 'sell', 0.01);
    assert.equal(order.status, 'closed');
    await told(order.id, 'closed');
  });

  await step('reads market and account over the WebSocket API', async () => {
    assert.ok((await exchange.fetchOHLCVWs(SYMBOL, '1m', undefined, 5)).length > 0);
    assert.ok((await exchange.fetchMyTradesWs(SYMBOL)).length > 0);
    assert.deepEqual((await exchange.fetchBalanceWs()).info.balances, (await exchange.fetchBalance()).info.balances);
  });

  await step('an order beyond the balance is InsufficientFunds over the WebSocket API', async () => {
    const amount = exchange.amountToPrecision(SYMBOL, 250_000 / ask);
    await assert.rejects(
      exchange.createOrderWs(SYMBOL, 'limit', 'buy', Number(amount), resting),
      (failure) => failure.constructor === ccxt.InsufficientFunds,
    );
  });

  await step('a stream that nobody watches any more ends', async () => {
    await exchange.unWatchTrades(SYMBOL);
    await exchange.unWatchOrderBook(SYMBOL);
  });
});
