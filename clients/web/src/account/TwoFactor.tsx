import type { NewSecondFactor } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { secondFactorQuery, sessionsQuery } from '../data';
import { api } from '../k2';
import { Ask } from '../ui/Ask';
import { CopyButton } from '../ui/CopyButton';
import { Loaded } from '../ui/Loaded';
import { Problem } from '../ui/Problem';
import { withStepUp } from '../ui/question';
import { Part } from './Part';
import { QrCode } from './QrCode';
import { RecoveryCodes } from './RecoveryCodes';

/** The authenticator app: set up, shown to work, turned off. */
export function TwoFactor() {
  const { t } = useTranslation();
  const factor = useQuery(secondFactorQuery);
  const queries = useQueryClient();
  const [fresh, setFresh] = useState<NewSecondFactor | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const title = t('account.factor.title');
  const got = (shown: readonly string[]) => {
    setFresh(null);
    setCodes(shown);
    void queries.invalidateQueries({ queryKey: secondFactorQuery.queryKey });
    void queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  };
  if (codes !== null) {
    return (
      <Part title={title}>
        <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />
      </Part>
    );
  }
  if (fresh !== null) {
    return (
      <Part title={title}>
        <SetUp fresh={fresh} onBack={() => setFresh(null)} onCodes={got} />
      </Part>
    );
  }
  return (
    <Part title={title} hint={t('account.factor.hint')}>
      <Loaded what={title} query={factor}>
        {(state) =>
          state.totp ? <On /> : <Off alone={state.methods.length === 0} onFresh={setFresh} />
        }
      </Loaded>
    </Part>
  );
}

interface OffProps {
  /** Whether there is no other second factor. */
  readonly alone: boolean;
  readonly onFresh: (fresh: NewSecondFactor) => void;
}

function Off({ alone, onFresh }: OffProps) {
  const { t } = useTranslation();
  const begin = useMutation({
    mutationFn: () => withStepUp(() => api.account.beginSecondFactor()),
    onSuccess: onFresh,
  });
  return (
    <>
      <p className="standing-line">
        <i className={`dot ${alone ? 'dot-warn' : 'dot-good'}`} aria-hidden="true" />
        {t(alone ? 'account.factor.off' : 'account.factor.offBeside')}
      </p>
      <Problem failure={begin.error} />
      <div className="account-buttons">
        <button
          type="button"
          className="primary"
          disabled={begin.isPending}
          onClick={() => begin.mutate()}
        >
          {t('account.factor.begin')}
        </button>
      </div>
    </>
  );
}

interface SetUpProps {
  readonly fresh: NewSecondFactor;
  readonly onBack: () => void;
  readonly onCodes: (codes: readonly string[]) => void;
}

function SetUp({ fresh, onBack, onCodes }: SetUpProps) {
  const { t } = useTranslation();
  const verify = useMutation({
    mutationFn: (code: string) => api.account.turnOn(code),
    onSuccess: onCodes,
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get('code');
    verify.mutate(typeof code === 'string' ? code.replace(/\s/g, '') : '');
  };
  return (
    <div className="set-up">
      <div className="set-up-step">
        <h3>{t('account.factor.scan')}</h3>
        <QrCode text={fresh.otpauth_uri} label={t('account.factor.qr')} />
      </div>
      <div className="set-up-step">
        <h3>{t('account.factor.type')}</h3>
        <div className="secret">
          <code>{fresh.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          <CopyButton what={t('account.factor.secret')} text={fresh.secret} />
        </div>
        <h3>{t('account.factor.confirm')}</h3>
        <form onSubmit={submit} className="account-form">
          <label htmlFor="first-code">{t('login.appCode')}</label>
          <input
            id="first-code"
            name="code"
            className="field code-field"
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="\s*([0-9]\s*){6}"
            title={t('login.sixDigits')}
            required
          />
          <Problem failure={verify.error} />
          <div className="account-buttons">
            <button type="submit" className="primary" disabled={verify.isPending}>
              {t('account.factor.turnOn')}
            </button>
            <button type="button" className="secondary" onClick={onBack}>
              {t('account.cancel')}
            </button>
          </div>
        </form>
      </div>
    </div>
  );
}

/** Turned on, with the way to turn it off. */
function On() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const turnOff = useMutation({
    mutationFn: () => withStepUp(() => api.account.turnOff()),
    onSuccess: () => queries.invalidateQueries({ queryKey: secondFactorQuery.queryKey }),
  });
  return (
    <>
      <p className="standing-line">
        <i className="dot dot-good" aria-hidden="true" />
        {t('account.factor.on')}
      </p>
      <Problem failure={turnOff.error} />
      <div className="account-buttons">
        <button
          type="button"
          className="secondary danger"
          disabled={turnOff.isPending}
          onClick={() => setAsking(true)}
        >
          {t('account.factor.turnOff')}
        </button>
      </div>
      <Ask
        opened={asking}
        title={t('account.factor.turnOff')}
        confirm={t('account.factor.turnOffSure')}
        back={t('account.cancel')}
        tone="down"
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          turnOff.mutate();
        }}
      >
        <p>{t('account.factor.turnOffText')}</p>
      </Ask>
    </>
  );
}
