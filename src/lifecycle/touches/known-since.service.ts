import { Injectable } from '@nestjs/common';
import { LedgerStore } from '../../events/ledger.store.js';
import { InquiryStore } from '../../leads/inquiry.store.js';
import type { Sql } from '../../platform/sql/database.js';
import { groupBy } from '../../platform/values/group.js';
import type { KnownSince } from '../../sla/unreachable.js';

/** Reads since when attempts to reach the persons of leads count. */
@Injectable()
export class KnownSinceReader {
  constructor(
    private readonly ledger: LedgerStore,
    private readonly inquiries: InquiryStore,
  ) {}

  /** @returns by the ids of the leads */
  async readMany(sql: Sql, leadIds: readonly string[]): Promise<ReadonlyMap<string, KnownSince>> {
    if (leadIds.length === 0) return new Map();
    const [events, inquiries] = await Promise.all([
      this.ledger.readOfSubjects(sql, leadIds, ['lead.updated'], null),
      this.inquiries.latestOf(sql, leadIds),
    ]);
    const changes = groupBy(events, ({ subjectId }) => subjectId);
    return new Map(
      leadIds.map((id) => {
        const latest = (field: string) =>
          changes.get(id)?.findLast(({ data }) => Array.isArray(data.fields) && data.fields.includes(field))
            ?.occurredAt;
        const since = { phone: latest('contact.phone'), email: latest('contact.email'), inquiry: inquiries.get(id) };
        return [id, Object.fromEntries(Object.entries(since).filter(([, at]) => at !== undefined))];
      }),
    );
  }
}
