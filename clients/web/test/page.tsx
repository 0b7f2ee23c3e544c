import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import type { ReactNode } from 'react';
import { expect } from 'vitest';

import { api, queries } from '../src/k2';
import { StepUp } from '../src/ui/StepUp';
import { TOKENS } from './server';

/** Draws a part of the page as the app would, for somebody who is logged in or not. */
export function opened(part: ReactNode, who: 'ada' | 'nobody' = 'ada') {
  queries.clear();
  queries.setDefaultOptions({ queries: { retry: false } });
  if (who === 'ada') {
    api.session.begin(TOKENS);
  } else {
    api.session.end();
  }
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        {part}
        <StepUp />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup();
}

/** Nothing that axe can tell without colours and sizes. */
export async function expectAccessible() {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
}
