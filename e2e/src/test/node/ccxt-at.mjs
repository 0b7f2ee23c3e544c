// An unmodified ccxt with other addresses, which is all that a client of a simulated exchange changes.
import assert from 'node:assert/strict';

import ccxt from 'ccxt';

import { until } from './steps.mjs';

const { Precise } = ccxt;

/** A client of ccxt whose addresses all lead to one origin; the paths stay. */
export function at(origin, Client, settings) {
  const exchange = new Client(settings);
  exchange.urls.api = moved(exchange.urls.api, new URL(origin));
  return exchange;
}

function moved(addresses, origin) {
  return Object.fromEntries(
    Object.entries(addresses).map(([name, address]) => [
      name,
      typeof address === 'string' ? movedAddress(address, origin) : moved(address, origin),
    ]),
  );
}

// A host may be a word that ccxt fills in later, so it is not read as an address. ccxt knows Binance's spot
// messages by "/stream" in an address, which is the name of the real host. The detour keeps that word;
// whoever connects takes it out again.
function movedAddress(address, origin) {
  const [, scheme, host, path] = /^(\w+):\/\/([^/]*)(.*)$/.exec(address);
  const detour = host.startsWith('stream.binance.') ? '/stream/..' : '';
  return scheme === 'wss' ? `ws://${origin.host}${detour}${path}` : origin.origin + path;
}

/** Numbers as text, since floating point would lose digits. */
export function same(found, wanted, what) {
  assert.ok(Precise.stringEq(found, wanted), `${what}: expected ${wanted}, found ${found}`);
}

export function sum(numbers) {
  return numbers.reduce((total, one) => Precise.stringAdd(total, one), '0');
}

/** Keeps what a live call brings, again and again, until the script ends. */
export function keep(call) {
  const kept = [];
  const work = async () => {
    for (;;) {
      const brought = await call();
      kept.push(...(Array.isArray(brought) ? brought : [brought]));
    }
  };
  work().catch((failure) => kept.push({ failure }));
  return kept;
}

/** A book as text, up to a depth: what ccxt returns goes on changing. Only prices and amounts, since answers may say more. */
export function levels(book, depth) {
  const top = (side) => Array.from(side.slice(0, depth), ([price, amount]) => [price, amount]);
  return JSON.stringify([top(book.bids), top(book.asks)]);
}

/** A book is sorted, not crossed, and deep. */
export function checkBook(book) {
  assert.ok(book.bids.length >= 10 && book.asks.length >= 10, `${book.bids.length} bids, ${book.asks.length} asks`);
  assert.ok(book.bids[0][0] < book.asks[0][0], `bid ${book.bids[0][0]}, ask ${book.asks[0][0]}`);
  const prices = (side) => Array.from(side, (level) => level[0]);
  assert.deepEqual(prices(book.bids), prices(book.bids).toSorted((a, b) => b - a));
  assert.deepEqual(prices(book.asks), prices(book.asks).toSorted((a, b) => a - b));
}

/**
 * A live book equals the exchange's own at an update that both have seen. The exchange says which update
 * a book is at, and moves on between two questions, so it is asked until the two meet.
 */
export async function meets(exchange, symbol, depth) {
  const seen = new Map();
  const watch = keep(async () => {
    const book = await exchange.watchOrderBook(symbol);
    seen.set(book.nonce, levels(book, depth));
    return [];
  });
  for (let tries = 0; tries < 300; tries++) {
    const asked = await exchange.fetchOrderBook(symbol, 1000);
    for (let waits = 0; waits < 10 && Math.max(0, ...seen.keys()) < asked.nonce; waits++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(watch, [], 'watchOrderBook failed');
    if (seen.has(asked.nonce)) {
      assert.equal(seen.get(asked.nonce), levels(asked, depth));
      return seen.size;
    }
  }
  throw new Error(`the live book and the exchange's never met, ${seen.size} updates seen`);
}

/** The same where an answer does not say which update its book is at: the two are alike at some moment. */
export async function meetsSomewhere(exchange, symbol, depth) {
  const seen = new Set();
  const watch = keep(async () => {
    seen.add(levels(await exchange.watchOrderBook(symbol), depth));
    return [];
  });
  await until(
    "the live book and the exchange's to be alike",
    async () => {
      const asked = levels(await exchange.fetchOrderBook(symbol, depth), depth);
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.deepEqual(watch, [], 'watchOrderBook failed');
      return seen.has(asked);
    },
    60_000,
  );
}
