import { ApiFailure } from '@k2/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '../k2';
import { failureText } from './failureText';

interface Props {
  /** Why it is asked for. */
  readonly why: string;
  /** What happens then. */
  readonly action: string;
  readonly onBack: () => void;
  readonly onConfirmed: () => void;
}

/** The password once more, or the second factor of those who have one, before what is dangerous. */
export function Confirm({ why, action, onBack, onConfirmed }: Props) {
  const { t } = useTranslation();
  const stepUp = useMutation({
    mutationFn: ({ shown, by }: { shown: string; by: 'password' | 'factor' }) =>
      api.stepUp(shown, by),
    onSuccess: onConfirmed,
  });
  const byFactor = has(stepUp.error, 'SECOND_FACTOR_REQUIRED') || stepUp.variables?.by === 'factor';
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const shown = new FormData(event.currentTarget).get('shown');
    stepUp.mutate({
      shown: typeof shown === 'string' ? shown.trim() : '',
      by: byFactor ? 'factor' : 'password',
    });
  };
  return (
    <form className="risk-form" onSubmit={submit} aria-label={t('confirm.title')}>
      <p>{why}</p>
      <div className="risk-field risk-wide" key={byFactor ? 'factor' : 'password'}>
        <label htmlFor="confirm-shown">{t(byFactor ? 'login.code' : 'login.password')}</label>
        <input
          id="confirm-shown"
          name="shown"
          type={byFactor ? 'text' : 'password'}
          className="field"
          required
          autoComplete={byFactor ? 'one-time-code' : 'current-password'}
        />
      </div>
      {stepUp.isError && !has(stepUp.error, 'SECOND_FACTOR_REQUIRED') && (
        <p className="notice notice-bad" role="alert">
          {failureText(t, stepUp.error)}
        </p>
      )}
      <div className="ask-buttons">
        <button type="button" className="secondary" onClick={onBack}>
          {t('confirm.back')}
        </button>
        <button type="submit" className="primary" disabled={stepUp.isPending}>
          {action}
        </button>
      </div>
    </form>
  );
}

/** Whether the server wants to know, once more, who it is. */
export const needsStepUp = (failure: unknown) => has(failure, 'STEP_UP_REQUIRED');

const has = (failure: unknown, code: string) =>
  failure instanceof ApiFailure && failure.code === code;
