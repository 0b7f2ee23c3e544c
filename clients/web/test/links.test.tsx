import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { Links } from '../src/shell/Links';
import { expectAccessible, opened } from './page';
import { PASSWORD, Refusal, Server } from './server';

const LINK = {
  id: '018f3c52-6f0a-4b0e-9a59-3f6d2a5c7c22',
  exchange: 'okx',
  label: 'main',
  status: 'expired',
  access: 'read_only',
  permissions: null,
  warnings: [],
  created_at: '2026-11-21T09:30:00.000Z',
  updated_at: '2026-11-21T09:30:00.000Z',
} as const;
const GUIDE = {
  exchange: 'okx',
  method: 'api_key',
  forms: [{ name: 'API key', fields: ['api_key', 'api_secret', 'passphrase'] }],
  page: 'API',
  address: 'https://exchange.example/keys',
  give: ['Read', 'Trade'],
  withhold: ['Withdraw'],
  hints: [],
};

function given() {
  return new Server()
    .on('GET /v1/exchange-links', () => [LINK])
    .on('GET /v1/auth/link/okx/initiate', () => GUIDE);
}

describe('a linked account', () => {
  it('gets another key, once its owner has confirmed who they are', async () => {
    const server = given().onConfirmed(`PUT /v1/exchange-links/${LINK.id}/credentials`, () => LINK);
    const user = opened(<Links />);
    await user.click(await screen.findByRole('button', { name: /^New key for/ }));
    await user.type(await screen.findByLabelText('API key'), 'k');
    await user.type(screen.getByLabelText('API secret'), 's');
    await user.type(screen.getByLabelText('Passphrase'), 'p');
    expect(screen.queryByLabelText('Name')).toBeNull();
    await expectAccessible();
    await user.click(screen.getByRole('button', { name: 'Use this key' }));
    await user.type(await screen.findByLabelText('Password'), PASSWORD);
    await user.click(screen.getByRole('button', { name: 'Go on' }));

    await screen.findByRole('button', { name: /^New key for/ });

    expect(server.asked(`PUT /v1/exchange-links/${LINK.id}/credentials`).at(-1)?.body).toEqual({
      api_key: 'k',
      api_secret: 's',
      passphrase: 'p',
    });
  });

  it('is removed with open orders only by who leaves them knowingly', async () => {
    const server = given().on(`DELETE /v1/exchange-links/${LINK.id}`, (_, query) => {
      if (query.get('leave_orders') !== 'true') {
        throw new Refusal(409, 'LINK_HAS_ORDERS', '3 orders are open.', { orders: 3 });
      }
      return {};
    });
    const user = opened(<Links />);
    await user.click(await screen.findByRole('button', { name: /^Remove/ }));
    await user.click(screen.getByRole('button', { name: /^Remove/ }));
    expect((await screen.findByRole('alert')).textContent).toContain('3 orders');
    await expectAccessible();

    await user.click(screen.getByRole('button', { name: /leave the 3 orders/ }));

    await waitFor(() =>
      expect(server.asked(`DELETE /v1/exchange-links/${LINK.id}`)).toHaveLength(2),
    );
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });
});
