import { useSyncExternalStore } from 'react';

/* Which screen the address names: #/events, #/events/TICKER, #/account/SECTION, or anything else for trading. */

export type Place =
  | { readonly screen: 'trade' }
  | { readonly screen: 'events'; readonly event: string | null }
  | { readonly screen: 'account'; readonly section: Section };

/** The parts of the account page, in their order. */
export const SECTIONS = [
  'profile',
  'security',
  'sessions',
  'links',
  'keys',
  'activity',
  'data',
] as const;
export type Section = (typeof SECTIONS)[number];

const ACCOUNT = '#/account';

export const accountAddress = (section: Section) => `${ACCOUNT}/${section}`;

export const EVENTS = '#/events';

export const eventAddress = (ticker: string) => `${EVENTS}/${encodeURIComponent(ticker)}`;

export function isEvents(hash: string): boolean {
  return hash === EVENTS || hash.startsWith(`${EVENTS}/`);
}

export function placeOf(hash: string): Place {
  if (hash === ACCOUNT || hash.startsWith(`${ACCOUNT}/`)) {
    const named = hash.slice(ACCOUNT.length + 1);
    return { screen: 'account', section: SECTIONS.find((one) => one === named) ?? 'profile' };
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
