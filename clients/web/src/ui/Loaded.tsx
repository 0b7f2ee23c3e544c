import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { Failed, Loading } from './States';

interface LoadedProps<T> {
  readonly what: string;
  readonly query: Pick<UseQueryResult<T>, 'data' | 'isError' | 'error'> & {
    readonly refetch: () => unknown;
  };
  readonly rows?: number;
  readonly children: (loaded: T) => ReactNode;
}

/** What was loaded, or that it is on its way, or why it is not there. */
export function Loaded<T>({ what, query, rows = 3, children }: LoadedProps<T>) {
  if (query.data !== undefined) {
    return children(query.data);
  }
  return query.isError ? (
    <Failed what={what} failure={query.error} onRetry={() => void query.refetch()} />
  ) : (
    <Loading what={what} rows={rows} />
  );
}
