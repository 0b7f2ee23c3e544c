import { ApiFailure } from './failure.js';

/* How the server's answers are unwrapped. */

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** What every answer of the server is wrapped in. */
export interface Answer<T> {
  readonly data?: {
    readonly data: T;
    readonly meta: { readonly request_id: string; readonly next_cursor?: string | null };
  };
  readonly error?: unknown;
  readonly response: Response;
}

export function data<T>(answer: Answer<T>): T {
  return opened(answer).data;
}

export function page<T>(answer: Answer<readonly T[]>): Page<T> {
  const envelope = opened(answer);
  return { items: envelope.data, nextCursor: envelope.meta.next_cursor ?? null };
}

export function opened<E extends object>({
  data: envelope,
  error,
  response,
}: {
  readonly data?: E;
  readonly error?: unknown;
  readonly response: Response;
}): E {
  if (envelope !== undefined && typeof envelope === 'object' && 'data' in envelope) {
    return envelope;
  }
  throw failureOf(response, error);
}

/** The text of a file, which comes without an envelope. */
export function file(answer: {
  readonly data?: string;
  readonly error?: unknown;
  readonly response: Response;
}): string {
  if (answer.data === undefined) {
    throw failureOf(answer.response, answer.error);
  }
  return answer.data;
}

function failureOf(response: Response, error: unknown): ApiFailure {
  const told = (
    error as { error?: { code?: string; message?: string; details?: object } } | undefined
  )?.error;
  return new ApiFailure(
    response.status,
    told?.code ?? 'UNREADABLE',
    told?.message ?? `The server answered ${response.status} without an explanation.`,
    { ...told?.details },
    response.headers.get('X-Request-Id'),
  );
}
