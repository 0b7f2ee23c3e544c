import type { Provider } from '@k2/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { systemQuery } from '../data';
import { api } from '../k2';
import { Problem } from '../ui/Problem';
import { sendTo } from './arrival';

/** Ways in beside the password: those that the server offers. */
export function OtherWays() {
  const { t } = useTranslation();
  const offered = useQuery(systemQuery).data?.identity_providers ?? [];
  const go = useMutation({
    mutationFn: async (provider: Provider) => {
      const address = await api.signIn.startOauth(provider);
      if (address !== null) {
        sendTo(provider, 'login', address);
      }
    },
  });
  if (offered.length === 0) {
    return null;
  }
  return (
    <div className="other-ways">
      {offered.map((provider) => (
        <button
          key={provider}
          type="button"
          className="secondary"
          disabled={go.isPending}
          onClick={() => go.mutate(provider)}
        >
          {t('login.continueWith', { provider: t(`provider.${provider}`) })}
        </button>
      ))}
      <Problem failure={go.error} />
    </div>
  );
}
