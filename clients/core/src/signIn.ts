import type { Client } from 'openapi-fetch';

import { data, opened } from './answer.js';
import type { paths } from './openapi.generated.js';
import type { Session } from './session.js';
import type { Challenge, PasskeyOptions, PasskeyProof, Provider, Tokens } from './types.js';

/** The ways in, all of them for people who are not logged in. */
export class SignInApi {
  constructor(
    private readonly open: Client<paths>,
    private readonly session: Session,
  ) {}

  /** Begins a session, or gives the challenge that a second factor completes. */
  async login(email: string, password: string): Promise<Challenge | null> {
    return this.begun(
      data<Tokens | Challenge>(
        await this.open.POST('/v1/auth/login', { body: { email, password } }),
      ),
    );
  }

  /** Sets a password of one's own in place of one that somebody else chose, which lets nobody in. */
  async replacePassword(email: string, password: string, newPassword: string): Promise<void> {
    opened(
      await this.open.POST('/v1/auth/password/first', {
        body: { email, password, new_password: newPassword },
      }),
    );
  }

  /** Completes a login with what an authenticator app shows, or a recovery code. */
  async completeLogin({ challenge }: Challenge, shown: string): Promise<void> {
    const body = { challenge, ...factorOf(shown) };
    this.session.begin(data(await this.open.POST('/v1/auth/login/second-factor', { body })));
  }

  /** What an authenticator is asked, to log in or, with a challenge, to complete a login. */
  async passkeyOptions(step: Challenge | null): Promise<PasskeyOptions> {
    const body = step === null ? {} : { challenge: step.challenge };
    return data(await this.open.POST('/v1/auth/login/passkey/options', { body })).public_key;
  }

  /** Begins a session by a passkey alone. */
  async loginByPasskey(body: PasskeyProof): Promise<void> {
    this.session.begin(data(await this.open.POST('/v1/auth/login/passkey', { body })));
  }

  /** Completes a login with a passkey. */
  async completeByPasskey({ challenge }: Challenge, passkey: PasskeyProof): Promise<void> {
    const body = { challenge, passkey };
    this.session.begin(data(await this.open.POST('/v1/auth/login/second-factor', { body })));
  }

  /** Whether an address is to be confirmed by mail before one can log in. */
  async register(email: string, password: string): Promise<boolean> {
    const { confirmation } = data(
      await this.open.POST('/v1/auth/register', { body: { email, password } }),
    );
    return confirmation === 'mailed';
  }

  /** Confirms an address by the token of the mail. */
  async verifyEmail(token: string): Promise<void> {
    opened(await this.open.POST('/v1/auth/verify-email', { body: { token } }));
  }

  /** Has the confirmation mailed again; says nothing of whether there is such an account. */
  async resendConfirmation(email: string): Promise<void> {
    opened(await this.open.POST('/v1/auth/verify-email/resend', { body: { email } }));
  }

  /** Has a link mailed by which a new password is set; says nothing of whether there is such an account. */
  async forgotPassword(email: string): Promise<void> {
    opened(await this.open.POST('/v1/auth/password/forgot', { body: { email } }));
  }

  async resetPassword(token: string, password: string): Promise<void> {
    opened(await this.open.POST('/v1/auth/password/reset', { body: { token, password } }));
  }

  /** Where the browser goes to log in; null where the server does not offer that provider. */
  async startOauth(provider: Provider): Promise<string | null> {
    const answer = await this.open.GET('/v1/auth/oauth/{provider}/start', {
      params: { path: { provider } },
    });
    return answer.error?.error.code === 'OAUTH_NOT_OFFERED' ? null : data(answer).authorize_url;
  }

  /** The same with what the provider's page sent the browser back with. */
  async finishOauth(provider: Provider, code: string, state: string): Promise<Challenge | null> {
    return this.begun(
      data<Tokens | Challenge>(
        await this.open.POST('/v1/auth/oauth/{provider}', {
          params: { path: { provider } },
          body: { code, state },
        }),
      ),
    );
  }

  private begun(step: Tokens | Challenge): Challenge | null {
    if ('challenge' in step) {
      return step;
    }
    this.session.begin(step);
    return null;
  }
}

/** Six digits come from an app; whatever else was typed is a recovery code. */
export function factorOf(
  shown: string,
): { readonly code: string } | { readonly recovery_code: string } {
  const code = shown.replace(/\s/g, '');
  return /^[0-9]{6}$/.test(code) ? { code } : { recovery_code: shown.trim() };
}
