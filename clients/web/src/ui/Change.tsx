import { direction, formatPercent } from '@k2/core';
import { useTranslation } from 'react-i18next';

import { Arrow } from './Arrow';

/** A change in percent: sign, arrow and colour, so that none of them carries the meaning alone. */
export function Change({ percent }: { readonly percent: string | null | undefined }) {
  const { t } = useTranslation();
  const way = direction(percent);
  return (
    <span className={`change num ${way}`}>
      <Arrow way={way} />
      <span className="sr-only">{t(`direction.${way}`)} </span>
      {formatPercent(percent)}
    </span>
  );
}
