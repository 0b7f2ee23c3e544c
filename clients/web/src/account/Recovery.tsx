import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { secondFactorQuery } from '../data';
import { api } from '../k2';
import { Ask } from '../ui/Ask';
import { WarnIcon } from '../ui/icons';
import { Problem } from '../ui/Problem';
import { withStepUp } from '../ui/question';
import { Part } from './Part';
import { RecoveryCodes } from './RecoveryCodes';

const FEW_CODES = 3;

/** How many recovery codes are left, and new ones: for whoever has a second factor, an app or passkeys alone. */
export function Recovery() {
  const { t } = useTranslation();
  const factor = useQuery(secondFactorQuery).data;
  const queries = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [asking, setAsking] = useState(false);
  const renew = useMutation({
    mutationFn: () => withStepUp(() => api.account.renewRecoveryCodes()),
    onSuccess: (fresh) => {
      setCodes(fresh);
      void queries.invalidateQueries({ queryKey: secondFactorQuery.queryKey });
    },
  });
  const title = t('account.codes.title');
  if (codes !== null) {
    return (
      <Part title={title}>
        <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />
      </Part>
    );
  }
  // The parts beside this one say when it cannot be read; without a second factor there are no codes.
  if (factor === undefined || factor.methods.length === 0) {
    return null;
  }
  const left = factor.recovery_codes_left;
  return (
    <Part title={title} hint={t('account.codes.hint')}>
      {left <= FEW_CODES ? (
        <p className="notice">
          <WarnIcon size={14} />
          {t('account.factor.few', { count: left })}
        </p>
      ) : (
        <p className="standing-line">
          <i className="dot dot-good" aria-hidden="true" />
          {t('account.factor.left', { count: left })}
        </p>
      )}
      <Problem failure={renew.error} />
      <div className="account-buttons">
        <button
          type="button"
          className="secondary"
          disabled={renew.isPending}
          onClick={() => setAsking(true)}
        >
          {t('account.factor.newCodes')}
        </button>
      </div>
      <Ask
        opened={asking}
        title={t('account.factor.newCodes')}
        confirm={t('account.factor.newCodesSure')}
        back={t('account.cancel')}
        tone="plain"
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          renew.mutate();
        }}
      >
        <p>{t('account.factor.newCodesText')}</p>
      </Ask>
    </Part>
  );
}
