import type { Watchlist } from '@k2/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { When } from '../account/moments';
import { watchlistsQuery } from '../data';
import { api } from '../k2';
import { CopyButton } from '../ui/CopyButton';
import { WarnIcon } from '../ui/icons';
import { Problem } from '../ui/Problem';

/** Makes the link by which others see a list, shows it this once, and ends it. */
export function Sharing({ list }: { readonly list: Watchlist }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: watchlistsQuery.queryKey });
  const share = useMutation({
    mutationFn: async () => `${location.origin}${await api.watchlists.share(list.id)}`,
    onSettled: again,
  });
  const end = useMutation({
    mutationFn: () => api.watchlists.endShare(list.id),
    onSuccess: () => share.reset(),
    onSettled: again,
  });
  const link = share.data;
  const busy = share.isPending || end.isPending;
  const shared = list.shared_at !== null;
  return (
    <div className="link-new">
      <p>{t('watch.shareText')}</p>
      {link !== undefined && (
        <>
          <p className="notice">
            <WarnIcon size={14} />
            {t('watch.shownOnce')}
          </p>
          <div className="link-field">
            <span>{t('watch.link')}</span>
            <code className="signal-text">{link}</code>
            <CopyButton what={t('watch.link')} text={link} />
          </div>
        </>
      )}
      {link === undefined && list.shared_at !== null && (
        <p className="dim">
          {t('watch.sharedSince')} <When at={list.shared_at} />. {t('watch.notAgain')}
        </p>
      )}
      <p className="sr-only" role="status">
        {link !== undefined
          ? t('watch.linkMade')
          : end.isSuccess && !shared
            ? t('watch.ended')
            : ''}
      </p>
      <Problem failure={share.error ?? end.error} />
      <div className="watch-buttons">
        <button
          type="button"
          className={shared ? 'secondary' : 'primary'}
          disabled={busy}
          onClick={() => share.mutate()}
        >
          {t(shared ? 'watch.newLink' : 'watch.makeLink')}
        </button>
        {shared && (
          <button type="button" className="secondary" disabled={busy} onClick={() => end.mutate()}>
            {t('watch.endLink')}
          </button>
        )}
      </div>
    </div>
  );
}
