import type { Page } from '@k2/core';
import type { InfiniteData, UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Panel } from '../ui/Panel';
import { Problem } from '../ui/Problem';
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

interface LoadedPagesProps<T> {
  readonly what: string;
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  /** In place of rows where there are none. */
  readonly empty: ReactNode;
  readonly children: (rows: readonly T[]) => ReactNode;
}

/** The rows of the pages that were loaded, and the way to the next page. */
export function LoadedPages<T>({ what, query, empty, children }: LoadedPagesProps<T>) {
  const { t } = useTranslation();
  return (
    <Loaded what={what} query={query} rows={8}>
      {(loaded) => {
        const rows = loaded.pages.flatMap((page) => page.items);
        return rows.length === 0 ? (
          empty
        ) : (
          <>
            {children(rows)}
            {query.isFetchNextPageError && <Problem failure={query.error} />}
            {query.hasNextPage && (
              <div className="account-buttons">
                <button
                  type="button"
                  className="secondary"
                  disabled={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t('account.activity.more')}
                </button>
              </div>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
