import type { Identity, Provider } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { identitiesQuery, systemQuery } from '../data';
import { api } from '../k2';
import { sendTo } from '../signin/arrival';
import { Loaded } from '../ui/Loaded';
import { Problem } from '../ui/Problem';
import { withStepUp } from '../ui/question';
import { When } from './moments';
import { Part } from './Part';
import { SureButton } from './SureButton';

const PROVIDERS: readonly Provider[] = ['google', 'apple'];

/** The accounts elsewhere that one logs in with. */
export function Identities() {
  const { t } = useTranslation();
  const identities = useQuery(identitiesQuery);
  const offered = useQuery(systemQuery).data?.identity_providers ?? [];
  const title = t('account.identities.title');
  return (
    <Part title={title} hint={t('account.identities.hint')}>
      <Loaded what={title} query={identities} rows={2}>
        {(linked) =>
          offered.length === 0 && linked.length === 0 ? (
            <p className="dim">{t('account.identities.notOffered')}</p>
          ) : (
            <ul className="rows">
              {PROVIDERS.filter(
                (provider) =>
                  offered.includes(provider) || linked.some((one) => one.provider === provider),
              ).map((provider) => (
                <li key={provider} className="row">
                  <OneProvider
                    provider={provider}
                    identity={linked.find((one) => one.provider === provider) ?? null}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Part>
  );
}

interface OneProps {
  readonly provider: Provider;
  readonly identity: Identity | null;
}

function OneProvider({ provider, identity }: OneProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const link = useMutation({
    mutationFn: async () => {
      const address = await withStepUp(() => api.account.startIdentity(provider));
      sendTo(provider, 'link', address);
    },
  });
  const unlink = useMutation({
    mutationFn: () => withStepUp(() => api.account.removeIdentity(provider)),
    onSuccess: () => queries.invalidateQueries({ queryKey: identitiesQuery.queryKey }),
  });
  const name = t(`provider.${provider}`);
  return (
    <>
      <div className="row-main">
        <strong>{name}</strong>
        <span className="dim break">
          {identity === null ? (
            t('account.identities.none')
          ) : (
            <>
              {identity.email} · <When at={identity.created_at} />
            </>
          )}
        </span>
        <Problem failure={link.error ?? unlink.error} />
      </div>
      {identity === null ? (
        <button
          type="button"
          className="small-button"
          disabled={link.isPending}
          aria-label={t('account.identities.linkLabel', { provider: name })}
          onClick={() => link.mutate()}
        >
          {t('account.identities.link')}
        </button>
      ) : (
        <SureButton
          text={t('account.identities.unlink')}
          sure={t('account.identities.unlinkSure')}
          label={t('account.identities.unlinkLabel', { provider: name })}
          busy={unlink.isPending}
          onSure={() => unlink.mutate()}
        />
      )}
    </>
  );
}
