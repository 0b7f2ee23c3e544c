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

  /** The server said why it did not do what was asked; 503 is such an answer, other 5xx are not. */
  get refused(): boolean {
    const clear = this.status >= 400 && (this.status < 500 || this.status === 503);
    return clear && this.code !== 'UNREADABLE';
  }
}
