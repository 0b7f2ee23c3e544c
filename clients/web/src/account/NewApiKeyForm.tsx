import type { ApiKeyScope, CreatedApiKey, NewApiKey } from '@k2/core';
import { useMutation } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '../k2';
import { Problem } from '../ui/Problem';
import { withStepUp } from '../ui/question';

const DAY = 86_400_000;
const DAYS = ['7', '30', '90', '365'] as const;

interface Props {
  readonly onBack: () => void;
  readonly onMade: (made: CreatedApiKey) => void;
}

export function NewApiKeyForm({ onBack, onMade }: Props) {
  const { t } = useTranslation();
  const make = useMutation({
    mutationFn: (wanted: NewApiKey) => withStepUp(() => api.account.addApiKey(wanted)),
    onSuccess: onMade,
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const label = typed.get('label');
    const scopes: ApiKeyScope[] = typed.get('trade') === null ? ['read'] : ['read', 'trade'];
    make.mutate({
      label: typeof label === 'string' ? label.trim() : '',
      scopes,
      expires_at: new Date(Date.now() + Number(typed.get('days')) * DAY).toISOString(),
    });
  };
  return (
    <form onSubmit={submit} className="account-form boxed" aria-label={t('account.keys.add')}>
      <label htmlFor="key-label">{t('account.keys.label')}</label>
      <input
        id="key-label"
        name="label"
        className="field"
        required
        maxLength={50}
        autoComplete="off"
      />
      <label htmlFor="key-days">{t('account.keys.expiry')}</label>
      <select id="key-days" name="days" className="field" defaultValue="90">
        {DAYS.map((days) => (
          <option key={days} value={days}>
            {t('account.keys.days', { count: Number(days) })}
          </option>
        ))}
      </select>
      <fieldset className="scopes">
        <legend>{t('account.keys.may')}</legend>
        <label className="check">
          <input type="checkbox" checked disabled />
          {t('account.keys.mayRead')}
        </label>
        <label className="check">
          <input type="checkbox" name="trade" />
          {t('account.keys.mayTrade')}
        </label>
      </fieldset>
      <p className="dim">{t('account.keys.mayNot')}</p>
      <Problem failure={make.error} />
      <div className="account-buttons">
        <button type="submit" className="primary" disabled={make.isPending}>
          {t('account.keys.make')}
        </button>
        <button type="button" className="secondary" onClick={onBack}>
          {t('account.cancel')}
        </button>
      </div>
    </form>
  );
}
