import { exact, formatAmount, plain, type Instrument, type Routing } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { instrumentsQuery } from '../data';

/**
 * Whether an order may be left to the router: somebody else trades the same thing, and one of the quantity is as
 * much everywhere. Contracts of another size would make the same figure another order.
 */
export function useIsRoutable(instrument: Instrument): boolean {
  const same = (useQuery(instrumentsQuery).data ?? []).filter(
    (one) => one.instrument === instrument.instrument,
  );
  return (
    same.length > 1 &&
    same.every((one) => exact(one.contract_size).equals(instrument.contract_size))
  );
}

/** What the router compared: each exchange's price with its fee, the chosen one marked. */
export function Routes({ routing }: { readonly routing: Routing | null | undefined }) {
  const { t } = useTranslation();
  if (routing === null || routing === undefined) {
    return null;
  }
  return (
    <table className="table routes" aria-label={t('ticket.compared')}>
      <thead>
        <tr>
          <th scope="col">{t('ticket.exchange')}</th>
          <th scope="col" className="right">
            {t('ticket.withFee')}
          </th>
        </tr>
      </thead>
      <tbody>
        {routing.candidates.map((one) => (
          <tr key={one.exchange} className={one.chosen ? 'is-chosen' : ''}>
            <td>
              {t(`exchange.${one.exchange}`)}
              {one.chosen && <span className="chip">{t('ticket.best')}</span>}
            </td>
            <td className="num right">
              {one.effective_price === null ? (
                <span className="dim routes-why">{one.reason}</span>
              ) : (
                formatAmount(plain(exact(one.effective_price).toSignificantDigits(8)))
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
