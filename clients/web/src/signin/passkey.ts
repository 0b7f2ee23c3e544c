import type { NewPasskey, PasskeyOptions, PasskeyProof } from '@k2/core';

/* What the browser knows of passkeys, in the words of the contract. */

/** Whether this browser makes and shows passkeys. */
export function hasPasskeys(): boolean {
  return (
    'PublicKeyCredential' in window &&
    'parseRequestOptionsFromJSON' in PublicKeyCredential &&
    'parseCreationOptionsFromJSON' in PublicKeyCredential
  );
}

/** Shows a passkey to the server's question. */
export async function proofOf(options: PasskeyOptions): Promise<PasskeyProof> {
  const credential = await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
      options as unknown as PublicKeyCredentialRequestOptionsJSON,
    ),
  });
  if (
    !(credential instanceof PublicKeyCredential) ||
    !(credential.response instanceof AuthenticatorAssertionResponse)
  ) {
    throw new Error('The browser showed no passkey.');
  }
  const { clientDataJSON, authenticatorData, signature } = credential.response;
  return {
    credential_id: base64Url(credential.rawId),
    client_data: base64Url(clientDataJSON),
    authenticator_data: base64Url(authenticatorData),
    signature: base64Url(signature),
  };
}

/** Makes a passkey as the server wants it. */
export async function madeOf(options: PasskeyOptions, label: string): Promise<NewPasskey> {
  const credential = await navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
      options as unknown as PublicKeyCredentialCreationOptionsJSON,
    ),
  });
  if (
    !(credential instanceof PublicKeyCredential) ||
    !(credential.response instanceof AuthenticatorAttestationResponse)
  ) {
    throw new Error('The browser made no passkey.');
  }
  const { clientDataJSON, attestationObject } = credential.response;
  return {
    label,
    client_data: base64Url(clientDataJSON),
    attestation: base64Url(attestationObject),
  };
}

/** Base64 for addresses, without padding. */
export function base64Url(bytes: ArrayBuffer): string {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
