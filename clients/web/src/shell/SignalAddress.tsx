import type { SignalKeys } from '@k2/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { WarnIcon } from '../ui/icons';

interface Props {
  readonly keys: SignalKeys;
  readonly onDone: () => void;
}

/** What is shown once: where to send, what to sign with, and what to paste into an alert. */
export function SignalAddress({ keys, onDone }: Props) {
  const { t } = useTranslation();
  return (
    <div className="link-new">
      <h3>{t('signals.shown', { name: keys.name })}</h3>
      <p className="notice">
        <WarnIcon size={14} />
        {t('signals.shownOnce')}
      </p>
      <Copied what={t('signals.address')} text={`${location.origin}${keys.path}`} />
      {keys.secret !== null && <Copied what={t('signals.secret')} text={keys.secret} />}
      <Copied what={t('signals.message')} text={messageOf(keys)} />
      <button type="button" className="primary" onClick={onDone}>
        {t('signals.done')}
      </button>
    </div>
  );
}

/** What a TradingView alert says, with its placeholders for what the signal does not fix. */
function messageOf({ fields, instruments, quantity, side, type }: SignalKeys): string {
  const message: Record<string, string> = {};
  if (side === null) {
    message[fields.side ?? 'action'] = '{{strategy.order.action}}';
  }
  if (quantity === null) {
    message[fields.quantity ?? 'contracts'] = '{{strategy.order.contracts}}';
  }
  if (type === 'limit') {
    message[fields.price ?? 'price'] = '{{strategy.order.price}}';
  }
  if (instruments.length > 1) {
    message[fields.instrument ?? 'ticker'] = '{{ticker}}';
  }
  message['time'] = '{{timenow}}';
  return JSON.stringify(message);
}

function Copied({ what, text }: { readonly what: string; readonly text: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className="link-field">
      <span>{what}</span>
      <code className="signal-text">{text}</code>
      <button
        type="button"
        className="small-button"
        aria-label={t('signals.copyLabel', { what })}
        onClick={() => void copy()}
      >
        {t(copied ? 'signals.copied' : 'signals.copy')}
      </button>
    </div>
  );
}
