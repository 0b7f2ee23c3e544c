import type { ExchangeName } from '@k2/core';
import { Popover } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

import { killSwitchQuery, meQuery, systemQuery } from '../data';
import { useLive } from '../hooks';
import { api } from '../k2';
import { accountAddress, adminAddress, EVENTS, usePlace } from '../place';
import { useChoosing } from '../kept';
import { usePrefs } from '../prefs';
import { Dialog } from '../ui/Dialog';
import { KeyboardIcon, Logo, SearchIcon, StopIcon, UserIcon, WarnIcon } from '../ui/icons';
import { Connections } from './Connections';
import { Links } from './Links';
import { Logout } from './Logout';
import { ModeBadge } from './ModeBadge';
import { useOverlays } from './overlays';
import { Risk } from './Risk';
import { Signals } from './Signals';
import { ThemeToggle } from './ThemeToggle';

export function Header() {
  const { t } = useTranslation();
  const system = useQuery(systemQuery);
  const { opened, open, close } = useOverlays();
  const asksAtLogout = usePrefs((prefs) => prefs.asksAtLogout);
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
        <button
          type="button"
          className="icon-button"
          aria-label={t('palette.open')}
          title={`${t('palette.open')} (Ctrl K)`}
          onClick={() => open('palette')}
        >
          <SearchIcon />
        </button>
        <RiskButton onOpen={() => open('risk')} />
        <button
          type="button"
          className="icon-button desk-only"
          aria-label={t('header.shortcuts')}
          title={`${t('header.shortcuts')} (?)`}
          onClick={() => open('keys')}
        >
          <KeyboardIcon />
        </button>
        <ThemeToggle />
        <Account
          onLinks={() => open('links')}
          onSignals={() => open('signals')}
          onLogout={() => (asksAtLogout ? open('leaving') : void api.logout())}
        />
      </div>
      <Dialog opened={opened === 'links'} title={t('links.title')} onClose={close}>
        <Links />
      </Dialog>
      <Dialog opened={opened === 'risk'} title={t('risk.title')} onClose={close}>
        <Risk />
      </Dialog>
      <Dialog opened={opened === 'signals'} title={t('signals.title')} onClose={close}>
        <Signals />
      </Dialog>
      <Dialog opened={opened === 'leaving'} title={t('header.logout')} onClose={close}>
        <Logout onBack={close} />
      </Dialog>
    </header>
  );
}

/** The screens, as links that the address bar knows. */
function Places() {
  const { t } = useTranslation();
  const { screen } = usePlace();
  const me = useQuery(meQuery);
  return (
    <nav className="places" aria-label={t('header.places')}>
      <a href="#/" aria-current={screen === 'trade' ? 'page' : undefined}>
        {t('header.trade')}
      </a>
      <a href={EVENTS} aria-current={screen === 'events' ? 'page' : undefined}>
        {t('header.events')}
      </a>
      {me.data?.role === 'admin' && (
        <a href={adminAddress('people')} aria-current={screen === 'admin' ? 'page' : undefined}>
          {t('header.admin')}
        </a>
      )}
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
      {(killSwitch.data?.switches ?? []).map((one) => (
        <p key={`${one.whose} ${one.exchange ?? ''}`} className="banner">
          <StopIcon />
          {t(`risk.on.${one.whose}`, {
            place: one.exchange === null ? t('risk.everywhere') : t(`exchange.${one.exchange}`),
          })}
          {one.whose === 'user' && (
            <button
              type="button"
              className="small-button"
              onClick={() => release.mutate(one.exchange)}
            >
              {t('header.release')}
            </button>
          )}
        </p>
      ))}
    </div>
  );
}

function useRelease() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (exchange: ExchangeName | null) => api.resumeTrading(exchange),
    onSuccess: (state) => queries.setQueryData(killSwitchQuery.queryKey, state),
  });
}

/** The way to the brakes; it says so when they are on. */
function RiskButton({ onOpen }: { readonly onOpen: () => void }) {
  const { t } = useTranslation();
  const stopped = (useQuery(killSwitchQuery).data?.switches ?? []).length > 0;
  return (
    <button
      type="button"
      className={`icon-button ${stopped ? 'is-stopped' : ''}`}
      aria-label={t('risk.title')}
      title={t('risk.title')}
      onClick={onOpen}
    >
      <StopIcon />
    </button>
  );
}

interface AccountProps {
  readonly onLinks: () => void;
  readonly onSignals: () => void;
  readonly onLogout: () => void;
}

function Account({ onLinks, onSignals, onLogout }: AccountProps) {
  const { t } = useTranslation();
  const me = useQuery(meQuery);
  const system = useQuery(systemQuery);
  const { confirm, palette, compact, tradeKeys, set } = usePrefs();
  const choose = useChoosing();
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
        <Check text={t('header.confirm')} on={asks} onChange={choose.confirm} />
        <Check
          text={t('header.palette')}
          on={colours}
          onChange={(on) => choose.colours(on ? 'blue_orange' : 'green_up')}
        />
        <Check text={t('header.dense')} on={compact} onChange={choose.density} />
        <Check
          text={t('header.tradeKeys')}
          on={tradeKeys}
          onChange={(on) => set({ tradeKeys: on })}
        />
        <a
          className="secondary as-link"
          href={accountAddress('profile')}
          onClick={() => setOpened(false)}
        >
          {t('header.accountPage')}
        </a>
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
        <button
          type="button"
          className="secondary"
          onClick={() => {
            setOpened(false);
            onLogout();
          }}
        >
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
