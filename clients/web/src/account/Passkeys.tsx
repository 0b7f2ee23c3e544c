import type { Passkey } from '@k2/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { passkeysQuery, secondFactorQuery, sessionsQuery } from '../data';
import { api } from '../k2';
import { madeBy, passkeysWork } from '../signin/passkeys';
import { Loaded } from '../ui/Loaded';
import { Problem } from '../ui/Problem';
import { withStepUp } from '../ui/question';
import { Empty } from '../ui/States';
import { Ago, When } from './moments';
import { Part } from './Part';
import { RecoveryCodes } from './RecoveryCodes';
import { SureButton } from './SureButton';

const LABEL_MAX = 50;

/** What one's devices log in with: added, named, removed. */
export function Passkeys() {
  const { t } = useTranslation();
  const passkeys = useQuery(passkeysQuery);
  const changed = useChanged();
  const [adding, setAdding] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const title = t('account.passkeys.title');
  if (codes !== null) {
    return (
      <Part title={title}>
        <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />
      </Part>
    );
  }
  return (
    <Part title={title} hint={t('account.passkeys.hint')}>
      <Loaded what={title} query={passkeys}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('account.passkeys.empty')} hint={t('account.passkeys.emptyHint')} />
          ) : (
            <ul className="rows">
              {list.map((one) => (
                <li key={one.id} className="row">
                  <OnePasskey passkey={one} onChanged={changed} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {!passkeysWork() ? (
        <p className="dim">{t('account.passkeys.noBrowser')}</p>
      ) : adding ? (
        <NameForm
          name=""
          submit={t('account.passkeys.make')}
          onBack={() => setAdding(false)}
          onName={async (label) => {
            const added = await withStepUp(async () =>
              api.account.addPasskey(await madeBy(await api.account.newPasskeyOptions(), label)),
            );
            setAdding(false);
            setCodes(added.recovery_codes.length === 0 ? null : added.recovery_codes);
            changed();
          }}
        />
      ) : (
        <div className="account-buttons">
          <button type="button" className="primary" onClick={() => setAdding(true)}>
            {t('account.passkeys.add')}
          </button>
        </div>
      )}
    </Part>
  );
}

function useChanged() {
  const queries = useQueryClient();
  return () => {
    for (const { queryKey } of [passkeysQuery, secondFactorQuery, sessionsQuery]) {
      void queries.invalidateQueries({ queryKey });
    }
  };
}

interface OneProps {
  readonly passkey: Passkey;
  readonly onChanged: () => void;
}

function OnePasskey({ passkey, onChanged }: OneProps) {
  const { t } = useTranslation();
  const [naming, setNaming] = useState(false);
  const remove = useMutation({
    mutationFn: () => withStepUp(() => api.account.removePasskey(passkey.id)),
    onSettled: onChanged,
  });
  if (naming) {
    return (
      <NameForm
        name={passkey.label}
        submit={t('account.passkeys.save')}
        onBack={() => setNaming(false)}
        onName={async (label) => {
          await api.account.renamePasskey(passkey.id, label);
          setNaming(false);
          onChanged();
        }}
      />
    );
  }
  return (
    <>
      <div className="row-main">
        <strong className="break">{passkey.label}</strong>
        <span className="dim">
          <When at={passkey.created_at} /> ·{' '}
          {passkey.last_used_at === null ? (
            t('account.neverUsed')
          ) : (
            <>
              {t('account.lastUsed')} <Ago at={passkey.last_used_at} />
            </>
          )}
        </span>
        <Problem failure={remove.error} />
      </div>
      <button
        type="button"
        className="small-button"
        aria-label={t('account.passkeys.renameLabel', { name: passkey.label })}
        onClick={() => setNaming(true)}
      >
        {t('account.passkeys.rename')}
      </button>
      <SureButton
        text={t('account.passkeys.remove')}
        sure={t('account.passkeys.removeSure')}
        label={t('account.passkeys.removeLabel', { name: passkey.label })}
        busy={remove.isPending}
        onSure={() => remove.mutate()}
      />
    </>
  );
}

interface NameProps {
  readonly name: string;
  readonly submit: string;
  readonly onBack: () => void;
  readonly onName: (label: string) => Promise<void>;
}

function NameForm({ name, submit, onBack, onName }: NameProps) {
  const { t } = useTranslation();
  const save = useMutation({ mutationFn: onName });
  const named = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const label = new FormData(event.currentTarget).get('label');
    save.mutate(typeof label === 'string' ? label.trim() : '');
  };
  return (
    <form onSubmit={named} className="account-form">
      <label htmlFor="passkey-label">{t('account.passkeys.name')}</label>
      <input
        id="passkey-label"
        name="label"
        className="field"
        required
        maxLength={LABEL_MAX}
        pattern=".*\S.*"
        autoComplete="off"
        defaultValue={name}
      />
      <Problem failure={save.error} />
      <div className="account-buttons">
        <button type="submit" className="primary" disabled={save.isPending}>
          {submit}
        </button>
        <button type="button" className="secondary" onClick={onBack}>
          {t('account.cancel')}
        </button>
      </div>
    </form>
  );
}
