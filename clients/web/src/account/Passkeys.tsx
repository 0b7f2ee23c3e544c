import type { Passkey } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { passkeysQuery, secondFactorQuery } from '../data';
import { api } from '../k2';
import { hasPasskeys, madeOf } from '../signin/passkey';
import { Problem } from '../ui/Problem';
import { withStepUp } from '../ui/question';
import { Empty } from '../ui/States';
import { Ago, When } from './moments';
import { Loaded, Part } from './Part';
import { SureButton } from './SureButton';

/** The passkeys that log in, and the way to make another. */
export function Passkeys() {
  const { t } = useTranslation();
  const passkeys = useQuery(passkeysQuery);
  const title = t('account.passkeys.title');
  return (
    <Part title={title} hint={t('account.passkeys.hint')}>
      <Loaded what={title} query={passkeys}>
        {(list) => (
          <>
            {list.length === 0 ? (
              <Empty title={t('account.passkeys.empty')} hint={t('account.passkeys.emptyHint')} />
            ) : (
              <ul className="rows">
                {list.map((passkey) => (
                  <li key={passkey.id} className="row">
                    <OnePasskey passkey={passkey} />
                  </li>
                ))}
              </ul>
            )}
            {hasPasskeys() ? <NewOne /> : <p className="dim">{t('account.passkeys.cannot')}</p>}
          </>
        )}
      </Loaded>
    </Part>
  );
}

function OnePasskey({ passkey }: { readonly passkey: Passkey }) {
  const { t } = useTranslation();
  const remove = useMutation({
    mutationFn: () => withStepUp(() => api.account.removePasskey(passkey.id)),
    onSuccess: useRefresh(),
  });
  return (
    <>
      <div className="row-main">
        <strong className="break">{passkey.label}</strong>
        <span className="dim">
          {t('account.made')} <When at={passkey.created_at} /> ·{' '}
          {passkey.last_used_at === null ? (
            t('account.neverUsed')
          ) : (
            <>
              {t('account.lastUsed')} <Ago at={passkey.last_used_at} />
            </>
          )}
        </span>
        <Problem failure={remove.error} />
      </div>
      <SureButton
        text={t('account.remove')}
        sure={t('account.removeSure')}
        label={t('account.removeLabel', { name: passkey.label })}
        busy={remove.isPending}
        onSure={() => remove.mutate()}
      />
    </>
  );
}

function NewOne() {
  const { t } = useTranslation();
  const make = useMutation({
    mutationFn: async (label: string) => {
      const options = await withStepUp(() => api.account.passkeyOptions());
      const made = await madeOf(options, label);
      return withStepUp(() => api.account.addPasskey(made));
    },
    onSuccess: useRefresh(),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const label = new FormData(form).get('label');
    make.mutate(typeof label === 'string' ? label.trim() : '', { onSuccess: () => form.reset() });
  };
  return (
    <form onSubmit={submit} className="account-form">
      <label htmlFor="passkey-label">{t('account.passkeys.label')}</label>
      <div className="account-line">
        <input
          id="passkey-label"
          name="label"
          className="field"
          required
          maxLength={50}
          autoComplete="off"
        />
        <button type="submit" className="secondary" disabled={make.isPending}>
          {t('account.passkeys.make')}
        </button>
      </div>
      <Problem failure={make.error} />
    </form>
  );
}

function useRefresh() {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: passkeysQuery.queryKey }),
      queries.invalidateQueries({ queryKey: secondFactorQuery.queryKey }),
    ]);
}
