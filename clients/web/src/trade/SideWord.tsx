import type { Order, Position } from '@k2/core';
import { useTranslation } from 'react-i18next';

import { Arrow } from '../ui/Arrow';

/** Which side an order or a position is on: arrow, colour and word, so that none carries it alone. */
export function SideWord({ side }: { readonly side: Order['side'] | Position['side'] }) {
  const { t } = useTranslation();
  const way = side === 'buy' || side === 'long' ? 'up' : 'down';
  return (
    <span className={`change side ${way}`}>
      <Arrow way={way} size={7} />
      {side === 'buy' || side === 'sell' ? t(`ticket.${side}`) : t(`positions.${side}`)}
    </span>
  );
}
