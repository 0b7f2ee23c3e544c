import type { AuditEntry, AuditFormat, AuditQuery } from '@k2/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { auditQuery } from '../data';
import { api } from '../k2';
import { Problem } from '../ui/Problem';
import { Empty, Failed, Loading } from '../ui/States';
import { Part } from './Part';
import { named, saveFile } from './saveFile';

const TYPES: Readonly<Record<AuditFormat, string>> = {
  csv: 'text/csv',
  jsonl: 'application/jsonl',
};

/** What was done in one's name, to look through and to take along. */
export function Activity() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<AuditQuery>({});
  const entries = useInfiniteQuery(auditQuery(filter));
  const rows = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const title = t('account.activity.title');
  return (
    <Part title={title} hint={t('account.activity.hint')} tools={<Exports filter={filter} />}>
      <Filter filter={filter} onFilter={setFilter} />
      {entries.data === undefined ? (
        entries.isError ? (
          <Failed what={title} failure={entries.error} onRetry={() => void entries.refetch()} />
        ) : (
          <Loading what={title} rows={8} />
        )
      ) : rows.length === 0 ? (
        <Empty
          title={t('account.activity.empty')}
          hint={t(isNothing(filter) ? 'account.activity.emptyHint' : 'account.activity.noneFits')}
        />
      ) : (
        <>
          <Trail rows={rows} />
          {entries.isFetchNextPageError && <Problem failure={entries.error} />}
          {entries.hasNextPage && (
            <div className="account-buttons">
              <button
                type="button"
                className="secondary"
                disabled={entries.isFetchingNextPage}
                onClick={() => void entries.fetchNextPage()}
              >
                {t('account.activity.more')}
              </button>
            </div>
          )}
        </>
      )}
    </Part>
  );
}

const isNothing = (filter: AuditQuery) => Object.keys(filter).length === 0;

interface FilterProps {
  readonly filter: AuditQuery;
  readonly onFilter: (filter: AuditQuery) => void;
}

function Filter({ filter, onFilter }: FilterProps) {
  const { t } = useTranslation();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onFilter(filterOf(new FormData(event.currentTarget)));
  };
  return (
    <form
      className="trail-filter"
      onSubmit={submit}
      onReset={() => onFilter({})}
      aria-label={t('account.activity.filter')}
    >
      <label>
        {t('account.activity.action')}
        <input
          name="action"
          className="field"
          pattern="[A-Za-z0-9._\-]{1,60}"
          title={t('account.activity.actionHint')}
          placeholder="placeOrder"
          autoComplete="off"
          spellCheck={false}
        />
      </label>
      <label>
        {t('account.activity.from')}
        <input name="from" type="date" className="field" />
      </label>
      <label>
        {t('account.activity.to')}
        <input name="to" type="date" className="field" />
      </label>
      <div className="account-buttons">
        <button type="submit" className="secondary">
          {t('account.activity.apply')}
        </button>
        {!isNothing(filter) && (
          <button type="reset" className="link">
            {t('account.activity.clear')}
          </button>
        )}
      </div>
    </form>
  );
}

/** What was typed, in the contract's words; days are the reader's own, and the last one counts whole. */
export function filterOf(form: FormData): AuditQuery {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const [action, from, to] = [text('action'), text('from'), text('to')];
  return {
    ...(action === '' ? {} : { action }),
    ...(from === '' ? {} : { from: new Date(`${from}T00:00:00.000`).toISOString() }),
    ...(to === '' ? {} : { to: new Date(`${to}T23:59:59.999`).toISOString() }),
  };
}

function Trail({ rows }: { readonly rows: readonly AuditEntry[] }) {
  const { t } = useTranslation();
  return (
    <div
      className="scroll trail"
      role="group"
      aria-label={t('account.activity.title')}
      tabIndex={0}
    >
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('account.activity.at')}</th>
            <th scope="col">{t('account.activity.kind')}</th>
            <th scope="col">{t('account.activity.action')}</th>
            <th scope="col">{t('account.activity.object')}</th>
            <th scope="col">{t('account.activity.outcome')}</th>
            <th scope="col">{t('account.activity.address')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="num">
                <time dateTime={row.at} title={row.at}>
                  {new Date(row.at).toLocaleString(undefined, {
                    dateStyle: 'short',
                    timeStyle: 'medium',
                  })}
                </time>
              </td>
              <td>{t(`account.activity.kinds.${row.kind}`)}</td>
              <td>{row.action}</td>
              <td className="trail-object" title={row.object}>
                {row.object === '' ? '–' : row.object}
              </td>
              <td className={row.outcome === 'ok' ? 'up' : 'down'}>
                {row.outcome === 'ok' ? t('account.activity.ok') : row.outcome}
              </td>
              <td className="num">{row.address}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Exports({ filter }: { readonly filter: AuditQuery }) {
  const { t } = useTranslation();
  const save = useMutation({
    mutationFn: async (format: AuditFormat) => {
      const text = await api.account.auditFile(filter, format);
      saveFile(named('activity', format, new Date()), TYPES[format], text);
    },
  });
  return (
    <>
      <Problem failure={save.error} />
      {(['csv', 'jsonl'] as const).map((format) => (
        <button
          key={format}
          type="button"
          className="small-button"
          disabled={save.isPending}
          onClick={() => save.mutate(format)}
        >
          {t(`account.activity.save.${format}`)}
        </button>
      ))}
    </>
  );
}
