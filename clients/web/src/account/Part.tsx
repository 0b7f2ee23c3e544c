import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { Panel } from '../ui/Panel';
import { Failed, Loading } from '../ui/States';

interface PartProps {
  readonly title: string;
  readonly hint?: string;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** One panel of the account page. */
export function Part({ title, hint, tools, children }: PartProps) {
  return (
    <Panel title={title} className="account-panel" tools={tools}>
      <div className="account-body">
        {hint !== undefined && <p className="dim">{hint}</p>}
        {children}
      </div>
    </Panel>
  );
}

interface LoadedProps<T> {
  readonly what: string;
  readonly query: UseQueryResult<T>;
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
