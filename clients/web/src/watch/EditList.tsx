import type { Watchlist } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { SureButton } from '../account/SureButton';
import { watchlistsQuery } from '../data';
import { Problem } from '../ui/Problem';
import { useListTerms, useRemovedList } from './lists';
import { NAME_MOST } from './names';

interface Props {
  readonly list: Watchlist;
  /** The list is no more, and this form with it. */
  readonly onGone: () => void;
}

/** The name of a list, its place among the others, and its end. */
export function EditList({ list, onGone }: Props) {
  const { t } = useTranslation();
  const lists = useQuery(watchlistsQuery).data ?? [];
  const terms = useListTerms(list);
  const removed = useRemovedList(list, onGone);
  const { name } = list;
  const place = lists.findIndex((one) => one.id === list.id);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('name');
    terms.mutate({ name: typeof typed === 'string' ? typed : '' });
  };
  return (
    <form className="watch-edit" aria-label={t('watch.edit', { name })} onSubmit={submit}>
      <label className="sr-only" htmlFor="watch-rename">
        {t('watch.name')}
      </label>
      <div className="watch-buttons">
        <input
          key={name}
          id="watch-rename"
          name="name"
          className="field"
          required
          maxLength={NAME_MOST}
          defaultValue={name}
        />
        <button type="submit" className="small-button" disabled={terms.isPending}>
          {t('watch.rename')}
        </button>
      </div>
      <div className="watch-buttons">
        <button
          type="button"
          className="small-button"
          aria-label={t('watch.earlierLabel', { name })}
          disabled={place <= 0}
          onClick={() => terms.mutate({ position: place - 1 })}
        >
          {t('watch.earlier')}
        </button>
        <button
          type="button"
          className="small-button"
          aria-label={t('watch.laterLabel', { name })}
          disabled={place >= lists.length - 1}
          onClick={() => terms.mutate({ position: place + 1 })}
        >
          {t('watch.later')}
        </button>
        <SureButton
          text={t('watch.delete')}
          sure={t('watch.deleteSure')}
          label={t('watch.deleteLabel', { name })}
          busy={removed.isPending}
          onSure={() => removed.mutate()}
        />
      </div>
      <Problem failure={terms.error ?? removed.error} />
    </form>
  );
}
