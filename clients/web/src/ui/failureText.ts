import { ApiFailure, formatAmount } from '@k2/core';
import type { TFunction } from 'i18next';

const OURS = ['NETWORK', 'TIMEOUT', 'UNREADABLE', 'INVALID_CREDENTIALS'] as const;

/** A sentence for a person: ours where we have one, the server's own otherwise. */
export function failureText(t: TFunction, failure: unknown): string {
  if (!(failure instanceof ApiFailure)) {
    return failure instanceof Error ? failure.message : String(failure);
  }
  const code = OURS.find((known) => known === failure.code);
  if (code !== undefined) {
    return t(`error.${code}`);
  }
  const { required, available, currency } = failure.details;
  if (typeof required === 'string' && typeof available === 'string') {
    return t('error.insufficient', {
      required: formatAmount(required),
      available: formatAmount(available),
      currency: typeof currency === 'string' ? currency : '',
    });
  }
  return failure.message;
}
