import type { NewPasskey, PasskeyOptions, PasskeyProof } from '@k2/core';

import { Dismissed } from '../ui/question';

/** Whether this browser can use passkeys here: they are made for names, not for addresses in digits. */
export const passkeysWork = (): boolean =>
  typeof PublicKeyCredential === 'function' &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential &&
  !/^([0-9.]+|\[.*\])$/.test(window.location.hostname);

/** Has an authenticator answer. */
export async function provedBy(options: PasskeyOptions): Promise<PasskeyProof> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  const found = await willing(navigator.credentials.get({ publicKey }));
  const { rawId, response } = found.toJSON() as AuthenticationResponseJSON;
  return {
    credential_id: rawId,
    client_data: response.clientDataJSON,
    authenticator_data: response.authenticatorData,
    signature: response.signature,
    ...(response.userHandle === undefined ? {} : { user_handle: response.userHandle }),
  };
}

/** Has an authenticator make a passkey. */
export async function madeBy(options: PasskeyOptions, label: string): Promise<NewPasskey> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  const made = await willing(navigator.credentials.create({ publicKey }));
  const { response } = made.toJSON() as RegistrationResponseJSON;
  return { label, client_data: response.clientDataJSON, attestation: response.attestationObject };
}

/** Browsers say NotAllowedError for whoever closes their window, and AbortError for who asks twice. */
async function willing(asked: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const found = await asked;
    if (found === null) {
      throw new Dismissed();
    }
    return found as PublicKeyCredential;
  } catch (failure) {
    if (
      failure instanceof DOMException &&
      ['NotAllowedError', 'AbortError'].includes(failure.name)
    ) {
      throw new Dismissed();
    }
    throw failure;
  }
}
