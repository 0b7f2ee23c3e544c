// An unmodified ccxt, by REST and live, at a simulated exchange that trades spot and swaps in one account.
import assert from 'node:assert/strict';

import ccxt from 'ccxt';

import { at, checkBook, keep, meetsSomewhere, same, sum } from './ccxt-at.mjs';
import { VENUES } from './ccxt-venues.mjs';
import { run, step, task, until } from './steps.mjs';

const { Precise } = ccxt;
const SWAP = task.type === 'swap';
const SYMBOL = SWAP ? 'BTC/USDT:USDT' : 'BTC/USDT';

await run(async () => {
  const venue = VENUES[task.exchange];
  const settings = {
    apiKey: task.key,
    secret: task.secret,
    password: task.passphrase,
    options: { defaultType: task.type },
  };
  const exchange = at(task.origin, ccxt.pro[task.exchange], settings);
  // Plain ws:// addresses want this first.
  await exchange.loadHttpProxyAgent();

  const market = await step('loads markets with their rules', async () => {
    const markets = await exchange.loadMarkets();
    const one = markets[SYMBOL];
    assert.ok(one.active && (SWAP ? one.swap && one.linear && one.settle === 'USDT' : one.spot));
    assert.ok(one.precision.price > 0 && one.precision.amount > 0 && one.limits.amount.min > 0);
    assert.ok(Object.values(markets).filter((other) => other.type === one.type).length >= 5);
    assert.ok(Math.abs((await exchange.fetchTime()) - Date.now()) < 10_000);
    return one;
  });
  // Contracts are counted where the exchange counts contracts.
  const amount = (coins) => exchange.parseToNumeric(exchange.amountToPrecision(SYMBOL, coins / (market.contractSize ?? 1)));

  const ticker = await step('reads tickers', async () => {
    const one = await exchange.fetchTicker(SYMBOL);
    assert.ok(one.bid > 0 && one.ask > one.bid, `bid ${one.bid}, ask ${one.ask}`);
    assert.ok(one.high >= one.last && one.low <= one.last && one.baseVolume > 0);
    const all = await exchange.fetchTickers();
    assert.ok(Object.keys(all).length >= 5 && all[SYMBOL].last > 0);
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
    const days = await exchange.fetchOHLCV(SYMBOL, '1d', undefined, 3);
    assert.ok(days.every(([time]) => time % 86_400_000 === 0));
  });

  if (SWAP) {
    await step('reads funding and open interest, sets margin and leverage', async () => {
      const funding = await exchange.fetchFundingRate(SYMBOL);
      assert.ok(Number.isFinite(funding.fundingRate) && funding.fundingTimestamp > 0);
      assert.ok((await exchange.fetchFundingRateHistory(SYMBOL, undefined, 3)).length > 0);
      assert.ok((await exchange.fetchOpenInterest(SYMBOL)).openInterestAmount > 0);
      await exchange.setMarginMode('cross', SYMBOL, venue.marginWith);
      await exchange.setLeverage(10, SYMBOL, { mgnMode: 'cross' });
      const { longLeverage } = await exchange.fetchLeverage(SYMBOL);
      assert.equal(longLeverage, 10);
    });
  }

  await step('reads the balance, the fees, and no position', async () => {
    const balance = await exchange.fetchBalance();
    same(venue.wallet(balance.info, 'USDT'), '100000', 'USDT');
    assert.equal(balance.USDT.total, 100_000);
    assert.equal(balance.USDT.free, 100_000);
    assert.ok((await exchange.fetchTradingFee(SYMBOL)).taker > 0);
    assert.deepEqual((await exchange.fetchPositions([SYMBOL])).filter((one) => one.contracts > 0), []);
  });

  await step('watches tickers, trades and candles', async () => {
    const told = await exchange.watchTicker(SYMBOL);
    assert.ok(told.high >= told.last && told.low <= told.last && told.baseVolume > 0);
    const trades = await exchange.watchTrades(SYMBOL);
    assert.ok(trades.length > 0);
    assert.ok(trades.every((t) => t.price > 0 && t.amount > 0 && ['buy', 'sell'].includes(t.side)));
    const [[time, first, high, low, last]] = await exchange.watchOHLCV(SYMBOL, '1m');
    assert.equal(time % 60_000, 0);
    assert.ok(high >= Math.max(first, last) && low <= Math.min(first, last));
  });

  await step('watches a book that is the exchange’s', async () => {
    checkBook(await exchange.watchOrderBook(SYMBOL));
    await meetsSomewhere(exchange, SYMBOL, 20);
  });

  await step('watches best bid and ask', async () => {
    const other = venue.mixesDepths ? at(task.origin, ccxt.pro[task.exchange], settings) : exchange;
    await other.loadHttpProxyAgent();
    const best = (await other.watchBidsAsks([SYMBOL]))[SYMBOL];
    assert.ok(best.bid > 0 && best.ask > best.bid);
  });

  const orders = keep(() => exchange.watchOrders());
  const fills = keep(() => exchange.watchMyTrades());
  const balances = keep(() => exchange.watchBalance());
  const positions = SWAP ? keep(() => exchange.watchPositions([SYMBOL])) : [];
  const told = (id, status, wanted = () => true) =>
    until(`order ${id} to be told ${status}`, () => {
      for (const kept of [orders, fills, balances, positions]) {
        assert.equal(kept.find((one) => one.failure)?.failure, undefined);
      }
      return orders.find((order) => order.id === id && order.status === status && wanted(order));
    });
  const find = (id) => exchange.fetchOrder(id, SYMBOL, venue.found);

  // Streams are ready when an order placed is heard; those before may have been missed.
  await step('hears of its orders', async () => {
    await until('an order to be heard', async () => {
      const { id } = await exchange.createOrder(SYMBOL, 'limit', 'buy', amount(0.01), resting);
      await exchange.cancelOrder(id, SYMBOL);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return orders.some((order) => order.id === id);
    });
  });

  await step('places, finds, changes and cancels an order, and sees it', async () => {
    const placed = await exchange.createOrder(SYMBOL, 'limit', 'buy', amount(0.01), resting, {
      clientOrderId: `k2${Date.now()}`,
    });
    assert.equal((await told(placed.id, 'open')).price, resting);
    const found = await find(placed.id);
    assert.equal(found.status, 'open');
    assert.equal(found.side, 'buy');
    assert.equal(found.type, 'limit');
    assert.equal(found.amount, amount(0.01));
    assert.match(found.clientOrderId, /^k2\d+$/);
    assert.deepEqual((await exchange.fetchOpenOrders(SYMBOL)).map((o) => o.id), [placed.id]);

    const changed = await exchange.editOrder(placed.id, SYMBOL, 'limit', 'buy', amount(0.02), resting);
    assert.equal(changed.id, placed.id);
    await told(placed.id, 'open', (order) => order.amount === amount(0.02));
    assert.equal((await find(placed.id)).amount, amount(0.02));
    await exchange.cancelOrder(placed.id, SYMBOL);
    assert.equal((await told(placed.id, 'canceled')).filled, 0);
    assert.equal((await find(placed.id)).status, 'canceled');
    assert.deepEqual(await exchange.fetchOpenOrders(SYMBOL), []);
    await assert.rejects(exchange.cancelOrder(placed.id, SYMBOL), ccxt.InvalidOrder);
  });

  await step('places several at once, and cancels them together', async () => {
    const one = { symbol: SYMBOL, type: 'limit', side: 'buy', amount: amount(0.01), price: resting };
    const placed = await exchange.createOrders([one, { ...one, amount: amount(0.02) }]);
    const ids = placed.map((order) => order.id).toSorted();
    assert.deepEqual((await exchange.fetchOpenOrders(SYMBOL)).map((o) => o.id).toSorted(), ids);
    await (venue.cancelsAll ? exchange.cancelAllOrders(SYMBOL) : exchange.cancelOrders(ids, SYMBOL));
    await Promise.all(ids.map((id) => told(id, 'canceled')));
    assert.deepEqual(await exchange.fetchOpenOrders(SYMBOL), []);
    const canceled = await exchange.fetchCanceledOrders(SYMBOL);
    assert.ok(ids.every((id) => canceled.some((order) => order.id === id)));
  });

  const filledIn = (id) =>
    until('all fills', async () => {
      const asked = await exchange.fetchMyTrades(SYMBOL);
      const mine = asked.filter((trade) => trade.order === id);
      const heard = fills.filter((trade) => trade.order === id);
      return mine.length > 0 && heard.length === mine.length && { mine, heard };
    });

  for (const side of ['buy', 'sell']) {
    await step(`a market ${side} is filled and told to the last digit`, async () => {
      const wallets = async () => {
        const { info } = await exchange.fetchBalance();
        return { base: venue.wallet(info, 'BTC'), quote: venue.wallet(info, 'USDT') };
      };
      const before = await wallets();
      const placed = await exchange.createOrder(SYMBOL, 'market', side, amount(0.05), undefined, SWAP && side === 'sell' ? { reduceOnly: true } : {});
      const done = await told(placed.id, 'closed');
      assert.equal(done.filled, amount(0.05));
      const { mine, heard } = await filledIn(placed.id);
      const parts = mine.map((trade) => venue.fill(trade.info));
      same(sum(parts.map((part) => part.quantity)), String(amount(0.05)), 'quantity asked');
      same(sum(heard.map((trade) => venue.told(trade.info).quantity)), String(amount(0.05)), 'quantity heard');
      same(sum(heard.map((trade) => venue.told(trade.info).paid)), sum(parts.map((part) => part.paid)), 'fees');
      assert.deepEqual(heard.map((trade) => trade.id).toSorted(), mine.map((trade) => trade.id).toSorted());
      const closed = await find(placed.id);
      assert.equal(closed.status, 'closed');
      assert.ok((await exchange.fetchClosedOrders(SYMBOL)).some((order) => order.id === placed.id));
      assert.ok(Math.abs(closed.average - done.average) < 1e-6);
      if (SWAP) {
        const open = (await exchange.fetchPositions([SYMBOL])).filter((one) => one.contracts > 0);
        await until('the position to be told', () => positions.some((one) => one.symbol === SYMBOL && one.contracts === (side === 'buy' ? amount(0.05) : 0)));
        if (side === 'sell') {
          assert.deepEqual(open, []);
        } else {
          assert.equal(open[0].side, 'long');
          assert.equal(open[0].contracts, amount(0.05));
          assert.equal(open[0].leverage, 10);
          assert.ok(Math.abs(open[0].entryPrice - closed.average) < 0.1, `entry at ${open[0].entryPrice}`);
        }
        return;
      }
      const after = await wallets();
      const fee = (currency) => sum(parts.filter((part) => part.currency === currency).map((part) => part.paid));
      const worth = sum(parts.map((part) => Precise.stringMul(part.price, part.quantity)));
      const got = (number) => (side === 'buy' ? number : Precise.stringNeg(number));
      same(Precise.stringSub(after.base, before.base), Precise.stringSub(got('0.05'), fee('BTC')), 'change of BTC');
      same(Precise.stringSub(after.quote, before.quote), Precise.stringSub(got(Precise.stringNeg(worth)), fee('USDT')), 'change of USDT');
      assert.ok(Precise.stringGt(fee(side === 'buy' ? 'BTC' : 'USDT'), '0'), 'a fee is taken');
    });
  }

  if (SWAP) {
    await step('a reduce-only order without a position is refused', async () => {
      await assert.rejects(
        exchange.createOrder(SYMBOL, 'market', 'sell', amount(0.05), undefined, { reduceOnly: true }),
        (failure) => failure instanceof ccxt.ExchangeError,
      );
    });
  }

  await step('a stop waits and is cancelled', async () => {
    const trigger = exchange.parseToNumeric(exchange.priceToPrecision(SYMBOL, ticker.bid * 0.8));
    const stop = await exchange.createOrder(SYMBOL, 'market', 'sell', amount(0.01), undefined, {
      triggerPrice: trigger,
      ...(SWAP && { triggerDirection: 'descending' }),
    });
    const waiting = await exchange.fetchOpenOrders(SYMBOL, undefined, undefined, { trigger: true });
    assert.deepEqual(waiting.map((o) => o.id), [stop.id]);
    assert.equal(waiting[0].triggerPrice, trigger);
    await exchange.cancelOrder(stop.id, SYMBOL, { trigger: true });
    assert.deepEqual(await exchange.fetchOpenOrders(SYMBOL, undefined, undefined, { trigger: true }), []);
  });

  await step('a post-only order that would match is taken and then cancelled', async () => {
    const { ask } = await exchange.fetchTicker(SYMBOL);
    const price = exchange.priceToPrecision(SYMBOL, ask * 1.005);
    const placed = await exchange.createOrder(SYMBOL, 'limit', 'buy', amount(0.01), price, { postOnly: true });
    assert.equal((await told(placed.id, 'canceled')).filled, 0);
  });

  await step('trades over the WebSocket API', async () => {
    const placed = await exchange.createOrderWs(SYMBOL, 'limit', 'buy', amount(0.01), resting);
    await told(placed.id, 'open');
    await exchange.editOrderWs(placed.id, SYMBOL, 'limit', 'buy', amount(0.02), resting);
    await told(placed.id, 'open', (order) => order.amount === amount(0.02));
    await exchange.cancelOrderWs(placed.id, SYMBOL);
    await told(placed.id, 'canceled');
  });

  await step('sees the balance as the exchange has it', async () => {
    const asked = await exchange.fetchBalance();
    await until('the balance to be told', () => balances.at(-1)?.USDT?.total === asked.USDT.total);
  });

  await step('refusals are told apart as ccxt knows them', async () => {
    const beyond = exchange.createOrder(SYMBOL, 'limit', 'buy', amount(60), resting);
    await assert.rejects(beyond, ccxt.InsufficientFunds);
    await assert.rejects(find('1234567890'), ccxt.OrderNotFound);
    await assert.rejects(exchange.cancelOrder('1234567890', SYMBOL), ccxt.OrderNotFound);
    const forged = at(task.origin, ccxt[task.exchange], { ...settings, secret: 'not the secret' });
    await assert.rejects(forged.fetchBalance(), ccxt.AuthenticationError);
    const unknown = at(task.origin, ccxt[task.exchange], { ...settings, apiKey: 'K'.repeat(18) });
    await assert.rejects(unknown.fetchBalance(), venue.unknownKey);
  });
});
