import type { User } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { meQuery } from '../data';
import { api } from '../k2';
import { Loaded } from '../ui/Loaded';
import { Problem } from '../ui/Problem';
import { When } from './moments';
import { Part } from './Part';

export function Profile() {
  const { t } = useTranslation();
  const me = useQuery(meQuery);
  const title = t('account.profile.title');
  return (
    <Part title={title}>
      <Loaded what={title} query={me}>
        {(user) => <ProfileForm user={user} />}
      </Loaded>
    </Part>
  );
}

function ProfileForm({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (name: string) => api.account.setName(name === '' ? null : name),
    onSuccess: (now) => queries.setQueryData(meQuery.queryKey, now),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get('name');
    save.mutate(typeof name === 'string' ? name.trim() : '');
  };
  return (
    <>
      <dl className="facts">
        <div>
          <dt>{t('login.email')}</dt>
          <dd>
            <span className="break">{user.email}</span>{' '}
            <span className={`chip ${user.email_verified ? 'chip-good' : 'chip-warn'}`}>
              {t(user.email_verified ? 'account.profile.verified' : 'account.profile.unverified')}
            </span>
          </dd>
        </div>
        <div>
          <dt>{t('account.profile.since')}</dt>
          <dd>
            <When at={user.created_at} />
          </dd>
        </div>
        {user.role === 'admin' && (
          <div>
            <dt>{t('account.profile.role')}</dt>
            <dd>{t('account.profile.admin')}</dd>
          </div>
        )}
      </dl>
      <form onSubmit={submit} className="account-form">
        <label htmlFor="display-name">{t('account.profile.name')}</label>
        <input
          id="display-name"
          name="name"
          className="field"
          maxLength={80}
          autoComplete="name"
          defaultValue={user.display_name ?? ''}
        />
        <Problem failure={save.error} />
        <div className="account-buttons">
          <button type="submit" className="secondary" disabled={save.isPending}>
            {t('account.profile.save')}
          </button>
          {save.isSuccess && (
            <span className="up" role="status">
              {t('account.saved')}
            </span>
          )}
        </div>
      </form>
    </>
  );
}
