import type { Order } from '@k2/core';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly of: Pick<Order, 'exchange' | 'instrument'>;
}

/** What was traded, and at which exchange: a pair and its perpetual are not the same thing. */
export function Where({ of: { exchange, instrument } }: Props) {
  const { t } = useTranslation();
  return (
    <span className="where">
      <strong>{instrument}</strong> <span className="dim">{t(`exchange.${exchange}`)}</span>
    </span>
  );
}
