import { ApiFailure } from '@k2/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { failureText } from './failureText';
import { InboxIcon, WarnIcon } from './icons';

/** Bars where content will be: something is on its way. */
export function Loading({ what, rows = 6 }: { readonly what: string; readonly rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className="skeleton" role="status">
      <span className="sr-only">{t('state.loading', { what })}</span>
      {Array.from({ length: rows }, (_, row) => (
        <i key={row} />
      ))}
    </div>
  );
}

/** There is nothing, and that is all right. */
export function Empty({ title, hint }: { readonly title: string; readonly hint: ReactNode }) {
  return (
    <div className="state">
      <span className="state-icon">
        <InboxIcon size={26} />
      </span>
      <strong>{title}</strong>
      <p>{hint}</p>
    </div>
  );
}

interface FailedProps {
  readonly what: string;
  readonly failure: unknown;
  readonly onRetry: () => void;
}

/** Something went wrong; says what and offers another try. */
export function Failed({ what, failure, onRetry }: FailedProps) {
  const { t } = useTranslation();
  const id = failure instanceof ApiFailure ? failure.requestId : null;
  return (
    <div className="state state-failed" role="alert">
      <span className="state-icon">
        <WarnIcon size={26} />
      </span>
      <strong>{t('state.failed', { what })}</strong>
      <p>
        {failureText(t, failure)} {id !== null && t('state.requestId', { id: id.slice(0, 8) })}
      </p>
      <button type="button" className="small-button" onClick={onRetry}>
        {t('state.retry')}
      </button>
    </div>
  );
}
