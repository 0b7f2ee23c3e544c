import type { Client } from 'openapi-fetch';

import { data, file, opened, page, type Page } from './answer.js';
import type { paths } from './openapi.generated.js';
import { factorOf } from './signIn.js';
import type {
  AccountExport,
  AddedPasskey,
  ApiKey,
  AuditEntry,
  AuditFormat,
  AuditQuery,
  CreatedApiKey,
  Identity,
  Kyc,
  NewApiKey,
  NewPasskey,
  NewPreferences,
  NewSecondFactor,
  NewSettings,
  OpenSession,
  Passkey,
  PasskeyOptions,
  PasskeyProof,
  Preferences,
  Provider,
  SecondFactor,
  Settings,
  User,
} from './types.js';

export const AUDIT_PAGE = 50;

/**
 * What a person does about their own account. Calls marked with (confirmed) fail with STEP_UP_REQUIRED where
 * the person has not confirmed within five minutes who they are.
 */
export class AccountApi {
  constructor(private readonly signed: Client<paths>) {}

  /** Confirms who the person is, for five minutes. */
  async confirmByPassword(password: string): Promise<void> {
    opened(await this.signed.POST('/v1/auth/step-up', { body: { password } }));
  }

  /** The same with what an authenticator app shows, or a recovery code. */
  async confirmByFactor(shown: string): Promise<void> {
    opened(await this.signed.POST('/v1/auth/step-up', { body: factorOf(shown) }));
  }

  /** What an authenticator is asked, to confirm who the person is. */
  async confirmOptions(): Promise<PasskeyOptions> {
    return data(await this.signed.POST('/v1/auth/step-up/options')).public_key;
  }

  async confirmByPasskey(passkey: PasskeyProof): Promise<void> {
    opened(await this.signed.POST('/v1/auth/step-up', { body: { passkey } }));
  }

  async setName(name: string | null): Promise<User> {
    return data(await this.signed.PUT('/v1/users/me', { body: { display_name: name } }));
  }

  async settings(): Promise<Settings> {
    return data(await this.signed.GET('/v1/users/me/settings'));
  }

  /** Sets all of them. Fails with VERSION_CONFLICT where they changed since that version was read. */
  async setSettings(body: NewSettings): Promise<Settings> {
    return data(await this.signed.PUT('/v1/users/me/settings', { body }));
  }

  async preferences(): Promise<Preferences> {
    return data(await this.signed.GET('/v1/users/me/preferences'));
  }

  /** As with settings. */
  async setPreferences(body: NewPreferences): Promise<Preferences> {
    return data(await this.signed.PUT('/v1/users/me/preferences', { body }));
  }

  /** Whether the person's identity is verified, and its history, the newest first. */
  async kyc(): Promise<Kyc> {
    return data(await this.signed.GET('/v1/users/me/kyc'));
  }

  /** Every other session ends by it. */
  async changePassword(password: string, newPassword: string): Promise<void> {
    opened(
      await this.signed.POST('/v1/auth/password/change', {
        body: { password, new_password: newPassword },
      }),
    );
  }

  async secondFactor(): Promise<SecondFactor> {
    return data(await this.signed.GET('/v1/auth/2fa'));
  }

  /** A secret for an authenticator app (confirmed); nothing is on before `turnOn`. */
  async beginSecondFactor(): Promise<NewSecondFactor> {
    return data(await this.signed.POST('/v1/auth/2fa/enable'));
  }

  /** Turns the app on by its first code and gives the recovery codes, this once. */
  async turnOn(code: string): Promise<readonly string[]> {
    return data(await this.signed.POST('/v1/auth/2fa/verify', { body: { code } })).recovery_codes;
  }

  /** Turns the app off (confirmed). */
  async turnOff(): Promise<void> {
    opened(await this.signed.POST('/v1/auth/2fa/disable'));
  }

  /** New recovery codes in place of the old (confirmed). */
  async renewRecoveryCodes(): Promise<readonly string[]> {
    return data(await this.signed.POST('/v1/auth/2fa/recovery-codes')).recovery_codes;
  }

  async passkeys(): Promise<readonly Passkey[]> {
    return data(await this.signed.GET('/v1/auth/passkeys'));
  }

  /** What an authenticator is asked, to make a passkey (confirmed). */
  async newPasskeyOptions(): Promise<PasskeyOptions> {
    return data(await this.signed.POST('/v1/auth/passkeys/options')).public_key;
  }

  /** Keeps a passkey (confirmed). Where it is the first second factor, recovery codes are in this answer and in no other. */
  async addPasskey(body: NewPasskey): Promise<AddedPasskey> {
    return data(await this.signed.POST('/v1/auth/passkeys', { body }));
  }

  async renamePasskey(id: string, label: string): Promise<Passkey> {
    return data(
      await this.signed.PUT('/v1/auth/passkeys/{id}', {
        params: { path: { id } },
        body: { label },
      }),
    );
  }

  /** Removes it (confirmed). Every other session ends by it. */
  async removePasskey(id: string): Promise<void> {
    opened(await this.signed.DELETE('/v1/auth/passkeys/{id}', { params: { path: { id } } }));
  }

  async identities(): Promise<readonly Identity[]> {
    return data(await this.signed.GET('/v1/users/me/oauth'));
  }

  /** Where the browser goes to link an account elsewhere (confirmed). */
  async startIdentity(provider: Provider): Promise<string> {
    return data(
      await this.signed.POST('/v1/users/me/oauth/{provider}', { params: { path: { provider } } }),
    ).authorize_url;
  }

  async finishIdentity(provider: Provider, code: string, state: string): Promise<Identity> {
    return data(
      await this.signed.POST('/v1/users/me/oauth/{provider}/finish', {
        params: { path: { provider } },
        body: { code, state },
      }),
    );
  }

  /** Logs in with it no longer (confirmed). */
  async removeIdentity(provider: Provider): Promise<void> {
    opened(
      await this.signed.DELETE('/v1/users/me/oauth/{provider}', { params: { path: { provider } } }),
    );
  }

  async sessions(): Promise<readonly OpenSession[]> {
    return data(await this.signed.GET('/v1/auth/sessions'));
  }

  async endSession(id: string): Promise<void> {
    opened(await this.signed.DELETE('/v1/auth/sessions/{id}', { params: { path: { id } } }));
  }

  /** Ends every session, or every other one; says how many ended. */
  async endSessions(which: 'all' | 'others'): Promise<number> {
    const query = which === 'others' ? { keep_current: true } : {};
    return data(await this.signed.DELETE('/v1/auth/sessions', { params: { query } })).ended;
  }

  async apiKeys(): Promise<readonly ApiKey[]> {
    return data(await this.signed.GET('/v1/api-keys'));
  }

  /** Makes a key for a program (confirmed). Its secret is in this answer and in no other. */
  async addApiKey(body: NewApiKey): Promise<CreatedApiKey> {
    return data(await this.signed.POST('/v1/api-keys', { body }));
  }

  async removeApiKey(id: string): Promise<void> {
    opened(await this.signed.DELETE('/v1/api-keys/{id}', { params: { path: { id } } }));
  }

  /** What was done in the person's name, the newest first. */
  async audit(query: AuditQuery, cursor: string | null): Promise<Page<AuditEntry>> {
    const listed = { ...query, limit: AUDIT_PAGE, ...(cursor === null ? {} : { cursor }) };
    return page(await this.signed.GET('/v1/audit', { params: { query: listed } }));
  }

  /** The same, all of it, as the text of a file. */
  async auditFile(query: AuditQuery, format: AuditFormat): Promise<string> {
    return file(
      await this.signed.GET('/v1/audit', {
        params: { query: { ...query, format } },
        parseAs: 'text',
      }),
    );
  }

  /** Everything that K2 knows of the person, without any secret. */
  async everything(): Promise<AccountExport> {
    return data(await this.signed.GET('/v1/users/me/export'));
  }

  /** Deletes the account (confirmed). */
  async remove(): Promise<void> {
    opened(await this.signed.DELETE('/v1/users/me'));
  }
}
