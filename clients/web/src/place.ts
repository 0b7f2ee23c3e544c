import type { Instrument } from '@k2/core';
import { useSyncExternalStore } from 'react';

/* Which screen the address names: #/events, #/events/TICKER, #/account/SECTION, #/admin/SECTION,
   #/admin/activity/PERSON, or anything else for trading. */

export type Place =
  | { readonly screen: 'trade' }
  | { readonly screen: 'events'; readonly event: string | null }
  | { readonly screen: 'account'; readonly section: Section }
  | { readonly screen: 'admin'; readonly section: AdminSection; readonly user: string | null };

/** The parts of the account page, in their order. */
export const SECTIONS = [
  'profile',
  'settings',
  'security',
  'sessions',
  'links',
  'keys',
  'activity',
  'data',
] as const;
export type Section = (typeof SECTIONS)[number];

/** The parts of the administrators' page. */
export const ADMIN_SECTIONS = ['people', 'activity'] as const;
export type AdminSection = (typeof ADMIN_SECTIONS)[number];

const ACCOUNT = '#/account';
const ADMIN = '#/admin';

export const accountAddress = (section: Section) => `${ACCOUNT}/${section}`;

/** A part of the administrators' page, or what one person did. */
export const adminAddress = (section: AdminSection, user?: string) =>
  `${ADMIN}/${section}${user === undefined ? '' : `/${user}`}`;

export const EVENTS = '#/events';

/** The trading screen with a market on it. */
export const marketAddress = (market: { readonly exchange: string; readonly instrument: string }) =>
  `#/${[market.exchange, market.instrument].map(encodeURIComponent).join('/')}`;

export const eventAddress = (ticker: string) => `${EVENTS}/${encodeURIComponent(ticker)}`;

/** Event contracts are traded on a page of their own; everything else is selected on the trading screen. */
export function openMarket(market: Instrument, select: (market: Instrument) => void): void {
  if (market.contract === undefined) {
    select(market);
  } else {
    location.hash = eventAddress(market.contract.event.ticker);
  }
}

export function isEvents(hash: string): boolean {
  return hash === EVENTS || hash.startsWith(`${EVENTS}/`);
}

const SHARED = '/shared/watchlists/';

/** The token of the link by which somebody came to look at a list; null for an address that is no such link. */
export function sharedTokenOf(path: string): string | null {
  const token = path.startsWith(SHARED) ? path.slice(SHARED.length) : '';
  return /^[\w-]+$/.test(token) ? token : null;
}

export function placeOf(hash: string): Place {
  if (hash === ACCOUNT || hash.startsWith(`${ACCOUNT}/`)) {
    const named = hash.slice(ACCOUNT.length + 1);
    return { screen: 'account', section: SECTIONS.find((one) => one === named) ?? 'profile' };
  }
  if (hash === ADMIN || hash.startsWith(`${ADMIN}/`)) {
    const [named, user = ''] = hash.slice(ADMIN.length + 1).split('/');
    const section = ADMIN_SECTIONS.find((one) => one === named) ?? 'people';
    return { screen: 'admin', section, user: user === '' ? null : user };
  }
  if (!isEvents(hash)) {
    return { screen: 'trade' };
  }
  const ticker = hash.slice(EVENTS.length + 1);
  return { screen: 'events', event: ticker === '' ? null : decoded(ticker) };
}

/** People change addresses by hand. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (broken) {
    if (broken instanceof URIError) {
      return text;
    }
    throw broken;
  }
}

export function usePlace(): Place {
  return placeOf(
    useSyncExternalStore(
      (listener) => {
        window.addEventListener('hashchange', listener);
        return () => window.removeEventListener('hashchange', listener);
      },
      () => location.hash,
    ),
  );
}
