import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { Preferences, Settings } from '../src/account/Settings';
import { Recovery } from '../src/account/Recovery';
import { Verification } from '../src/account/Verification';
import { useKept } from '../src/kept';
import { usePrefs } from '../src/prefs';
import { Logout } from '../src/shell/Logout';
import { ThemeToggle } from '../src/shell/ThemeToggle';
import { api } from '../src/k2';
import { expectAccessible, opened } from './page';
import { Refusal, Server } from './server';

const PREFERENCES = {
  theme: 'system',
  density: 'comfortable',
  start_page: 'portfolio',
  chart_interval: '1m',
  clock: 'local',
  colours: 'green_up',
  sounds: false,
};
const SETTINGS = {
  language: 'de',
  time_zone: 'UTC',
  currency: 'CHF',
  confirm_orders: true,
  cancel_on_logout: false,
};

/** Keeps both documents as K2 does: whole, and by their version. */
function given(version = 0) {
  const server = new Server();
  for (const [name, usual] of [
    ['settings', SETTINGS],
    ['preferences', PREFERENCES],
  ] as const) {
    let kept = { ...usual, version };
    server.on(`GET /v1/users/me/${name}`, () => kept);
    server.on(`PUT /v1/users/me/${name}`, (body) => {
      if (body['version'] !== kept.version) {
        throw new Refusal(409, 'VERSION_CONFLICT', 'It has changed since.');
      }
      kept = { ...kept, ...body, version: kept.version + 1 };
      return kept;
    });
  }
  return server;
}

function Kept() {
  useKept();
  return null;
}

const BEFORE = usePrefs.getState();

beforeEach(() => usePrefs.setState(BEFORE, true));

describe('preferences', () => {
  it('are saved whole, and what this page does not offer stays as it was', async () => {
    const server = given();
    const person = opened(<Preferences />);
    await person.selectOptions(await screen.findByLabelText('Colours'), 'Red up, green down');
    await person.click(screen.getByLabelText(/sound/));
    await expectAccessible();
    await person.click(screen.getByRole('button', { name: 'Save' }));

    await screen.findByText(/^Kept/);
    expect(server.asked('PUT /v1/users/me/preferences').at(-1)?.body).toEqual({
      ...PREFERENCES,
      version: 0,
      colours: 'red_up',
      sounds: true,
    });
  });

  it('that were kept make the page', async () => {
    const kept = given(3);
    kept.on('GET /v1/users/me/preferences', () => ({
      ...PREFERENCES,
      version: 3,
      colours: 'blue_orange',
      density: 'compact',
      clock: 'utc',
    }));
    opened(<Kept />);
    await waitFor(() =>
      expect(usePrefs.getState()).toMatchObject({
        palette: 'colour-blind',
        compact: true,
        zone: 'UTC',
        confirm: true,
      }),
    );
  });

  it('that were never set leave the page as this browser remembers it', async () => {
    const never = given(0);
    opened(<Kept />);
    await waitFor(() => expect(never.asked('GET /v1/users/me/settings')).toHaveLength(1));
    expect(usePrefs.getState()).toMatchObject({ palette: 'classic', confirm: null, zone: null });
  });

  it('follow what is chosen beside them', async () => {
    const server = given(2);
    const person = opened(
      <>
        <Preferences />
        <ThemeToggle />
      </>,
    );
    await screen.findByText(/^Kept/);
    await person.click(screen.getByRole('button', { name: /theme|light|dark/i }));

    await waitFor(() =>
      expect(server.asked('PUT /v1/users/me/preferences').at(-1)?.body).toMatchObject({
        version: 2,
        theme: expect.stringMatching(/light|dark/) as string,
      }),
    );
  });
});

describe('settings', () => {
  it('that changed elsewhere are not written over', async () => {
    const server = given(1);
    const person = opened(<Settings />);
    const asks = await screen.findByLabelText('Ask before an order is sent');
    server.on('PUT /v1/users/me/settings', () => {
      throw new Refusal(409, 'VERSION_CONFLICT', 'It has changed since.');
    });
    await person.click(asks);
    await person.click(screen.getByRole('button', { name: 'Save' }));

    await screen.findByText('It has changed since.');
    await waitFor(() => expect(server.asked('GET /v1/users/me/settings')).toHaveLength(2));
  });

  it('begin with the zone of the browser and keep the language of another app', async () => {
    const server = given();
    const person = opened(<Settings />);
    await screen.findByLabelText('Time zone');
    await expectAccessible();
    await person.click(screen.getByRole('button', { name: 'Save' }));

    await screen.findByText(/^Kept/);
    expect(server.asked('PUT /v1/users/me/settings').at(-1)?.body).toMatchObject({
      language: 'de',
      currency: 'CHF',
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      confirm_orders: false,
    });
  });
});

describe('logging out with open orders', () => {
  const order = { id: '1', status: 'open' };

  it('cancels them first where that is wanted, and stays while one is not confirmed', async () => {
    const server = new Server()
      .on('GET /v1/orders', () => [order])
      .on('POST /v1/auth/logout', () => ({}))
      .on('DELETE /v1/orders', () => ({ unconfirmed: ['1'] }));
    const person = opened(<Logout onBack={() => undefined} />);
    await person.click(await screen.findByRole('button', { name: 'Cancel them and log out' }));
    await screen.findByText(/not confirmed as cancelled/);
    expect(server.asked('POST /v1/auth/logout')).toEqual([]);
    server.on('DELETE /v1/orders', () => ({ unconfirmed: [] }));
    await person.click(screen.getByRole('button', { name: 'Cancel them and log out' }));

    await waitFor(() => expect(api.session.state).toBe('signed-out'));
  });
});

describe('recovery codes', () => {
  it('are made anew for somebody who has passkeys alone', async () => {
    let left = 2;
    new Server()
      .on('GET /v1/auth/2fa', () => ({
        totp: false,
        methods: ['passkey', 'recovery_code'],
        recovery_codes_left: left,
      }))
      .on('POST /v1/auth/step-up', (body) => {
        expect(body).toEqual({ recovery_code: 'left-over-code' });
        return {};
      })
      .on('POST /v1/auth/2fa/recovery-codes', () => {
        left = 10;
        return { recovery_codes: ['code-1', 'code-2'] };
      });
    const person = opened(<Recovery />);
    await screen.findByText(/Only 2 recovery codes left/);
    await expectAccessible();
    await person.click(screen.getByRole('button', { name: 'New recovery codes' }));
    const sure = within(await screen.findByRole('dialog'));
    await person.click(sure.getByRole('button', { name: 'Make new codes' }));

    await screen.findByText('code-1');
    await person.click(screen.getByLabelText('I have kept them'));
    await person.click(screen.getByRole('button', { name: 'Done' }));
    await screen.findByText(/10 recovery codes left/);
  });

  it('are no matter for somebody without a second factor', async () => {
    const server = new Server();
    opened(<Recovery />);

    await waitFor(() => expect(server.asked('GET /v1/auth/2fa')).toHaveLength(1));
    expect(screen.queryByText('Recovery codes')).toBeNull();
  });
});

describe('verification', () => {
  it('tells what was said of a person, the newest first', async () => {
    new Server().on('GET /v1/users/me/kyc', () => ({
      status: 'rejected',
      history: [
        { status: 'rejected', note: 'The picture is blurred.', at: '2026-11-22T09:30:00.000Z' },
        { status: 'pending', note: null, at: '2026-11-21T09:30:00.000Z' },
      ],
    }));
    opened(<Verification />);

    const [first, second] = await screen.findAllByRole('listitem');
    expect(first?.textContent).toContain('The picture is blurred.');
    expect(second?.textContent).toContain('being verified');
    await expectAccessible();
  });
});
