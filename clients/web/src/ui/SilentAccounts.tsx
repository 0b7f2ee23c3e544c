import type { SilentAccount } from '@k2/core';
import { useTranslation } from 'react-i18next';

import { WarnIcon } from './icons';

/** Says whose exchange did not answer, so that what is missing is not taken for nothing. */
export function SilentAccounts({ accounts }: { readonly accounts: readonly SilentAccount[] }) {
  const { t } = useTranslation();
  return accounts.map((one) => (
    <p key={one.link_id} className="notice notice-silent">
      <WarnIcon size={14} />
      {t('balances.silent', { exchange: t(`exchange.${one.exchange}`), message: one.message })}
    </p>
  ));
}
