import type { Link } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { linksQuery } from '../data';
import { api } from '../k2';
import { failureText } from '../ui/failureText';
import { WarnIcon } from '../ui/icons';
import { Empty, Failed, Loading } from '../ui/States';
import { DeadMan } from './DeadMan';
import { NewLinkForm } from './NewLinkForm';

/** The linked accounts with what each key may do, and the way to link another. */
export function Links() {
  const { t } = useTranslation();
  const links = useQuery(linksQuery);
  const [adding, setAdding] = useState(false);
  const title = t('links.title');
  if (adding) {
    return <NewLinkForm onDone={() => setAdding(false)} />;
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
              <OneLink link={link} />
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

function OneLink({ link }: { readonly link: Link }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.unlink(link.id),
    onSuccess: () => queries.invalidateQueries(),
  });
  const [sure, setSure] = useState(false);
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
      {remove.isError && <p className="notice notice-bad">{failureText(t, remove.error)}</p>}
      <button
        type="button"
        className="small-button"
        disabled={remove.isPending}
        aria-label={t('links.removeLabel', { exchange, label: link.label })}
        onClick={() => (sure ? remove.mutate() : setSure(true))}
      >
        {t(sure ? 'links.removeSure' : 'links.remove')}
      </button>
    </div>
  );
}

const said = (right: boolean | null) => (right === null ? 'unknown' : right ? 'yes' : 'no');
