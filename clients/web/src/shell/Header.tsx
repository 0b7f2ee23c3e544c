import { Popover } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

import { killSwitchQuery, meQuery, systemQuery } from '../data';
import { useLive } from '../hooks';
import { api } from '../k2';
import { EVENTS, usePlace } from '../place';
import { usePrefs } from '../prefs';
import { Ask } from '../ui/Ask';
import { Dialog } from '../ui/Dialog';
import { KeyboardIcon, Logo, StopIcon, UserIcon, WarnIcon } from '../ui/icons';
import { Connections } from './Connections';
import { Links } from './Links';
import { ModeBadge } from './ModeBadge';
import { Signals } from './Signals';
import { ThemeToggle } from './ThemeToggle';

export function Header({ onHelp }: { readonly onHelp: () => void }) {
  const { t } = useTranslation();
  const system = useQuery(systemQuery);
  const [links, setLinks] = useState(false);
  const [signals, setSignals] = useState(false);
  return (
    <header className="header" data-mode={system.data?.mode}>
      <div className="brand">
        <Logo />
        <span className="brand-name">{t('app.name')}</span>
      </div>
      {system.data !== undefined && <ModeBadge mode={system.data.mode} long />}
      <Places />
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
        <Account onLinks={() => setLinks(true)} onSignals={() => setSignals(true)} />
      </div>
      <Dialog opened={links} title={t('links.title')} onClose={() => setLinks(false)}>
        <Links />
      </Dialog>
      <Dialog opened={signals} title={t('signals.title')} onClose={() => setSignals(false)}>
        <Signals />
      </Dialog>
    </header>
  );
}

/** The screens, as links that the address bar knows. */
function Places() {
  const { t } = useTranslation();
  const { screen } = usePlace();
  return (
    <nav className="places" aria-label={t('header.places')}>
      <a href="#/" aria-current={screen === 'trade' ? 'page' : undefined}>
        {t('header.trade')}
      </a>
      <a href={EVENTS} aria-current={screen === 'events' ? 'page' : undefined}>
        {t('header.events')}
      </a>
    </nav>
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
    onSuccess: (state) => {
      queries.setQueryData(killSwitchQuery.queryKey, state);
      void queries.invalidateQueries({ queryKey: ['orders'] });
    },
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

interface AccountProps {
  readonly onLinks: () => void;
  readonly onSignals: () => void;
}

function Account({ onLinks, onSignals }: AccountProps) {
  const { t } = useTranslation();
  const me = useQuery(meQuery);
  const system = useQuery(systemQuery);
  const { confirm, palette, tradeKeys, set } = usePrefs();
  const asks = confirm ?? system.data?.mode !== 'sim';
  const colours = palette === 'colour-blind';
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      position="bottom-end"
      width={260}
      trapFocus
      returnFocus
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <UserButton onClick={() => setOpened(!opened)} />
      </Popover.Target>
      <Popover.Dropdown className="account" aria-label={t('header.account')}>
        <p className="account-who">{me.data?.email}</p>
        <Check text={t('header.confirm')} on={asks} onChange={(on) => set({ confirm: on })} />
        <Check
          text={t('header.palette')}
          on={colours}
          onChange={(on) => set({ palette: on ? 'colour-blind' : 'classic' })}
        />
        <Check
          text={t('header.tradeKeys')}
          on={tradeKeys}
          onChange={(on) => set({ tradeKeys: on })}
        />
        <button
          type="button"
          className="secondary"
          onClick={() => {
            setOpened(false);
            onLinks();
          }}
        >
          {t('links.title')}
        </button>
        <button
          type="button"
          className="secondary"
          onClick={() => {
            setOpened(false);
            onSignals();
          }}
        >
          {t('signals.title')}
        </button>
        <button type="button" className="secondary" onClick={() => void api.logout()}>
          {t('header.logout')}
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}

function UserButton(props: ComponentProps<'button'>) {
  const { t } = useTranslation();
  return (
    <button
      {...props}
      type="button"
      className="icon-button"
      aria-label={t('header.account')}
      title={t('header.account')}
    >
      <UserIcon />
    </button>
  );
}

interface CheckProps {
  readonly text: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

function Check({ text, on, onChange }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
      {text}
    </label>
  );
}
