import type { OpenSession } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { sessionsQuery } from '../data';
import { api } from '../k2';
import { Ask } from '../ui/Ask';
import { Loaded } from '../ui/Loaded';
import { Problem } from '../ui/Problem';
import { Empty } from '../ui/States';
import { deviceOf } from './device';
import { Ago, When } from './moments';
import { Part } from './Part';
import { SureButton } from './SureButton';

/** Where one is logged in, and the way to end it. */
export function Sessions() {
  const { t } = useTranslation();
  const sessions = useQuery(sessionsQuery);
  const title = t('account.sessions.title');
  return (
    <Part title={title} hint={t('account.sessions.hint')}>
      <Loaded what={title} query={sessions} rows={5}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('account.sessions.empty')} hint={t('account.sessions.emptyHint')} />
          ) : (
            <>
              <ul className="rows">
                {list.map((session) => (
                  <li key={session.id} className="row">
                    <OneSession session={session} />
                  </li>
                ))}
              </ul>
              <Everywhere others={list.filter(({ current }) => !current).length} />
            </>
          )
        }
      </Loaded>
    </Part>
  );
}

function OneSession({ session }: { readonly session: OpenSession }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.account.endSession(session.id),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const device = deviceOf(session.device) ?? t('account.sessions.unknown');
  return (
    <>
      <div className="row-main">
        <span className="row-head">
          <strong title={session.device}>{device}</strong>
          {session.current && <span className="chip chip-good">{t('account.sessions.this')}</span>}
        </span>
        <span className="dim">
          <span className="num">{session.address}</span> · {t('account.lastUsed')}{' '}
          <Ago at={session.last_used_at} />
        </span>
        <span className="dim">
          {t('account.sessions.since')} <When at={session.created_at} />
        </span>
        <Problem failure={end.error} />
      </div>
      {!session.current && (
        <SureButton
          text={t('account.sessions.end')}
          sure={t('account.sessions.endSure')}
          label={t('account.sessions.endLabel', { device, address: session.address })}
          busy={end.isPending}
          onSure={() => end.mutate()}
        />
      )}
    </>
  );
}

function Everywhere({ others }: { readonly others: number }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const endOthers = useMutation({
    mutationFn: () => api.account.endSessions('others'),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const endAll = useMutation({
    mutationFn: () => api.account.endSessions('all'),
    onSuccess: () => api.session.end(),
  });
  return (
    <>
      <Problem failure={endOthers.error ?? endAll.error} />
      {endOthers.isSuccess && (
        <p className="notice notice-good" role="status">
          {t('account.sessions.ended', { count: endOthers.data })}
        </p>
      )}
      <div className="account-buttons">
        <button
          type="button"
          className="secondary"
          disabled={others === 0 || endOthers.isPending}
          onClick={() => endOthers.mutate()}
        >
          {t('account.sessions.endOthers')}
        </button>
        <button
          type="button"
          className="secondary danger"
          disabled={endAll.isPending}
          onClick={() => setAsking(true)}
        >
          {t('account.sessions.endAll')}
        </button>
      </div>
      <Ask
        opened={asking}
        title={t('account.sessions.endAll')}
        confirm={t('account.sessions.endAllSure')}
        back={t('account.cancel')}
        tone="down"
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          endAll.mutate();
        }}
      >
        <p>{t('account.sessions.endAllText')}</p>
      </Ask>
    </>
  );
}
