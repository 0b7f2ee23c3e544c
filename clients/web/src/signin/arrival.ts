import type { Provider } from '@k2/core';
import { create } from 'zustand';

/* What a mail's link, or the page of Google or Apple, brought the browser here with. */

export type Arrival =
  | { readonly kind: 'verify'; readonly token: string }
  | { readonly kind: 'reset'; readonly token: string }
  | {
      readonly kind: 'oauth';
      readonly provider: Provider;
      readonly purpose: Purpose;
      /** Null where the person, or the provider, said no. */
      readonly given: { readonly code: string; readonly state: string } | null;
    };

type Purpose = 'login' | 'link';
const SENT = 'k2.oauth';

/** What an address says; null for an address that says nothing of it. */
export function arrivalOf(
  { pathname, search, hash }: Pick<Location, 'pathname' | 'search' | 'hash'>,
  sent: string | null,
): Arrival | null {
  const fragment = hash.slice(1);
  switch (pathname) {
    case '/verify-email':
      return { kind: 'verify', token: tokenOf(fragment) };
    case '/reset-password':
      return { kind: 'reset', token: tokenOf(fragment) };
    default:
      return pathname === '/login' || pathname.startsWith('/login/')
        ? oauthOf(pathname, new URLSearchParams(fragment === '' ? search : fragment), sent)
        : null;
  }
}

/** The token stands behind # alone or with its name. */
function tokenOf(fragment: string): string {
  return new URLSearchParams(fragment).get('token') ?? fragment;
}

function oauthOf(path: string, said: URLSearchParams, sent: string | null): Arrival | null {
  const [code, state] = [said.get('code'), said.get('state')];
  if (code === null && state === null && said.get('error') === null) {
    return null;
  }
  const [waiting, purpose] = (sent ?? '').split(' ');
  const provider = said.get('provider') ?? path.split('/')[2] ?? waiting;
  return {
    kind: 'oauth',
    provider: provider === 'apple' ? 'apple' : 'google',
    purpose: purpose === 'link' ? 'link' : 'login',
    given: code === null || state === null ? null : { code, state },
  };
}

/** Sends the browser to a provider, and notes what for. */
export function sendTo(provider: Provider, purpose: Purpose, address: string): void {
  sessionStorage.setItem(SENT, `${provider} ${purpose}`);
  location.assign(address);
}

/** What is still to be done about how the browser came here; once done, it is null. */
export const useArrival = create<{ readonly arrival: Arrival | null }>()(() => ({
  arrival: arrivalOf(location, sessionStorage.getItem(SENT)),
}));

export const settled = () => useArrival.setState({ arrival: null });

if (useArrival.getState().arrival !== null) {
  // Tokens and codes work once: they have no place in the history, nor in what a reload would send again.
  history.replaceState(null, '', '/');
}
sessionStorage.removeItem(SENT);
