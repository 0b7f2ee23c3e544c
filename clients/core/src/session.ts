import type { Tokens } from './types.js';

/** What the session keeps between reloads of the page. sessionStorage fits. */
export interface TokenStorage {
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

const KEY = 'k2.refresh';
const EARLY_MILLIS = 30_000;

/**
 * Holds the tokens of one person. The access token stays in memory; the refresh token lies in the tab's own
 * storage so that a reload stays signed in. However many calls find the token expired, one refresh goes out.
 */
export class Session {
  private access: string | null = null;
  private expiresAt = 0;
  private renewing: Promise<string | null> | null = null;
  private current: SessionState;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly storage: TokenStorage,
    private readonly refresh: (refreshToken: string) => Promise<Refreshed>,
    private readonly nowMillis: () => number,
  ) {
    this.current = storage.getItem(KEY) === null ? 'signed-out' : 'restoring';
  }

  get state(): SessionState {
    return this.current;
  }

  /** For the logout call, which the server wants to know. */
  get refreshToken(): string | null {
    return this.storage.getItem(KEY);
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  begin(tokens: Tokens): void {
    this.access = tokens.access_token;
    this.expiresAt = this.nowMillis() + tokens.expires_in * 1_000;
    this.storage.setItem(KEY, tokens.refresh_token);
    this.become('signed-in');
  }

  end(): void {
    this.access = null;
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
    const stored = this.storage.getItem(KEY);
    if (stored === null) {
      return Promise.resolve(null);
    }
    this.renewing = this.exchange(stored).finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  private async exchange(refreshToken: string): Promise<string | null> {
    const answer = await this.refresh(refreshToken);
    if (this.storage.getItem(KEY) !== refreshToken) {
      return this.access;
    }
    switch (answer.kind) {
      case 'renewed':
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
