import { ApiFailure } from '@k2/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useSession } from '../hooks';
import { api } from '../k2';
import { accountAddress } from '../place';
import { failureText } from '../ui/failureText';
import { show } from '../ui/notice';
import { Problem } from '../ui/Problem';
import { Failed, Loading } from '../ui/States';
import { settled, type Arrival } from './arrival';
import { Card } from './Card';
import { NewPasswordField } from './fields';
import { AskForMail } from './Mailed';
import { SecondStep } from './SecondStep';

/** The page that a mail's link, or a provider's page, led to. */
export function Arrived({ arrival }: { readonly arrival: Arrival }) {
  switch (arrival.kind) {
    case 'verify':
      return <VerifyEmail token={arrival.token} />;
    case 'reset':
      return <ResetPassword token={arrival.token} />;
    case 'oauth':
      return <FromProvider arrival={arrival} />;
  }
}

/** Confirms at once: whoever followed the link has said what they want. */
function VerifyEmail({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  // A query, because it goes out once however often the page is drawn; the token works only once.
  const verified = useQuery({
    queryKey: ['verify-email', token],
    queryFn: async () => {
      await api.signIn.verifyEmail(token);
      return true;
    },
    enabled: token !== '',
    retry: false,
    staleTime: Infinity,
  });
  const what = t('login.confirmation');
  return (
    <Card title={t('login.verifyTitle')}>
      {token === '' ? (
        <p className="notice notice-bad">{t('login.noToken')}</p>
      ) : verified.isError ? (
        <NotVerified failure={verified.error} onRetry={() => void verified.refetch()} />
      ) : verified.data === undefined ? (
        <Loading what={what} rows={2} />
      ) : (
        <p className="notice notice-good" role="status">
          {t('login.confirmed')}
        </p>
      )}
      {!verified.isError && (
        <button type="button" className="primary" onClick={settled}>
          {t('login.goOn')}
        </button>
      )}
    </Card>
  );
}

interface NotVerifiedProps {
  readonly failure: unknown;
  readonly onRetry: () => void;
}

/** A link that was refused is of no more use: another one helps. One that did not get through is sent again. */
function NotVerified({ failure, onRetry }: NotVerifiedProps) {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  if (!(failure instanceof ApiFailure) || !failure.refused) {
    return <Failed what={t('login.confirmation')} failure={failure} onRetry={onRetry} />;
  }
  return (
    <>
      <p className="notice notice-bad" role="alert">
        {failureText(t, failure)}
      </p>
      <AskForMail kind="resend" email={email} onEmail={setEmail} onBack={settled} />
    </>
  );
}

function ResetPassword({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const reset = useMutation({
    mutationFn: () => api.signIn.resetPassword(token, password),
    // Every session has ended, the one of this browser with them.
    onSuccess: () => api.session.end(),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    reset.mutate();
  };
  return (
    <Card title={t('login.resetTitle')}>
      {reset.isSuccess ? (
        <>
          <p className="notice notice-good" role="status">
            {t('login.resetDone')}
          </p>
          <button type="button" className="primary" onClick={settled}>
            {t('login.goOn')}
          </button>
        </>
      ) : (
        <>
          {token === '' && <p className="notice notice-bad">{t('login.noToken')}</p>}
          <form onSubmit={submit}>
            <NewPasswordField
              id="new-password"
              label={t('login.newPassword')}
              value={password}
              onChange={setPassword}
            />
            <Problem failure={reset.error} />
            <button type="submit" className="primary" disabled={reset.isPending || token === ''}>
              {t('login.resetSubmit')}
            </button>
          </form>
          <button type="button" className="link" onClick={settled}>
            {t('login.back')}
          </button>
        </>
      )}
    </Card>
  );
}

type FromProviderArrival = Extract<Arrival, { kind: 'oauth' }>;

function FromProvider({ arrival }: { readonly arrival: FromProviderArrival }) {
  const { t } = useTranslation();
  const session = useSession();
  const name = t(`provider.${arrival.provider}`);
  const { purpose, provider, given } = arrival;
  const finish = useMutation({
    mutationFn: async () => {
      if (given === null) {
        throw new Error(t('login.providerRefused', { provider: name }));
      }
      if (purpose === 'login') {
        return api.signIn.finishOauth(provider, given.code, given.state);
      } else {
        await api.account.finishIdentity(provider, given.code, given.state);
        show({
          id: 'identity',
          title: t('account.identities.linked', { provider: name }),
          text: '',
          tone: 'up',
        });
        return null;
      }
    },
    onSuccess: (challenge) => {
      if (challenge !== null) {
        return;
      }
      if (purpose === 'link') {
        location.assign(accountAddress('profile'));
      }
      settled();
    },
  });
  const { mutate } = finish;
  const begun = useRef(false);
  const ready = purpose === 'login' || session !== 'restoring';
  useEffect(() => {
    // The code works once, however often React draws the page.
    if (ready && !begun.current) {
      begun.current = true;
      mutate();
    }
  }, [ready, mutate]);
  const challenge = finish.data ?? null;
  if (challenge !== null) {
    return (
      <Card title={t('login.secondTitle')}>
        <SecondStep challenge={challenge} onBack={settled} onDone={settled} />
      </Card>
    );
  }
  return (
    <Card title={t(purpose === 'login' ? 'login.viaTitle' : 'login.linkTitle', { provider: name })}>
      {finish.isError ? (
        <p className="notice notice-bad" role="alert">
          {failureText(t, finish.error)}
        </p>
      ) : (
        <Loading what={name} rows={2} />
      )}
      <button type="button" className="link" onClick={settled}>
        {t('login.goOn')}
      </button>
    </Card>
  );
}
