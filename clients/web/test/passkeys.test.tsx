import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Passkeys } from '../src/account/Passkeys';
import { api } from '../src/k2';
import { Login } from '../src/screens/Login';
import { expectAccessible, opened } from './page';
import { ADA, PASSWORD, Refusal, Server, TOKENS } from './server';

const CODES = Array.from({ length: 10 }, (_, index) => `code-${index}abc-defg`);
const PROOF = {
  credential_id: 'raw',
  client_data: 'client',
  authenticator_data: 'seen',
  signature: 'signed',
  user_handle: 'whose',
};

/** An authenticator that says what was written down; or nobody presses it. */
function authenticator(willing = true) {
  const asked: unknown[] = [];
  const answer = (response: object) => {
    if (!willing) {
      return Promise.reject(new DOMException('Nobody was there.', 'NotAllowedError'));
    }
    return Promise.resolve({ toJSON: () => ({ rawId: 'raw', response }) });
  };
  const asGiven = (options: unknown) => options;
  vi.stubGlobal(
    'PublicKeyCredential',
    Object.assign(() => undefined, {
      parseRequestOptionsFromJSON: asGiven,
      parseCreationOptionsFromJSON: asGiven,
    }),
  );
  Object.defineProperty(window.navigator, 'credentials', {
    configurable: true,
    value: {
      get: (options: unknown) => {
        asked.push(options);
        return answer({
          clientDataJSON: 'client',
          authenticatorData: 'seen',
          signature: 'signed',
          userHandle: 'whose',
        });
      },
      create: (options: unknown) => {
        asked.push(options);
        return answer({ clientDataJSON: 'client', attestationObject: 'made' });
      },
    },
  });
  return asked;
}

const options = (challenge: string) => ({
  public_key: { challenge },
  expires_at: '2030-01-01T00:00:00.000Z',
});

afterEach(() => vi.unstubAllGlobals());

describe('logging in with a passkey', () => {
  it('needs nothing else', async () => {
    const server = new Server()
      .on('POST /v1/auth/login/passkey/options', () => options('c1'))
      .on('POST /v1/auth/login/passkey', () => TOKENS);
    const asked = authenticator();
    const person = opened(<Login />, 'nobody');
    await expectAccessible();

    await person.click(screen.getByRole('button', { name: 'Log in with a passkey' }));

    await waitFor(() => expect(api.session.state).toBe('signed-in'));
    expect(asked).toEqual([{ publicKey: { challenge: 'c1' } }]);
    expect(server.asked('POST /v1/auth/login/passkey')[0]?.body).toEqual(PROOF);
  });

  it('stays where it was when nobody presses the authenticator', async () => {
    const server = new Server().on('POST /v1/auth/login/passkey/options', () => options('c1'));
    authenticator(false);
    const person = opened(<Login />, 'nobody');

    await person.click(screen.getByRole('button', { name: 'Log in with a passkey' }));

    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Log in with a passkey' })).toHaveProperty(
        'disabled',
        false,
      ),
    );
    expect(server.asked('POST /v1/auth/login/passkey')).toEqual([]);
    expect(screen.queryByText(/Nobody was there/)).toBeNull();
  });

  it('says why the server refuses it', async () => {
    new Server()
      .on('POST /v1/auth/login/passkey/options', () => options('c1'))
      .on('POST /v1/auth/login/passkey', () => {
        throw new Refusal(401, 'PASSKEY_REFUSED', 'The passkey is not known here.');
      });
    authenticator();
    const person = opened(<Login />, 'nobody');

    await person.click(screen.getByRole('button', { name: 'Log in with a passkey' }));

    await screen.findByText('The passkey is not known here.');
    expect(api.session.state).toBe('signed-out');
  });

  it('is not offered where the browser has no passkeys', () => {
    new Server();
    opened(<Login />, 'nobody');

    expect(screen.queryByRole('button', { name: 'Log in with a passkey' })).toBeNull();
  });

  it('completes a login by password', async () => {
    const server = new Server()
      .on('POST /v1/auth/login', () => ({
        challenge: 'ch',
        expires_in: 300,
        methods: ['passkey', 'recovery_code'],
      }))
      .on('POST /v1/auth/login/passkey/options', () => options('c2'))
      .on('POST /v1/auth/login/second-factor', () => TOKENS);
    authenticator();
    const person = opened(<Login />, 'nobody');
    await person.type(screen.getByLabelText('Email'), ADA.email);
    await person.type(screen.getByLabelText('Password'), PASSWORD);
    await person.click(screen.getByRole('button', { name: 'Log in' }));

    await person.click(await screen.findByRole('button', { name: 'Use your passkey' }));

    await waitFor(() => expect(api.session.state).toBe('signed-in'));
    expect(server.asked('POST /v1/auth/login/passkey/options')[0]?.body).toEqual({
      challenge: 'ch',
    });
    expect(server.asked('POST /v1/auth/login/second-factor')[0]?.body).toEqual({
      challenge: 'ch',
      passkey: PROOF,
    });
  });
});

describe('the passkeys of an account', () => {
  let kept: { id: string; label: string; created_at: string; last_used_at: null }[];
  const given = () =>
    new Server()
      .on('GET /v1/auth/passkeys', () => kept)
      .onConfirmed('POST /v1/auth/passkeys/options', () => options('c3'))
      .onConfirmed('POST /v1/auth/passkeys', (body) => {
        const first = kept.length === 0;
        const one = {
          id: `p${kept.length}`,
          label: String(body['label']),
          created_at: ADA.created_at,
          last_used_at: null,
        };
        kept = [...kept, one];
        return { ...one, recovery_codes: first ? CODES : [] };
      })
      .on('PUT /v1/auth/passkeys/p0', (body) => {
        kept = kept.map((one) => ({ ...one, label: String(body['label']) }));
        return kept[0];
      })
      .onConfirmed('DELETE /v1/auth/passkeys/p0', () => {
        kept = [];
        return null;
      });

  beforeEach(() => {
    kept = [];
  });

  it('are added after a confirmation, and the first brings recovery codes', async () => {
    const server = given();
    authenticator();
    const person = opened(<Passkeys />);
    await person.click(await screen.findByRole('button', { name: 'Add a passkey' }));
    await person.type(screen.getByLabelText(/^Name/), 'laptop');
    await expectAccessible();
    await person.click(screen.getByRole('button', { name: 'Make it' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm that it is you' }));
    await person.type(await dialog.findByLabelText('Password'), PASSWORD);
    await person.click(dialog.getByRole('button', { name: 'Confirm' }));

    expect(await screen.findAllByText(/^code-/)).toHaveLength(10);
    await person.click(screen.getByLabelText('I have kept them'));
    await person.click(screen.getByRole('button', { name: 'Done' }));

    await screen.findByText('laptop');
    await expectAccessible();
    expect(server.asked('POST /v1/auth/passkeys').at(-1)?.body).toEqual({
      label: 'laptop',
      client_data: 'client',
      attestation: 'made',
    });
  });

  it('are renamed and removed', async () => {
    kept = [{ id: 'p0', label: 'laptop', created_at: ADA.created_at, last_used_at: null }];
    const server = given();
    server.confirmed = true;
    authenticator();
    const person = opened(<Passkeys />);

    await person.click(await screen.findByRole('button', { name: 'Rename the passkey laptop' }));
    await person.clear(screen.getByLabelText(/^Name/));
    await person.type(screen.getByLabelText(/^Name/), 'key ring');
    await person.click(screen.getByRole('button', { name: 'Save' }));
    const remove = await screen.findByRole('button', { name: 'Remove the passkey key ring' });
    await person.click(remove);
    await person.click(remove);

    await screen.findByText('No passkey yet');
    expect(server.asked('DELETE /v1/auth/passkeys/p0')).toHaveLength(1);
  });

  it('confirm who somebody is', async () => {
    kept = [{ id: 'p0', label: 'laptop', created_at: ADA.created_at, last_used_at: null }];
    const server = given();
    server
      .on('GET /v1/auth/2fa', () => ({
        totp: false,
        methods: ['passkey', 'recovery_code'],
        recovery_codes_left: 10,
      }))
      .on('POST /v1/auth/step-up/options', () => options('c4'))
      .on('POST /v1/auth/step-up', () => {
        server.confirmed = true;
        return { stepped_up_until: '2026-11-21T10:00:00.000Z' };
      });
    authenticator();
    const person = opened(<Passkeys />);
    const remove = await screen.findByRole('button', { name: 'Remove the passkey laptop' });
    await person.click(remove);
    await person.click(remove);

    await person.click(await screen.findByRole('button', { name: 'Confirm with a passkey' }));

    await screen.findByText('No passkey yet');
    expect(server.asked('POST /v1/auth/step-up')[0]?.body).toEqual({ passkey: PROOF });
  });
});
