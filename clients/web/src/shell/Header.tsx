import { Menu } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { killSwitchQuery, meQuery, systemQuery } from '../data';
import { useLive } from '../hooks';
import { api } from '../k2';
import { usePrefs } from '../prefs';
import { KeyboardIcon, Logo, StopIcon, UserIcon, WarnIcon } from '../ui/icons';
import { Ask } from './ask';
import { Connections } from './Connections';
import { ModeBadge } from './ModeBadge';
import { ThemeToggle } from './ThemeToggle';

export function Header({ onHelp }: { readonly onHelp: () => void }) {
  const { t } = useTranslation();
  const system = useQuery(systemQuery);
  return (
    <header className="header" data-mode={system.data?.mode}>
      <div className="brand">
        <Logo />
        <span className="brand-name">{t('app.name')}</span>
      </div>
      {system.data !== undefined && <ModeBadge mode={system.data.mode} long />}
      <div className="header-tools">
        <Connections />
        <KillSwitchButton />
        <button
          type="button"
          className="icon-button desk-only"
          aria-label={t('header.shortcuts')}
          title={`${t('header.shortcuts')} (?)`}
          onClick={onHelp}
        >
          <KeyboardIcon />
        </button>
        <ThemeToggle />
        <Account />
      </div>
    </header>
  );
}

/** Across the whole width when what is on screen must not be acted upon. */
export function Banners() {
  const { t } = useTranslation();
  const connection = useLive('connection');
  const killSwitch = useQuery(killSwitchQuery);
  const release = useRelease();
  return (
    <div aria-live="polite">
      {connection !== undefined && connection.status !== 'live' && connection.attempts > 0 && (
        <p className="banner banner-bad">
          <WarnIcon />
          {t('header.offlineBanner')}
        </p>
      )}
      {killSwitch.data?.active === true && (
        <p className="banner">
          <StopIcon />
          {t('header.stopped')}
          <button type="button" className="small-button" onClick={() => release.mutate()}>
            {t('header.release')}
          </button>
        </p>
      )}
    </div>
  );
}

function useRelease() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.resumeTrading(),
    onSuccess: (state) => queries.setQueryData(killSwitchQuery.queryKey, state),
  });
}

function KillSwitchButton() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const killSwitch = useQuery(killSwitchQuery);
  const stop = useMutation({
    mutationFn: () => api.stopTrading('Stopped on the trading screen'),
    onSuccess: (state) => queries.setQueryData(killSwitchQuery.queryKey, state),
  });
  if (killSwitch.data?.active !== false) {
    return null;
  }
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-label={t('header.stop')}
        title={t('header.stop')}
        onClick={() => setAsking(true)}
      >
        <StopIcon />
      </button>
      <Ask
        opened={asking}
        title={t('header.stopTitle')}
        confirm={t('header.stopConfirm')}
        back={t('header.keep')}
        tone="down"
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          stop.mutate();
        }}
      >
        <p>{t('header.stopText')}</p>
      </Ask>
    </>
  );
}

function Account() {
  const { t } = useTranslation();
  const me = useQuery(meQuery);
  const system = useQuery(systemQuery);
  const prefs = usePrefs();
  const confirm = prefs.confirm ?? system.data?.mode !== 'sim';
  const check = (on: boolean) => (
    <span className="check" aria-hidden="true">
      {on ? '✓' : ''}
    </span>
  );
  return (
    <Menu position="bottom-end" width={250} shadow="md" withinPortal closeOnItemClick={false}>
      <Menu.Target>
        <button type="button" className="icon-button" aria-label={t('header.account')}>
          <UserIcon />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.data?.email ?? t('header.account')}</Menu.Label>
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={confirm}
          leftSection={check(confirm)}
          onClick={() => prefs.set({ confirm: !confirm })}
        >
          {t('header.confirm')}
        </Menu.Item>
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={prefs.palette === 'colour-blind'}
          leftSection={check(prefs.palette === 'colour-blind')}
          onClick={() =>
            prefs.set({ palette: prefs.palette === 'classic' ? 'colour-blind' : 'classic' })
          }
        >
          {t('header.palette')}
        </Menu.Item>
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={prefs.tradeKeys}
          leftSection={check(prefs.tradeKeys)}
          onClick={() => prefs.set({ tradeKeys: !prefs.tradeKeys })}
        >
          {t('header.tradeKeys')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={check(false)} onClick={() => void api.logout()}>
          {t('header.logout')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
