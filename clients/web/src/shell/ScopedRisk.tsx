import type { LimitScope, Link, NewScopedLimits, ScopedLimits } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { instrumentsQuery, linksQuery, riskLimitsQuery } from '../data';
import { api } from '../k2';
import { entered } from '../ui/entered';
import { Problem } from '../ui/Problem';
import { withStepUp } from '../ui/question';

const AMOUNTS = ['max_order_quantity', 'max_order_notional', 'max_open_notional'] as const;
const WHOLES = ['max_orders_per_second', 'max_orders_per_minute'] as const;

/** Limits of one linked account or of one instrument: those that there are, and the way to set others. */
export function ScopedRisk({ scopes }: { readonly scopes: readonly ScopedLimits[] }) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<ScopedLimits | 'new' | null>(null);
  return (
    <section className="scopes" aria-label={t('risk.scopesTitle')}>
      <h3>{t('risk.scopesTitle')}</h3>
      <p className="dim">{t('risk.scopesHint')}</p>
      {scopes.map((one) => (
        <OneScope key={one.scope} limits={one} onEdit={() => setEdited(one)} />
      ))}
      {edited === null ? (
        <button type="button" className="secondary" onClick={() => setEdited('new')}>
          {t('risk.addScope')}
        </button>
      ) : (
        <ScopeForm
          key={edited === 'new' ? 'new' : edited.scope}
          limits={edited === 'new' ? null : edited}
          onDone={() => setEdited(null)}
        />
      )}
    </section>
  );
}

interface OneProps {
  readonly limits: ScopedLimits;
  readonly onEdit: () => void;
}

function OneScope({ limits, onEdit }: OneProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const name = useScopeName(limits.scope);
  const [sure, setSure] = useState(false);
  const remove = useMutation({
    mutationFn: () => withStepUp(() => api.removeScopedLimits(scopeOf(limits.scope))),
    onSuccess: () => queries.invalidateQueries({ queryKey: riskLimitsQuery.queryKey }),
    onSettled: () => setSure(false),
  });
  return (
    <div className="link-card">
      <div className="link-top">
        <strong>{name}</strong>
      </div>
      <dl className="link-rights">
        {[...AMOUNTS, ...WHOLES].map((limit) =>
          limits[limit] === null ? null : (
            <div key={limit}>
              <dt>{t(`risk.names.${limit}`)}</dt>
              <dd className="num">{String(limits[limit])}</dd>
            </div>
          ),
        )}
      </dl>
      <Problem failure={remove.error} />
      <div className="scope-tools">
        <button
          type="button"
          className="small-button"
          aria-label={t('risk.editLabel', { scope: name })}
          onClick={onEdit}
        >
          {t('risk.edit')}
        </button>
        <button
          type="button"
          className="small-button"
          disabled={remove.isPending}
          aria-label={t('risk.removeLabel', { scope: name })}
          onClick={() => (sure ? remove.mutate() : setSure(true))}
        >
          {t(sure ? 'risk.removeSure' : 'risk.remove')}
        </button>
      </div>
    </div>
  );
}

interface FormProps {
  /** What is changed; null for limits of something that has none yet. */
  readonly limits: ScopedLimits | null;
  readonly onDone: () => void;
}

const INSTRUMENT = 'instrument';

function ScopeForm({ limits, onDone }: FormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const links = useQuery(linksQuery).data ?? [];
  const names = [...new Set((useQuery(instrumentsQuery).data ?? []).map((one) => one.instrument))];
  const [of, setOf] = useState('');
  const [empty, setEmpty] = useState(false);
  const given = useScopeName(limits?.scope ?? '');
  const chosen = of === '' ? (links[0]?.id ?? INSTRUMENT) : of;
  const save = useMutation({
    mutationFn: ({ scope, body }: { readonly scope: LimitScope; readonly body: NewScopedLimits }) =>
      withStepUp(() => api.setScopedLimits(scope, body)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: riskLimitsQuery.queryKey });
      onDone();
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = typed(form);
    setEmpty(Object.keys(body).length === 0);
    if (Object.keys(body).length > 0) {
      const scope =
        limits !== null
          ? scopeOf(limits.scope)
          : chosen === INSTRUMENT
            ? { instrument: entered(form, INSTRUMENT).toUpperCase() }
            : { link: chosen };
      save.mutate({ scope, body });
    }
  };
  return (
    <form
      className="risk-form"
      onSubmit={submit}
      autoComplete="off"
      aria-label={limits === null ? t('risk.addScope') : t('risk.editLabel', { scope: given })}
    >
      {limits === null ? (
        <>
          <div className="risk-field">
            <label htmlFor="scope-of">{t('risk.scope')}</label>
            <select
              id="scope-of"
              className="field"
              value={chosen}
              onChange={(event) => setOf(event.target.value)}
            >
              {links.map((link) => (
                <option key={link.id} value={link.id}>
                  {t('risk.ofLink', labelled(t(`exchange.${link.exchange}`), link))}
                </option>
              ))}
              <option value={INSTRUMENT}>{t('risk.ofInstrument')}</option>
            </select>
          </div>
          {chosen === INSTRUMENT && (
            <div className="risk-field">
              <label htmlFor="scope-instrument">{t('risk.instrument')}</label>
              <input
                id="scope-instrument"
                name={INSTRUMENT}
                className="field"
                list="scope-instruments"
                required
                maxLength={64}
              />
              <datalist id="scope-instruments">
                {names.map((name) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </div>
          )}
        </>
      ) : (
        <strong className="risk-wide">{given}</strong>
      )}
      {[...AMOUNTS, ...WHOLES].map((name) => (
        <div key={name} className="risk-field">
          <label htmlFor={`scope-${name}`}>{t(`risk.names.${name}`)}</label>
          <input
            id={`scope-${name}`}
            name={name}
            className="field num"
            inputMode="decimal"
            defaultValue={String(limits?.[name] ?? '')}
          />
        </div>
      ))}
      {empty && <p className="notice notice-bad">{t('risk.nothing')}</p>}
      <Problem failure={save.error} />
      <div className="ask-buttons risk-wide">
        <button type="button" className="secondary" onClick={onDone}>
          {t('risk.back')}
        </button>
        <button type="submit" className="primary primary-plain" disabled={save.isPending}>
          {t('risk.saveScope')}
        </button>
      </div>
    </form>
  );
}

const labelled = (exchange: string, { label }: Link) => ({ exchange, label });

const LINK = 'link:';

/** The server names a scope `link:` or `instrument:` and what it is. */
export function scopeOf(written: string): LimitScope {
  return written.startsWith(LINK)
    ? { link: written.slice(LINK.length) }
    : { instrument: written.slice(written.indexOf(':') + 1) };
}

function useScopeName(written: string): string {
  const { t } = useTranslation();
  const links = useQuery(linksQuery).data ?? [];
  const scope = scopeOf(written);
  if ('instrument' in scope) {
    return scope.instrument;
  }
  const link = links.find((one) => one.id === scope.link);
  return link === undefined
    ? t('risk.unknownLink')
    : t('risk.ofLink', labelled(t(`exchange.${link.exchange}`), link));
}

/** The limits that were entered; a field that is left empty sets nothing. */
function typed(form: FormData): NewScopedLimits {
  const amounts = AMOUNTS.map((name) => [name, entered(form, name)] as const);
  const wholes = WHOLES.map((name) => [name, entered(form, name)] as const);
  return Object.fromEntries([
    ...amounts.filter(([, value]) => value !== ''),
    ...wholes.filter(([, value]) => value !== '').map(([name, value]) => [name, Number(value)]),
  ]) as NewScopedLimits;
}
