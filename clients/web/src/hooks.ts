import {
  compareDecimals,
  exact,
  formatAge,
  type Direction,
  type Instrument,
  type LivePrice,
  type Topic,
} from '@k2/core';
import type { TFunction } from 'i18next';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';

import { api, live, stream } from './k2';

/** Reads one topic of the live store; redraws at most once per frame. */
export function useLive<T extends Topic>(topic: T) {
  const subscribe = useCallback((listener: () => void) => live.subscribe(topic, listener), [topic]);
  return useSyncExternalStore(subscribe, () => live.get(topic));
}

export function useSession() {
  return useSyncExternalStore(
    (listener) => api.session.subscribe(listener),
    () => api.session.state,
  );
}

/** The clock that never jumps, read every so often. */
export function useNow(everyMillis: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), everyMillis);
    return () => clearInterval(timer);
  }, [everyMillis]);
  return now;
}

/** The time of day, read every so often. */
export function useToday(everyMillis: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMillis);
    return () => clearInterval(timer);
  }, [everyMillis]);
  return now;
}

export interface PriceAge {
  readonly stale: boolean;
  readonly text: string;
}

/** How old a price is and whether it may still be believed. */
export function usePriceAge(price: LivePrice | undefined): PriceAge | null {
  const now = useNow(500);
  const connected = useLive('connection')?.status === 'live';
  if (price === undefined) {
    return null;
  }
  const age = Math.max(0, now - price.receivedAt) + price.age_ms;
  return { stale: price.state === 'stale' || !connected, text: formatAge(age) };
}

/** "BTC/USDT" for a pair, the ticker as it is for an event. */
export function pairName(instrument: Pick<Instrument, 'instrument' | 'base' | 'quote' | 'kind'>) {
  switch (instrument.kind) {
    case 'spot':
      return `${instrument.base}/${instrument.quote}`;
    case 'perpetual':
      return `${instrument.base}/${instrument.quote} Perp`;
    case 'event':
      return instrument.instrument;
  }
}

/** What quantities are counted in: what is bought, or contracts that stand for some other amount of it. */
export function unitOf(t: TFunction, instrument: Pick<Instrument, 'base' | 'contract_size'>) {
  return isByContract(instrument) ? t('ticket.contracts') : instrument.base;
}

/** Whether one of the quantity stands for more or less than one of what is bought. */
export const isByContract = ({ contract_size }: Pick<Instrument, 'contract_size'>): boolean =>
  !exact(contract_size).equals(1);

/** Has the book of a market stream in while somebody looks at it, in one place or in several. */
export function useBook(market: string): void {
  useEffect(() => {
    const leave = stream.subscribe('book', market);
    readers.set(market, (readers.get(market) ?? 0) + 1);
    return () => {
      leave();
      const left = (readers.get(market) ?? 1) - 1;
      if (left > 0) {
        readers.set(market, left);
      } else {
        readers.delete(market);
        live.forgetBook(market);
      }
    };
  }, [market]);
}

/** How many places show each book. */
const readers = new Map<string, number>();

/** Whether a market may be meant by what somebody typed of its name. */
export function isCalled(instrument: Parameters<typeof pairName>[0], typed: string): boolean {
  const wanted = typed.trim().toUpperCase();
  return (
    instrument.instrument.toUpperCase().includes(wanted.replace('/', '-')) ||
    pairName(instrument).toUpperCase().includes(wanted)
  );
}

/** Which way the price went when it last moved. */
export function useLastMove(price: string | null): Direction {
  const last = useRef<string | null>(null);
  const [way, setWay] = useState<Direction>('flat');
  useEffect(() => {
    if (price !== null && last.current !== null) {
      const moved = compareDecimals(price, last.current);
      if (moved !== 0) {
        setWay(moved > 0 ? 'up' : 'down');
      }
    }
    last.current = price;
  }, [price]);
  return way;
}
