import type { Signal, SignalKeys } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { When } from '../account/moments';
import { receivedSignalsQuery, signalsQuery } from '../data';
import { api } from '../k2';
import { failureText } from '../ui/failureText';
import { withStepUp } from '../ui/question';
import { Empty, Failed, Loading } from '../ui/States';
import { NewSignalForm } from './NewSignalForm';
import { SignalAddress } from './SignalAddress';

/** The saved signals with what they received, and the way to save another. */
export function Signals() {
  const { t } = useTranslation();
  const signals = useQuery(signalsQuery);
  const [adding, setAdding] = useState(false);
  const [keys, setKeys] = useState<SignalKeys | null>(null);
  const title = t('signals.title');
  if (keys !== null) {
    return <SignalAddress keys={keys} onDone={() => setKeys(null)} />;
  }
  if (adding) {
    return (
      <NewSignalForm
        onDone={(saved) => {
          setAdding(false);
          setKeys(saved);
        }}
      />
    );
  }
  return (
    <div className="links">
      {signals.data === undefined ? (
        signals.isError ? (
          <Failed what={title} failure={signals.error} onRetry={() => void signals.refetch()} />
        ) : (
          <Loading what={title} rows={3} />
        )
      ) : signals.data.length === 0 ? (
        <Empty title={t('signals.empty')} hint={t('signals.emptyHint')} />
      ) : (
        <ul>
          {signals.data.map((signal) => (
            <li key={signal.id}>
              <OneSignal signal={signal} onKeys={setKeys} />
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="secondary" onClick={() => setAdding(true)}>
        {t('signals.add')}
      </button>
    </div>
  );
}

interface OneProps {
  readonly signal: Signal;
  readonly onKeys: (keys: SignalKeys) => void;
}

function OneSignal({ signal, onKeys }: OneProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.removeSignal(signal.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: signalsQuery.queryKey }),
  });
  const rotate = useMutation({
    mutationFn: () => withStepUp(() => api.rotateSignal(signal.id)),
    onSuccess: onKeys,
  });
  const [sure, setSure] = useState(false);
  const failure = remove.error ?? rotate.error;
  const name = signal.name;
  return (
    <div className="link-card">
      <div className="link-top">
        <strong>{name}</strong>
        <span className="dim">{signal.instruments.join(', ')}</span>
        <span className="chip">{t(`signals.auths.${signal.auth}`)}</span>
        {!signal.enabled && <span className="chip chip-warn">{t('signals.off')}</span>}
      </div>
      <Received id={signal.id} />
      {failure !== null && <p className="notice notice-bad">{failureText(t, failure)}</p>}
      <div className="link-top">
        <button
          type="button"
          className="small-button"
          disabled={rotate.isPending}
          aria-label={t('signals.rotateLabel', { name })}
          onClick={() => rotate.mutate()}
        >
          {t('signals.rotate')}
        </button>
        <button
          type="button"
          className="small-button"
          disabled={remove.isPending}
          aria-label={t('signals.removeLabel', { name })}
          onClick={() => (sure ? remove.mutate() : setSure(true))}
        >
          {t(sure ? 'signals.removeSure' : 'signals.remove')}
        </button>
      </div>
    </div>
  );
}

function Received({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const received = useQuery(receivedSignalsQuery(id));
  if (received.data === undefined) {
    return received.isError ? (
      <Failed
        what={t('signals.received')}
        failure={received.error}
        onRetry={() => void received.refetch()}
      />
    ) : (
      <Loading what={t('signals.received')} rows={1} />
    );
  }
  if (received.data.length === 0) {
    return <span className="dim">{t('signals.nothingReceived')}</span>;
  }
  return (
    <ul aria-label={t('signals.received')}>
      {received.data.map((one) => (
        <li key={one.number}>
          <When at={one.received_at} exact /> {t(`signals.outcomes.${one.outcome}`)}
          {one.reason !== null && <span className="dim"> {one.reason}</span>}
        </li>
      ))}
    </ul>
  );
}
