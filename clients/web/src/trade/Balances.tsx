import {
  Decimal,
  exact,
  formatAmount,
  isZero,
  plain,
  type Balance,
  marketKey,
  type Instrument,
  type SilentAccount,
} from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

import { balancesQuery, instrumentsQuery } from '../data';
import { live } from '../k2';
import { Loaded } from '../ui/Loaded';
import { SilentAccounts } from '../ui/SilentAccounts';
import { Empty } from '../ui/States';

/** What the linked accounts hold, and its worth where a price is known. */
export function Balances({ quote }: { readonly quote: string }) {
  const { t } = useTranslation();
  const query = useQuery(balancesQuery);
  return (
    <Loaded what={t('balances.title')} query={query} rows={4}>
      {({ balances, silent }) => (
        <Held rows={balances.filter((one) => !isZero(one.total))} silent={silent} quote={quote} />
      )}
    </Loaded>
  );
}

interface HeldProps {
  readonly rows: readonly Balance[];
  readonly silent: readonly SilentAccount[];
  readonly quote: string;
}

function Held({ rows, silent, quote }: HeldProps) {
  const { t } = useTranslation();
  const worth = useWorth(rows, quote);
  if (rows.length === 0) {
    return silent.length > 0 ? (
      <SilentAccounts accounts={silent} />
    ) : (
      <Empty title={t('balances.empty')} hint={t('balances.emptyHint')} />
    );
  }
  const total = worth.reduce(
    (sum, value) => (value === null ? sum : sum.plus(value)),
    new Decimal(0),
  );
  return (
    <table className="table balances">
      <caption className="balances-sum">
        <SilentAccounts accounts={silent} />
        <span className="dim">{t('balances.sum')}</span>
        <strong className="num">
          {formatAmount(plain(total), 2)} {quote}
        </strong>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('balances.currency')}</th>
          <th scope="col" className="right">
            {t('balances.free')}
          </th>
          <th scope="col" className="right">
            {t('balances.value')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={`${row.exchange} ${row.link_id} ${row.currency}`}>
            <th scope="row">
              {row.currency}
              <span className="balances-where">{t(`exchange.${row.exchange}`)}</span>
            </th>
            <td className="num right">
              {formatAmount(shown(row.free))}
              {!isZero(row.held) && (
                <span className="balances-held">
                  +{formatAmount(shown(row.held))} {t('balances.held').toLowerCase()}
                </span>
              )}
            </td>
            <td className="num right">{worthText(worth[index] ?? null, t('balances.unpriced'))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** As many decimals as are worth reading: cents of thousands, and the last dust of what is dear. */
const shown = (text: string) => {
  const value = exact(text);
  return plain(value.toDecimalPlaces(value.gte(1_000) ? 2 : value.gte(10) ? 4 : 8));
};

function worthText(value: string | null, unpriced: string) {
  return value === null ? <span className="stale-tag">{unpriced}</span> : formatAmount(value, 2);
}

/** Where a balance has a price: at its own exchange if that trades it, else at the first that does. */
function priceTopic(row: Balance, quote: string, instruments: readonly Instrument[]) {
  const pairs = instruments.filter(
    (one) => one.kind === 'spot' && one.base === row.currency && one.quote === quote,
  );
  const pair = pairs.find((one) => one.exchange === row.exchange) ?? pairs[0];
  return `price:${pair === undefined ? `${row.currency}-${quote}` : marketKey(pair)}` as const;
}

/** Each balance in the quote currency; null without a price, which is neither zero nor one to one. */
function useWorth(rows: readonly Balance[], quote: string): readonly (string | null)[] {
  const instruments = useQuery(instrumentsQuery).data;
  const topics = rows.map((row) => priceTopic(row, quote, instruments ?? []));
  const prices = useSyncExternalStore(
    (listener) => {
      const leave = topics.map((topic) => live.subscribe(topic, listener));
      return () => leave.forEach((undo) => undo());
    },
    () => topics.map((topic) => live.get(topic)?.price ?? '').join(' '),
  );
  return prices.split(' ').map((price, index) => {
    const row = rows[index];
    if (row?.currency === quote) {
      return row.total;
    }
    return price === '' || row === undefined ? null : plain(exact(row.total).times(price));
  });
}
