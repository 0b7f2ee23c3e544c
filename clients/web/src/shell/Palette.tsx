import { marketKey, type Instrument } from '@k2/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { foundQuery } from '../data';
import { pairName } from '../hooks';
import { marketAddress, openMarket } from '../place';
import { usePrefs } from '../prefs';
import { Dialog } from '../ui/Dialog';
import { SearchIcon } from '../ui/icons';
import { useActions } from './actions';
import { useOverlays } from './overlays';
import { ranked, type Entry } from './ranking';

const FOUND_MAX = 12;

interface Choice extends Entry {
  /** What kind of thing it is, or where it is. */
  readonly hint: string;
  readonly run: () => void;
}

/** Everything by its name: markets and events of all exchanges, screens, and what can be done. */
export function Palette() {
  const { t } = useTranslation();
  const { opened, close } = useOverlays();
  return (
    <Dialog opened={opened === 'palette'} onClose={close} title={t('palette.title')} size={560}>
      <Search onDone={close} />
    </Dialog>
  );
}

function Search({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const hurried = useRef(false);
  const actions = useActions();
  const found = useFound(typed);
  const choices = [...found.choices, ...ranked(actions, typed)];
  const chosen = choices[Math.min(at, choices.length - 1)];

  const run = (choice: Choice | undefined) => {
    if (choice !== undefined) {
      // What it opens may be another overlay, so this one goes first.
      onDone();
      choice.run();
    }
  };
  // Whoever is faster than the server gets what the server finds, not what it found for less.
  useEffect(() => {
    if (hurried.current && found.settled) {
      // Once: it is drawn again while it closes.
      hurried.current = false;
      run(chosen);
    }
  });
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const next = (Math.min(at, choices.length - 1) + step + choices.length) % choices.length;
      setAt(Number.isNaN(next) ? 0 : next);
      document.getElementById(`${id}-${choices[next]?.id}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (found.settled || at > 0) {
        run(chosen);
      } else {
        hurried.current = true;
      }
    }
  };

  return (
    <div className="palette">
      <div className="palette-search">
        <SearchIcon size={15} />
        <input
          type="text"
          role="combobox"
          data-autofocus
          // What is typed right after the key that opened it belongs here already.
          ref={focusAtOnce}
          autoComplete="off"
          spellCheck={false}
          placeholder={t('palette.placeholder')}
          aria-label={t('palette.placeholder')}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.id}`}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
            hurried.current = false;
          }}
          onKeyDown={press}
        />
      </div>
      <ul id={`${id}-list`} role="listbox" aria-label={t('palette.title')} className="palette-list">
        {choices.map((choice) => (
          // The field has the focus and hears the keys; the pointer presses the rows.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={choice.id}
            id={`${id}-${choice.id}`}
            role="option"
            aria-selected={choice === chosen}
            className="palette-choice"
            onClick={() => run(choice)}
          >
            <span>{choice.text}</span>
            <span className="dim">{choice.hint}</span>
          </li>
        ))}
      </ul>
      <p className="palette-none dim" role="status">
        {choices.length === 0
          ? t(found.searching ? 'palette.searching' : 'palette.none')
          : found.failed
            ? t('palette.failed')
            : ''}
      </p>
    </div>
  );
}

const focusAtOnce = (field: HTMLInputElement | null) => field?.focus();

/** What the server finds among the instruments of all exchanges, best first. */
function useFound(typed: string) {
  const { t } = useTranslation();
  const [query] = useDebouncedValue(typed.trim(), 150);
  const found = useQuery({
    ...foundQuery(query, FOUND_MAX),
    enabled: query !== '',
    placeholderData: keepPreviousData,
  });
  const wanted = typed.trim();
  const shown = wanted === '' ? [] : (found.data ?? []);
  const choices = shown.map((instrument): Choice => ({
    id: marketKey(instrument).replace(/[^A-Za-z0-9]/g, '-'),
    text: nameOf(instrument),
    hint: t(`exchange.${instrument.exchange}`),
    run: () => openMarket(instrument, select),
  }));
  const settled = wanted === '' || (query === wanted && !found.isFetching);
  return { choices, settled, searching: found.isFetching, failed: found.isError };
}

/** An event contract by its question and what YES stands for, anything else as a pair. */
function nameOf(instrument: Instrument): string {
  const { contract } = instrument;
  if (contract === undefined) {
    return pairName(instrument);
  }
  return contract.yes === '' || contract.title.includes(contract.yes)
    ? contract.title
    : `${contract.title} · ${contract.yes}`;
}

function select(instrument: Instrument): void {
  usePrefs.getState().set({ instrument: marketKey(instrument) });
  location.hash = marketAddress(instrument);
}
