import type { WatchedInstrument, Watchlist } from '@k2/core';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Problem } from '../ui/Problem';
import { useNewList } from './lists';
import { NAME_MOST } from './names';

interface Props {
  /** What the list begins with. */
  readonly start: readonly WatchedInstrument[];
  readonly onMade: (list: Watchlist) => void;
}

/** Asks for the name of a list. */
export function NewList({ start, onMade }: Props) {
  const { t } = useTranslation();
  const made = useNewList(onMade);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get('name');
    made.mutate({ name: typeof name === 'string' ? name : '', instruments: [...start] });
  };
  return (
    <form className="risk-form" aria-label={t('watch.new')} onSubmit={submit}>
      <div className="risk-field risk-wide">
        <label htmlFor="watch-name">{t('watch.name')}</label>
        <input
          id="watch-name"
          name="name"
          className="field"
          required
          maxLength={NAME_MOST}
          defaultValue={start.length > 0 ? t('watch.favourites') : ''}
          data-autofocus
        />
      </div>
      {start.length > 0 && (
        <p className="dim">
          {t('watch.startsWith', { names: start.map((one) => one.instrument).join(', ') })}
        </p>
      )}
      <Problem failure={made.error} />
      <button type="submit" className="primary" disabled={made.isPending}>
        {t('watch.make')}
      </button>
    </form>
  );
}
