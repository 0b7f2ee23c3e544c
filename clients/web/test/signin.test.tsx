import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { api } from '../src/k2';
import { Login } from '../src/screens/Login';
import { Arrived } from '../src/signin/ArrivedPage';
import { expectAccessible, opened } from './page';
import { ADA, PASSWORD, Refusal, Server, TOKENS } from './server';

const CHALLENGE = { challenge: 'ch', expires_in: 300, methods: ['totp', 'recovery_code'] };

async function typed(person: ReturnType<typeof opened>) {
  await person.type(screen.getByLabelText('Email'), ADA.email);
  await person.type(screen.getByLabelText('Password'), PASSWORD);
}

describe('the way in', () => {
  it('begins a session by email and password', async () => {
    const server = new Server().on('POST /v1/auth/login', () => TOKENS);
    const person = opened(<Login />, 'nobody');

    await typed(person);
    await expectAccessible();
    await person.click(screen.getByRole('button', { name: 'Log in' }));

    await waitFor(() => expect(api.session.state).toBe('signed-in'));
    expect(server.asked('POST /v1/auth/login')[0]?.body).toEqual({
      email: ADA.email,
      password: PASSWORD,
    });
  });

  it("says the server's reason, and offers the confirmation mail to who was refused", async () => {
    new Server().on('POST /v1/auth/login', () => {
      throw new Refusal(401, 'INVALID_CREDENTIALS', 'No.');
    });
    const person = opened(<Login />, 'nobody');

    await typed(person);
    await person.click(screen.getByRole('button', { name: 'Log in' }));

    await screen.findByRole('button', { name: /confirmation mailed again/ });
    expect(api.session.state).toBe('signed-out');
  });

  it('takes a password of its own in place of one that was handed over, and goes on with it', async () => {
    const own = 'nobody else knows this one';
    const server = new Server()
      .on('POST /v1/auth/login', (body) => {
        if (body['password'] !== own) {
          throw new Refusal(403, 'PASSWORD_CHANGE_REQUIRED', 'Set one of your own first.');
        }
        return TOKENS;
      })
      .on('POST /v1/auth/password/first', () => ({}));
    const person = opened(<Login />, 'nobody');
    await typed(person);
    await person.click(screen.getByRole('button', { name: 'Log in' }));

    await person.type(await screen.findByLabelText('New password'), own);
    await expectAccessible();
    await person.click(screen.getByRole('button', { name: 'Set it and log in' }));
    await waitFor(() => expect(api.session.state).toBe('signed-in'));
    expect(server.asked('POST /v1/auth/password/first')[0]?.body).toEqual({
      email: ADA.email,
      password: PASSWORD,
      new_password: own,
    });
  });

  it('asks for the second factor, says that a code was wrong, and takes a recovery code', async () => {
    const server = new Server()
      .on('POST /v1/auth/login', () => CHALLENGE)
      .on('POST /v1/auth/login/second-factor', (body) => {
        if ('code' in body) {
          throw new Refusal(401, 'INVALID_CODE', 'The code is wrong.');
        }
        return TOKENS;
      });
    const person = opened(<Login />, 'nobody');
    await typed(person);
    await person.click(screen.getByRole('button', { name: 'Log in' }));

    await person.type(await screen.findByLabelText(/authenticator app/), '123 456');
    await expectAccessible();
    await person.click(screen.getByRole('button', { name: 'Log in' }));
    await screen.findByText('The code is wrong.');
    await person.click(screen.getByRole('button', { name: /Use a recovery code/ }));
    await person.type(screen.getByLabelText('Recovery code'), 'abcd-efgh-ijkl');
    await person.click(screen.getByRole('button', { name: 'Log in' }));

    await waitFor(() => expect(api.session.state).toBe('signed-in'));
    expect(server.asked('POST /v1/auth/login/second-factor').map(({ body }) => body)).toEqual([
      { challenge: 'ch', code: '123456' },
      { challenge: 'ch', recovery_code: 'abcd-efgh-ijkl' },
    ]);
  });

  it('begins anew when the challenge has ended', async () => {
    new Server()
      .on('POST /v1/auth/login', () => CHALLENGE)
      .on('POST /v1/auth/login/second-factor', () => {
        throw new Refusal(401, 'CHALLENGE_ENDED', 'It took too long.');
      });
    const person = opened(<Login />, 'nobody');
    await typed(person);
    await person.click(screen.getByRole('button', { name: 'Log in' }));
    await person.type(await screen.findByLabelText(/authenticator app/), '123456');
    await person.click(screen.getByRole('button', { name: 'Log in' }));

    await screen.findByText('It took too long.');
    expect(screen.getByLabelText('Password')).toHaveProperty('value', '');
  });

  it('sends who registers to their mail, and mails again when asked', async () => {
    const server = new Server()
      .on('POST /v1/auth/register', () => ({ confirmation: 'mailed' }))
      .on('POST /v1/auth/verify-email/resend', () => ({}));
    const person = opened(<Login />, 'nobody');
    await person.click(screen.getByRole('button', { name: /Create an account/ }));
    await typed(person);
    await person.click(screen.getByRole('button', { name: 'Create account' }));

    await screen.findByRole('heading', { name: 'Check your mail' });
    await expectAccessible();
    await person.click(screen.getByRole('button', { name: 'Send it again' }));

    await screen.findByText('The mail is on its way again.');
    expect(server.asked('POST /v1/auth/login')).toEqual([]);
    expect(server.asked('POST /v1/auth/verify-email/resend')[0]?.body).toEqual({
      email: ADA.email,
    });
  });

  it('mails a link for a forgotten password and says the same for every address', async () => {
    new Server().on('POST /v1/auth/password/forgot', () => ({}));
    const person = opened(<Login />, 'nobody');
    await person.click(screen.getByRole('button', { name: /Forgot/ }));
    await person.type(screen.getByLabelText('Email'), ADA.email);
    await person.click(screen.getByRole('button', { name: 'Send the mail' }));

    await screen.findByText(/If there is an account with ada@example.com/);
  });

  it('shows Google and Apple only where the server offers them, and begins nothing before', async () => {
    const server = new Server().on('GET /v1/system', () => ({
      mode: 'sim',
      version: '1',
      exchanges: [],
      identity_providers: ['google'],
    }));
    opened(<Login />, 'nobody');

    await screen.findByRole('button', { name: 'Continue with Google' });
    await expectAccessible();
    expect(screen.queryByRole('button', { name: /Apple/ })).toBeNull();
    expect(server.asked('GET /v1/auth/oauth/google/start')).toEqual([]);
  });
});

describe("a mail's link", () => {
  it('confirms the address once, and sends its token in no address', async () => {
    const server = new Server().on('POST /v1/auth/verify-email', () => ({}));
    opened(<Arrived arrival={{ kind: 'verify', token: 'secret-token' }} />, 'nobody');

    await screen.findByText(/Your address is confirmed/);
    await expectAccessible();
    expect(server.asked('POST /v1/auth/verify-email')).toHaveLength(1);
    expect(server.calls.map(({ url }) => url).join()).not.toContain('secret-token');
  });

  it('that is too old says so', async () => {
    new Server().on('POST /v1/auth/verify-email', () => {
      throw new Refusal(422, 'TOKEN_REFUSED', 'The link is too old.');
    });
    opened(<Arrived arrival={{ kind: 'verify', token: 'old' }} />, 'nobody');

    expect((await screen.findByRole('alert')).textContent).toContain('The link is too old.');
  });

  it('sets a new password and ends the session of this browser', async () => {
    const server = new Server().on('POST /v1/auth/password/reset', () => ({}));
    const person = opened(<Arrived arrival={{ kind: 'reset', token: 'secret-token' }} />);
    await person.type(screen.getByLabelText('New password'), PASSWORD);
    await expectAccessible();
    await person.click(screen.getByRole('button', { name: 'Set the password' }));

    await screen.findByText(/Your password is set/);
    expect(server.asked('POST /v1/auth/password/reset')[0]?.body).toEqual({
      token: 'secret-token',
      password: PASSWORD,
    });
    expect(api.session.state).toBe('signed-out');
  });
});
