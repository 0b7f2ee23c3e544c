import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { Activity } from '../src/account/Activity';
import { ApiKeys } from '../src/account/ApiKeys';
import { DeleteAccount } from '../src/account/Leaving';
import { Password } from '../src/account/Password';
import { Sessions } from '../src/account/Sessions';
import { TwoFactor } from '../src/account/TwoFactor';
import { api } from '../src/k2';
import { expectAccessible, opened } from './page';
import { ADA, PASSWORD, Refusal, Server } from './server';

const CODES = Array.from({ length: 10 }, (_, index) => `code-${index}abc-defg`);
const LATER = '2030-01-01T00:00:00.000Z';
const session = (id: string, device: string, current: boolean) => ({
  id,
  device,
  address: '203.0.113.7',
  created_at: ADA.created_at,
  last_used_at: ADA.created_at,
  expires_at: LATER,
  current,
});

type Person = ReturnType<typeof opened>;

async function confirm(person: Person, password = PASSWORD) {
  const dialog = within(await screen.findByRole('dialog', { name: 'Confirm that it is you' }));
  await person.type(await dialog.findByLabelText('Password'), password);
  await person.click(dialog.getByRole('button', { name: 'Confirm' }));
}

afterEach(() => vi.restoreAllMocks());

describe('the second factor', () => {
  const given = () => {
    let on = false;
    return new Server()
      .on('GET /v1/auth/2fa', () => ({
        totp: on,
        methods: on ? ['totp', 'recovery_code'] : [],
        recovery_codes_left: on ? 10 : 0,
      }))
      .onConfirmed('POST /v1/auth/2fa/enable', () => ({
        secret: 'JBSWY3DPEHPK3PXP',
        otpauth_uri: 'otpauth://totp/K2:ada?secret=JBSWY3DPEHPK3PXP',
      }))
      .on('POST /v1/auth/2fa/verify', (body) => {
        if (body['code'] === '000000') {
          throw new Refusal(422, 'INVALID_CODE', 'The code is wrong.');
        }
        on = true;
        return { recovery_codes: CODES };
      });
  };

  it('is set up by a confirmation, a QR code and a first code, and shows its recovery codes once', async () => {
    const server = given();
    const person = opened(<TwoFactor />);
    await person.click(await screen.findByRole('button', { name: 'Set it up' }));
    await confirm(person);

    await screen.findByRole('img', { name: /QR code/ });
    screen.getByText('JBSW Y3DP EHPK 3PXP');
    await expectAccessible();
    const code = screen.getByLabelText(/authenticator app/);
    await person.type(code, '000000');
    await person.click(screen.getByRole('button', { name: 'Turn it on' }));
    await screen.findByText('The code is wrong.');
    await person.clear(code);
    await person.type(code, '123 456');
    await person.click(screen.getByRole('button', { name: 'Turn it on' }));

    expect(await screen.findAllByText(/^code-/)).toHaveLength(10);
    await expectAccessible();
    const done = screen.getByRole('button', { name: 'Done' });
    expect(done).toHaveProperty('disabled', true);
    await person.click(screen.getByLabelText('I have kept them'));
    await person.click(done);
    await screen.findByText(/^On\. /);
    expect(screen.queryByText(/^code-/)).toBeNull();
    expect(server.asked('POST /v1/auth/2fa/verify').at(-1)?.body).toEqual({ code: '123456' });
  });

  it('stays off, without a complaint, where the confirmation is taken back', async () => {
    const server = given();
    const person = opened(<TwoFactor />);
    await person.click(await screen.findByRole('button', { name: 'Set it up' }));
    await screen.findByRole('dialog');
    await person.click(await screen.findByRole('button', { name: 'Back' }));

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByRole('button', { name: 'Set it up' })).toHaveProperty('disabled', false);
    expect(document.querySelector('.notice-bad')).toBeNull();
    expect(server.asked('POST /v1/auth/2fa/enable')).toHaveLength(1);
  });

  it('keeps asking while the password is wrong', async () => {
    given();
    const person = opened(<TwoFactor />);
    await person.click(await screen.findByRole('button', { name: 'Set it up' }));
    await confirm(person, 'something else');

    await screen.findByText('That is not your password.');
    await expectAccessible();
  });

  it('is what confirms once it is on, where the server insists too', async () => {
    const server = given().on('POST /v1/auth/step-up', (body) => {
      if ('password' in body) {
        throw new Refusal(403, 'SECOND_FACTOR_REQUIRED', 'Show your second factor.');
      }
      server.confirmed = true;
      return {};
    });
    const person = opened(<TwoFactor />);
    await person.click(await screen.findByRole('button', { name: 'Set it up' }));
    await confirm(person);

    const dialog = within(screen.getByRole('dialog'));
    await person.type(await dialog.findByLabelText(/authenticator app/), '654321');
    await person.click(dialog.getByRole('button', { name: 'Confirm' }));
    await screen.findByRole('img', { name: /QR code/ });
    expect(server.asked('POST /v1/auth/step-up').at(-1)?.body).toEqual({ code: '654321' });
  });
});

describe('sessions', () => {
  const list = [
    session('1', 'Mozilla/5.0 (X11; Linux) Firefox/140', true),
    session('2', 'bot', false),
  ];

  it('mark this one and end another after a second press', async () => {
    const server = new Server()
      .on('GET /v1/auth/sessions', () => list)
      .on('DELETE /v1/auth/sessions/2', () => ({}));
    const person = opened(<Sessions />);

    const rows = await screen.findAllByRole('listitem');
    expect(rows[0]?.textContent).toContain('Firefox, Linux');
    expect(rows[0]?.textContent).toContain('this one');
    await expectAccessible();
    const end = within(rows[1] as HTMLElement).getByRole('button');
    await person.click(end);
    expect(server.asked('DELETE /v1/auth/sessions/2')).toEqual([]);
    await person.click(end);

    await waitFor(() => expect(server.asked('DELETE /v1/auth/sessions/2')).toHaveLength(1));
  });

  it('all end at a word, this one too', async () => {
    new Server()
      .on('GET /v1/auth/sessions', () => list)
      .on('DELETE /v1/auth/sessions', () => ({ ended: 2 }));
    const person = opened(<Sessions />);
    await person.click(await screen.findByRole('button', { name: 'Log out everywhere' }));
    const dialog = within(await screen.findByRole('dialog'));
    await person.click(dialog.getByRole('button', { name: 'Log out everywhere' }));

    await waitFor(() => expect(api.session.state).toBe('signed-out'));
  });
});

describe('the password', () => {
  it('changes by the old one and says what the server has against it', async () => {
    const server = new Server().on('POST /v1/auth/password/change', (body) => {
      if (body['password'] !== PASSWORD) {
        throw new Refusal(403, 'PASSWORD_WRONG', 'That is not the old password.');
      }
      return {};
    });
    const person = opened(<Password />);
    const old = await screen.findByLabelText('Current password');
    await person.type(old, 'wrong');
    await person.type(screen.getByLabelText('New password'), 'a sentence that is long enough');
    await person.click(screen.getByRole('button', { name: 'Change the password' }));
    await screen.findByText('That is not the old password.');
    await person.clear(old);
    await person.type(old, PASSWORD);
    await person.click(screen.getByRole('button', { name: 'Change the password' }));

    await screen.findByText('The password is changed.');
    expect(server.asked('POST /v1/auth/password/change').at(-1)?.body).toEqual({
      password: PASSWORD,
      new_password: 'a sentence that is long enough',
    });
  });
});

describe('API keys', () => {
  it('are made with scopes and an end, and shown once', async () => {
    const key = {
      id: '1',
      label: 'Bot',
      hint: 'k2_abc',
      scopes: ['read', 'trade'],
      created_at: ADA.created_at,
      expires_at: LATER,
      last_used_at: null,
    };
    const keys: unknown[] = [];
    const server = new Server()
      .on('GET /v1/api-keys', () => keys)
      .onConfirmed('POST /v1/api-keys', () => {
        keys.push(key);
        return { key, secret: 'k2_abcSECRET' };
      });
    const person = opened(<ApiKeys />);
    await screen.findByText('No API keys');
    await person.click(screen.getByRole('button', { name: 'Make an API key' }));
    await person.type(screen.getByLabelText('Name'), 'Bot');
    await person.click(screen.getByLabelText(/place, change and cancel/));
    await expectAccessible();
    await person.click(screen.getByRole('button', { name: 'Make the key' }));
    await confirm(person);

    await screen.findByText('k2_abcSECRET');
    await person.click(screen.getByRole('button', { name: 'I have copied it' }));
    await screen.findByRole('button', { name: 'Revoke Bot' });
    expect(screen.queryByText('k2_abcSECRET')).toBeNull();
    expect(server.asked('POST /v1/api-keys').at(-1)?.body).toMatchObject({
      label: 'Bot',
      scopes: ['read', 'trade'],
    });
  });
});

describe('the activity', () => {
  const entry = {
    seq: 1,
    id: '1',
    at: ADA.created_at,
    kind: 'order',
    action: 'placeOrder',
    session_id: null,
    address: '203.0.113.7',
    object: 'BTC-USDT',
    outcome: 'ok',
    request_id: 'r',
    details: {},
  };

  it('is filtered by action and day', async () => {
    const server = new Server().on('GET /v1/audit', (_, query) =>
      query.get('action') === 'nothing' ? [] : [entry],
    );
    const person = opened(<Activity />);
    await screen.findByText('BTC-USDT');
    await expectAccessible();
    await person.type(screen.getByLabelText('Action'), 'nothing');
    await person.click(screen.getByRole('button', { name: 'Show' }));

    await screen.findByText('Nothing fits the filter.');
    const asked = new URL(server.asked('GET /v1/audit').at(-1)?.url ?? '');
    expect(asked.searchParams.get('action')).toBe('nothing');
  });

  it('that cannot be read is not shown as none', async () => {
    new Server().on('GET /v1/audit', () => {
      throw new Refusal(503, 'UNAVAILABLE', 'The log is away.');
    });
    opened(<Activity />);

    expect((await screen.findByRole('alert')).textContent).toContain('The log is away.');
    expect(screen.queryByText('Nothing here')).toBeNull();
  });

  it('is saved as a file with the filter of the screen', async () => {
    const server = new Server().on('GET /v1/audit', () => [entry]);
    Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined });
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
    const person = opened(<Activity />);
    await screen.findByText('BTC-USDT');
    await person.click(screen.getByRole('button', { name: 'JSON Lines' }));

    await waitFor(() => expect(clicked).toHaveBeenCalledOnce());
    expect(server.asked('GET /v1/audit').at(-1)?.url).toContain('format=jsonl');
  });
});

describe('the end of an account', () => {
  it('takes the address typed in full and a confirmation, and says why it is refused', async () => {
    let open = true;
    const server = new Server().onConfirmed('DELETE /v1/users/me', () => {
      if (open) {
        throw new Refusal(409, 'OPEN_ORDERS', 'Orders are open: cancel them first.');
      }
      return {};
    });
    const person = opened(<DeleteAccount />);
    await person.click(await screen.findByRole('button', { name: 'Delete my account' }));
    const sure = await screen.findByRole('button', { name: 'Delete my account for good' });
    await person.type(screen.getByLabelText(/to go on/), 'ada@example');
    expect(sure).toHaveProperty('disabled', true);
    await person.type(screen.getByLabelText(/to go on/), '.com');
    await expectAccessible();
    await person.click(sure);
    await confirm(person);

    await screen.findByText('Orders are open: cancel them first.');
    expect(api.session.state).toBe('signed-in');
    open = false;
    await person.click(screen.getByRole('button', { name: 'Delete my account for good' }));
    await waitFor(() => expect(api.session.state).toBe('signed-out'));
    expect(server.asked('DELETE /v1/users/me')).toHaveLength(3);
  });
});
