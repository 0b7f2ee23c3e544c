import type { NewRiskLimits, RiskLimits } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { riskLimitsQuery } from '../data';
import { api } from '../k2';
import { Confirm, needsStepUp } from '../ui/Confirm';
import { entered } from '../ui/entered';
import { failureText } from '../ui/failureText';
import { Failed, Loading } from '../ui/States';
import { KillSwitches } from './KillSwitches';
import { ScopedRisk } from './ScopedRisk';

/** The brakes: the kill switch on top, the limits of every order below. */
export function Risk() {
  const { t } = useTranslation();
  const limits = useQuery(riskLimitsQuery);
  const title = t('risk.limits');
  return (
    <div className="risk">
      <KillSwitches />
      <h3>{title}</h3>
      {limits.data === undefined ? (
        limits.isError ? (
          <Failed what={title} failure={limits.error} onRetry={() => void limits.refetch()} />
        ) : (
          <Loading what={title} rows={4} />
        )
      ) : (
        <>
          <LimitsForm key={JSON.stringify(limits.data)} limits={limits.data} />
          <ScopedRisk scopes={limits.data.scopes} />
        </>
      )}
    </div>
  );
}

const AMOUNTS = [
  'max_order_quantity',
  'max_order_notional',
  'max_open_notional',
  'price_collar_percent',
] as const;
const WHOLES = [
  'max_price_age_ms',
  'max_orders_per_second',
  'max_orders_per_minute',
  'duplicate_window_ms',
] as const;

function LimitsForm({ limits }: { readonly limits: RiskLimits }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  /** What waits for the password: raising a limit needs a fresh confirmation. */
  const [waiting, setWaiting] = useState<NewRiskLimits | null>(null);
  const save = useMutation({
    mutationFn: (wanted: NewRiskLimits) => api.setRiskLimits(wanted),
    onSuccess: (now) => {
      setWaiting(null);
      queries.setQueryData(riskLimitsQuery.queryKey, now);
    },
    onError: (failure, wanted) => {
      if (needsStepUp(failure)) {
        setWaiting(wanted);
      }
    },
  });
  if (waiting !== null) {
    return (
      <Confirm
        why={t('risk.confirmText')}
        action={t('risk.confirm')}
        onBack={() => setWaiting(null)}
        onConfirmed={() => save.mutate(waiting)}
      />
    );
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate(typed(new FormData(event.currentTarget)));
  };
  return (
    <form className="risk-form" onSubmit={submit} autoComplete="off" aria-label={t('risk.limits')}>
      {[...AMOUNTS, ...WHOLES].map((name) => (
        <div key={name} className="risk-field">
          <label htmlFor={`risk-${name}`}>{t(`risk.names.${name}`)}</label>
          <input
            id={`risk-${name}`}
            name={name}
            className="field num"
            inputMode="decimal"
            required
            defaultValue={String(limits[name])}
          />
        </div>
      ))}
      <p className="dim">{t('risk.hint')}</p>
      {save.isError && !needsStepUp(save.error) && (
        <p className="notice notice-bad" role="alert">
          {failureText(t, save.error)}
        </p>
      )}
      <button type="submit" className="primary" disabled={save.isPending}>
        {t('risk.save')}
      </button>
    </form>
  );
}

function typed(form: FormData): NewRiskLimits {
  const whole = (name: (typeof WHOLES)[number]) => Number(entered(form, name));
  return {
    max_order_quantity: entered(form, 'max_order_quantity'),
    max_order_notional: entered(form, 'max_order_notional'),
    max_open_notional: entered(form, 'max_open_notional'),
    price_collar_percent: entered(form, 'price_collar_percent'),
    max_price_age_ms: whole('max_price_age_ms'),
    max_orders_per_second: whole('max_orders_per_second'),
    max_orders_per_minute: whole('max_orders_per_minute'),
    duplicate_window_ms: whole('duplicate_window_ms'),
  };
}
