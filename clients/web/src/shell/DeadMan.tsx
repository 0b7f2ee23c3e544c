import type { Link } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { deadManQuery } from '../data';
import { api } from '../k2';
import { Problem } from '../ui/Problem';

/** What can be chosen; the server takes 10 to 120 seconds. */
const WAITS = [10, 30, 60, 120] as const;

/** After how much silence of K2 the exchange cancels the orders of a linked account by itself. */
export function DeadMan({ link }: { readonly link: Link }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const now = useQuery(deadManQuery(link.id));
  const set = useMutation({
    mutationFn: (seconds: number | null) => api.setDeadMan(link.id, seconds),
    onSuccess: (seconds) => queries.setQueryData(deadManQuery(link.id).queryKey, seconds),
  });
  if (now.data === undefined) {
    return now.isError ? <Problem failure={now.error} /> : null;
  }
  const id = `dead-man-${link.id}`;
  const waits =
    now.data === null || WAITS.some((one) => one === now.data) ? WAITS : [now.data, ...WAITS];
  return (
    <div className="dead-man">
      <label htmlFor={id}>{t('links.deadMan')}</label>
      <select
        id={id}
        className="plain-select"
        value={now.data ?? ''}
        disabled={set.isPending}
        onChange={(event) =>
          set.mutate(event.target.value === '' ? null : Number(event.target.value))
        }
      >
        <option value="">{t('links.deadManOff')}</option>
        {waits.map((seconds) => (
          <option key={seconds} value={seconds}>
            {t('links.deadManAfter', { seconds })}
          </option>
        ))}
      </select>
      <Problem failure={set.error} />
    </div>
  );
}
