import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { meQuery, sessionsQuery } from '../data';
import { api } from '../k2';
import { NewPasswordField } from '../signin/fields';
import { Loaded } from '../ui/Loaded';
import { Problem } from '../ui/Problem';
import { Part } from './Part';

/** A new password by the old one; those without one have it set by mail. */
export function Password() {
  const { t } = useTranslation();
  const me = useQuery(meQuery);
  const title = t('account.password.title');
  return (
    <Part title={title}>
      <Loaded what={title} query={me}>
        {(user) => (user.has_password ? <Change /> : <ByMail email={user.email} />)}
      </Loaded>
    </Part>
  );
}

function Change() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => api.account.changePassword(old, next),
    onSuccess: () => {
      setOld('');
      setNext('');
      return queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form onSubmit={submit} className="account-form" aria-label={t('account.password.title')}>
      <label htmlFor="old-password">{t('account.password.old')}</label>
      <input
        id="old-password"
        className="field"
        type="password"
        autoComplete="current-password"
        required
        maxLength={256}
        value={old}
        onChange={(event) => setOld(event.target.value)}
      />
      <NewPasswordField
        id="new-password"
        label={t('login.newPassword')}
        value={next}
        onChange={setNext}
      />
      <p className="dim">{t('account.password.hint')}</p>
      <Problem failure={change.error} />
      <div className="account-buttons">
        <button type="submit" className="secondary" disabled={change.isPending}>
          {t('account.password.submit')}
        </button>
        {change.isSuccess && (
          <span className="up" role="status">
            {t('account.password.done')}
          </span>
        )}
      </div>
    </form>
  );
}

function ByMail({ email }: { readonly email: string }) {
  const { t } = useTranslation();
  const ask = useMutation({ mutationFn: () => api.signIn.forgotPassword(email) });
  return (
    <>
      <p>{t('account.password.none')}</p>
      <Problem failure={ask.error} />
      {ask.isSuccess ? (
        <p className="notice notice-good" role="status">
          {t('login.forgotSent', { email })}
        </p>
      ) : (
        <div className="account-buttons">
          <button
            type="button"
            className="secondary"
            disabled={ask.isPending}
            onClick={() => ask.mutate()}
          >
            {t('account.password.mail')}
          </button>
        </div>
      )}
    </>
  );
}
