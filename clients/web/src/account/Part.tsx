import type { Page } from '@k2/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Loaded } from '../ui/Loaded';
import { Panel } from '../ui/Panel';
import { Problem } from '../ui/Problem';

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
