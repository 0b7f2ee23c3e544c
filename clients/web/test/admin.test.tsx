import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { Everything } from '../src/admin/Everything';
import { People } from '../src/admin/People';
import { adminAddress, placeOf } from '../src/place';
import { expectAccessible, opened } from './page';
import { ADA, Refusal, Server } from './server';

const GRACE = {
  id: '018f3c52-6f0a-4b0e-9a59-3f6d2a5c7c22',
  email: 'grace@example.com',
  email_verified: false,
  role: 'user',
  kyc_status: 'pending',
  created_at: ADA.created_at,
};

describe("the administrators' page", () => {
  it('has addresses for its parts, and for what one person did', () => {
    expect(placeOf('#/admin')).toEqual({ screen: 'admin', section: 'people', user: null });
    expect(placeOf(adminAddress('activity', GRACE.id))).toEqual({
      screen: 'admin',
      section: 'activity',
      user: GRACE.id,
    });
  });
});

describe('people', () => {
  it('are looked up by their whole address', async () => {
    const server = new Server().on('GET /v1/admin/users', (_, query) =>
      query.get('email') === 'nobody@example.com' ? [] : [GRACE],
    );
    const person = opened(<People />);
    await screen.findByText('grace@example.com');
    await expectAccessible();
    await person.type(screen.getByLabelText('Address'), 'nobody@example.com');
    await person.click(screen.getByRole('button', { name: 'Find' }));

    await screen.findByText('Nobody has exactly this address.');
    await person.click(screen.getByRole('button', { name: 'Show all' }));
    await screen.findByText('grace@example.com');
    expect(server.asked('GET /v1/admin/users').at(-1)?.url).not.toContain('email');
  });

  it('are verified with a note that they read', async () => {
    const history = [{ status: 'pending', note: null, at: ADA.created_at }];
    const server = new Server()
      .on('GET /v1/admin/users', () => [GRACE])
      .on(`GET /v1/admin/users/${GRACE.id}/kyc`, () => ({ status: 'pending', history }))
      .on(`PUT /v1/admin/users/${GRACE.id}/kyc`, (body) => ({
        status: body['status'],
        history: [{ ...body, at: '2026-11-22T09:30:00.000Z' }, ...history],
      }));
    const person = opened(<People />);
    await person.click(
      await screen.findByRole('button', { name: 'Verification of grace@example.com' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await person.selectOptions(await dialog.findByLabelText('What you say'), 'verified');
    await person.type(dialog.getByLabelText(/^Note/), ' Seen in person. ');
    await expectAccessible();
    await person.click(dialog.getByRole('button', { name: 'Say so' }));

    await dialog.findByText('Seen in person.');
    expect(server.asked(`PUT /v1/admin/users/${GRACE.id}/kyc`).at(-1)?.body).toEqual({
      status: 'verified',
      note: 'Seen in person.',
    });
  });
});

describe('the activity of all', () => {
  const entry = {
    seq: 1,
    id: '1',
    at: ADA.created_at,
    kind: 'order',
    action: 'placeOrder',
    user_id: GRACE.id,
    session_id: null,
    address: '203.0.113.7',
    object: 'BTC-USDT',
    outcome: 'ok',
    request_id: 'r',
    details: {},
  };

  it('is that of one person where one is named', async () => {
    const server = new Server().on('GET /v1/admin/audit', () => [entry]);
    opened(<Everything user={GRACE.id} />);

    const link = await screen.findByRole('link', { name: GRACE.id.slice(0, 8) });
    expect(link.getAttribute('href')).toBe(adminAddress('activity', GRACE.id));
    const asked = new URL(server.asked('GET /v1/admin/audit').at(-1)?.url ?? '');
    expect(asked.searchParams.get('user_id')).toBe(GRACE.id);
    await expectAccessible();
  });

  it('names every row that was changed', async () => {
    new Server()
      .on('GET /v1/admin/audit', () => [])
      .on('GET /v1/admin/audit/verify', () => ({
        holds: false,
        rows: 3,
        anchors: 1,
        findings: [{ seq: 2, message: 'the row was changed' }],
      }));
    const person = opened(<Everything user={null} />);
    await person.click(await screen.findByRole('button', { name: 'Look at every row' }));

    expect((await screen.findByRole('alert')).textContent).toContain('Row 2: the row was changed');
  });

  it('that nobody may see is not shown as none', async () => {
    new Server().on('GET /v1/admin/audit', () => {
      throw new Refusal(403, 'FORBIDDEN', 'For administrators only.');
    });
    opened(<Everything user={null} />);

    await waitFor(() =>
      expect(screen.getByRole('alert').textContent).toContain('For administrators only.'),
    );
  });
});
