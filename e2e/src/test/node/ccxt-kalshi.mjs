// An unmodified ccxt at a simulated Kalshi: its client for prediction markets, by REST.
import assert from 'node:assert/strict';

import ccxt from 'ccxt';

import { at } from './ccxt-at.mjs';
import { run, step, task } from './steps.mjs';

await run(async () => {
  const exchange = at(task.origin, ccxt.prediction.kalshi, { apiKey: task.key, privateKey: task.pem });

  const market = await step('loads markets and their outcomes', async () => {
    const markets = await exchange.fetchMarkets({ series_ticker: 'KXBTCD', status: 'open', limit: 100 });
    assert.ok(markets.length >= 7 && markets.every((one) => one.active && one.outcomes.length === 2));
    const likely = (one) => Math.abs(0.5 - Number(one.info.yes_bid_dollars ?? 0));
    // The price may have left all of the ladder behind; of tomorrow's weather nobody is sure.
    const weather = await exchange.fetchMarkets({ series_ticker: 'KXHIGHNY', status: 'open', limit: 100 });
    const [one] = [...markets, ...weather].toSorted((a, b) => likely(a) - likely(b));
    return one;
  });
  const [yes, no] = market.outcomes.map((one) => one.outcomeId ?? one.id);

  const ticker = await step('reads a ticker, a book, trades and candles', async () => {
    const one = await exchange.fetchTicker(yes);
    assert.ok(one.bid > 0 && one.ask > one.bid && one.ask < 1, `bid ${one.bid}, ask ${one.ask}`);
    const book = await exchange.fetchOrderBook(yes);
    assert.ok(book.bids.length > 0 && book.asks.length > 0 && book.bids[0][0] < book.asks[0][0]);
    const trades = await exchange.fetchTrades(yes, undefined, 20);
    assert.ok(trades.length > 0 && trades.every((t) => t.price > 0 && t.price < 1 && t.amount > 0));
    // A market that opened a moment ago has no hour behind it.
    const since = Math.max(Date.now() - 3_600_000, Date.parse(market.info.open_time));
    const minutes = Math.min(30, Math.floor((Date.now() - since) / 60_000));
    const candles = await exchange.fetchOHLCV(yes, '1m', since, 30);
    assert.ok(candles.length >= minutes - 1, `${candles.length} candles of ${minutes} minutes`);
    assert.ok(candles.every(([, open, high, low]) => high >= low && open > 0), JSON.stringify(candles));
    return one;
  });

  await step('reads the balance', async () => {
    const balance = await exchange.fetchBalance();
    assert.equal(balance.USD.total, 1000);
  });

  await step('places, finds and cancels an order', async () => {
    const placed = await exchange.createOrder(yes, 'limit', 'buy', 3, 0.01);
    assert.equal(placed.status, 'open');
    const found = await exchange.fetchOrder(placed.id);
    assert.ok(found.status === 'open' && found.amount === 3 && found.price === 0.01);
    assert.ok((await exchange.fetchOpenOrders()).some((one) => one.id === placed.id));
    await exchange.cancelOrder(placed.id);
    assert.equal((await exchange.fetchOrder(placed.id)).status, 'canceled');
  });

  await step('buys yes and no, and sees one position', async () => {
    const worst = { timeInForce: 'IOC' };
    const bought = await exchange.createOrder(yes, 'limit', 'buy', 5, Math.min(0.99, Number((ticker.ask + 0.05).toFixed(2))), worst);
    assert.ok(bought.filled === 5, `filled ${bought.filled}`);
    const other = await exchange.createOrder(no, 'limit', 'buy', 2, Math.min(0.99, Number((1 - ticker.bid + 0.05).toFixed(2))), worst);
    assert.ok(other.filled === 2, `filled ${other.filled}`);
    const positions = await exchange.fetchPositions();
    assert.equal(positions.length, 1);
    assert.equal(positions[0].info.position_fp, '3.00');
    assert.ok((await exchange.fetchMyTrades()).length >= 2);
  });

  await step('understands a refusal', async () => {
    await assert.rejects(exchange.createOrder(yes, 'limit', 'buy', 3, 0.005), ccxt.InvalidOrder);
    await assert.rejects(exchange.createOrder(yes, 'limit', 'buy', 1000000, 0.01, { timeInForce: 'FOK' }), ccxt.OrderNotFillable);
  });
});
