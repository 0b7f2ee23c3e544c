import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CopyButton } from '../ui/CopyButton';
import { WarnIcon } from '../ui/icons';
import { named, saveFile } from './saveFile';

interface Props {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** The codes for the day on which the phone is gone. They are shown once, so leaving takes a word. */
export function RecoveryCodes({ codes, onKept }: Props) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  const text = codes.join('\n');
  return (
    <>
      <h3>{t('account.codes.title')}</h3>
      <p className="notice">
        <WarnIcon size={14} />
        {t('account.codes.once')}
      </p>
      <ol className="codes" aria-label={t('account.codes.title')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="account-buttons">
        <CopyButton what={t('account.codes.title')} text={text} />
        <button
          type="button"
          className="small-button"
          onClick={() =>
            saveFile(
              named('recovery-codes', 'txt', new Date()),
              'text/plain',
              `${t('account.codes.fileHead')}\n\n${text}\n`,
            )
          }
        >
          {t('account.codes.download')}
        </button>
      </div>
      <label className="check">
        <input type="checkbox" checked={kept} onChange={(event) => setKept(event.target.checked)} />
        {t('account.codes.kept')}
      </label>
      <div className="account-buttons">
        <button type="button" className="primary" disabled={!kept} onClick={onKept}>
          {t('account.codes.done')}
        </button>
      </div>
    </>
  );
}
