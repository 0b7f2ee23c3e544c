import { csv } from '@k2/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { named, saveFile } from '../account/saveFile';
import { fillsQuery, historyQuery, positionsQuery } from '../data';

/* Lists as files for spreadsheets: what is shown, with every figure as the server told it. */

interface Props<T> {
  readonly what: string;
  readonly file: string;
  readonly rows: readonly T[] | undefined;
  readonly columns: readonly (keyof T & string)[];
}

function Save<T extends object>({ what, file, rows, columns }: Props<T>) {
  const { t } = useTranslation();
  const save = () => {
    const lines = (rows ?? []).map((row) => columns.map((column) => cell(row[column])));
    saveFile(named(file, 'csv', new Date()), 'text/csv', csv(columns, lines));
  };
  return (
    <button
      type="button"
      className="small-button"
      disabled={rows === undefined || rows.length === 0}
      aria-label={t('orders.csvOf', { what })}
      title={t('orders.csvOf', { what })}
      onClick={save}
    >
      {t('orders.csv')}
    </button>
  );
}

const cell = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;

export function SaveHistory() {
  const { t } = useTranslation();
  return (
    <Save
      what={t('orders.history')}
      file="orders"
      rows={useQuery(historyQuery).data}
      columns={[
        'created_at',
        'id',
        'client_order_id',
        'exchange',
        'exchange_order_id',
        'instrument',
        'outcome',
        'side',
        'type',
        'time_in_force',
        'quantity',
        'price',
        'stop_price',
        'filled_quantity',
        'avg_price',
        'status',
        'error_message',
      ]}
    />
  );
}

export function SaveFills() {
  const { t } = useTranslation();
  return (
    <div className="list-tools">
      <Save
        what={t('orders.fills')}
        file="fills"
        rows={useQuery(fillsQuery).data}
        columns={[
          'executed_at',
          'id',
          'order_id',
          'exchange',
          'instrument',
          'side',
          'quantity',
          'price',
          'fee',
          'fee_currency',
        ]}
      />
    </div>
  );
}

export function SavePositions() {
  const { t } = useTranslation();
  return (
    <div className="list-tools">
      <Save
        what={t('positions.title')}
        file="positions"
        rows={useQuery(positionsQuery).data?.positions}
        columns={[
          'updated_at',
          'status',
          'exchange',
          'instrument',
          'outcome',
          'side',
          'quantity',
          'average_price',
          'mark_price',
          'unrealised_profit',
          'settled_profit',
          'currency',
        ]}
      />
    </div>
  );
}
