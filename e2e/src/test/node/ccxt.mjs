// An unmodified ccxt trades at the simulated Binance. Only the addresses are changed.
import assert from 'node:assert/strict';

import ccxt from 'ccxt';

import { at, checkBook, same } from './ccxt-at.mjs';
import { run, step, task } from './steps.mjs';

const { Precise } = ccxt;
const SYMBOL = 'BTC/USDT';

function open(credentials) {
  return at(task.origin, ccxt.binance, {
    ...credentials,
    options: { defaultType: 'spot', fetchMarkets: { types: ['spot'] }, fetchCurrencies: false, fetchMargins: false },
  });
}

/** What an account holds, as the exchange wrote it: numbers would lose digits. */
async function holdings(exchange) {
  const { info } = await exchange.fetchBalance();
  const of = (asset) => info.balances.find((one) => one.asset === asset) ?? { free: '0', locked: '0' };
  return { base: of('BTC'), quote: of('USDT') };
}

/** Sums over fills, fee by currency. */
function sums(fills) {
  const add = (sum, one) => Precise.stringAdd(sum, one);
  const fees = (asset) => fills.filter((f) => f.commissionAsset === asset).map((f) => f.commission).reduce(add, '0');
  return {
    quantity: fills.map((f) => f.qty).reduce(add, '0'),
    worth: fills.map((f) => Precise.stringMul(f.price, f.qty)).reduce(add, '0'),
    baseFee: fees('BTC'),
    quoteFee: fees('USDT'),
  };
}

await run(async () => {
  const exchange = open({ apiKey: task.key, secret: task.secret });

  await step('loads markets with their rules', async () => {
    const markets = await exchange.loadMarkets();
    const market = markets[SYMBOL];
    assert.ok(market.spot && market.active);
    assert.equal(market.base, 'BTC');
    assert.equal(market.quote, 'USDT');
    assert.ok(market.precision.price > 0 && market.precision.amount > 0);
    assert.ok(market.limits.cost.min > 0);
    assert.ok(Object.keys(markets).length >= 5);
  });

  const ticker = await step('reads a ticker', async () => {
    const one = await exchange.fetchTicker(SYMBOL);
    assert.ok(one.bid > 0 && one.ask > one.bid, `bid ${one.bid}, ask ${one.ask}`);
    assert.ok(one.high >= one.last && one.low <= one.last);
    assert.ok(one.baseVolume > 0);
    return one;
  });

  await step('reads all tickers', async () => {
    const all = await exchange.fetchTickers();
    assert.ok(all[SYMBOL].last > 0);
  });

  await step('reads a book that is sorted and not crossed', async () => {
    const book = await exchange.fetchOrderBook(SYMBOL, 50);
    checkBook(book);
    assert.ok(book.nonce > 0);
  });

  await step('reads candles in order', async () => {
    const candles = await exchange.fetchOHLCV(SYMBOL, '1m', undefined, 30);
    assert.equal(candles.length, 30);
    for (let i = 0; i < candles.length; i++) {
      const [time, first, high, low, last] = candles[i];
      assert.ok(i === 0 || time === candles[i - 1][0] + 60_000, `candle ${i} at ${time}`);
      assert.ok(high >= Math.max(first, last) && low <= Math.min(first, last));
    }
  });

  await step('reads public trades', async () => {
    const trades = await exchange.fetchTrades(SYMBOL, undefined, 20);
    assert.ok(trades.length > 0);
    assert.ok(trades.every((t) => t.price > 0 && t.amount > 0 && ['buy', 'sell'].includes(t.side)));
  });

  await step('reads the balances that the account was opened with', async () => {
    const { base, quote } = await holdings(exchange);
    same(quote.free, '100000', 'free USDT');
    same(base.free, '2', 'free BTC');
  });

  await step('places a limit order that rests, finds it, cancels it', async () => {
    const price = exchange.priceToPrecision(SYMBOL, ticker.bid * 0.9);
    const before = await holdings(exchange);
    const placed = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.01, price);
    assert.equal(placed.status, 'open');
    assert.equal(placed.filled, 0);

    const held = await holdings(exchange);
    same(held.quote.locked, Precise.stringMul('0.01', price), 'held USDT');
    same(held.quote.free, Precise.stringSub(before.quote.free, held.quote.locked), 'free USDT');

    const found = await exchange.fetchOrder(placed.id, SYMBOL);
    assert.equal(found.clientOrderId, placed.clientOrderId);
    assert.equal(found.price, Number(price));
    assert.deepEqual((await exchange.fetchOpenOrders(SYMBOL)).map((o) => o.id), [placed.id]);

    const cancelled = await exchange.cancelOrder(placed.id, SYMBOL);
    assert.equal(cancelled.status, 'canceled');
    assert.equal((await exchange.fetchOrder(placed.id, SYMBOL)).status, 'canceled');
    assert.deepEqual(await exchange.fetchOpenOrders(SYMBOL), []);
    assert.deepEqual(await holdings(exchange), before);
    await assert.rejects(exchange.cancelOrder(placed.id, SYMBOL), ccxt.OrderNotFound);
  });

  await step('replaces an order, and cancels all', async () => {
    const price = exchange.priceToPrecision(SYMBOL, ticker.bid * 0.9);
    const placed = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.01, price);
    const replaced = await exchange.editOrder(placed.id, SYMBOL, 'limit', 'buy', 0.02, price);
    assert.notEqual(replaced.id, placed.id);
    assert.equal(replaced.amount, 0.02);
    assert.equal((await exchange.fetchOrder(placed.id, SYMBOL)).status, 'canceled');
    await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.01, price);
    assert.equal((await exchange.fetchOpenOrders(SYMBOL)).length, 2);
    await exchange.cancelAllOrders(SYMBOL);
    assert.deepEqual(await exchange.fetchOpenOrders(SYMBOL), []);
    assert.ok((await exchange.fetchOrders(SYMBOL)).length >= 3);
  });

  for (const side of ['buy', 'sell']) {
    await step(`a market ${side} changes balances by exactly its fills and fees`, async () => {
      const before = await holdings(exchange);
      const order = await exchange.createOrder(SYMBOL, 'market', side, 0.05);
      assert.equal(order.status, 'closed');
      assert.equal(order.filled, 0.05);
      const after = await holdings(exchange);
      const { quantity, worth, baseFee, quoteFee } = sums(order.info.fills);
      same(quantity, '0.05', 'filled quantity');
      same(order.info.cummulativeQuoteQty, worth, 'cummulativeQuoteQty');
      assert.ok(Precise.stringGt(side === 'buy' ? baseFee : quoteFee, '0'), 'a fee is taken');
      const sign = side === 'buy' ? '1' : '-1';
      const base = Precise.stringSub(Precise.stringMul(sign, quantity), baseFee);
      const quote = Precise.stringSub(Precise.stringMul(sign, Precise.stringNeg(worth)), quoteFee);
      same(Precise.stringSub(after.base.free, before.base.free), base, 'change of BTC');
      same(Precise.stringSub(after.quote.free, before.quote.free), quote, 'change of USDT');
      same(after.quote.locked, '0', 'held USDT');

      const mine = await exchange.fetchMyTrades(SYMBOL, undefined, undefined, { orderId: order.id });
      assert.deepEqual(mine.map((t) => t.id), order.info.fills.map((f) => String(f.tradeId)));
    });
  }

  await step('a limit order that crosses fills at the price of the book or better', async () => {
    const { ask } = await exchange.fetchTicker(SYMBOL);
    const limit = exchange.priceToPrecision(SYMBOL, ask * 1.01);
    const order = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.001, limit);
    assert.equal(order.status, 'closed');
    assert.ok(order.average <= Number(limit));
  });

  await step('an order beyond the balance is InsufficientFunds', async () => {
    const price = exchange.priceToPrecision(SYMBOL, ticker.bid * 0.95);
    const amount = exchange.amountToPrecision(SYMBOL, 250_000 / ticker.bid);
    await assert.rejects(
      exchange.createOrder(SYMBOL, 'limit', 'buy', Number(amount), price),
      (failure) => failure.constructor === ccxt.InsufficientFunds,
    );
  });

  await step('orders that a filter stops are told apart as ccxt knows them', async () => {
    const price = exchange.priceToPrecision(SYMBOL, ticker.bid * 0.95);
    const refusals = [
      ['above the largest quantity', 9_500, price, ccxt.InvalidOrder],
      ['far from the market', 0.01, exchange.priceToPrecision(SYMBOL, ticker.bid * 0.05), ccxt.InvalidOrder],
      ['below the smallest worth', 0.00001, price, ccxt.BadRequest],
    ];
    for (const [name, amount, at, wanted] of refusals) {
      await assert.rejects(
        exchange.createOrder(SYMBOL, 'limit', 'buy', amount, at),
        (failure) => failure.constructor === wanted,
        name,
      );
    }
  });

  await step('a post-only order that would match is OrderImmediatelyFillable', async () => {
    const { ask } = await exchange.fetchTicker(SYMBOL);
    const price = exchange.priceToPrecision(SYMBOL, ask * 1.02);
    await assert.rejects(
      exchange.createOrder(SYMBOL, 'limit', 'buy', 0.001, price, { postOnly: true }),
      (failure) => failure.constructor === ccxt.OrderImmediatelyFillable,
    );
  });

  await step('an unknown order is OrderNotFound', async () => {
    await assert.rejects(exchange.fetchOrder('999999999', SYMBOL), ccxt.OrderNotFound);
  });

  await step('a wrong secret and an unknown key are AuthenticationError', async () => {
    const forged = open({ apiKey: task.key, secret: 'not the secret' });
    await assert.rejects(forged.fetchBalance(), ccxt.AuthenticationError);
    const unknown = open({ apiKey: 'K'.repeat(64), secret: task.secret });
    await assert.rejects(unknown.fetchBalance(), ccxt.AuthenticationError);
  });
});
