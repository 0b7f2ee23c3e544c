import { ApiFailure, type Challenge } from '@k2/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { systemQuery } from '../data';
import { api } from '../k2';
import { ModeBadge } from '../shell/ModeBadge';
import { ThemeToggle } from '../shell/ThemeToggle';
import { failureText } from '../ui/failureText';
import { Logo, WarnIcon } from '../ui/icons';

type Task = 'login' | 'register';
const PASSWORD_MIN = 15;

/** The token of a mail that brought somebody here. It works once: it has no place in the history. */
let mailed =
  location.pathname === '/verify-email'
    ? new URLSearchParams(location.hash.slice(1)).get('token')
    : null;
if (mailed !== null) {
  history.replaceState(null, '', '/');
}

export function Login() {
  const { t } = useTranslation();
  const [task, setTask] = useState<Task>('login');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<'mailed' | 'confirmed' | null>(null);
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const system = useQuery(systemQuery);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      if (task === 'register' && (await api.register(email.trim(), password))) {
        setSaid('mailed');
        setTask('login');
      } else {
        setChallenge(await api.login(email.trim(), password));
      }
    } catch (problem) {
      setFailure(problem);
    }
    setBusy(false);
  };

  useEffect(() => {
    if (mailed === null) {
      return;
    }
    const token = mailed;
    mailed = null;
    api.verifyEmail(token).then(() => setSaid('confirmed'), setFailure);
  }, []);

  const swap = () => {
    setTask(task === 'login' ? 'register' : 'login');
    setFailure(null);
  };

  return (
    <main className="login">
      <div className="login-tools">
        {system.data !== undefined && <ModeBadge mode={system.data.mode} long />}
        <ThemeToggle />
      </div>
      <section className="login-card panel" aria-labelledby="login-title">
        <div className="login-brand">
          <Logo size={34} />
          <span>{t('app.name')}</span>
        </div>
        <h1 id="login-title">{t(task === 'login' ? 'login.title' : 'login.register')}</h1>
        {said !== null && (
          <p className="notice" role="status">
            {t(`login.${said}`)}
          </p>
        )}
        {challenge !== null && (
          <SecondStep
            challenge={challenge}
            onBack={(problem) => {
              setChallenge(null);
              setFailure(problem);
            }}
          />
        )}
        <form hidden={challenge !== null} onSubmit={(event) => void submit(event)}>
          <label htmlFor="email">{t('login.email')}</label>
          <input
            id="email"
            className="field"
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <label htmlFor="password">{t('login.password')}</label>
          <input
            id="password"
            className="field"
            type="password"
            autoComplete={task === 'login' ? 'current-password' : 'new-password'}
            required
            minLength={task === 'register' ? PASSWORD_MIN : undefined}
            aria-describedby={task === 'register' ? 'password-hint' : undefined}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          {task === 'register' && (
            <p id="password-hint" className="dim">
              {t('login.passwordHint')}
            </p>
          )}
          <div aria-live="assertive">
            {failure !== null && (
              <p className="notice notice-bad">
                <WarnIcon />
                {failureText(t, failure)}
              </p>
            )}
          </div>
          <button type="submit" className="primary" disabled={busy}>
            {t(task === 'login' ? 'login.submit' : 'login.submitRegister')}
          </button>
        </form>
        <button type="button" className="link" onClick={swap}>
          {t(task === 'login' ? 'login.toRegister' : 'login.toLogin')}
        </button>
      </section>
      <ul className="login-pitch">
        <li>{t('login.pitch1')}</li>
        <li>{t('login.pitch2')}</li>
        <li>{t('login.pitch3')}</li>
      </ul>
    </main>
  );
}

interface SecondStepProps {
  readonly challenge: Challenge;
  readonly onBack: (failure: unknown) => void;
}

/** What the authenticator app shows, after the password. */
function SecondStep({ challenge, onBack }: SecondStepProps) {
  const { t } = useTranslation();
  const login = useMutation({
    mutationFn: (shown: string) => api.completeLogin(challenge, shown),
    onError: (failure) => {
      if (failure instanceof ApiFailure && failure.code === 'CHALLENGE_ENDED') {
        onBack(failure);
      }
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const shown = new FormData(event.currentTarget).get('code');
    login.mutate(typeof shown === 'string' ? shown.trim() : '');
  };
  return (
    <form onSubmit={submit}>
      <label htmlFor="code">{t('login.code')}</label>
      <input id="code" name="code" className="field" autoComplete="one-time-code" required />
      {login.isError && (
        <p className="notice notice-bad" role="alert">
          <WarnIcon />
          {failureText(t, login.error)}
        </p>
      )}
      <button type="submit" className="primary" disabled={login.isPending}>
        {t('login.submit')}
      </button>
      <button type="button" className="link" onClick={() => onBack(null)}>
        {t('confirm.back')}
      </button>
    </form>
  );
}
