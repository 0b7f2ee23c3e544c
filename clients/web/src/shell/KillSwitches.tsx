import type { AppliedSwitch, ExchangeName, Killed } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { killSwitchQuery, openOrdersQuery, systemQuery } from '../data';
import { api } from '../k2';
import { failureText } from '../ui/failureText';
import { StopIcon } from '../ui/icons';

/** Stops trading everywhere or at one exchange, and says which cancels are not confirmed. */
export function KillSwitches() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const exchanges = useQuery(systemQuery).data?.exchanges ?? [];
  const applied = useQuery(killSwitchQuery).data?.switches ?? [];
  const [where, setWhere] = useState<ExchangeName | null>(null);
  const [sure, setSure] = useState(false);
  const stop = useMutation({
    mutationFn: () => api.stopTrading('Stopped on the trading screen', where),
    onSuccess: (state) => {
      queries.setQueryData(killSwitchQuery.queryKey, state);
      return queries.invalidateQueries({ queryKey: ['orders'] });
    },
    onSettled: () => setSure(false),
  });
  const place = where === null ? t('risk.everywhere') : t(`exchange.${where}`);
  return (
    <section className="kill" aria-label={t('risk.kill')}>
      {applied.map((one) => (
        <Applied key={`${one.whose} ${one.exchange ?? ''}`} applied={one} />
      ))}
      <label htmlFor="kill-where">{t('risk.where')}</label>
      <select
        id="kill-where"
        className="field"
        value={where ?? ''}
        onChange={(event) => {
          setSure(false);
          setWhere(event.target.value === '' ? null : (event.target.value as ExchangeName));
        }}
      >
        <option value="">{t('risk.everywhere')}</option>
        {exchanges.map(({ exchange }) => (
          <option key={exchange} value={exchange}>
            {t(`exchange.${exchange}`)}
          </option>
        ))}
      </select>
      <p className="dim">{t('header.stopText')}</p>
      <button
        type="button"
        className="primary primary-down kill-button"
        disabled={stop.isPending}
        onClick={() => (sure ? stop.mutate() : setSure(true))}
      >
        <StopIcon size={20} />
        {t(sure ? 'risk.sure' : 'risk.stop', { place })}
      </button>
      {stop.isError && (
        <p className="notice notice-bad" role="alert">
          {failureText(t, stop.error)}
        </p>
      )}
      {stop.data !== undefined && <Cancels cancels={stop.data.cancels} />}
    </section>
  );
}

function Applied({ applied }: { readonly applied: AppliedSwitch }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const release = useMutation({
    mutationFn: () => api.resumeTrading(applied.exchange),
    onSuccess: (state) => queries.setQueryData(killSwitchQuery.queryKey, state),
  });
  const place =
    applied.exchange === null ? t('risk.everywhere') : t(`exchange.${applied.exchange}`);
  return (
    <div className="notice notice-bad kill-on">
      <span>
        <strong>{t(`risk.on.${applied.whose}`, { place })}</strong> {applied.reason}
      </span>
      {applied.whose === 'user' && (
        <button
          type="button"
          className="small-button"
          disabled={release.isPending}
          onClick={() => release.mutate()}
        >
          {t('header.release')}
        </button>
      )}
    </div>
  );
}

/** What may still be filled: it leaves the list as its exchange confirms. */
function Cancels({ cancels }: { readonly cancels: Killed['cancels'] }) {
  const { t } = useTranslation();
  const open = useQuery(openOrdersQuery).data ?? [];
  const left = cancels.unconfirmed.filter((id) => open.some((order) => order.id === id));
  return (
    <div aria-live="polite">
      <p>{t('risk.cancelled', { count: cancels.requested.length })}</p>
      {left.length > 0 && (
        <>
          <p className="notice notice-bad">{t('risk.unconfirmed', { count: left.length })}</p>
          <ul className="kill-left num">
            {left.map((id) => {
              const order = open.find((one) => one.id === id);
              return (
                <li key={id}>
                  {order === undefined
                    ? id
                    : `${t(`exchange.${order.exchange}`)} ${order.instrument} ${order.quantity}`}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </div>
  );
}
