import { ApiFailure } from '@k2/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { meQuery, secondFactorQuery } from '../data';
import { api } from '../k2';
import { PasskeyButton } from '../signin/PasskeyButton';
import { provedBy } from '../signin/passkeys';
import { Problem } from './Problem';
import { Failed, Loading } from './States';
import { needsStepUp } from './question';

export { needsStepUp };

interface Props {
  /** Why it is asked for. */
  readonly why: string;
  /** What happens then. */
  readonly action: string;
  readonly onBack: () => void;
  readonly onConfirmed: () => void;
}

/** The password once more, or the second factor of those who have one, before what is dangerous. */
export function Confirm(props: Props) {
  const { t } = useTranslation();
  const factor = useQuery({ ...secondFactorQuery, staleTime: 0 });
  if (factor.data === undefined) {
    return factor.isError ? (
      <Failed
        what={t('confirm.ways')}
        failure={factor.error}
        onRetry={() => void factor.refetch()}
      />
    ) : (
      <Loading what={t('confirm.ways')} rows={3} />
    );
  }
  return <ConfirmForm {...props} methods={factor.data.methods} />;
}

interface FormProps extends Props {
  readonly methods: readonly string[];
}

function ConfirmForm({ why, action, onBack, onConfirmed, methods }: FormProps) {
  const { t } = useTranslation();
  const hasPassword = useQuery(meQuery).data?.has_password !== false;
  /** The server has the last word on what it takes. */
  const [insists, setInsists] = useState(false);
  const byFactor = insists || methods.length > 0;
  const typed = useMutation({
    mutationFn: (shown: string) =>
      byFactor ? api.account.confirmByFactor(shown) : api.account.confirmByPassword(shown),
    onSuccess: onConfirmed,
    onError: (failure) => {
      if (wantsFactor(failure)) {
        setInsists(true);
      }
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const shown = new FormData(event.currentTarget).get('shown');
    typed.mutate(typeof shown === 'string' ? shown : '');
  };
  const types = byFactor || hasPassword;
  return (
    <form className="risk-form" onSubmit={submit} aria-label={t('confirm.title')}>
      <p>{why}</p>
      {methods.includes('passkey') && (
        <PasskeyButton
          text={t('confirm.byPasskey')}
          onPress={async () =>
            api.account.confirmByPasskey(await provedBy(await api.account.confirmOptions()))
          }
          onDone={onConfirmed}
        />
      )}
      {types && (
        <div className="risk-field risk-wide" key={byFactor ? 'factor' : 'password'}>
          <label htmlFor="confirm-shown">{t(byFactor ? 'login.code' : 'login.password')}</label>
          <input
            id="confirm-shown"
            name="shown"
            type={byFactor ? 'text' : 'password'}
            className="field"
            required
            maxLength={256}
            data-autofocus
            autoComplete={byFactor ? 'one-time-code' : 'current-password'}
          />
        </div>
      )}
      {!types && <p className="notice">{t('confirm.noWay')}</p>}
      <Problem failure={wantsFactor(typed.error) ? null : typed.error} />
      <div className="ask-buttons">
        <button type="button" className="secondary" onClick={onBack}>
          {t('confirm.back')}
        </button>
        {types && (
          <button type="submit" className="primary" disabled={typed.isPending}>
            {action}
          </button>
        )}
      </div>
    </form>
  );
}

const wantsFactor = (failure: unknown) =>
  failure instanceof ApiFailure && failure.code === 'SECOND_FACTOR_REQUIRED';
