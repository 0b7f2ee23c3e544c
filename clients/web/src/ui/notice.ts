import { notifications } from '@mantine/notifications';

import { i18next } from '../i18n';

export type Tone = 'up' | 'down' | 'warn' | 'plain';

const COLOURS = {
  up: 'var(--up)',
  down: 'var(--down)',
  warn: 'var(--warn)',
  plain: 'var(--accent)',
} as const;

interface Notice {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly tone: Tone;
}

/** Says something in the corner for a while, in place of what the same id said before. */
export function show({ id, title, text, tone }: Notice): void {
  notifications.hide(id);
  notifications.show({
    id,
    title,
    message: text,
    color: COLOURS[tone],
    withBorder: true,
    closeButtonProps: { 'aria-label': i18next.t('ui.close') },
  });
}
