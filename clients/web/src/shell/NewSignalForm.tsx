import type { ExchangeName, NewSignal, SignalKeys } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { signalsQuery, systemQuery } from '../data';
import { api } from '../k2';
import { entered } from '../ui/entered';
import { failureText } from '../ui/failureText';
import { WarnIcon } from '../ui/icons';
import { withStepUp } from '../ui/question';

interface Props {
  /** With what is shown once; null where nothing was saved. */
  readonly onDone: (saved: SignalKeys | null) => void;
}

/** What a message becomes, who may send it, and how much at most. */
export function NewSignalForm({ onDone }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const exchanges = useQuery(systemQuery).data?.exchanges ?? [];
  const save = useMutation({
    mutationFn: (body: NewSignal) => withStepUp(() => api.addSignal(body)),
    onSuccess: async (keys) => {
      onDone(keys);
      await queries.invalidateQueries({ queryKey: signalsQuery.queryKey });
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate(read(new FormData(event.currentTarget)));
  };
  return (
    <div className="link-new">
      <form onSubmit={submit} autoComplete="off" aria-label={t('signals.add')}>
        <Text name="name" label={t('signals.name')} max={60} />
        <Text name="instruments" label={t('signals.instruments')} max={400} start="BTC-USDT" />
        <p className="dim">{t('signals.instrumentsHint')}</p>
        <Choice
          name="exchange"
          label={t('signals.exchange')}
          options={[
            ['', t('signals.any')],
            ...exchanges.map(
              ({ exchange }) => [exchange, t(`exchange.${exchange}`)] as [string, string],
            ),
          ]}
        />
        <Choice
          name="side"
          label={t('signals.side')}
          options={[
            ['', t('signals.fromMessage')],
            ['buy', t('signals.buy')],
            ['sell', t('signals.sell')],
          ]}
        />
        <Choice
          name="type"
          label={t('signals.type')}
          options={[
            ['market', t('signals.market')],
            ['limit', t('signals.limit')],
          ]}
        />
        <Choice
          name="amount"
          label={t('signals.amount')}
          options={[
            ['quantity_max', t('signals.atMost')],
            ['quantity', t('signals.fixed')],
          ]}
        />
        <Text name="quantity" label={t('signals.quantity')} max={40} />
        <Choice
          name="auth"
          label={t('signals.auth')}
          options={[
            ['token', t('signals.auths.token')],
            ['signed', t('signals.auths.signed')],
          ]}
        />
        <p className="dim">{t('signals.authHint')}</p>
        <div aria-live="assertive">
          {save.error !== null && (
            <p className="notice notice-bad">
              <WarnIcon size={14} />
              {failureText(t, save.error)}
            </p>
          )}
        </div>
        <button type="submit" className="primary" disabled={save.isPending}>
          {t('signals.submit')}
        </button>
      </form>
      <button type="button" className="secondary" onClick={() => onDone(null)}>
        {t('signals.back')}
      </button>
    </div>
  );
}

function read(form: FormData): NewSignal {
  const exchange = entered(form, 'exchange');
  const side = entered(form, 'side');
  const amount = entered(form, 'amount') === 'quantity' ? 'quantity' : 'quantity_max';
  return {
    name: entered(form, 'name'),
    auth: entered(form, 'auth') === 'signed' ? 'signed' : 'token',
    instruments: entered(form, 'instruments')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    type: entered(form, 'type') === 'limit' ? 'limit' : 'market',
    [amount]: entered(form, 'quantity'),
    ...(exchange !== '' && { exchange: exchange as ExchangeName }),
    ...(side !== '' && { side: side === 'sell' ? ('sell' as const) : ('buy' as const) }),
  };
}

interface TextProps {
  readonly name: string;
  readonly label: string;
  readonly max: number;
  readonly start?: string;
}

function Text({ name, label, max, start = '' }: TextProps) {
  const id = `signal-${name}`;
  return (
    <div className="link-field">
      <label htmlFor={id}>{label}</label>
      <input id={id} name={name} className="field" required maxLength={max} defaultValue={start} />
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly options: readonly (readonly [string, string])[];
}

function Choice({ name, label, options }: ChoiceProps) {
  const id = `signal-${name}`;
  return (
    <div className="link-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} name={name} className="field">
        {options.map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </div>
  );
}
