import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/sql/database.js';

interface CompanyToFind {
  readonly leadId: string;
  /** A domain, in the form in which domains are compared. */
  readonly key: string;
  readonly isOwn: boolean;
}

@Injectable()
export class LeadCompanyStore {
  /** Returns, by lead, the owner of the company's last assigned open lead; its own domain takes precedence. */
  readOwners(sql: Sql, companies: readonly CompanyToFind[]): Promise<Map<string, string>> {
    return sql.mapOf(
      `select distinct on (asked.lead_id) asked.lead_id as "leadId", latest.rep_id as "repId"
         from unnest($1::uuid[], $2::text[], $3::boolean[]) as asked (lead_id, key, is_own)
        cross join lateral (
          select assignment.rep_id, assignment.from_at
            from lead join assignment on assignment.lead_id = lead.id and until_at is null
           where lead.company_key = asked.key and lead.id <> asked.lead_id
             and lead.status = 'open' and lead.owner_id is not null and not lead.test
           order by assignment.from_at desc, assignment.id desc limit 1) as latest
        order by asked.lead_id, asked.is_own desc, latest.from_at desc`,
      [companies.map(({ leadId }) => leadId), companies.map(({ key }) => key), companies.map(({ isOwn }) => isOwn)],
      'lead-company-owners',
    );
  }
}
