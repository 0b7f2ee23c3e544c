import { describe, expect, it } from 'vitest';

import { Session, type Refreshed, type SessionStorage, type Tokens } from '../src/index.js';

const tokens = (name: string): Tokens => ({
  access_token: `access ${name}`,
  refresh_token: null,
  token_type: 'Bearer',
  expires_in: 900,
});

/** An access token of a person, as far as a client reads one. */
const of = (person: string) => `h.${btoa(JSON.stringify({ sub: person }))}.s`;

class Memory implements SessionStorage {
  readonly items = new Map<string, string>();
  getItem(key: string) {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.items.set(key, value);
  }
  removeItem(key: string) {
    this.items.delete(key);
  }
}

/** A server whose refreshes wait until they are answered. */
class Refreshes {
  asked = 0;
  private readonly waiting: ((answer: Refreshed) => void)[] = [];
  readonly ask = () => {
    this.asked += 1;
    return new Promise<Refreshed>((resolve) => this.waiting.push(resolve));
  };
  answer(answer: Refreshed) {
    this.waiting.shift()?.(answer);
  }
}

function given(stored = false) {
  const storage = new Memory();
  if (stored) {
    storage.setItem('k2.session', 'yes');
  }
  const server = new Refreshes();
  const clock = { now: 0 };
  return { storage, server, clock, session: new Session(storage, server.ask, () => clock.now) };
}

describe('a session', () => {
  it('hands out its token without asking while it holds', async () => {
    const { session, server } = given();
    session.begin(tokens('1'));

    expect(await session.token()).toBe('access 1');
    expect(server.asked).toBe(0);
  });

  it('asks once for however many calls that find the token expired', async () => {
    const { session, server, clock } = given();
    session.begin(tokens('1'));
    clock.now = 880_000;

    const calls = [session.token(), session.token(), session.renew('access 1')];
    server.answer({ kind: 'renewed', tokens: tokens('2') });

    expect(await Promise.all(calls)).toEqual(['access 2', 'access 2', 'access 2']);
    expect(server.asked).toBe(1);
  });

  it('asks again for a token that the server refused', async () => {
    const { session, server } = given();
    session.begin(tokens('1'));
    expect(session.goodForMillis).toBe(900_000);

    session.expire();
    const call = session.token();
    server.answer({ kind: 'renewed', tokens: tokens('2') });

    expect(await call).toBe('access 2');
  });

  it('does not ask again for a token that was renewed meanwhile', async () => {
    const { session, server } = given();
    session.begin(tokens('2'));

    expect(await session.renew('access 1')).toBe('access 2');
    expect(server.asked).toBe(0);
  });

  it('restores itself by the cookie that storage says is there', async () => {
    const { session, server, storage } = given(true);
    expect(session.state).toBe('restoring');

    const call = session.token();
    server.answer({ kind: 'renewed', tokens: tokens('2') });

    expect(await call).toBe('access 2');
    expect(session.state).toBe('signed-in');
    expect(storage.getItem('k2.session')).toBe('yes');
  });

  it('ends when the refresh is refused and tells whoever listens', async () => {
    const { session, server, storage } = given(true);
    const seen: string[] = [];
    session.subscribe(() => seen.push(session.state));

    const call = session.token();
    server.answer({ kind: 'refused' });

    expect(await call).toBeNull();
    expect(seen).toEqual(['signed-out']);
    expect(storage.getItem('k2.session')).toBeNull();
  });

  it('stays as it is when the server cannot be reached', async () => {
    const { session, server, storage } = given(true);

    const call = session.token();
    server.answer({ kind: 'unreachable' });

    expect(await call).toBeNull();
    expect(session.state).toBe('restoring');
    expect(storage.getItem('k2.session')).toBe('yes');
  });

  it('forgets an answer that comes after the end', async () => {
    const { session, server, clock } = given();
    session.begin(tokens('1'));
    clock.now = 1_000_000;

    const call = session.token();
    session.end();
    server.answer({ kind: 'renewed', tokens: tokens('2') });

    expect(await call).toBeNull();
    expect(session.state).toBe('signed-out');
  });

  it('keeps no token where a script could find it later', () => {
    const { session, storage } = given();

    session.begin(tokens('1'));

    expect([...storage.items.values()].join()).not.toContain('1');
  });

  it('ends with the session of another tab', async () => {
    const { session, storage, server } = given();
    session.begin(tokens('1'));

    storage.removeItem('k2.session');

    expect(await session.renew('access 1')).toBeNull();
    expect(session.state).toBe('signed-out');
    expect(server.asked).toBe(0);
  });

  it('starts anew when somebody else has logged in in another tab', async () => {
    const { session, server } = given();
    session.begin({ ...tokens('1'), access_token: of('ada') });

    const call = session.renew(of('ada'));
    server.answer({ kind: 'renewed', tokens: { ...tokens('2'), access_token: of('ben') } });

    expect(await call).toBeNull();
    expect(session.state).toBe('restoring');
  });

  it('refreshes after the other tabs', async () => {
    const order: string[] = [];
    const storage = new Memory();
    storage.setItem('k2.session', 'yes');
    const session = new Session(
      storage,
      () => {
        order.push('asked');
        return Promise.resolve<Refreshed>({ kind: 'renewed', tokens: tokens('2') });
      },
      () => 0,
      async (run) => {
        order.push('waited');
        return run();
      },
    );

    expect(await session.token()).toBe('access 2');
    expect(order).toEqual(['waited', 'asked']);
  });
});
