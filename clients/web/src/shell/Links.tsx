import { ApiFailure, type Link } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { linksQuery } from '../data';
import { api } from '../k2';
import { failureText } from '../ui/failureText';
import { WarnIcon } from '../ui/icons';
import { Empty, Failed, Loading } from '../ui/States';
import { DeadMan } from './DeadMan';
import { NewLinkForm, RenewLinkForm } from './NewLinkForm';

/** The linked accounts with what each key may do, and the way to link another. */
export function Links() {
  const { t } = useTranslation();
  const links = useQuery(linksQuery);
  const [adding, setAdding] = useState(false);
  const [renewing, setRenewing] = useState<Link | null>(null);
  const title = t('links.title');
  if (adding) {
    return <NewLinkForm onDone={() => setAdding(false)} />;
  }
  if (renewing !== null) {
    return <RenewLinkForm link={renewing} onDone={() => setRenewing(null)} />;
  }
  return (
    <div className="links">
      {links.data === undefined ? (
        links.isError ? (
          <Failed what={title} failure={links.error} onRetry={() => void links.refetch()} />
        ) : (
          <Loading what={title} rows={3} />
        )
      ) : links.data.length === 0 ? (
        <Empty title={t('links.empty')} hint={t('links.emptyHint')} />
      ) : (
        <ul>
          {links.data.map((link) => (
            <li key={link.id}>
              <OneLink link={link} onRenew={() => setRenewing(link)} />
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="secondary" onClick={() => setAdding(true)}>
        {t('links.add')}
      </button>
    </div>
  );
}

function OneLink({ link, onRenew }: { readonly link: Link; readonly onRenew: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: (leaveOrders: boolean) => api.unlink(link.id, leaveOrders),
    onSuccess: () => queries.invalidateQueries(),
  });
  const [sure, setSure] = useState(false);
  const orders = openOrders(remove.error);
  const exchange = t(`exchange.${link.exchange}`);
  return (
    <div className="link-card">
      <div className="link-top">
        <strong>{exchange}</strong>
        <span className="dim">{link.label}</span>
        <span className={`chip ${link.status === 'active' ? '' : 'chip-warn'}`}>
          {t(`links.statuses.${link.status}`)}
        </span>
        <span className={`chip ${link.access === 'trade' ? '' : 'chip-warn'}`}>
          {t(`links.access.${link.access}`)}
        </span>
      </div>
      {link.permissions !== null && (
        <dl className="link-rights">
          {(['read', 'trade', 'withdraw', 'bound_to_address'] as const).map((right) => (
            <div key={right}>
              <dt>{t(`links.rights.${right}`)}</dt>
              <dd>{t(`links.said.${said(link.permissions?.[right] ?? null)}`)}</dd>
            </div>
          ))}
        </dl>
      )}
      {link.warnings.map((warning) => (
        <p key={warning} className="notice">
          <WarnIcon size={14} />
          {t(`links.warnings.${warning}`)}
        </p>
      ))}
      {link.status === 'active' && link.access === 'trade' && <DeadMan link={link} />}
      {remove.isError && orders === null && (
        <p className="notice notice-bad">{failureText(t, remove.error)}</p>
      )}
      {orders !== null && (
        <div className="link-orders" role="alert">
          <p className="notice notice-bad">
            <WarnIcon size={14} />
            {t('links.hasOrders', { count: orders, exchange })}
          </p>
          <button
            type="button"
            className="small-button"
            disabled={remove.isPending}
            onClick={() => remove.mutate(true)}
          >
            {t('links.leaveOrders', { count: orders })}
          </button>
        </div>
      )}
      <div className="link-buttons">
        <button
          type="button"
          className="small-button"
          aria-label={t('links.renewLabel', { exchange, label: link.label })}
          onClick={onRenew}
        >
          {t('links.renew')}
        </button>
        <button
          type="button"
          className="small-button"
          disabled={remove.isPending}
          aria-label={t('links.removeLabel', { exchange, label: link.label })}
          onClick={() => (sure ? remove.mutate(false) : setSure(true))}
        >
          {t(sure ? 'links.removeSure' : 'links.remove')}
        </button>
      </div>
    </div>
  );
}

/** How many orders keep a link from being removed; null where it is something else. */
function openOrders(failure: unknown): number | null {
  if (!(failure instanceof ApiFailure) || failure.code !== 'LINK_HAS_ORDERS') {
    return null;
  }
  const { orders } = failure.details;
  return typeof orders === 'number' ? orders : null;
}

const said = (right: boolean | null) => (right === null ? 'unknown' : right ? 'yes' : 'no');
