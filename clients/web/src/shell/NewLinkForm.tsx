import type { ExchangeName, Link, LinkByConsent, LinkByKey, NewCredentials } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { linkStartQuery, systemQuery } from '../data';
import { api } from '../k2';
import { Confirm, needsStepUp } from '../ui/Confirm';
import { entered } from '../ui/entered';
import { failureText } from '../ui/failureText';
import { WarnIcon } from '../ui/icons';
import { Failed, Loading } from '../ui/States';

interface Props {
  readonly onDone: () => void;
}

/** The way to link an account, as its exchange wants it. */
export function NewLinkForm({ onDone }: Props) {
  const { t } = useTranslation();
  const exchanges = useQuery(systemQuery).data?.exchanges ?? [];
  const [chosen, choose] = useState<ExchangeName | null>(null);
  const exchange = chosen ?? exchanges[0]?.exchange;
  return (
    <div className="link-new">
      <label htmlFor="link-exchange">{t('links.exchange')}</label>
      <select
        id="link-exchange"
        className="field"
        value={exchange ?? ''}
        onChange={(event) => choose(event.target.value as ExchangeName)}
      >
        {exchanges.map((one) => (
          <option key={one.exchange} value={one.exchange}>
            {t(`exchange.${one.exchange}`)}
          </option>
        ))}
      </select>
      {exchange !== undefined && <Way key={exchange} exchange={exchange} onDone={onDone} />}
      <button type="button" className="secondary" onClick={onDone}>
        {t('links.back')}
      </button>
    </div>
  );
}

/** The way to give a link another key of the same account. */
export function RenewLinkForm({ link, onDone }: Props & { readonly link: Link }) {
  const { t } = useTranslation();
  const exchange = t(`exchange.${link.exchange}`);
  return (
    <div className="link-new">
      <p>{t('links.renewHint', { exchange, label: link.label })}</p>
      <Way exchange={link.exchange} link={link} onDone={onDone} />
      <button type="button" className="secondary" onClick={onDone}>
        {t('links.back')}
      </button>
    </div>
  );
}

interface WayProps extends Props {
  readonly exchange: ExchangeName;
  /** The link that gets the key; a new one without. */
  readonly link?: Link;
}

function Way({ exchange, link, onDone }: WayProps) {
  const { t } = useTranslation();
  const start = useQuery(linkStartQuery(exchange));
  if (needsStepUp(start.error)) {
    return <ToLink onBack={onDone} onConfirmed={() => void start.refetch()} />;
  }
  if (start.data === undefined) {
    return start.isError ? (
      <Failed what={t('links.guide')} failure={start.error} onRetry={() => void start.refetch()} />
    ) : (
      <Loading what={t('links.guide')} rows={3} />
    );
  }
  if (start.data.method === 'oauth') {
    return link === undefined ? (
      <ByConsent start={start.data} />
    ) : (
      <p className="notice">{t('links.renewByConsent')}</p>
    );
  }
  return <ByKey start={start.data} link={link} onDone={onDone} />;
}

function ToLink(props: { readonly onBack: () => void; readonly onConfirmed: () => void }) {
  const { t } = useTranslation();
  return <Confirm why={t('links.confirmText')} action={t('links.confirm')} {...props} />;
}

/** Sends the browser to the exchange, which sends it back here with the consent. */
function ByConsent({ start: { exchange } }: { readonly start: LinkByConsent }) {
  const { t } = useTranslation();
  const go = useMutation({
    mutationFn: (label: string) => api.initiateLink(exchange, label),
    onSuccess: (start) => {
      if (start.method === 'oauth') {
        location.assign(start.authorize_url);
      }
    },
  });
  if (needsStepUp(go.error)) {
    return <ToLink onBack={go.reset} onConfirmed={() => go.mutate(go.variables ?? exchange)} />;
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    go.mutate(entered(new FormData(event.currentTarget), 'label'));
  };
  const name = t(`exchange.${exchange}`);
  return (
    <form onSubmit={submit} autoComplete="off" aria-label={t('links.add')}>
      <Label />
      <p className="dim">{t('links.consentHint', { exchange: name })}</p>
      <Failure failure={go.error} />
      <button type="submit" className="primary" disabled={go.isPending || go.isSuccess}>
        {t('links.consent', { exchange: name })}
      </button>
    </form>
  );
}

interface ByKeyProps extends Props {
  readonly start: LinkByKey;
  readonly link: Link | undefined;
}

interface Typed {
  readonly label: string;
  readonly credentials: NewCredentials;
}

/** What is typed here goes to the server and is kept nowhere else. */
function ByKey({ start, link, onDone }: ByKeyProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [chosen, choose] = useState<string | null>(null);
  const form = start.forms.find(({ name }) => name === chosen) ?? start.forms[0];
  const give = useMutation({
    mutationFn: ({ label, credentials }: Typed) =>
      link === undefined
        ? api.link({ exchange: start.exchange, label, ...credentials })
        : api.renewLink(link.id, credentials),
    onSuccess: () => {
      onDone();
      return queries.invalidateQueries();
    },
  });
  const { variables: waiting } = give;
  if (needsStepUp(give.error) && waiting !== undefined) {
    return <ToLink onBack={give.reset} onConfirmed={() => give.mutate(waiting)} />;
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const given = (form?.fields ?? []).map((field) => [field, entered(typed, field)] as const);
    give.mutate({
      label: link?.label ?? entered(typed, 'label'),
      credentials: { api_key: entered(typed, 'api_key'), ...Object.fromEntries(given) },
    });
  };
  return (
    <>
      <Guide start={start} />
      {start.forms.length > 1 && form !== undefined && (
        <>
          <label htmlFor="link-kind">{t('links.keyKind')}</label>
          <select
            id="link-kind"
            className="field"
            value={form.name}
            onChange={(event) => choose(event.target.value)}
          >
            {start.forms.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </>
      )}
      <form
        onSubmit={submit}
        autoComplete="off"
        aria-label={t(link === undefined ? 'links.add' : 'links.renew')}
      >
        {link === undefined && <Label />}
        {form?.fields.map((field) => (
          <div key={field} className="link-field">
            <label htmlFor={`link-${field}`}>{t(`links.credentials.${field}`)}</label>
            {field === 'private_key_pem' ? (
              <textarea id={`link-${field}`} name={field} className="field" rows={4} required />
            ) : (
              <input
                id={`link-${field}`}
                name={field}
                className="field"
                type={field === 'api_key' ? 'text' : 'password'}
                required
                autoComplete="off"
              />
            )}
          </div>
        ))}
        <p className="dim">{t('links.hint')}</p>
        <Failure failure={give.error} />
        <button type="submit" className="primary" disabled={give.isPending}>
          {t(
            give.isPending
              ? 'links.asking'
              : link === undefined
                ? 'links.submit'
                : 'links.renewSubmit',
          )}
        </button>
      </form>
    </>
  );
}

/** Where the key is made, and what it may and may not do. */
function Guide({ start }: { readonly start: LinkByKey }) {
  const { t } = useTranslation();
  return (
    <div className="link-guide">
      <a className="link" href={start.address} target="_blank" rel="noreferrer">
        {t('links.makeKey', { exchange: t(`exchange.${start.exchange}`) })}
      </a>
      <span className="dim">{start.page}</span>
      <dl>
        <Rights title={t('links.give')} rights={start.give} />
        <Rights title={t('links.withhold')} rights={start.withhold} />
      </dl>
      {start.hints.map((hint) => (
        <p key={hint} className="dim">
          {hint}
        </p>
      ))}
    </div>
  );
}

function Rights({ title, rights }: { readonly title: string; readonly rights: readonly string[] }) {
  return (
    rights.length > 0 && (
      <div>
        <dt>{title}</dt>
        {rights.map((right) => (
          <dd key={right}>{right}</dd>
        ))}
      </div>
    )
  );
}

function Label() {
  const { t } = useTranslation();
  return (
    <div className="link-field">
      <label htmlFor="link-label">{t('links.label')}</label>
      <input id="link-label" name="label" className="field" required maxLength={50} />
    </div>
  );
}

function Failure({ failure }: { readonly failure: unknown }) {
  const { t } = useTranslation();
  return (
    <div aria-live="assertive">
      {failure !== null && (
        <p className="notice notice-bad">
          <WarnIcon size={14} />
          {failureText(t, failure)}
        </p>
      )}
    </div>
  );
}
