import { useTranslation } from 'react-i18next';

import { failureText } from './failureText';
import { WarnIcon } from './icons';
import { Dismissed } from './question';

/** Why something that was asked for did not happen; nothing where the person took it back. */
export function Problem({ failure }: { readonly failure: unknown }) {
  const { t } = useTranslation();
  return (
    <div aria-live="assertive" className="problem">
      {failure !== null && failure !== undefined && !(failure instanceof Dismissed) && (
        <p className="notice notice-bad">
          <WarnIcon size={14} />
          {failureText(t, failure)}
        </p>
      )}
    </div>
  );
}
