import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { openOrdersQuery } from '../data';
import { api } from '../k2';
import { Problem } from '../ui/Problem';
import { Failed, Loading } from '../ui/States';

/** Logs out, and offers before to cancel what is open. */
export function Logout({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation();
  const orders = useQuery(openOrdersQuery);
  const cancel = useMutation({
    mutationFn: () => api.cancelAll(),
    onSuccess: (unconfirmed) => {
      // Who goes now would not learn what happened to these.
      if (unconfirmed === 0) {
        void api.logout();
      }
    },
  });
  const what = t('logout.orders');
  const back = (
    <button type="button" className="secondary" onClick={onBack}>
      {t('account.cancel')}
    </button>
  );
  const leave = (
    <button type="button" className="secondary" onClick={() => void api.logout()}>
      {t(orders.data?.length === 0 ? 'header.logout' : 'logout.leave')}
    </button>
  );
  if (orders.data === undefined) {
    return (
      <>
        {orders.isError ? (
          <Failed what={what} failure={orders.error} onRetry={() => void orders.refetch()} />
        ) : (
          <Loading what={what} rows={1} />
        )}
        <div className="ask-buttons">
          {back}
          {leave}
        </div>
      </>
    );
  }
  if (orders.data.length === 0) {
    return (
      <>
        <p>{t('logout.none')}</p>
        <div className="ask-buttons">
          {back}
          {leave}
        </div>
      </>
    );
  }
  return (
    <>
      <p>{t('logout.open', { count: orders.data.length })}</p>
      <Problem failure={cancel.error} />
      {cancel.isSuccess && cancel.data > 0 && (
        <p className="notice notice-bad" role="alert">
          {t('logout.unconfirmed', { count: cancel.data })}
        </p>
      )}
      <div className="ask-buttons">
        {back}
        {leave}
        <button
          type="button"
          className="primary primary-down"
          disabled={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          {t('logout.cancel')}
        </button>
      </div>
    </>
  );
}
