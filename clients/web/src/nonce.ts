/** The word by which the server's policy knows styles that the page itself writes. */
export const nonce =
  document.querySelector<HTMLMetaElement>('meta[name="k2-nonce"]')?.content ?? '';

declare global {
  /** Where libraries that insert styles look for it. */
  var __webpack_nonce__: string | undefined;
}

globalThis.__webpack_nonce__ = nonce;
