import type { Tokens } from './types.js';

/** Where the session notes that there is one, and never a token. localStorage fits: tabs share the cookie too. */
export interface SessionStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export type SessionState = 'restoring' | 'signed-out' | 'signed-in';

/** What a refresh came to: new tokens, a refusal that ends the session, or no answer at all. */
export type Refreshed =
  | { readonly kind: 'renewed'; readonly tokens: Tokens }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

/** Runs one at a time over all tabs of a browser. */
export type OneByOne = <T>(run: () => Promise<T>) => Promise<T>;

const KEY = 'k2.session';
const EARLY_MILLIS = 30_000;

/**
 * Holds the access token of one person, in memory. The refresh token lies in a cookie that no script can read,
 * so that a reload stays signed in; storage only notes that it is there. However many calls find the token
 * expired, one refresh goes out, and tabs refresh one after the other, because each refresh token works once.
 */
export class Session {
  private access: string | null = null;
  private person = '';
  private begun = 0;
  private expiresAt = 0;
  private renewing: Promise<string | null> | null = null;
  private current: SessionState;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly storage: SessionStorage,
    private readonly refresh: () => Promise<Refreshed>,
    private readonly nowMillis: () => number,
    private readonly oneByOne: OneByOne = (run) => run(),
  ) {
    this.current = storage.getItem(KEY) === null ? 'signed-out' : 'restoring';
  }

  get state(): SessionState {
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  begin(tokens: Tokens): void {
    this.access = tokens.access_token;
    this.person = personOf(tokens.access_token);
    this.begun += 1;
    this.expiresAt = this.nowMillis() + tokens.expires_in * 1_000;
    this.storage.setItem(KEY, 'yes');
    this.become('signed-in');
  }

  end(): void {
    this.access = null;
    this.person = '';
    this.begun += 1;
    this.expiresAt = 0;
    this.storage.removeItem(KEY);
    this.become('signed-out');
  }

  /** How long the access token still holds, by our own clock. */
  get goodForMillis(): number {
    return this.access === null ? 0 : this.expiresAt - this.nowMillis();
  }

  /** The server does not take the access token any more, whatever it promised. */
  expire(): void {
    this.expiresAt = 0;
  }

  /** A token that is good for the next call, renewed when it is about to expire; null when signed out. */
  token(): Promise<string | null> {
    if (this.access !== null && this.nowMillis() < this.expiresAt - EARLY_MILLIS) {
      return Promise.resolve(this.access);
    }
    return this.renew(this.access);
  }

  /** After a 401: renews unless somebody already did since the token in question was handed out. */
  renew(rejected: string | null): Promise<string | null> {
    if (this.renewing !== null) {
      return this.renewing;
    }
    if (this.access !== null && this.access !== rejected) {
      return Promise.resolve(this.access);
    }
    if (this.storage.getItem(KEY) === null) {
      // Another tab has logged out, and with it this one.
      this.end();
      return Promise.resolve(null);
    }
    this.renewing = this.exchange().finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  private async exchange(): Promise<string | null> {
    const begun = this.begun;
    const answer = await this.oneByOne(this.refresh);
    if (this.begun !== begun) {
      return this.access;
    }
    switch (answer.kind) {
      case 'renewed':
        if (this.person !== '' && personOf(answer.tokens.access_token) !== this.person) {
          // Somebody else has logged in in another tab: nothing of the one before may stay on the screen.
          this.access = null;
          this.person = '';
          this.become('restoring');
          return null;
        }
        this.begin(answer.tokens);
        return answer.tokens.access_token;
      case 'refused':
        this.end();
        return null;
      case 'unreachable':
        return this.access;
    }
  }

  private become(state: SessionState): void {
    if (this.current !== state) {
      this.current = state;
      for (const listener of this.listeners) {
        listener();
      }
    }
  }
}

/** Whom an access token names; empty where it cannot be read. */
function personOf(token: string): string {
  const claims = token.split('.')[1];
  if (claims === undefined) {
    return '';
  }
  try {
    const told: unknown = JSON.parse(atob(claims.replace(/-/g, '+').replace(/_/g, '/')));
    return (told as { sub?: string }).sub ?? '';
  } catch {
    return '';
  }
}
