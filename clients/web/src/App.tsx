import { showTimesIn } from '@k2/core';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useSession } from './hooks';
import { useKept } from './kept';
import { api, queries, stream } from './k2';
import { nonce } from './nonce';
import { sharedTokenOf, usePlace, type Place } from './place';
import { usePrefs } from './prefs';
import { Login } from './screens/Login';
import { useConsent } from './shell/consent';
import { Arrived } from './signin/ArrivedPage';
import { useArrival } from './signin/arrival';
import { Logo } from './ui/icons';
import { StepUp } from './ui/StepUp';
import { cssVariables, theme } from './theme';

const SCREENS = {
  trade: () => import('./screens/Trade'),
  events: () => import('./screens/Events'),
  account: () => import('./screens/Account'),
  admin: () => import('./screens/Admin'),
} as const;
const Trade = lazy(SCREENS.trade);
const Events = lazy(SCREENS.events);
const Account = lazy(SCREENS.account);
const Admin = lazy(SCREENS.admin);
const Shared = lazy(() => import('./watch/Shared'));
const RESTORE_EVERY_MILLIS = 3_000;
const SLOW_MILLIS = 2_000;
const schemes = localStorageColorSchemeManager({ key: 'k2.scheme' });
/** Whoever follows a link to a list needs no session, and none is asked for. */
const sharedToken = sharedTokenOf(location.pathname);
const preferred = window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';

export function App() {
  const narrow = useMediaQuery('(max-width: 899px)');
  const { palette, compact, zone } = usePrefs();
  showTimesIn(zone ?? undefined);
  useEffect(() => {
    document.documentElement.dataset['palette'] = palette;
    document.documentElement.dataset['density'] = compact ? 'compact' : 'comfortable';
  }, [palette, compact]);

  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      getStyleNonce={() => nonce}
      colorSchemeManager={schemes}
      defaultColorScheme={preferred}
    >
      <QueryClientProvider client={queries}>
        {sharedToken === null ? (
          <Screen key={zone} />
        ) : (
          <Suspense fallback={<Splash />}>
            <Shared token={sharedToken} />
          </Suspense>
        )}
        <Notifications
          position={narrow ? 'top-center' : 'bottom-right'}
          limit={4}
          autoClose={6_000}
        />
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Screen() {
  const session = useSession();
  const place = usePlace();
  const arrival = useArrival((state) => state.arrival);
  useConsent(session === 'signed-in');

  useEffect(() => {
    // The screen's own part comes while the session is restored or somebody types a password; one that
    // cannot be had now is asked for again, and told, when it is shown.
    SCREENS[place.screen]().catch((failure: unknown) =>
      console.info('A screen could not be fetched ahead.', failure),
    );
  }, [place.screen]);

  useEffect(() => {
    if (session === 'restoring') {
      void api.session.token();
      const again = setInterval(() => void api.session.token(), RESTORE_EVERY_MILLIS);
      return () => clearInterval(again);
    } else if (session === 'signed-in') {
      stream.start();
      return () => {
        stream.stop();
        queries.clear();
      };
    }
    return undefined;
  }, [session]);

  if (arrival !== null) {
    return <Arrived arrival={arrival} />;
  }
  switch (session) {
    case 'signed-out':
      return <Login />;
    case 'restoring':
      return <Splash />;
    case 'signed-in':
      return (
        <Suspense fallback={<Splash />}>
          <Kept />
          <At place={place} />
          <StepUp />
        </Suspense>
      );
  }
}

/** What the person keeps at the server; it draws nothing. */
function Kept() {
  useKept();
  return null;
}

function At({ place }: { readonly place: Place }) {
  switch (place.screen) {
    case 'trade':
      return <Trade />;
    case 'events':
      return <Events event={place.event} />;
    case 'account':
      return <Account section={place.section} />;
    case 'admin':
      return <Admin section={place.section} user={place.user} />;
  }
}

/** Between pages; says what it waits for when the wait is felt. */
function Splash() {
  const { t } = useTranslation();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MILLIS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className="splash">
      <div role="status">
        <Logo size={44} />
        <p className={slow ? 'dim' : 'sr-only'}>{t('login.restoring')}</p>
      </div>
      {slow && (
        <button type="button" className="link" onClick={() => api.session.end()}>
          {t('login.giveUp')}
        </button>
      )}
    </main>
  );
}
