/** One line of what was done in a person's name. */
export interface AuditEntry {
  readonly seq: number;
  readonly id: string;
  readonly at: string;
  readonly kind: AuditKind;
  readonly action: string;
  readonly session_id: string | null;
  readonly address: string;
  /** What it was done to; empty where there is nothing to name. */
  readonly object: string;
  /** `ok`, or the code of the refusal. */
  readonly outcome: string;
  readonly request_id: string;
  readonly details: Readonly<Record<string, string>>;
}

export type AuditKind = 'request' | 'order' | 'auth' | 'exchange' | 'error' | 'admin' | 'system';

export type AuditFormat = 'csv' | 'jsonl';

/** Which lines are asked for; times in ISO-8601. */
export interface AuditQuery {
  readonly action?: string;
  readonly from?: string;
  readonly to?: string;
}

/** The call for it, as openapi-fetch reads one. */
export interface AuditPaths {
  readonly '/v1/audit': {
    readonly get: {
      readonly parameters: {
        readonly query?: AuditQuery & {
          readonly limit?: number;
          readonly cursor?: string;
          readonly format?: AuditFormat;
        };
      };
      readonly responses: {
        readonly 200: {
          readonly content: {
            readonly 'application/json': {
              data: AuditEntry[];
              meta: { request_id: string; next_cursor: string | null };
            };
          };
        };
      };
    };
  };
}
