import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { meQuery, openOrdersQuery } from '../data';
import { useChoosing } from '../kept';
import { api } from '../k2';
import { accountAddress, adminAddress, EVENTS, SECTIONS } from '../place';
import { usePrefs } from '../prefs';
import { useOverlays } from './overlays';
import type { Entry } from './ranking';

interface Action extends Entry {
  readonly hint: string;
  readonly run: () => void;
}

/** The screens and what can be done on any of them. None of these sends an order. */
export function useActions(): readonly Action[] {
  const { t } = useTranslation();
  const choose = useChoosing();
  const scheme = useComputedColorScheme('dark');
  const { compact, palette, asksAtLogout, set } = usePrefs();
  const me = useQuery(meQuery).data;
  const orders = useQuery(openOrdersQuery).data?.length ?? 0;
  const { open } = useOverlays();
  const screen = (id: string, text: string, address: string): Action => ({
    id: `screen-${id}`,
    text,
    hint: t('palette.screen'),
    run: () => {
      location.hash = address;
    },
  });
  const action = (id: string, text: string, run: () => void, words = ''): Action => ({
    id: `action-${id}`,
    text,
    words,
    hint: t('palette.action'),
    run,
  });
  const other = scheme === 'dark' ? 'light' : 'dark';
  return [
    screen('trade', t('header.trade'), '#/'),
    screen('events', t('header.events'), EVENTS),
    ...(me?.role === 'admin' ? [screen('admin', t('header.admin'), adminAddress('people'))] : []),
    ...SECTIONS.map((section) =>
      screen(
        section,
        t('palette.account', { section: t(`account.nav.${section}`) }),
        accountAddress(section),
      ),
    ),
    action('theme', t('header.theme', { scheme: t(`header.${other}`) }), () => choose.theme(other)),
    action('density', t(compact ? 'palette.comfortable' : 'palette.dense'), () =>
      choose.density(!compact),
    ),
    action('colours', t('palette.colours'), () =>
      choose.colours(palette === 'colour-blind' ? 'green_up' : 'blue_orange'),
    ),
    action('sizes', t('palette.sizes'), () => set({ sizes: {} })),
    ...(orders > 0
      ? [action('cancel-all', t('palette.cancelAll', { count: orders }), () => open('cancel-all'))]
      : []),
    action('risk', t('risk.title'), () => open('risk'), `${t('risk.kill')} ${t('risk.limits')}`),
    action('links', t('links.title'), () => open('links')),
    action('signals', t('signals.title'), () => open('signals')),
    action('keys', t('header.shortcuts'), () => open('keys')),
    action('logout', t('header.logout'), () =>
      asksAtLogout ? open('leaving') : void api.logout(),
    ),
  ];
}
