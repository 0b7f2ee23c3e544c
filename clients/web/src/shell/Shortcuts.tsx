import { useComputedColorScheme } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

import { useChoosing } from '../kept';
import { usePrefs } from '../prefs';
import { useTicket } from '../trade/ticketStore';
import { Dialog } from '../ui/Dialog';

const SHEET = [
  ['?', 'help'],
  ['/', 'search'],
  [']', 'next'],
  ['[', 'previous'],
  ['T', 'theme'],
  ['B', 'buy'],
  ['S', 'sell'],
  ['P', 'price'],
  ['Q', 'quantity'],
] as const;

interface Props {
  readonly opened: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
  readonly onStep: (step: 1 | -1) => void;
}

/** The keys and the sheet that lists them. None of them sends an order. */
export function Shortcuts({ opened, onOpen, onClose, onStep }: Props) {
  const { t } = useTranslation();
  const choose = useChoosing();
  const scheme = useComputedColorScheme('dark');
  const tradeKeys = usePrefs((prefs) => prefs.tradeKeys);
  const setSide = useTicket((ticket) => ticket.setSide);
  const whenTrading = (run: () => void) => () => {
    if (tradeKeys) {
      run();
    }
  };

  useHotkeys([
    ['shift+?', onOpen],
    ['?', onOpen],
    ['/', () => focus('market-search')],
    [']', () => onStep(1)],
    ['[', () => onStep(-1)],
    ['t', () => choose.theme(scheme === 'dark' ? 'light' : 'dark')],
    ['b', whenTrading(() => setSide('buy'))],
    ['s', whenTrading(() => setSide('sell'))],
    ['p', whenTrading(() => focus('ticket-price'))],
    ['q', whenTrading(() => focus('ticket-quantity'))],
  ]);

  return (
    <Dialog opened={opened} onClose={onClose} title={t('keys.title')}>
      <dl className="keys">
        {SHEET.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`keys.${meaning}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="dim">{t('keys.note')}</p>
    </Dialog>
  );
}

function focus(id: string): void {
  document.getElementById(id)?.focus();
}
