import {
  K2Api,
  LiveStore,
  StreamClient,
  type Socket,
  type StreamHandlers,
  type Timers,
} from '@k2/core';
import { QueryClient } from '@tanstack/react-query';

import { received } from './orderEvents';

/** The page's one connection to the server: calls, stream, and what streams in. */
export const api = new K2Api({
  origin: location.origin,
  fetch: (request) => fetch(request),
  storage: localStorage,
  oneByOne,
  nowMillis: () => Date.now(),
});

export const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: 1, staleTime: 15_000, refetchOnWindowFocus: false },
  },
});

export const live = new LiveStore(nextFrame, () => performance.now());

const timers: Timers = {
  set: (run, millis) => setTimeout(run, millis),
  clear: (timer) => clearTimeout(timer as number),
  nowMillis: () => performance.now(),
};

const handlers: StreamHandlers = {
  price: (message) => live.price(message),
  book: (message) => live.book(message),
  trade: (message) => live.trade(message),
  candle: (message) => live.candle(message),
  markPrice: (message) => live.markPrice(message),
  order: (update) => received(queries, update),
  connection: (state) => live.connection(state),
  refused: () => api.session.expire(),
  resumed: () => void queries.invalidateQueries(),
};

export const stream = new StreamClient({
  open: () => new WebSocket(address('/ws')) as Socket,
  token: async () => {
    const token = await api.session.token();
    if (token === null) {
      throw new Error('The session could not be renewed.');
    }
    return token;
  },
  goodForMillis: () => api.session.goodForMillis,
  timers,
  random: Math.random,
  handlers,
});

/** The same for whoever is not logged in: public channels alone. */
export const publicStream = new StreamClient({
  open: () => new WebSocket(address('/ws/prices')) as Socket,
  token: () => Promise.resolve(null),
  goodForMillis: () => Infinity,
  timers,
  random: Math.random,
  handlers: { ...handlers, refused: () => undefined },
});

window.addEventListener('online', hurry);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    hurry();
  }
});

function hurry(): void {
  stream.hurry();
  publicStream.hurry();
}

/** A hidden tab draws no frames, yet what waits for one must not wait for ever. */
function nextFrame(flush: () => void): void {
  if (document.hidden) {
    setTimeout(flush, 1_000);
  } else {
    requestAnimationFrame(flush);
  }
}

function address(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** Tabs share the cookie, and what is in it works once. */
function oneByOne<T>(run: () => Promise<T>): Promise<T> {
  const locks = (navigator as Partial<Navigator>).locks;
  return locks === undefined ? run() : locks.request('k2.refresh', run);
}
