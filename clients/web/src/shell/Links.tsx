import type { ExchangeName, Link, NewLink } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { linksQuery, systemQuery } from '../data';
import { api } from '../k2';
import { failureText } from '../ui/failureText';
import { WarnIcon } from '../ui/icons';
import { Empty, Failed, Loading } from '../ui/States';

const CREDENTIALS = ['api_key', 'api_secret', 'passphrase', 'private_key_pem'] as const;

/** The linked accounts with what each key may do, and the way to link another. */
export function Links() {
  const { t } = useTranslation();
  const links = useQuery(linksQuery);
  const [adding, setAdding] = useState(false);
  const title = t('links.title');
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
      {adding ? (
        <NewLinkForm onDone={() => setAdding(false)} />
      ) : (
        <button type="button" className="secondary" onClick={() => setAdding(true)}>
          {t('links.add')}
        </button>
      )}
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

/** What is typed here goes to the server and is kept nowhere else. */
function NewLinkForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const exchanges = useQuery(systemQuery).data?.exchanges ?? [];
  const link = useMutation({
    mutationFn: (body: NewLink) => api.link(body),
    onSuccess: () => {
      onDone();
      return queries.invalidateQueries();
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    link.mutate(written(new FormData(event.currentTarget)));
  };
  return (
    <form onSubmit={submit} autoComplete="off" aria-label={t('links.add')}>
      <label htmlFor="link-exchange">{t('links.exchange')}</label>
      <select id="link-exchange" name="exchange" className="field">
        {exchanges.map(({ exchange }) => (
          <option key={exchange} value={exchange}>
            {t(`exchange.${exchange}`)}
          </option>
        ))}
      </select>
      <label htmlFor="link-label">{t('links.label')}</label>
      <input id="link-label" name="label" className="field" required maxLength={50} />
      {CREDENTIALS.map((name) => (
        <div key={name} className="link-field">
          <label htmlFor={`link-${name}`}>{t(`links.credentials.${name}`)}</label>
          {name === 'private_key_pem' ? (
            <textarea id={`link-${name}`} name={name} className="field" rows={2} />
          ) : (
            <input
              id={`link-${name}`}
              name={name}
              className="field"
              type={name === 'api_key' ? 'text' : 'password'}
              required={name === 'api_key'}
              autoComplete="off"
            />
          )}
        </div>
      ))}
      <p className="dim">{t('links.hint')}</p>
      <div aria-live="assertive">
        {link.isError && (
          <p className="notice notice-bad">
            <WarnIcon size={14} />
            {failureText(t, link.error)}
          </p>
        )}
      </div>
      <button type="submit" className="primary" disabled={link.isPending}>
        {t(link.isPending ? 'links.asking' : 'links.submit')}
      </button>
      <button type="button" className="secondary" onClick={onDone}>
        {t('links.back')}
      </button>
    </form>
  );
}

function written(form: FormData): NewLink {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const given = CREDENTIALS.filter((name) => text(name) !== '');
  return {
    exchange: text('exchange') as ExchangeName,
    label: text('label'),
    api_key: text('api_key'),
    ...Object.fromEntries(given.map((name) => [name, text(name)])),
  };
}
