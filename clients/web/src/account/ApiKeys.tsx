import type { ApiKey, CreatedApiKey } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { apiKeysQuery } from '../data';
import { useToday } from '../hooks';
import { api } from '../k2';
import { CopyButton } from '../ui/CopyButton';
import { WarnIcon } from '../ui/icons';
import { Loaded } from '../ui/Loaded';
import { Problem } from '../ui/Problem';
import { Empty } from '../ui/States';
import { Ago, When } from './moments';
import { NewApiKeyForm } from './NewApiKeyForm';
import { Part } from './Part';
import { SureButton } from './SureButton';

/** The keys of one's own programs. */
export function ApiKeys() {
  const { t } = useTranslation();
  const keys = useQuery(apiKeysQuery);
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<CreatedApiKey | null>(null);
  const title = t('account.keys.title');
  if (made !== null) {
    return (
      <Part title={title}>
        <Shown made={made} onDone={() => setMade(null)} />
      </Part>
    );
  }
  return (
    <Part title={title} hint={t('account.keys.hint')}>
      <Loaded what={title} query={keys}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('account.keys.empty')} hint={t('account.keys.emptyHint')} />
          ) : (
            <ul className="rows">
              {list.map((key) => (
                <li key={key.id} className="row">
                  <OneKey apiKey={key} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {adding ? (
        <NewApiKeyForm
          onBack={() => setAdding(false)}
          onMade={(created) => {
            setAdding(false);
            setMade(created);
            void queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
          }}
        />
      ) : (
        <div className="account-buttons">
          <button type="button" className="primary" onClick={() => setAdding(true)}>
            {t('account.keys.add')}
          </button>
        </div>
      )}
    </Part>
  );
}

function OneKey({ apiKey }: { readonly apiKey: ApiKey }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.account.removeApiKey(apiKey.id),
    onSettled: () => queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  });
  const over = Date.parse(apiKey.expires_at) <= useToday(60_000);
  return (
    <>
      <div className="row-main">
        <span className="row-head">
          <strong className="break">{apiKey.label}</strong>
          <code className="dim">{apiKey.hint}…</code>
          {apiKey.scopes.map((scope) => (
            <span key={scope} className="chip">
              {t(`account.keys.scopes.${scope}`)}
            </span>
          ))}
          {over && <span className="chip chip-warn">{t('account.keys.over')}</span>}
        </span>
        <span className="dim">
          {t(over ? 'account.keys.ended' : 'account.keys.until')} <When at={apiKey.expires_at} /> ·{' '}
          {apiKey.last_used_at === null ? (
            t('account.neverUsed')
          ) : (
            <>
              {t('account.lastUsed')} <Ago at={apiKey.last_used_at} />
            </>
          )}
        </span>
        <Problem failure={remove.error} />
      </div>
      <SureButton
        text={t('account.keys.revoke')}
        sure={t('account.keys.revokeSure')}
        label={t('account.keys.revokeLabel', { name: apiKey.label })}
        busy={remove.isPending}
        onSure={() => remove.mutate()}
      />
    </>
  );
}

interface ShownProps {
  readonly made: CreatedApiKey;
  readonly onDone: () => void;
}

/** The secret, this once. */
function Shown({ made, onDone }: ShownProps) {
  const { t } = useTranslation();
  return (
    <>
      <h3 className="break">{t('account.keys.shown', { name: made.key.label })}</h3>
      <p className="notice">
        <WarnIcon size={14} />
        {t('account.keys.once')}
      </p>
      <div className="secret">
        <code>{made.secret}</code>
        <CopyButton what={t('account.keys.secret')} text={made.secret} />
      </div>
      <p className="dim">{t('account.keys.usage')}</p>
      <div className="account-buttons">
        <button type="button" className="primary" onClick={onDone}>
          {t('account.keys.done')}
        </button>
      </div>
    </>
  );
}
