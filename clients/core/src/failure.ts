/** Why a call did not answer with data. Codes of our own: NETWORK, TIMEOUT, UNREADABLE. */
export class ApiFailure extends Error {
  constructor(
    /** HTTP status, or 0 when no answer came. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly requestId: string | null = null,
  ) {
    super(message);
    this.name = 'ApiFailure';
  }

  /** The server may or may not have done what was asked. */
  get unclear(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}
