import { ApiFailure, type Challenge } from '@k2/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '../k2';
import { Problem } from '../ui/Problem';
import { PasskeyButton } from './PasskeyButton';
import { provedBy } from './passkeys';

interface Props {
  readonly challenge: Challenge;
  readonly onBack: (failure: unknown) => void;
  readonly onDone?: () => void;
}

/** After the password: a passkey, what the authenticator app shows, or a recovery code in their place. */
export function SecondStep({ challenge, onBack, onDone }: Props) {
  const { t } = useTranslation();
  const [lost, setLost] = useState(!challenge.methods.includes('totp'));
  const login = useMutation({
    mutationFn: (shown: string) => api.signIn.completeLogin(challenge, shown),
    ...(onDone === undefined ? {} : { onSuccess: onDone }),
    onError: (failure) => backWhereEnded(failure),
  });
  const backWhereEnded = (failure: unknown) => {
    if (failure instanceof ApiFailure && failure.code === 'CHALLENGE_ENDED') {
      onBack(failure);
    }
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const shown = new FormData(event.currentTarget).get('shown');
    login.mutate(typeof shown === 'string' ? shown : '');
  };
  const swap = () => {
    setLost(!lost);
    login.reset();
  };
  return (
    <>
      {challenge.methods.includes('passkey') && (
        <PasskeyButton
          text={t('login.showPasskey')}
          onPress={async () => {
            const options = await api.signIn.passkeyOptions(challenge);
            await api.signIn.completeByPasskey(challenge, await provedBy(options));
          }}
          onFailure={backWhereEnded}
          {...(onDone === undefined ? {} : { onDone })}
        />
      )}
      <form onSubmit={submit} key={lost ? 'lost' : 'app'}>
        <label htmlFor="shown">{t(lost ? 'login.recoveryCode' : 'login.appCode')}</label>
        {lost ? (
          <input
            id="shown"
            name="shown"
            className="field code-field"
            autoComplete="off"
            spellCheck={false}
            required
            maxLength={64}
          />
        ) : (
          <input
            id="shown"
            name="shown"
            className="field code-field"
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="\s*([0-9]\s*){6}"
            title={t('login.sixDigits')}
            required
          />
        )}
        <p className="dim">{t(lost ? 'login.recoveryHint' : 'login.appHint')}</p>
        <Problem failure={login.error} />
        <button type="submit" className="primary" disabled={login.isPending}>
          {t('login.submit')}
        </button>
      </form>
      {challenge.methods.includes('recovery_code') && challenge.methods.includes('totp') && (
        <button type="button" className="link" onClick={swap}>
          {t(lost ? 'login.toApp' : 'login.toRecovery')}
        </button>
      )}
      <button type="button" className="link" onClick={() => onBack(null)}>
        {t('login.back')}
      </button>
    </>
  );
}
