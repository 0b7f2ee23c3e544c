import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

interface Props {
  /** What is copied, for those who do not see what the button stands beside. */
  readonly what: string;
  readonly text: string;
}

/** Copies a text and says so. */
export function CopyButton({ what, text }: Props) {
  const { t } = useTranslation();
  const copy = useMutation({ mutationFn: () => navigator.clipboard.writeText(text) });
  return (
    <>
      <button
        type="button"
        className="small-button"
        aria-label={t('signals.copyLabel', { what })}
        onClick={() => copy.mutate()}
      >
        {t(copy.isSuccess ? 'signals.copied' : 'signals.copy')}
      </button>
      <span className="sr-only" role="status">
        {copy.isSuccess ? t('signals.copied') : copy.isError ? t('account.notCopied') : ''}
      </span>
    </>
  );
}
