import type { KycStatus, NewKyc, Person } from '@k2/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { When } from '../account/moments';
import { LoadedPages, Part } from '../account/Part';
import { KycChip, KycHistory } from '../account/Verification';
import { peopleQuery, personKycQuery } from '../data';
import { api } from '../k2';
import { adminAddress } from '../place';
import { Dialog } from '../ui/Dialog';
import { entered } from '../ui/entered';
import { Loaded } from '../ui/Loaded';
import { Problem } from '../ui/Problem';
import { Empty } from '../ui/States';

const STATUSES: readonly KycStatus[] = ['none', 'pending', 'verified', 'rejected'];
const NOTE_MAX = 500;

/** Everybody with an account, or the one with an address. */
export function People() {
  const { t } = useTranslation();
  const [email, setEmail] = useState<string | null>(null);
  const people = useInfiniteQuery(peopleQuery(email));
  const title = t('admin.people.title');
  return (
    <Part title={title} hint={t('admin.people.hint')}>
      <LookUp asked={email} onAsk={setEmail} />
      <LoadedPages
        what={title}
        query={people}
        empty={<Empty title={t('admin.people.nobody')} hint={t('admin.people.nobodyHint')} />}
      >
        {(rows) => (
          <ul className="rows">
            {rows.map((person) => (
              <li key={person.id} className="row">
                <OnePerson person={person} />
              </li>
            ))}
          </ul>
        )}
      </LoadedPages>
    </Part>
  );
}

interface LookUpProps {
  readonly asked: string | null;
  readonly onAsk: (email: string | null) => void;
}

function LookUp({ asked, onAsk }: LookUpProps) {
  const { t } = useTranslation();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = entered(new FormData(event.currentTarget), 'email');
    onAsk(email === '' ? null : email);
  };
  return (
    <form
      className="trail-filter people-filter"
      role="search"
      onSubmit={submit}
      onReset={() => onAsk(null)}
    >
      <label>
        {t('admin.people.address')}
        <input
          name="email"
          type="email"
          className="field"
          minLength={3}
          maxLength={254}
          autoComplete="off"
          spellCheck={false}
          placeholder="ada@example.com"
        />
      </label>
      <div className="account-buttons">
        <button type="submit" className="secondary">
          {t('admin.people.find')}
        </button>
        {asked !== null && (
          <button type="reset" className="link">
            {t('account.activity.clear')}
          </button>
        )}
      </div>
    </form>
  );
}

function OnePerson({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <div className="row-main">
        <span className="row-head">
          <strong className="break">{person.email}</strong>
          {person.role === 'admin' && <span className="chip">{t('account.profile.admin')}</span>}
          {!person.email_verified && (
            <span className="chip chip-warn">{t('account.profile.unverified')}</span>
          )}
          {person.kyc_status !== 'none' && <KycChip status={person.kyc_status} />}
        </span>
        <span className="dim">
          {t('account.profile.since')} <When at={person.created_at} />
        </span>
      </div>
      <div className="row-tools">
        <a
          className="small-button as-link"
          href={adminAddress('activity', person.id)}
          aria-label={t('admin.people.activityLabel', { email: person.email })}
        >
          {t('account.nav.activity')}
        </a>
        <button
          type="button"
          className="small-button"
          aria-label={t('admin.people.verifyLabel', { email: person.email })}
          onClick={() => setOpened(true)}
        >
          {t('kyc.title')}
        </button>
      </div>
      <Dialog opened={opened} title={t('kyc.title')} onClose={() => setOpened(false)}>
        <PersonKyc person={person} />
      </Dialog>
    </>
  );
}

function PersonKyc({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const query = personKycQuery(person.id);
  const kyc = useQuery(query);
  const say = useMutation({
    mutationFn: (said: NewKyc) => api.admin.setKyc(person.id, said),
    onSuccess: (now) => {
      queries.setQueryData(query.queryKey, now);
      void queries.invalidateQueries({ queryKey: ['people'] });
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const status = STATUSES.find((one) => one === typed.get('status'));
    const note = entered(typed, 'note');
    if (status !== undefined) {
      say.mutate(note === '' ? { status } : { status, note });
    }
  };
  return (
    <Loaded what={t('kyc.title')} query={kyc}>
      {(known) => (
        <div className="person-kyc">
          <p className="row-head">
            <strong className="break">{person.email}</strong>
            <KycChip status={known.status} />
          </p>
          <form onSubmit={submit} className="account-form" key={known.history.length}>
            <label htmlFor="kyc-status">{t('admin.kyc.status')}</label>
            <select id="kyc-status" name="status" className="field" defaultValue={known.status}>
              {STATUSES.map((status) => (
                <option key={status} value={status}>
                  {t(`kyc.status.${status}`)}
                </option>
              ))}
            </select>
            <label htmlFor="kyc-note">{t('admin.kyc.note')}</label>
            <textarea id="kyc-note" name="note" className="field" rows={3} maxLength={NOTE_MAX} />
            <Problem failure={say.error} />
            <div className="account-buttons">
              <button type="submit" className="primary" disabled={say.isPending}>
                {t('admin.kyc.say')}
              </button>
              {say.isSuccess && (
                <span className="up" role="status">
                  {t('account.saved')}
                </span>
              )}
            </div>
          </form>
          <h3>{t('kyc.history')}</h3>
          <KycHistory known={known} />
        </div>
      )}
    </Loaded>
  );
}
