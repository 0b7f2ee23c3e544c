import type { Provider } from '@k2/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '../k2';
import { Problem } from '../ui/Problem';
import { Failed, Loading } from '../ui/States';
import { sendTo } from './arrival';

const PROVIDERS: readonly Provider[] = ['google', 'apple'];

/**
 * Ways in beside the password. The server is asked for them when somebody wants to know: each answer begins
 * a login there, which is not to happen for everybody who sees the page.
 */
export function OtherWays() {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(false);
  return (
    <div className="other-ways">
      {wanted ? (
        <Ways />
      ) : (
        <button type="button" className="link" onClick={() => setWanted(true)}>
          {t('login.otherWays')}
        </button>
      )}
    </div>
  );
}

function Ways() {
  const { t } = useTranslation();
  const offered = useQuery({
    queryKey: ['sign-in', 'providers'],
    queryFn: async () => {
      const found: Provider[] = [];
      for (const provider of PROVIDERS) {
        if ((await api.signIn.startOauth(provider)) !== null) {
          found.push(provider);
        }
      }
      return found;
    },
    staleTime: Infinity,
  });
  const go = useMutation({
    mutationFn: async (provider: Provider) => {
      const address = await api.signIn.startOauth(provider);
      if (address !== null) {
        sendTo(provider, 'login', address);
      }
    },
  });
  if (offered.data === undefined) {
    return offered.isError ? (
      <Failed
        what={t('login.otherWays')}
        failure={offered.error}
        onRetry={() => void offered.refetch()}
      />
    ) : (
      <Loading what={t('login.otherWays')} rows={2} />
    );
  }
  if (offered.data.length === 0) {
    return <p className="dim">{t('login.noOtherWay')}</p>;
  }
  return (
    <>
      {offered.data.map((provider) => (
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
    </>
  );
}
