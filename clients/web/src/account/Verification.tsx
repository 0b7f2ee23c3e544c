import type { Kyc, KycStatus } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { kycQuery } from '../data';
import { Loaded } from '../ui/Loaded';
import { When } from './moments';
import { Part } from './Part';

const TONES: Readonly<Record<KycStatus, string>> = {
  none: '',
  pending: 'chip-warn',
  verified: 'chip-good',
  rejected: 'chip-bad',
};

/** Whether one's identity is verified, and what was said of it before. */
export function Verification() {
  const { t } = useTranslation();
  const kyc = useQuery(kycQuery);
  const title = t('kyc.title');
  return (
    <Part title={title} hint={t('kyc.hint')}>
      <Loaded what={title} query={kyc} rows={2}>
        {(known) => (
          <>
            <p>
              <KycChip status={known.status} />
            </p>
            <KycHistory known={known} />
          </>
        )}
      </Loaded>
    </Part>
  );
}

export function KycChip({ status }: { readonly status: KycStatus }) {
  const { t } = useTranslation();
  return <span className={`chip ${TONES[status]}`}>{t(`kyc.status.${status}`)}</span>;
}

/** What was said, the newest first. */
export function KycHistory({ known }: { readonly known: Kyc }) {
  const { t } = useTranslation();
  if (known.history.length === 0) {
    return <p className="dim">{t('kyc.nothing')}</p>;
  }
  return (
    <ol className="rows" aria-label={t('kyc.history')}>
      {known.history.map((step) => (
        <li key={step.at} className="row">
          <div className="row-main">
            <span>{t(`kyc.status.${step.status}`)}</span>
            {step.note !== null && <span className="break">{step.note}</span>}
          </div>
          <span className="dim num">
            <When at={step.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
