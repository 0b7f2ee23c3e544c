import { zoned } from '@k2/core';
import { useTranslation } from 'react-i18next';

import { useToday } from '../hooks';

const moment = zoned(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const second = zoned(undefined, { dateStyle: 'short', timeStyle: 'medium' });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface WhenProps {
  readonly at: string;
  /** Short, and to the second. */
  readonly exact?: boolean;
}

/** A moment as the reader's clock has it; the exact one, in UTC, is behind the pointer. */
export function When({ at, exact = false }: WhenProps) {
  return (
    <time dateTime={at} title={at}>
      {(exact ? second : moment).format(Date.parse(at))}
    </time>
  );
}

/** How long ago something was. */
export function Ago({ at }: { readonly at: string }) {
  const { t } = useTranslation();
  const now = useToday(30_000);
  return (
    <time dateTime={at} title={at}>
      {t(...agoOf(now - Date.parse(at)))}
    </time>
  );
}

type AgoKey = 'account.ago.now' | 'account.ago.minutes' | 'account.ago.hours' | 'account.ago.days';

export function agoOf(millis: number): [AgoKey, { count: number }] {
  if (millis < 2 * MINUTE) {
    return ['account.ago.now', { count: 0 }];
  }
  if (millis < 2 * HOUR) {
    return ['account.ago.minutes', { count: Math.floor(millis / MINUTE) }];
  }
  return millis < 2 * DAY
    ? ['account.ago.hours', { count: Math.floor(millis / HOUR) }]
    : ['account.ago.days', { count: Math.floor(millis / DAY) }];
}
