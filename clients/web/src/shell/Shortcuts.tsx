import { useComputedColorScheme } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

import { useChoosing } from '../kept';
import { usePrefs } from '../prefs';
import { CancelAllQuestion } from '../trade/CancelAll';
import { useTicket } from '../trade/ticketStore';
import { Dialog } from '../ui/Dialog';
import { useOverlays } from './overlays';
import { Palette } from './Palette';

const SHEET = [
  ['Ctrl K', 'palette'],
  ['?', 'help'],
  ['/', 'search'],
  [']', 'next'],
  ['[', 'previous'],
  ['T', 'theme'],
  ['D', 'density'],
] as const;

/** Only where a person switched them on. */
const TRADING = [
  ['B', 'buy'],
  ['S', 'sell'],
  ['P', 'price'],
  ['Q', 'quantity'],
] as const;

interface Props {
  readonly onStep: (step: 1 | -1) => void;
}

/** The keys, the sheet that lists them, and what else lies over any screen. None of them sends an order. */
export function Shortcuts({ onStep }: Props) {
  const { t } = useTranslation();
  const choose = useChoosing();
  const scheme = useComputedColorScheme('dark');
  const { tradeKeys, compact } = usePrefs();
  const setSide = useTicket((ticket) => ticket.setSide);
  const { opened, open, close } = useOverlays();
  // What lies over the screen has the keys: a letter that is typed ahead of it must not reach what is below.
  const uncovered = (run: () => void) => () => {
    if (useOverlays.getState().opened === null) {
      run();
    }
  };
  const whenTrading = (run: () => void) =>
    uncovered(() => {
      if (tradeKeys) {
        run();
      }
    });

  useHotkeys([
    ['shift+?', () => open('keys')],
    ['?', () => open('keys')],
    ['/', uncovered(() => focus('market-search'))],
    [']', uncovered(() => onStep(1))],
    ['[', uncovered(() => onStep(-1))],
    ['t', uncovered(() => choose.theme(scheme === 'dark' ? 'light' : 'dark'))],
    ['d', uncovered(() => choose.density(!compact))],
    ['b', whenTrading(() => setSide('buy'))],
    ['s', whenTrading(() => setSide('sell'))],
    ['p', whenTrading(() => focus('ticket-price'))],
    ['q', whenTrading(() => focus('ticket-quantity'))],
  ]);
  // The palette opens from within a field too.
  useHotkeys([['mod+K', () => open('palette')]], []);

  return (
    <>
      <Dialog opened={opened === 'keys'} onClose={close} title={t('keys.title')}>
        <Keys rows={SHEET} />
        <h3 className="keys-head">{t(tradeKeys ? 'keys.trading' : 'keys.tradingOff')}</h3>
        <Keys rows={TRADING} />
        <p className="dim">{t('keys.note')}</p>
      </Dialog>
      <Palette />
      <CancelAllQuestion opened={opened === 'cancel-all'} onClose={close} />
    </>
  );
}

interface KeysProps {
  readonly rows: typeof SHEET | typeof TRADING;
}

function Keys({ rows }: KeysProps) {
  const { t } = useTranslation();
  return (
    <dl className="keys">
      {rows.map(([key, meaning]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{t(`keys.${meaning}`)}</dd>
        </div>
      ))}
    </dl>
  );
}

function focus(id: string): void {
  document.getElementById(id)?.focus();
}
