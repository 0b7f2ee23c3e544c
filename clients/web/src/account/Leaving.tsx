import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { meQuery } from '../data';
import { api } from '../k2';
import { Dialog } from '../ui/Dialog';
import { WarnIcon } from '../ui/icons';
import { Loaded } from '../ui/Loaded';
import { Problem } from '../ui/Problem';
import { withStepUp } from '../ui/question';
import { Part } from './Part';
import { named, saveFile } from './saveFile';

/** Everything that K2 knows of a person, as a file. */
export function ExportData() {
  const { t } = useTranslation();
  const save = useMutation({
    mutationFn: async () => {
      const all = await api.account.everything();
      const text = JSON.stringify(all, null, 2);
      saveFile(named('export', 'json', new Date()), 'application/json', text);
      return all.orders_complete;
    },
  });
  return (
    <Part title={t('account.export.title')} hint={t('account.export.hint')}>
      <Problem failure={save.error} />
      {save.isSuccess && (
        <p className="notice notice-good" role="status">
          {t(save.data ? 'account.export.done' : 'account.export.partly')}
        </p>
      )}
      <div className="account-buttons">
        <button
          type="button"
          className="secondary"
          disabled={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('account.export.save')}
        </button>
      </div>
    </Part>
  );
}

/** The end of an account: the address typed in full, and a confirmation of who it is. */
export function DeleteAccount() {
  const { t } = useTranslation();
  const me = useQuery(meQuery);
  const [asking, setAsking] = useState(false);
  const title = t('account.delete.title');
  return (
    <Part title={title} hint={t('account.delete.hint')}>
      <Loaded what={title} query={me} rows={1}>
        {(user) => (
          <>
            <div className="account-buttons">
              <button type="button" className="secondary danger" onClick={() => setAsking(true)}>
                {t('account.delete.begin')}
              </button>
            </div>
            <Dialog opened={asking} title={title} onClose={() => setAsking(false)}>
              <Sure email={user.email} onBack={() => setAsking(false)} />
            </Dialog>
          </>
        )}
      </Loaded>
    </Part>
  );
}

interface SureProps {
  readonly email: string;
  readonly onBack: () => void;
}

function Sure({ email, onBack }: SureProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => withStepUp(() => api.account.remove()),
    onSuccess: () => api.session.end(),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    remove.mutate();
  };
  const fits = typed.trim().toLowerCase() === email.toLowerCase();
  return (
    <form onSubmit={submit} className="account-form">
      <p className="notice notice-bad">
        <WarnIcon size={14} />
        {t('account.delete.text')}
      </p>
      <p>{t('account.delete.orders')}</p>
      <label htmlFor="delete-email">{t('account.delete.type', { email })}</label>
      <input
        id="delete-email"
        className="field"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Problem failure={remove.error} />
      <div className="ask-buttons">
        <button type="button" className="secondary" onClick={onBack}>
          {t('account.cancel')}
        </button>
        <button type="submit" className="primary primary-down" disabled={!fits || remove.isPending}>
          {t('account.delete.submit')}
        </button>
      </div>
    </form>
  );
}
