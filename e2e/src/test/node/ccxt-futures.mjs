// An unmodified ccxt (binanceusdm), by REST and live, at the simulated Binance USD-M Futures.
import assert from 'node:assert/strict';

import ccxt from 'ccxt';

import { at, checkBook, keep, meets, same, sum } from './ccxt-at.mjs';
import { run, step, task, until } from './steps.mjs';

const { Precise } = ccxt;
const SYMBOL = 'BTC/USDT:USDT';

await run(async () => {
  const settings = {
    apiKey: task.key,
    secret: task.secret,
    enableRateLimit: false,
    options: { fetchCurrencies: false, fetchMargins: false },
  };
  const exchange = at(task.origin, ccxt.pro.binanceusdm, settings);
  // Plain ws:// addresses want this first.
  await exchange.loadHttpProxyAgent();

  await step('loads markets with their rules', async () => {
    const market = (await exchange.loadMarkets())[SYMBOL];
    assert.ok(market.swap && market.linear && market.active);
    assert.equal(market.settle, 'USDT');
    assert.ok(market.precision.price > 0 && market.precision.amount > 0);
    assert.ok(market.limits.cost.min > 0);
  });

  const ticker = await step('reads ticker, best prices and mark price', async () => {
    const one = await exchange.fetchTicker(SYMBOL);
    assert.ok(one.high >= one.last && one.low <= one.last && one.baseVolume > 0);
    const best = (await exchange.fetchBidsAsks([SYMBOL]))[SYMBOL];
    assert.ok(best.bid > 0 && best.ask > best.bid);
    assert.ok((await exchange.fetchMarkPrice(SYMBOL)).markPrice > 0);
    assert.ok((await exchange.fetchTickers([SYMBOL]))[SYMBOL].last > 0);
    return best;
  });

  await step('reads a book, trades and candles', async () => {
    checkBook(await exchange.fetchOrderBook(SYMBOL, 100));
    assert.ok((await exchange.fetchTrades(SYMBOL, undefined, 20)).every((t) => t.price > 0 && t.amount > 0));
    const candles = await exchange.fetchOHLCV(SYMBOL, '1m', undefined, 30);
    assert.equal(candles.length, 30);
    assert.ok(candles.every((c, i) => i === 0 || c[0] === candles[i - 1][0] + 60_000));
  });

  await step('reads funding', async () => {
    const funding = await exchange.fetchFundingRate(SYMBOL);
    assert.ok(Number.isFinite(funding.fundingRate) && funding.fundingTimestamp > 0);
  });

  await step('watches tickers and best prices', async () => {
    const first = await exchange.watchTicker(SYMBOL, { name: 'ticker' });
    assert.ok(first.high >= first.last && first.low <= first.last);
    const best = (await exchange.watchBidsAsks([SYMBOL]))[SYMBOL];
    assert.ok(best.bid > 0 && best.ask > best.bid);
  });

  await step('watches a book that is the exchange’s', async () => {
    checkBook(await exchange.watchOrderBook(SYMBOL));
    await meets(exchange, SYMBOL, 20);
  });

  await step('watches trades, candles and the mark price', async () => {
    const trades = await exchange.watchTrades(SYMBOL);
    assert.ok(trades.length > 0 && trades.every((t) => t.price > 0 && t.amount > 0));
    const [[time]] = await exchange.watchOHLCV(SYMBOL, '1m');
    assert.equal(time % 60_000, 0);
    assert.ok((await exchange.watchMarkPrice(SYMBOL)).markPrice > 0);
  });

  await exchange.authenticate({ type: 'future' });
  const orders = keep(() => exchange.watchOrders());
  const trades = keep(() => exchange.watchMyTrades());
  const balances = keep(() => exchange.watchBalance());
  const positions = keep(() => exchange.watchPositions());
  const told = (id, status, wanted = () => true) =>
    until(`order ${id} to be told ${status}`, () => {
      for (const kept of [orders, trades, balances, positions]) {
        assert.equal(kept.find((one) => one.failure)?.failure, undefined);
      }
      return orders.find((order) => order.id === id && order.status === status && wanted(order));
    });
  const resting = exchange.priceToPrecision(SYMBOL, ticker.bid * 0.9);

  await step('sets leverage and margin', async () => {
    assert.equal(Number((await exchange.setLeverage(10, SYMBOL)).leverage), 10);
    await exchange.setMarginMode('isolated', SYMBOL);
    await exchange.setMarginMode('cross', SYMBOL);
  });

  await step('places, changes, finds and cancels an order, and sees it', async () => {
    const placed = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.01, resting);
    assert.equal(placed.status, 'open');
    await told(placed.id, 'open');
    const changed = await exchange.editOrder(placed.id, SYMBOL, 'limit', 'buy', 0.02, resting);
    assert.equal(changed.id, placed.id);
    await told(placed.id, 'open', (order) => order.amount === 0.02);
    assert.equal((await exchange.fetchOrder(placed.id, SYMBOL)).amount, 0.02);
    assert.deepEqual((await exchange.fetchOpenOrders(SYMBOL)).map((o) => o.id), [placed.id]);
    await exchange.cancelOrder(placed.id, SYMBOL);
    await told(placed.id, 'canceled');
    await assert.rejects(exchange.cancelOrder(placed.id, SYMBOL), ccxt.OrderNotFound);
  });

  await step('places several at once, and cancels all', async () => {
    const two = ['buy', 'buy'].map((side) => ({ symbol: SYMBOL, type: 'limit', side, amount: 0.01, price: Number(resting) }));
    assert.equal((await exchange.createOrders(two)).length, 2);
    await exchange.cancelAllOrders(SYMBOL);
    assert.deepEqual(await exchange.fetchOpenOrders(SYMBOL), []);
  });

  await step('a market order opens a position, with its fills and fees', async () => {
    const order = await exchange.createOrder(SYMBOL, 'market', 'buy', 0.05);
    await told(order.id, 'closed');
    const mine = await until('all fills', async () => {
      const asked = await exchange.fetchMyTrades(SYMBOL, undefined, undefined, { orderId: order.id });
      const heard = trades.filter((trade) => trade.order === order.id);
      return asked.length > 0 && heard.length === asked.length && { asked, heard };
    });
    same(sum(mine.asked.map((t) => t.info.qty)), '0.05', 'filled quantity asked');
    same(sum(mine.heard.map((t) => t.info.l)), '0.05', 'filled quantity heard');
    same(sum(mine.heard.map((t) => t.info.n)), sum(mine.asked.map((t) => t.info.commission)), 'fees');

    const [position] = await exchange.fetchPositions([SYMBOL]);
    assert.equal(position.side, 'long');
    same(position.info.positionAmt, '0.05', 'position');
    const worth = sum(mine.asked.map((t) => Precise.stringMul(t.price.toString(), t.info.qty)));
    assert.ok(Math.abs(position.entryPrice - Number(worth) / 0.05) < 0.1, `entry at ${position.entryPrice}`);
    await until('the position to be told', () => positions.find((one) => one.symbol === SYMBOL && one.contracts === 0.05));
  });

  await step('a reduce-only market order closes it again', async () => {
    const order = await exchange.createOrder(SYMBOL, 'market', 'sell', 0.05, undefined, { reduceOnly: true });
    await told(order.id, 'closed');
    assert.deepEqual((await exchange.fetchPositions([SYMBOL])).filter((one) => one.contracts > 0), []);
    await assert.rejects(
      exchange.createOrder(SYMBOL, 'market', 'sell', 0.05, undefined, { reduceOnly: true }),
      (failure) => failure instanceof ccxt.ExchangeError,
    );
  });

  await step('a stop waits as an algo order and is cancelled', async () => {
    const trigger = Number(exchange.priceToPrecision(SYMBOL, ticker.bid * 0.8));
    const stop = await exchange.createOrder(SYMBOL, 'market', 'sell', 0.01, undefined, { stopLossPrice: trigger });
    assert.ok(stop.id);
    const waiting = await exchange.fetchOpenOrders(SYMBOL, undefined, undefined, { trigger: true });
    assert.deepEqual(waiting.map((o) => o.id), [stop.id]);
    await exchange.cancelOrder(stop.id, SYMBOL, { trigger: true });
    assert.deepEqual(await exchange.fetchOpenOrders(SYMBOL, undefined, undefined, { trigger: true }), []);
  });

  await step('sees the balance as the exchange has it', async () => {
    const asked = await exchange.fetchBalance();
    await until('the balance to be told', () => balances.at(-1)?.USDT?.total === asked.USDT.total);
  });

  await step('trades over the WebSocket API', async () => {
    const placed = await exchange.createOrderWs(SYMBOL, 'limit', 'buy', 0.01, resting);
    assert.equal(placed.status, 'open');
    const changed = await exchange.editOrderWs(placed.id, SYMBOL, 'limit', 'buy', 0.02, resting);
    assert.equal(changed.amount, 0.02);
    assert.equal((await exchange.fetchOrderWs(placed.id, SYMBOL)).amount, 0.02);
    assert.equal((await exchange.cancelOrderWs(placed.id, SYMBOL)).status, 'canceled');
    checkBook(await exchange.fetchOrderBookWs(SYMBOL, 50));
    assert.ok((await exchange.fetchTickerWs(SYMBOL)).bid > 0);
  });

  // ccxt looks the meaning of a futures' code up by the name of the real host; its words are told here.
  await step('an order beyond the margin, and a wrong secret, are refused with their codes', async () => {
    await assert.rejects(exchange.createOrder(SYMBOL, 'limit', 'buy', 90, resting), /-2019/);
    const forged = at(task.origin, ccxt.binanceusdm, { ...settings, secret: 'not the secret' });
    await assert.rejects(forged.fetchBalance(), /-1022/);
  });
});
