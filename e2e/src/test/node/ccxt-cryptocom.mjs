// An unmodified ccxt, by REST and live, at a simulated Crypto.com, which trades pairs and perpetuals in one account.
import assert from 'node:assert/strict';

import ccxt from 'ccxt';

import { at, checkBook, keep, meetsSomewhere } from './ccxt-at.mjs';
import { run, step, task, until } from './steps.mjs';

const PERPETUAL = task.type === 'swap';
const SYMBOL = PERPETUAL ? 'BTC/USD:USD' : 'BTC/USD';

await run(async () => {
  const settings = { apiKey: task.key, secret: task.secret };
  const exchange = at(task.origin, ccxt.pro.cryptocom, settings);
  // Plain ws:// addresses want this first.
  await exchange.loadHttpProxyAgent();

  await step('loads markets with their rules', async () => {
    const markets = await exchange.loadMarkets();
    const one = markets[SYMBOL];
    assert.ok(one.active && (PERPETUAL ? one.swap && one.linear && one.settle === 'USD' : one.spot));
    assert.ok(one.precision.price > 0 && one.precision.amount > 0);
    assert.ok(Object.values(markets).filter((other) => other.type === one.type).length >= 5);
  });

  const ticker = await step('reads tickers', async () => {
    const one = await exchange.fetchTicker(SYMBOL);
    assert.ok(one.bid > 0 && one.ask > one.bid, `bid ${one.bid}, ask ${one.ask}`);
    assert.ok(one.high >= one.last && one.low <= one.last && one.baseVolume > 0);
    assert.ok(Object.keys(await exchange.fetchTickers()).length >= 5);
    return one;
  });
  const resting = exchange.parseToNumeric(exchange.priceToPrecision(SYMBOL, ticker.bid * 0.95));

  await step('reads a book, trades and candles', async () => {
    checkBook(await exchange.fetchOrderBook(SYMBOL, 50));
    const trades = await exchange.fetchTrades(SYMBOL, undefined, 20);
    assert.ok(trades.length > 0);
    assert.ok(trades.every((t) => t.price > 0 && t.amount > 0 && ['buy', 'sell'].includes(t.side)));
    const candles = await exchange.fetchOHLCV(SYMBOL, '1m', undefined, 30);
    assert.equal(candles.length, 30);
    for (const [i, [time, first, high, low, last]] of candles.entries()) {
      assert.ok(i === 0 || time === candles[i - 1][0] + 60_000, `candle ${i} at ${time}`);
      assert.ok(high >= Math.max(first, last) && low <= Math.min(first, last));
    }
    const since = candles[5][0];
    assert.equal((await exchange.fetchOHLCV(SYMBOL, '1m', since, 5))[0][0], since);
  });

  await step('reads the balance, the fees, and no position', async () => {
    const balance = await exchange.fetchBalance();
    assert.equal(balance.USD.total, 100_000);
    assert.equal(balance.USD.free, 100_000);
    assert.ok((await exchange.fetchTradingFee(SYMBOL)).taker > 0);
    assert.deepEqual(await exchange.fetchPositions(), []);
    if (PERPETUAL) {
      assert.ok((await exchange.fetchFundingRateHistory(SYMBOL, undefined, 3)).length > 0);
    }
  });

  await step('watches tickers, trades and candles', async () => {
    const told = await exchange.watchTicker(SYMBOL);
    assert.ok(told.high >= told.last && told.low <= told.last && told.baseVolume > 0);
    const trades = await exchange.watchTrades(SYMBOL);
    assert.ok(trades.length > 0 && trades.every((t) => t.price > 0 && t.amount > 0));
    const [[time, first, high, low, last]] = await exchange.watchOHLCV(SYMBOL, '1m');
    assert.equal(time % 60_000, 0);
    assert.ok(high >= Math.max(first, last) && low <= Math.min(first, last));
  });

  await step('watches a book that is the exchange’s', async () => {
    checkBook(await exchange.watchOrderBook(SYMBOL));
    await meetsSomewhere(exchange, SYMBOL, 20);
  });

  await step('watches a book by its changes', async () => {
    const other = at(task.origin, ccxt.pro.cryptocom, settings);
    await other.loadHttpProxyAgent();
    // ccxt's own name for this is not the exchange's, so that it is said in the exchange's words.
    const changes = { params: { book_subscription_type: 'SNAPSHOT_AND_UPDATE', book_update_frequency: 10 } };
    let book;
    for (let i = 0; i < 20; i++) {
      // A change that does not follow the one before is thrown.
      book = await other.watchOrderBook(SYMBOL, 50, changes);
    }
    checkBook(book);
    await other.close();
  });

  const orders = keep(() => exchange.watchOrders());
  const fills = keep(() => exchange.watchMyTrades());
  const balances = keep(() => exchange.watchBalance());
  const told = (id, status, wanted = () => true) =>
    until(`order ${id} to be told ${status}`, () => {
      for (const kept of [orders, fills, balances]) {
        assert.equal(kept.find((one) => one.failure)?.failure, undefined);
      }
      return orders.find((order) => order.id === id && order.status === status && wanted(order));
    });

  // Streams are ready when an order placed is heard; those before may have been missed.
  await step('hears of its orders', async () => {
    await until('an order to be heard', async () => {
      const { id } = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.01, resting);
      await exchange.cancelOrder(id, SYMBOL);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return orders.some((order) => order.id === id);
    });
  });

  await step('places, finds, changes and cancels an order, and sees it', async () => {
    const client_oid = `k2${Date.now()}`;
    const placed = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.01, resting, { client_oid });
    await told(placed.id, 'open');
    const found = await exchange.fetchOrder(placed.id, SYMBOL);
    assert.deepEqual(
      [found.status, found.side, found.type, found.amount, found.price, found.clientOrderId],
      ['open', 'buy', 'limit', 0.01, resting, client_oid],
    );
    assert.deepEqual((await exchange.fetchOpenOrders(SYMBOL)).map((o) => o.id), [placed.id]);
    await exchange.editOrder(placed.id, SYMBOL, 'limit', 'buy', 0.02, resting);
    await told(placed.id, 'open', (order) => order.amount === 0.02);
    await exchange.cancelOrder(placed.id, SYMBOL);
    await told(placed.id, 'canceled');
    assert.deepEqual(await exchange.fetchOpenOrders(SYMBOL), []);
  });

  await step('places several at once, and cancels them together', async () => {
    const one = { symbol: SYMBOL, type: 'limit', side: 'buy', amount: 0.01, price: resting };
    const placed = await exchange.createOrders([one, { ...one, amount: 0.02 }]);
    const ids = placed.map((order) => order.id).toSorted();
    assert.deepEqual((await exchange.fetchOpenOrders(SYMBOL)).map((o) => o.id).toSorted(), ids);
    await exchange.cancelOrders(ids, SYMBOL);
    await Promise.all(ids.map((id) => told(id, 'canceled')));
    assert.deepEqual(await exchange.fetchOpenOrders(SYMBOL), []);
  });

  for (const side of ['buy', 'sell']) {
    await step(`a market ${side} is filled and told`, async () => {
      const placed = await exchange.createOrder(SYMBOL, 'market', side, 0.05);
      const done = await told(placed.id, 'closed');
      assert.equal(done.filled, 0.05);
      // ccxt keeps each of these twice.
      const heard = () => fills.filter((trade) => trade.order === placed.id).map((trade) => trade.id);
      const mine = await until('its fills', async () => {
        const found = (await exchange.fetchMyTrades(SYMBOL)).filter((trade) => trade.order === placed.id);
        return found.length > 0 && new Set(heard()).size === found.length && found;
      });
      assert.ok(mine.every((trade) => trade.takerOrMaker === 'taker' && trade.fee.cost > 0));
      const positions = await exchange.fetchPositions();
      assert.equal(positions.length, PERPETUAL && side === 'buy' ? 1 : 0);
    });
  }

  await step('sees the balance as the exchange has it', async () => {
    const asked = await exchange.fetchBalance();
    await until('the balance to be told', () => balances.at(-1)?.USD?.total === asked.USD.total);
  });

  await step('what cannot be paid is acknowledged and then rejected', async () => {
    const beyond = await exchange.createOrder(SYMBOL, 'limit', 'buy', 200, resting);
    await told(beyond.id, 'rejected');
  });

  await step('refusals are told apart as ccxt knows them', async () => {
    // The plain call takes no stops any more, where this ccxt still sends them.
    const stop = exchange.createOrder(SYMBOL, 'market', 'sell', 0.01, undefined, { triggerPrice: resting });
    await assert.rejects(stop, /218/);
    await assert.rejects(exchange.fetchOrder('1234567890', SYMBOL), ccxt.OrderNotFound);
    await assert.rejects(exchange.cancelOrder('1234567890', SYMBOL), ccxt.OrderNotFound);
    const forged = at(task.origin, ccxt.cryptocom, { ...settings, secret: 'not the secret' });
    await assert.rejects(forged.fetchBalance(), ccxt.AuthenticationError);
  });
});
