import {
  distanceFromMarket,
  exact,
  formatAmount,
  formatPercent,
  hasLimitPrice,
  hasStopPrice,
  heldTypes,
  parseTyped,
  plain,
  marketKey,
} from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

import { killSwitchQuery } from '../data';
import { useLive, usePriceAge } from '../hooks';
import { WarnIcon } from '../ui/icons';
import { fits, type FiguresProps } from './Figures';
import type { Quote } from './quote';
import type { TicketDraft } from './ticketStore';

/** A limit this much on the wrong side of the market is asked about before it is sent, whatever the settings. */
const FAR_PERCENT = '3';

/**
 * How far a limit is on the wrong side of the market in percent, where that is far; a slip of the finger. The limit
 * of an order that waits for a price counts from that price: by then the market is there.
 */
export function farOf(
  draft: Pick<TicketDraft, 'side' | 'type' | 'price' | 'stopPrice'>,
  quote: Pick<Quote, 'marketPrice'>,
): string | null {
  const waits = hasStopPrice(draft.type) && draft.type !== 'oco';
  const trigger = waits ? parseTyped(draft.stopPrice) : null;
  const from = trigger === null ? quote.marketPrice : plain(trigger);
  const distance = hasLimitPrice(draft.type)
    ? distanceFromMarket(draft.side, draft.price, from)
    : null;
  return distance !== null && exact(distance).gt(FAR_PERCENT) ? distance : null;
}

/** What a person should know before pressing; the last word is the server's. */
export function Warnings({
  draft,
  quote,
  preview,
  instrument,
  unclear,
}: FiguresProps & { readonly unclear: boolean }) {
  const { t } = useTranslation();
  const age = usePriceAge(useLive(`price:${marketKey(instrument)}`));
  const stopped = useQuery(killSwitchQuery).data?.active === true;
  const far = farOf(draft, quote);
  const refusals = fits(preview, draft, quote) ? preview.refusals : [];
  const held =
    (draft.type !== 'oco' && heldTypes(instrument.order_types).includes(draft.type)) ||
    (draft.type === 'trailing_stop' && draft.trailUnit === 'offset');
  const notes: { readonly key: string; readonly text: string; readonly bad: boolean }[] = [];
  const note = (key: string, on: boolean, text: string, bad = false) => {
    if (on) {
      notes.push({ key, text, bad });
    }
  };
  note('unclear', unclear, t('ticket.unclear'), true);
  note('halted', instrument.status !== 'trading', t('ticket.halted'), true);
  note('stopped', stopped, t('ticket.stopped'), true);
  note('stale', age?.stale === true, t('ticket.stale', { age: age?.text }));
  note('unpriced', age === null, t('ticket.unpriced'));
  note('held', held, t('ticket.heldHint'));
  note('oco', draft.type === 'oco', t('ticket.ocoHint'));
  note('far', far !== null, t('ticket.far', { percent: formatPercent(far).replace('+', '') }));
  for (const refusal of refusals) {
    note(
      refusal.code,
      refusal.code !== 'KILL_SWITCH_ON' || !stopped,
      refusalText(t, refusal),
      true,
    );
  }
  return (
    <div aria-live="polite" className="warnings">
      {notes.map(({ key, text, bad }) => (
        <p key={key} className={`notice ${bad ? 'notice-bad' : ''}`}>
          <WarnIcon size={14} />
          {text}
        </p>
      ))}
    </div>
  );
}

function refusalText(
  t: TFunction,
  {
    message,
    details,
  }: { readonly message: string; readonly details: Readonly<Record<string, unknown>> },
): string {
  const { required, available, currency } = details;
  return typeof required === 'string' && typeof available === 'string'
    ? t('error.insufficient', {
        required: formatAmount(required),
        available: formatAmount(available),
        currency: typeof currency === 'string' ? currency : '',
      })
    : message;
}
