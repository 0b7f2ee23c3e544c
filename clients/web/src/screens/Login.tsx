import { ApiFailure, type Challenge } from '@k2/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '../k2';
import { Card } from '../signin/Card';
import { EmailField, NewPasswordField } from '../signin/fields';
import { AskForMail, CheckMail } from '../signin/Mailed';
import { OtherWays } from '../signin/OtherWays';
import { OwnPassword } from '../signin/OwnPassword';
import { PasskeyButton } from '../signin/PasskeyButton';
import { provedBy } from '../signin/passkeys';
import { SecondStep } from '../signin/SecondStep';
import { Problem } from '../ui/Problem';

type Task = 'login' | 'register' | 'mailed' | 'forgot' | 'resend';

const TITLES = {
  login: 'login.title',
  register: 'login.register',
  mailed: 'login.mailedTitle',
  forgot: 'login.forgotTitle',
  resend: 'login.resendTitle',
} as const;

export function Login() {
  const { t } = useTranslation();
  const [task, setTask] = useState<Task>('login');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const [ended, setEnded] = useState<unknown>(null);

  const enter = useMutation({
    mutationFn: async () => {
      setEnded(null);
      if (task === 'register' && (await api.signIn.register(email.trim(), password))) {
        setTask('mailed');
        setPassword('');
        return;
      }
      setChallenge(await api.signIn.login(email.trim(), password));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    enter.mutate();
  };
  const turnTo = (next: Task) => {
    setTask(next);
    setEnded(null);
    enter.reset();
  };
  const back = () => turnTo('login');
  const failure = enter.error ?? ended;

  if (challenge !== null) {
    return (
      <Card title={t('login.secondTitle')}>
        <SecondStep
          challenge={challenge}
          onBack={(problem) => {
            setChallenge(null);
            setPassword('');
            setEnded(problem);
          }}
        />
      </Card>
    );
  }
  if (isHandedOver(enter.error)) {
    return (
      <Card title={t('login.ownTitle')}>
        <OwnPassword
          email={email.trim()}
          password={password}
          onChallenge={setChallenge}
          onBack={() => {
            setPassword('');
            enter.reset();
          }}
        />
      </Card>
    );
  }
  return (
    <Card title={t(TITLES[task])}>
      {task === 'mailed' ? (
        <CheckMail email={email.trim()} onBack={back} />
      ) : task === 'forgot' || task === 'resend' ? (
        <AskForMail key={task} kind={task} email={email} onEmail={setEmail} onBack={back} />
      ) : (
        <>
          <form onSubmit={submit}>
            <EmailField value={email} onChange={setEmail} />
            {task === 'login' ? (
              <PasswordField value={password} onChange={setPassword} />
            ) : (
              <NewPasswordField
                id="password"
                label={t('login.password')}
                value={password}
                onChange={setPassword}
              />
            )}
            <Problem failure={failure} />
            <button type="submit" className="primary" disabled={enter.isPending}>
              {t(task === 'login' ? 'login.submit' : 'login.submitRegister')}
            </button>
          </form>
          {task === 'login' ? (
            <>
              <div className="login-links">
                <button type="button" className="link" onClick={() => turnTo('forgot')}>
                  {t('login.forgot')}
                </button>
                <button type="button" className="link" onClick={() => turnTo('register')}>
                  {t('login.toRegister')}
                </button>
                {wasRefused(failure) && (
                  <button type="button" className="link" onClick={() => turnTo('resend')}>
                    {t('login.toResend')}
                  </button>
                )}
              </div>
              <PasskeyButton
                text={t('login.byPasskey')}
                onPress={async () =>
                  api.signIn.loginByPasskey(await provedBy(await api.signIn.passkeyOptions(null)))
                }
              />
              <OtherWays />
            </>
          ) : (
            <button type="button" className="link" onClick={back}>
              {t('login.toLogin')}
            </button>
          )}
        </>
      )}
    </Card>
  );
}

interface PasswordProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function PasswordField({ value, onChange }: PasswordProps) {
  const { t } = useTranslation();
  return (
    <>
      <label htmlFor="password">{t('login.password')}</label>
      <input
        id="password"
        className="field"
        type="password"
        autoComplete="current-password"
        required
        maxLength={256}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </>
  );
}

/** Somebody else chose the password. */
const isHandedOver = (failure: unknown) =>
  failure instanceof ApiFailure && failure.code === 'PASSWORD_CHANGE_REQUIRED';

/** An address that is not confirmed yet is refused as a wrong password is. */
const wasRefused = (failure: unknown) =>
  failure instanceof ApiFailure && failure.code === 'INVALID_CREDENTIALS';
