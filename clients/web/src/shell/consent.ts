import type { ExchangeName } from '@k2/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { api, queries } from '../k2';
import { show } from '../ui/notice';
import { failureText } from '../ui/failureText';

/* An exchange sends the browser back to /link/EXCHANGE with what the person decided there. */

const BACK = /^\/link\/([a-z0-9-]{1,40})$/;

export interface Consent {
  readonly exchange: ExchangeName;
  /** What the callback takes; null where the person, or the exchange, said no. */
  readonly given: { readonly code: string; readonly state: string } | null;
}

/** What an address says; null for an address that says nothing of it. */
export function consentOf(path: string, search: string): Consent | null {
  const exchange = BACK.exec(path)?.[1];
  if (exchange === undefined) {
    return null;
  }
  const said = new URLSearchParams(search);
  const [code, state] = [said.get('code'), said.get('state')];
  return {
    exchange: exchange as ExchangeName,
    given: code === null || state === null ? null : { code, state },
  };
}

let brought = consentOf(location.pathname, location.search);
if (brought !== null) {
  // A code works once: it has no place in the history, nor in what a reload would send again.
  history.replaceState(null, '', '/');
}

/** Finishes, once somebody is signed in, the link that the browser came back with. */
export function useConsent(signedIn: boolean): void {
  const { t } = useTranslation();
  useEffect(() => {
    if (!signedIn || brought === null) {
      return;
    }
    const { exchange, given } = brought;
    brought = null;
    const tell = (title: string, text: string, tone: 'up' | 'down') =>
      show({ id: `link ${exchange}`, title, text, tone });
    const name = t(`exchange.${exchange}`);
    if (given === null) {
      tell(t('links.notLinked', { exchange: name }), t('links.noConsent'), 'down');
      return;
    }
    api.finishLink(exchange, given.code, given.state).then(
      (link) => {
        tell(t('links.linked', { exchange: name }), link.label, 'up');
        void queries.invalidateQueries();
      },
      (failure: unknown) =>
        tell(t('links.notLinked', { exchange: name }), failureText(t, failure), 'down'),
    );
  }, [signedIn, t]);
}
