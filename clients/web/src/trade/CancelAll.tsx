import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { openOrdersQuery } from '../data';
import { api, queries } from '../k2';
import { Ask } from '../ui/Ask';
import { failureText } from '../ui/failureText';
import { show } from '../ui/notice';

/** The way to cancel everything at once, where there is more than one order. */
export function CancelAll() {
  const { t } = useTranslation();
  const count = useQuery(openOrdersQuery).data?.length ?? 0;
  const [asking, setAsking] = useState(false);
  if (count < 2) {
    return null;
  }
  return (
    <div className="list-tools">
      <button type="button" className="small-button" onClick={() => setAsking(true)}>
        {t('orders.cancelAll')}
      </button>
      <CancelAllQuestion opened={asking} onClose={() => setAsking(false)} />
    </div>
  );
}

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Cancels every open order once somebody has said so. */
export function CancelAllQuestion({ opened, onClose }: Props) {
  const { t } = useTranslation();
  const count = useQuery(openOrdersQuery).data?.length ?? 0;
  const cancel = useMutation({
    mutationFn: () => api.cancelAll(),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['orders'] }),
    onError: (failure) =>
      show({
        id: 'cancel-failed',
        title: t('orders.cancelFailed'),
        text: failureText(t, failure),
        tone: 'down',
      }),
  });
  return (
    <Ask
      opened={opened}
      title={t('orders.cancelAllTitle')}
      confirm={t('orders.cancelAllConfirm')}
      back={t('header.keep')}
      tone="down"
      onClose={onClose}
      onConfirm={() => {
        onClose();
        if (!cancel.isPending) {
          cancel.mutate();
        }
      }}
    >
      <p>{t('orders.cancelAllText', { count })}</p>
    </Ask>
  );
}
