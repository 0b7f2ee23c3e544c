import type { Challenge } from '@k2/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '../k2';
import { Problem } from '../ui/Problem';
import { NewPasswordField } from './fields';

interface Props {
  readonly email: string;
  /** The one that somebody else chose. */
  readonly password: string;
  readonly onBack: () => void;
  readonly onChallenge: (challenge: Challenge | null) => void;
}

/** Before the first login: a password that nobody else knows. */
export function OwnPassword({ email, password, onBack, onChallenge }: Props) {
  const { t } = useTranslation();
  const [own, setOwn] = useState('');
  const replace = useMutation({
    mutationFn: async () => {
      await api.signIn.replacePassword(email, password, own);
      onChallenge(await api.signIn.login(email, own));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    replace.mutate();
  };
  return (
    <>
      <p>{t('login.ownText')}</p>
      <form onSubmit={submit}>
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <NewPasswordField
          id="own-password"
          label={t('login.newPassword')}
          value={own}
          onChange={setOwn}
        />
        <Problem failure={replace.error} />
        <button type="submit" className="primary" disabled={replace.isPending}>
          {t('login.ownSubmit')}
        </button>
      </form>
      <button type="button" className="link" onClick={onBack}>
        {t('login.back')}
      </button>
    </>
  );
}
