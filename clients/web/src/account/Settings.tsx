import type { Preferences as Kept, Settings as KeptSettings } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode, SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { preferencesQuery, settingsQuery, systemQuery } from '../data';
import { api } from '../k2';
import { Loaded } from '../ui/Loaded';
import { Problem } from '../ui/Problem';
import { Part } from './Part';

/* What this page can do is offered; what is kept for another app stays as it is. */
const THEMES = ['system', 'light', 'dark'] as const;
const COLOURS = ['green_up', 'red_up', 'blue_orange'] as const;
const DENSITIES = ['comfortable', 'compact'] as const;
const STARTS = ['trade', 'events'] as const;
const INTERVALS = ['1m', '5m', '15m', '1h', '4h', '1d'] as const;
const CLOCKS = ['local', 'utc'] as const;

/** How the apps look to a person, wherever they log in. */
export function Preferences() {
  const { t } = useTranslation();
  const preferences = useQuery(preferencesQuery);
  const title = t('account.preferences.title');
  return (
    <Part title={title} hint={t('account.preferences.hint')}>
      <Loaded what={title} query={preferences} rows={6}>
        {(kept) => <PreferencesForm key={kept.version} kept={kept} />}
      </Loaded>
    </Part>
  );
}

function PreferencesForm({ kept }: { readonly kept: Kept }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const save = useMutation({
    mutationKey: ['preferences'],
    mutationFn: (whole: Kept) => api.account.setPreferences(whole),
    onSuccess: (now) => queries.setQueryData(preferencesQuery.queryKey, now),
    onError: () => queries.invalidateQueries({ queryKey: preferencesQuery.queryKey }),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    save.mutate({
      ...kept,
      theme: chosen(typed, 'theme', kept.theme),
      colours: chosen(typed, 'colours', kept.colours),
      density: chosen(typed, 'density', kept.density),
      start_page: chosen(typed, 'start_page', kept.start_page),
      chart_interval: chosen(typed, 'chart_interval', kept.chart_interval),
      clock: chosen(typed, 'clock', kept.clock),
      sounds: typed.has('sounds'),
    });
  };
  return (
    <form onSubmit={submit} className="account-form account-choices">
      <Choice name="theme" offered={THEMES} kept={kept.theme} />
      <Choice name="colours" offered={COLOURS} kept={kept.colours} />
      <Choice name="density" offered={DENSITIES} kept={kept.density} />
      <Choice name="start_page" offered={STARTS} kept={kept.start_page} />
      <Choice name="chart_interval" offered={INTERVALS} kept={kept.chart_interval} />
      <Choice name="clock" offered={CLOCKS} kept={kept.clock} />
      <Check name="sounds" on={kept.sounds}>
        {t('account.preferences.sounds')}
      </Check>
      <Save saving={save} saved={kept.version > 0} />
    </form>
  );
}

/** How K2 behaves for a person. */
export function Settings() {
  const { t } = useTranslation();
  const settings = useQuery(settingsQuery);
  const system = useQuery(systemQuery);
  const title = t('account.settings.title');
  return (
    <Part title={title} hint={t('account.settings.hint')}>
      <Loaded what={title} query={settings}>
        {(kept) => (
          <Loaded what={title} query={system}>
            {({ mode }) => <SettingsForm key={kept.version} kept={begun(kept, mode !== 'sim')} />}
          </Loaded>
        )}
      </Loaded>
    </Part>
  );
}

/** Who never set anything begins with what this browser does. */
function begun(kept: KeptSettings, confirms: boolean): KeptSettings {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return kept.version > 0 ? kept : { ...kept, time_zone: timeZone, confirm_orders: confirms };
}

function SettingsForm({ kept }: { readonly kept: KeptSettings }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const save = useMutation({
    mutationKey: ['settings'],
    mutationFn: (whole: KeptSettings) => api.account.setSettings(whole),
    onSuccess: (now) => queries.setQueryData(settingsQuery.queryKey, now),
    onError: () => queries.invalidateQueries({ queryKey: settingsQuery.queryKey }),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    save.mutate({
      ...kept,
      time_zone: chosen(typed, 'time_zone', kept.time_zone),
      confirm_orders: typed.has('confirm_orders'),
      cancel_on_logout: typed.has('cancel_on_logout'),
    });
  };
  return (
    <form onSubmit={submit} className="account-form">
      <label htmlFor="time-zone">{t('account.settings.zone')}</label>
      <select id="time-zone" name="time_zone" className="field" defaultValue={kept.time_zone}>
        {[...new Set(['UTC', kept.time_zone, ...Intl.supportedValuesOf('timeZone')])].map(
          (zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ),
        )}
      </select>
      <Check name="confirm_orders" on={kept.confirm_orders}>
        {t('account.settings.confirm')}
      </Check>
      <Check name="cancel_on_logout" on={kept.cancel_on_logout}>
        {t('account.settings.cancel')}
      </Check>
      <Save saving={save} saved={kept.version > 0} />
    </form>
  );
}

interface SaveProps {
  readonly saving: { readonly error: unknown; readonly isPending: boolean };
  /** Whether what is shown is what the server keeps. */
  readonly saved: boolean;
}

function Save({ saving, saved }: SaveProps) {
  const { t } = useTranslation();
  return (
    <>
      <Problem failure={saving.error} />
      <div className="account-buttons">
        <button type="submit" className="secondary" disabled={saving.isPending}>
          {t('account.profile.save')}
        </button>
        <span className="dim" role="status">
          {t(saved ? 'account.kept' : 'account.notKept')}
        </span>
      </div>
    </>
  );
}

interface ChoiceProps<N extends string> {
  readonly name: N;
  readonly offered: readonly string[];
  readonly kept: string;
}

type ChoiceName = 'theme' | 'colours' | 'density' | 'start_page' | 'chart_interval' | 'clock';

function Choice({ name, offered, kept }: ChoiceProps<ChoiceName>) {
  const { t } = useTranslation();
  const id = `choice-${name}`;
  return (
    <div className="choice">
      <label htmlFor={id}>{t(`account.preferences.${name}`)}</label>
      <select id={id} name={name} className="field" defaultValue={kept}>
        {[...new Set([...offered, kept])].map((word) => (
          <option key={word} value={word}>
            {t(`account.preferences.words.${word}`, { defaultValue: word })}
          </option>
        ))}
      </select>
    </div>
  );
}

interface CheckProps {
  readonly name: string;
  readonly on: boolean;
  readonly children: ReactNode;
}

function Check({ name, on, children }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" name={name} defaultChecked={on} />
      {children}
    </label>
  );
}

/** What a select holds: one of the words that it was filled with. */
function chosen<T extends string>(typed: FormData, name: string, otherwise: T): T {
  const value = typed.get(name);
  return typeof value === 'string' ? (value as T) : otherwise;
}
