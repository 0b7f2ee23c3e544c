import type { SilentAccount } from '@k2/core';
import { vi } from 'vitest';

/** One call that the page made. */
export interface Call {
  readonly route: string;
  readonly url: string;
  readonly body: unknown;
}

type Answering = (body: Record<string, unknown>, query: URLSearchParams) => unknown;

/** Said in place of an answer. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** A server whose answers are written down by hand; it records what it is asked. */
export class Server {
  readonly calls: Call[] = [];
  private readonly routes = new Map<string, Answering>();
  confirmed = false;
  /** Accounts that did not say what they hold, told beside every answer. */
  silent: readonly SilentAccount[] = [];

  constructor() {
    this.on('GET /v1/system', () => ({
      mode: 'sim',
      version: '1',
      exchanges: [],
      identity_providers: [],
    }));
    this.on('GET /v1/auth/2fa', () => ({ totp: false, methods: [], recovery_codes_left: 0 }));
    this.on('GET /v1/users/me', () => ADA);
    this.on('POST /v1/auth/step-up', (body) => {
      if (body['password'] !== PASSWORD) {
        throw new Refusal(401, 'WRONG', 'That is not your password.');
      }
      this.confirmed = true;
      return { stepped_up_until: '2026-11-21T10:00:00.000Z' };
    });
    vi.stubGlobal('fetch', (request: Request) => this.answer(request));
  }

  on(route: string, answer: Answering): this {
    this.routes.set(route, answer);
    return this;
  }

  /** The same, for who has confirmed who they are. */
  onConfirmed(route: string, answer: Answering): this {
    return this.on(route, (body, query) => {
      if (!this.confirmed) {
        throw new Refusal(403, 'STEP_UP_REQUIRED', 'Confirm who you are.');
      }
      return answer(body, query);
    });
  }

  asked(route: string): readonly Call[] {
    return this.calls.filter((call) => call.route === route);
  }

  private async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const text = await request.text();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const route = `${request.method} ${url.pathname}`;
    this.calls.push({ route, url: request.url, body });
    const meta = {
      request_id: 'r',
      timestamp: '2026-11-21T09:30:00.000Z',
      next_cursor: null,
      unavailable: this.silent,
    };
    try {
      const answer = this.routes.get(route);
      if (answer === undefined) {
        throw new Refusal(404, 'NOT_FOUND', `Nothing is written down for ${route}.`);
      }
      return Response.json({ data: answer(body, url.searchParams), meta });
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) {
        throw refusal;
      }
      const { status, code, message, details } = refusal;
      return Response.json({ error: { code, message, details }, meta }, { status });
    }
  }
}

export const PASSWORD = 'correct horse battery staple';
export const TOKENS = {
  access_token: 'a',
  refresh_token: 'r',
  token_type: 'Bearer',
  expires_in: 900,
} as const;
export const ADA = {
  id: '018f3c52-6f0a-4b0e-9a59-3f6d2a5c7c11',
  email: 'ada@example.com',
  email_verified: true,
  display_name: null,
  role: 'user',
  has_password: true,
  created_at: '2026-11-21T09:30:00.000Z',
};
