// ccxt pro fed with messages as its socket's client feeds it: text, client.onMessage, its handler.
// Told by its arguments where ccxt lies, the kind, a file of one message a line, rounds of warm-up,
// rounds. Prints one line of JSON: nanoseconds of CPU per message in the best round, by V8's own
// process, and the last update for comparison.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [home, kind, file, warmUp, rounds] = process.argv.slice(2);
const { pro } = (await import(pathToFileURL(`${home}/js/ccxt.js`).href)).default;
const lines = readFileSync(file, "utf8").trimEnd().split("\n");
const snapshot = JSON.parse(lines[0]);
const messages = lines.slice(1).map((line) => Buffer.from(line));

const [id, symbolThere, host] = {
  OKX_BOOK: ["okx", "BTC-USDT", "wss://ws.okx.com:8443/ws/v5/public"],
  BYBIT_BOOK: ["bybit", "BTCUSDT", "wss://stream.bybit.com/v5/public/spot"],
}[kind] ?? ["binance", "BTCUSDT", ""];
const exchange = new pro[id]({ newUpdates: true });
const symbol = "BTC/USDT";
exchange.setMarkets([
  exchange.safeMarketStructure({
    id: symbolThere,
    lowercaseId: symbolThere.toLowerCase(),
    symbol,
    base: "BTC",
    quote: "USDT",
    baseId: "BTC",
    quoteId: "USDT",
    type: "spot",
    spot: true,
    active: true,
    precision: { amount: 0.00001, price: 0.01 },
  }),
]);
const client = exchange.client(host || `${exchange.urls.api.ws.spot}/0`);
// OKX sends no checksums any more.
exchange.options.watchOrderBook = { ...exchange.options.watchOrderBook, checksum: false };
client.onError = (failure) => {
  throw failure;
};
client.reject = (failure) => {
  throw failure;
};

function startOver() {
  if (id !== "binance") {
    client.onMessage({ data: lines[0] });
    return;
  }
  exchange.orderbooks[symbol] = exchange.orderBook(
    {
      symbol,
      bids: snapshot.bids.map(([price, quantity]) => [Number(price), Number(quantity)]),
      asks: snapshot.asks.map(([price, quantity]) => [Number(price), Number(quantity)]),
      nonce: snapshot.nonce,
    },
    1000,
  );
}

function update() {
  if (kind === "QUOTE") {
    const { bid, bidVolume, ask, askVolume } = exchange.bidsasks[symbol];
    return { bid, bidVolume, ask, askVolume };
  }
  if (kind === "TRADE" || kind === "AGGREGATE_TRADE") {
    const { id, price, amount, side, timestamp } = exchange.trades[symbol].at(-1);
    return { id, price, amount, side, timestamp };
  }
  const { bids, asks, nonce } = exchange.orderbooks[symbol].limit();
  return { bid: bids[0][0], ask: asks[0][0], nonce };
}

const isBook = kind.startsWith("DEPTH") || kind.endsWith("BOOK");
let best = Infinity;
for (let round = 0; round < Number(warmUp) + Number(rounds); round += 1) {
  startOver();
  const before = process.cpuUsage();
  for (let n = 0; n < messages.length; n += 1) {
    client.onMessage({ data: messages[n].toString() });
    if (isBook) {
      // As watchOrderBook does before it hands the book out.
      exchange.orderbooks[symbol].limit();
    }
  }
  const { user, system } = process.cpuUsage(before);
  if (round >= Number(warmUp)) {
    best = Math.min(best, ((user + system) * 1000) / messages.length);
  }
}
console.log(JSON.stringify({ nanos: Math.round(best * 1000) / 1000, update: update() }));
process.exit(0);
