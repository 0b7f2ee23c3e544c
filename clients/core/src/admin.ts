import type { Client } from 'openapi-fetch';

import { AUDIT_PAGE } from './account.js';
import { data, file, page, type Page } from './answer.js';
import type { paths } from './openapi.generated.js';
import type {
  AllAuditQuery,
  AuditEntry,
  AuditFormat,
  AuditVerification,
  Kyc,
  NewKyc,
  Person,
} from './types.js';

const PEOPLE_PAGE = 50;

/** What administrators do. Every call fails with FORBIDDEN for anybody else. */
export class AdminApi {
  constructor(private readonly signed: Client<paths>) {}

  /**
   * Everybody, the newest first.
   *
   * @param email a whole address to look up; null for all
   */
  async people(email: string | null, cursor: string | null): Promise<Page<Person>> {
    const query = {
      limit: PEOPLE_PAGE,
      ...(email === null ? {} : { email }),
      ...(cursor === null ? {} : { cursor }),
    };
    return page(await this.signed.GET('/v1/admin/users', { params: { query } }));
  }

  async kyc(id: string): Promise<Kyc> {
    return data(await this.signed.GET('/v1/admin/users/{id}/kyc', { params: { path: { id } } }));
  }

  /** Says whether somebody is verified; the history keeps what was said before. */
  async setKyc(id: string, body: NewKyc): Promise<Kyc> {
    return data(
      await this.signed.PUT('/v1/admin/users/{id}/kyc', { params: { path: { id } }, body }),
    );
  }

  /** What was done in anybody's name, the newest first. */
  async audit(query: AllAuditQuery, cursor: string | null): Promise<Page<AuditEntry>> {
    const listed = { ...query, limit: AUDIT_PAGE, ...(cursor === null ? {} : { cursor }) };
    return page(await this.signed.GET('/v1/admin/audit', { params: { query: listed } }));
  }

  /** The same, all of it, as the text of a file. */
  async auditFile(query: AllAuditQuery, format: AuditFormat): Promise<string> {
    return file(
      await this.signed.GET('/v1/admin/audit', {
        params: { query: { ...query, format } },
        parseAs: 'text',
      }),
    );
  }

  /** Looks at every row of the audit log; takes as long as that takes. */
  async checkAudit(): Promise<AuditVerification> {
    return data(await this.signed.GET('/v1/admin/audit/verify'));
  }
}
