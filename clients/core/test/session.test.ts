import { describe, expect, it } from 'vitest';

import { Session, type Refreshed, type TokenStorage, type Tokens } from '../src/index.js';

const tokens = (name: string): Tokens => ({
  access_token: `access ${name}`,
  refresh_token: `refresh ${name}`,
  token_type: 'Bearer',
  expires_in: 900,
});

class Memory implements TokenStorage {
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
  readonly asked: string[] = [];
  private readonly waiting: ((answer: Refreshed) => void)[] = [];
  readonly ask = (token: string) => {
    this.asked.push(token);
    return new Promise<Refreshed>((resolve) => this.waiting.push(resolve));
  };
  answer(answer: Refreshed) {
    this.waiting.shift()?.(answer);
  }
}

function given(stored?: string) {
  const storage = new Memory();
  if (stored !== undefined) {
    storage.setItem('k2.refresh', stored);
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
    expect(server.asked).toEqual([]);
  });

  it('asks once for however many calls that find the token expired', async () => {
    const { session, server, clock } = given();
    session.begin(tokens('1'));
    clock.now = 880_000;

    const calls = [session.token(), session.token(), session.renew('access 1')];
    server.answer({ kind: 'renewed', tokens: tokens('2') });

    expect(await Promise.all(calls)).toEqual(['access 2', 'access 2', 'access 2']);
    expect(server.asked).toEqual(['refresh 1']);
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
    expect(server.asked).toEqual([]);
  });

  it('restores itself from the stored refresh token', async () => {
    const { session, server, storage } = given('refresh 1');
    expect(session.state).toBe('restoring');

    const call = session.token();
    server.answer({ kind: 'renewed', tokens: tokens('2') });

    expect(await call).toBe('access 2');
    expect(session.state).toBe('signed-in');
    expect(storage.getItem('k2.refresh')).toBe('refresh 2');
  });

  it('ends when the refresh is refused and tells whoever listens', async () => {
    const { session, server, storage } = given('refresh 1');
    const seen: string[] = [];
    session.subscribe(() => seen.push(session.state));

    const call = session.token();
    server.answer({ kind: 'refused' });

    expect(await call).toBeNull();
    expect(seen).toEqual(['signed-out']);
    expect(storage.getItem('k2.refresh')).toBeNull();
  });

  it('stays as it is when the server cannot be reached', async () => {
    const { session, server, storage } = given('refresh 1');

    const call = session.token();
    server.answer({ kind: 'unreachable' });

    expect(await call).toBeNull();
    expect(session.state).toBe('restoring');
    expect(storage.getItem('k2.refresh')).toBe('refresh 1');
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
});
