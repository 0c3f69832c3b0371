import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';
import type { ExcludedBy } from './eligibility.js';

/** How a member of a pool has fared since they joined. */
export interface MemberFairness {
  readonly repId: string;
  readonly weight: number;
  /** Leads that were theirs by weight among all who could have had them; the share due less the leads got is `credit`. */
  readonly shareDue: number;
  readonly leadsGot: number;
  readonly credit: number;
  /** Leads dealt without them, by what stood in the way. */
  readonly missed: Readonly<Partial<Record<ExcludedBy, number>>>;
  readonly lastAssignedAt: Instant | null;
}

@Injectable()
export class FairnessStore {
  constructor(private readonly database: Database) {}

  /** The members of a pool, in their order. */
  async read(poolId: string): Promise<MemberFairness[]> {
    const { rows } = await this.database.reads.query<MemberFairness>(
      `select rep_id as "repId", weight, share_due as "shareDue", leads_got as "leadsGot", credit, missed,
              last_assigned_at as "lastAssignedAt"
         from pool_member where pool_id = $1 order by position`,
      [poolId],
    );
    return rows;
  }
}
