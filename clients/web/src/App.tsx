import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { useSession } from './hooks';
import { api, queries, stream } from './k2';
import { usePrefs } from './prefs';
import { Login } from './screens/Login';
import { Logo } from './ui/icons';
import { cssVariables, theme } from './theme';

const Trade = lazy(() => import('./screens/Trade'));
const schemes = localStorageColorSchemeManager({ key: 'k2.scheme' });
const preferred = window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';

export function App() {
  const palette = usePrefs((prefs) => prefs.palette);
  useEffect(() => {
    document.documentElement.dataset['palette'] = palette;
  }, [palette]);

  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemes}
      defaultColorScheme={preferred}
    >
      <QueryClientProvider client={queries}>
        <Screen />
        <Notifications position="bottom-right" limit={4} autoClose={6_000} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Screen() {
  const session = useSession();

  useEffect(() => {
    if (session === 'restoring') {
      void api.session.token();
    } else if (session === 'signed-in') {
      stream.start();
      return () => {
        stream.stop();
        queries.clear();
      };
    }
    return undefined;
  }, [session]);

  switch (session) {
    case 'signed-out':
      return <Login />;
    case 'restoring':
      return <Splash />;
    case 'signed-in':
      return (
        <Suspense fallback={<Splash />}>
          <Trade />
        </Suspense>
      );
  }
}

function Splash() {
  const { t } = useTranslation();
  return (
    <main className="splash" role="status">
      <Logo size={44} />
      <span className="sr-only">{t('login.restoring')}</span>
    </main>
  );
}
