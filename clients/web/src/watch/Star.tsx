import { isWatched, type Instrument } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { watchlistsQuery } from '../data';
import { pairName } from '../hooks';
import { failureText } from '../ui/failureText';
import { StarIcon } from '../ui/icons';
import { show } from '../ui/notice';
import { useChosen, useNewList, useToggle } from './lists';

/**
 * Watches a market in the list that is shown, else in the first one; whoever has no list gets one. The same button takes it
 * from there again.
 */
export function Star({ instrument }: { readonly instrument: Instrument }) {
  const { t } = useTranslation();
  const lists = useQuery(watchlistsQuery).data;
  const list = useChosen() ?? lists?.[0] ?? null;
  const toggle = useToggle();
  const make = useNewList(() => undefined);
  const market = { exchange: instrument.exchange, instrument: instrument.instrument };
  const watched = list !== null && isWatched(list, market);
  const label = t('watch.star', {
    name: pairName(instrument),
    list: list?.name ?? t('watch.favourites'),
  });
  const press = () => {
    if (list !== null) {
      toggle.mutate({ list, market });
      return;
    }
    make.mutate(
      { name: t('watch.favourites'), instruments: [market] },
      {
        onError: (failure) =>
          show({
            id: 'watchlist',
            title: t('watch.notChanged'),
            text: failureText(t, failure),
            tone: 'down',
          }),
      },
    );
  };
  return (
    <button
      type="button"
      className="icon-button star"
      aria-pressed={watched}
      aria-label={label}
      title={label}
      disabled={lists === undefined || toggle.isPending || make.isPending}
      onClick={press}
    >
      <StarIcon size={16} />
    </button>
  );
}
