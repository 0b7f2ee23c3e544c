import type { AllAuditQuery, AuditFormat, AuditQuery } from '@k2/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Entries, Exports, Filter, isNothing } from '../account/Activity';
import { Part } from '../account/Part';
import { allAuditQuery } from '../data';
import { api } from '../k2';
import { adminAddress } from '../place';
import { Problem } from '../ui/Problem';

const SHORT_ID = 8;

/** What was done in anybody's name, or in that of one person. */
export function Everything({ user }: { readonly user: string | null }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<AuditQuery>({});
  const query: AllAuditQuery = user === null ? filter : { ...filter, user_id: user };
  const entries = useInfiniteQuery(allAuditQuery(query));
  const save = (format: AuditFormat) => api.admin.auditFile(query, format);
  return (
    <>
      <Check />
      <Part
        title={t('admin.activity.title')}
        hint={t('admin.activity.hint')}
        tools={<Exports what="audit" load={save} />}
      >
        {user !== null && (
          <p className="row-head">
            {t('admin.activity.of')} <code className="break">{user}</code>
            <a href={adminAddress('activity')}>{t('account.activity.clear')}</a>
          </p>
        )}
        <Filter filter={filter} onFilter={setFilter} />
        <Entries
          entries={entries}
          filtered={!isNothing(filter)}
          who={(id) => (
            <a href={adminAddress('activity', id)} title={id}>
              <code>{id.slice(0, SHORT_ID)}</code>
            </a>
          )}
        />
      </Part>
    </>
  );
}

/** Whether anybody changed the log. */
function Check() {
  const { t } = useTranslation();
  const check = useMutation({ mutationFn: () => api.admin.checkAudit() });
  const found = check.data;
  return (
    <Part title={t('admin.check.title')} hint={t('admin.check.hint')}>
      <Problem failure={check.error} />
      {found?.holds === true && (
        <p className="notice notice-good" role="status">
          {t('admin.check.holds', { count: found.rows, anchors: found.anchors })}
        </p>
      )}
      {found?.holds === false && (
        <div className="notice notice-bad" role="alert">
          <ul>
            {found.findings.map((finding) => (
              <li key={`${finding.seq} ${finding.message}`}>
                {t('admin.check.finding', { seq: finding.seq })} {finding.message}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="account-buttons">
        <button
          type="button"
          className="secondary"
          disabled={check.isPending}
          onClick={() => check.mutate()}
        >
          {t(check.isPending ? 'admin.check.checking' : 'admin.check.begin')}
        </button>
      </div>
    </Part>
  );
}
