import type { Mode } from '@k2/core';
import { useTranslation } from 'react-i18next';

const LONG = { sim: 'mode.simLong', paper: 'mode.paperLong', live: 'mode.liveLong' } as const;

/** Which money is at stake. Said in a word and a sentence, and only then in a colour. */
export function ModeBadge({
  mode,
  long = false,
}: {
  readonly mode: Mode;
  readonly long?: boolean;
}) {
  const { t } = useTranslation();
  const sentence = t(LONG[mode]);
  return (
    <span className="mode" data-mode={mode} title={sentence}>
      <strong>{t(`mode.${mode}`)}</strong>
      <span className={long ? 'mode-long' : 'sr-only'}>{sentence}</span>
    </span>
  );
}
