import type { Preferences, Settings } from '@k2/core';
import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import { preferencesQuery, settingsQuery } from './data';
import { api } from './k2';
import { EVENTS } from './place';
import { usePrefs, type Palette } from './prefs';

/* What a person set once goes with them to every browser. Who never set anything has what this browser remembers. */

type Theme = Preferences['theme'];
type Colours = Preferences['colours'];

const SCHEMES: Readonly<Record<Theme, MantineColorScheme>> = {
  system: 'auto',
  light: 'light',
  dark: 'dark',
};
const PALETTES: Readonly<Record<Colours, Palette>> = {
  green_up: 'classic',
  red_up: 'red-up',
  blue_orange: 'colour-blind',
};

const isKept = (document: { readonly version: number } | undefined) =>
  document !== undefined && document.version > 0;

/** Makes the page as the person set it, at the login and at every change. */
export function useKept(): void {
  const preferences = useQuery(preferencesQuery).data;
  const settings = useQuery(settingsQuery).data;
  const { setColorScheme } = useMantineColorScheme();
  const set = usePrefs((prefs) => prefs.set);
  // Mantine makes this function anew whenever it is called, and one call for each change is meant.
  const wear = useRef(setColorScheme);
  useEffect(() => {
    wear.current = setColorScheme;
  });

  useEffect(() => {
    if (preferences !== undefined && isKept(preferences)) {
      wear.current(SCHEMES[preferences.theme]);
      set({
        palette: PALETTES[preferences.colours],
        interval: preferences.chart_interval,
        compact: preferences.density === 'compact',
        sounds: preferences.sounds,
      });
    }
  }, [preferences, set]);

  useEffect(() => {
    if (settings !== undefined && isKept(settings)) {
      set({ confirm: settings.confirm_orders, asksAtLogout: settings.cancel_on_logout });
    }
  }, [settings, set]);

  useEffect(() => {
    if (preferences !== undefined && settings !== undefined) {
      set({ zone: zoneOf(preferences, settings) });
    }
  }, [preferences, settings, set]);

  const start = preferences?.start_page;
  useEffect(() => {
    // An address without a place is that of somebody who just came.
    if (start === 'events' && location.hash === '') {
      location.replace(EVENTS);
    }
  }, [start]);
}

function zoneOf(preferences: Preferences, settings: Settings): string | null {
  if (preferences.clock === 'utc') {
    return 'UTC';
  }
  return isKept(settings) ? settings.time_zone : null;
}

/** What a person chooses beside the account page, such as the theme by its button, stays chosen where they keep preferences. */
export function useChoosing() {
  const queries = useQueryClient();
  const { setColorScheme } = useMantineColorScheme();
  const set = usePrefs((prefs) => prefs.set);
  const preferences = useMutation({
    mutationFn: (whole: Preferences) => api.account.setPreferences(whole),
    onSuccess: (now) => queries.setQueryData(preferencesQuery.queryKey, now),
    // What could not be kept is not pretended: the page returns to what the server has.
    onError: () => queries.invalidateQueries({ queryKey: preferencesQuery.queryKey }),
  });
  const settings = useMutation({
    mutationFn: (whole: Settings) => api.account.setSettings(whole),
    onSuccess: (now) => queries.setQueryData(settingsQuery.queryKey, now),
    onError: () => queries.invalidateQueries({ queryKey: settingsQuery.queryKey }),
  });
  const keep = (change: Partial<Preferences>) => {
    const kept = queries.getQueryData(preferencesQuery.queryKey);
    if (kept !== undefined && isKept(kept)) {
      preferences.mutate({ ...kept, ...change });
    }
  };
  return {
    theme: (theme: Exclude<Theme, 'system'>) => {
      setColorScheme(theme);
      keep({ theme });
    },
    colours: (colours: Colours) => {
      set({ palette: PALETTES[colours] });
      keep({ colours });
    },
    density: (compact: boolean) => {
      set({ compact });
      keep({ density: compact ? 'compact' : 'comfortable' });
    },
    confirm: (confirm: boolean) => {
      set({ confirm });
      const kept = queries.getQueryData(settingsQuery.queryKey);
      if (kept !== undefined && isKept(kept)) {
        settings.mutate({ ...kept, confirm_orders: confirm });
      }
    },
  };
}
