// A reader of K2's stream that knows nothing but its AsyncAPI document: follows one book of every exchange for a
// minute, loses each feed once, and has to end with the books that GET /v1/orderbook tells.
import WebSocket from 'ws';
import { ask, step, task, until } from './steps.mjs';

const LEVELS = 100;
const EXCHANGES = ['binance', 'binance-futures', 'bybit', 'okx', 'cryptocom', 'kalshi'];
const document = await (await fetch(`${task.origin}/asyncapi`)).json();

/** What a reference of the document stands for. */
function resolved(schema) {
  return schema.$ref === undefined
    ? schema
    : schema.$ref
        .slice(2)
        .split('/')
        .reduce((part, name) => part[name.replaceAll('~1', '/')], document);
}

const TYPES = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

/** Holds a message against the document, and names the place that differs. */
function conform(value, reference, place) {
  const schema = resolved(reference);
  const wrong = (what) => {
    throw new Error(`${place} is ${JSON.stringify(value)}, and the document says ${what}`);
  };
  if (schema.type !== undefined && ![schema.type].flat().some((type) => TYPES[type](value))) {
    wrong(`it is of type ${schema.type}`);
  }
  if (schema.const !== undefined && value !== schema.const) {
    wrong(`it is ${schema.const}`);
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    wrong(`it is one of ${schema.enum}`);
  }
  for (const name of schema.required ?? []) {
    if (value[name] === undefined) {
      wrong(`it has ${name}`);
    }
  }
  if (TYPES.object(value)) {
    for (const [name, part] of Object.entries(value)) {
      if (schema.properties?.[name] !== undefined) {
        conform(part, schema.properties[name], `${place}.${name}`);
      } else if (schema.additionalProperties !== true) {
        wrong(`nothing of a field ${name}`);
      }
    }
  }
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity)) {
      wrong(`it has ${schema.minItems} to ${schema.maxItems} elements`);
    }
    value.forEach((part, index) => conform(part, schema.items ?? {}, `${place}[${index}]`));
  }
}

/** A decimal as a whole number, so that prices are put in order exactly. */
function whole(decimal) {
  const [digits, decimals = ''] = decimal.split('.');
  return BigInt(digits + decimals.padEnd(18, '0'));
}

/** One book, kept by snapshots and the changes behind them. */
class Book {
  sides = { bids: new Map(), asks: new Map() };
  seq = undefined;
  snapshots = 0;
  deltas = 0;
  gaps = 0;
  stale = 0;
  remembered = new Map();
  remembering = false;

  hear(message) {
    if (message.state === 'stale') {
      this.stale++;
    }
    if (message.kind === 'snapshot') {
      this.snapshots++;
      this.sides = { bids: new Map(message.bids), asks: new Map(message.asks) };
    } else {
      this.deltas++;
      if (message.prev_seq !== this.seq) {
        this.gaps++;
      }
      for (const name of ['bids', 'asks']) {
        for (const [price, quantity] of message[name]) {
          if (whole(quantity) === 0n) {
            this.sides[name].delete(price);
          } else {
            this.sides[name].set(price, quantity);
          }
        }
      }
    }
    this.seq = message.seq;
    if (this.remembering) {
      this.remembered.set(this.seq, this.top());
    }
  }

  top() {
    const ranked = (side, sign) =>
      [...side]
        .sort(([one], [other]) => (whole(one) < whole(other) ? -sign : sign))
        .slice(0, LEVELS);
    return JSON.stringify({ bids: ranked(this.sides.bids, -1), asks: ranked(this.sides.asks, 1) });
  }
}

async function get(path) {
  const answer = await fetch(`${task.origin}${path}`, {
    headers: { authorization: `Bearer ${task.token}` },
  });
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
  }
  return body.data;
}

/** Something that trades for longer than this takes, once it is listed. */
async function instrument(exchange) {
  if (exchange === 'kalshi') {
    const events = await get('/v1/events?status=open');
    const contracts = events
      .toSorted((one, other) => other.closes_at.localeCompare(one.closes_at))
      .flatMap((event) => event.contracts);
    return contracts.find((contract) => contract.state === 'open')?.instrument;
  }
  const listed = await get(`/v1/instruments?exchange=${exchange}&search=BTC`);
  return listed.find((one) => one.status === 'trading')?.instrument;
}

const books = new Map();
const found = await step('every exchange lists something to follow', () =>
  until('instruments of all exchanges', async () => {
    const all = await Promise.all(EXCHANGES.map(async (id) => [id, await instrument(id)]));
    return all.every(([, id]) => id !== undefined) && all;
  }),
);

const address = task.origin.replace('http', 'ws') + document.channels.prices.address;
const socket = new WebSocket(address);
const failures = [];
let confirmed = 0;
socket.on('message', (text) => {
  try {
    const message = JSON.parse(text);
    const described = document.channels.prices.messages[message.type];
    conform(message, resolved(described).payload, message.type);
    if (message.type === 'subscribed') {
      confirmed++;
    } else if (message.type === 'book') {
      books.get(`${message.exchange} ${message.instrument}`).hear(message);
    } else {
      throw new Error(`not asked for: ${text}`);
    }
  } catch (failure) {
    failures.push(failure);
  }
});

await step('subscribes to the changes of one book each', async () => {
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  found.forEach(([exchange, id], index) => {
    books.set(`${exchange} ${id}`, new Book());
    const wanted = { type: 'subscribe', channel: 'book', instruments: [id], exchange, id: index };
    conform(wanted, document.components.messages.subscribe.payload, 'subscribe');
    socket.send(JSON.stringify(wanted));
  });
  await until('all of them confirmed', () => confirmed === found.length);
  await until('snapshots', () => [...books.values()].every((book) => book.snapshots > 0));
});

await step('follows them for a minute, in which each feed is cut', async () => {
  const begun = performance.now();
  let cut = false;
  await until(
    'the minute to pass',
    async () => {
      if (failures.length > 0) {
        throw failures[0];
      }
      if (!cut && performance.now() - begun > 20_000) {
        cut = true;
        await ask('cut');
      }
      return performance.now() - begun > 60_000;
    },
    120_000,
  );
});

for (const [name, book] of books) {
  await step(`ends with the book that K2 tells: ${name}`, async () => {
    const [exchange, id] = name.split(' ');
    book.remembering = true;
    book.remembered.set(book.seq, book.top());
    const path = `/v1/orderbook/${encodeURIComponent(id)}?exchange=${exchange}&depth=${LEVELS}`;
    const told = await until('a book that this reader comes to', async () => {
      const now = await get(path);
      await until('the reader at it', () => book.seq >= now.seq);
      return book.remembered.has(now.seq) && now;
    });
    const expected = JSON.stringify({ bids: told.bids, asks: told.asks });
    if (book.remembered.get(told.seq) !== expected) {
      throw new Error(`K2 tells ${expected}, followed was ${book.remembered.get(told.seq)}`);
    }
    if (book.gaps > 0 || told.bids.length === 0 || told.asks.length === 0) {
      throw new Error(`${book.gaps} gaps, ${told.bids.length} bids, ${told.asks.length} asks`);
    }
    if (book.stale === 0 || told.state !== 'live') {
      throw new Error(`${book.stale} times stale over the cut, and ${told.state} in the end`);
    }
    console.log(`${name}: ${book.snapshots} snapshots, ${book.deltas} changes`);
  });
}
if (failures.length > 0) {
  throw failures[0];
}
process.exit(0);
