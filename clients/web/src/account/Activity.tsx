import {
  startOfDay,
  type AuditEntry,
  type AuditFormat,
  type AuditQuery,
  type Page,
} from '@k2/core';
import {
  useInfiniteQuery,
  useMutation,
  type InfiniteData,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { auditQuery } from '../data';
import { api } from '../k2';
import { entered } from '../ui/entered';
import { Problem } from '../ui/Problem';
import { Empty } from '../ui/States';
import { When } from './moments';
import { LoadedPages, Part } from './Part';
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
  const save = (format: AuditFormat) => api.account.auditFile(filter, format);
  return (
    <Part
      title={t('account.activity.title')}
      hint={t('account.activity.hint')}
      tools={<Exports what="activity" load={save} />}
    >
      <Filter filter={filter} onFilter={setFilter} />
      <Entries entries={entries} filtered={!isNothing(filter)} />
    </Part>
  );
}

interface EntriesProps {
  readonly entries: UseInfiniteQueryResult<InfiniteData<Page<AuditEntry>>>;
  readonly filtered: boolean;
  /** How somebody is named; left out where all lines are of one person. */
  readonly who?: (user: string) => ReactNode;
}

/** Page after page of an audit trail. */
export function Entries({ entries, filtered, who }: EntriesProps) {
  const { t } = useTranslation();
  const empty = (
    <Empty
      title={t('account.activity.empty')}
      hint={t(filtered ? 'account.activity.noneFits' : 'account.activity.emptyHint')}
    />
  );
  return (
    <LoadedPages what={t('account.activity.title')} query={entries} empty={empty}>
      {(rows) => <Trail rows={rows} who={who} />}
    </LoadedPages>
  );
}

export const isNothing = (filter: AuditQuery) => Object.keys(filter).length === 0;

interface FilterProps {
  readonly filter: AuditQuery;
  readonly onFilter: (filter: AuditQuery) => void;
}

export function Filter({ filter, onFilter }: FilterProps) {
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
  const [action, from, to] = [entered(form, 'action'), entered(form, 'from'), entered(form, 'to')];
  return {
    ...(action === '' ? {} : { action }),
    ...(from === '' ? {} : { from: new Date(startOfDay(from)).toISOString() }),
    ...(to === '' ? {} : { to: new Date(startOfDay(dayAfter(to)) - 1).toISOString() }),
  };
}

const DAY_MILLIS = 86_400_000;

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MILLIS).toISOString().slice(0, 10);
}

interface TrailProps {
  readonly rows: readonly AuditEntry[];
  readonly who: ((user: string) => ReactNode) | undefined;
}

function Trail({ rows, who }: TrailProps) {
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
            {who !== undefined && <th scope="col">{t('admin.activity.who')}</th>}
            <th scope="col" className="trail-kind">
              {t('account.activity.kind')}
            </th>
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
                <When at={row.at} exact />
              </td>
              {who !== undefined && <td>{row.user_id === null ? '–' : who(row.user_id)}</td>}
              <td className="trail-kind">{t(`account.activity.kinds.${row.kind}`)}</td>
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

interface ExportsProps {
  /** What the file is called. */
  readonly what: string;
  readonly load: (format: AuditFormat) => Promise<string>;
}

export function Exports({ what, load }: ExportsProps) {
  const { t } = useTranslation();
  const save = useMutation({
    mutationFn: async (format: AuditFormat) =>
      saveFile(named(what, format, new Date()), TYPES[format], await load(format)),
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
