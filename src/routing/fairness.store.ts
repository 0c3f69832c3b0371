import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';
import type { ExcludedBy } from './eligibility.js';

/** The fairness figures of a member since they joined the pool. */
export interface MemberFairness {
  readonly repId: string;
  readonly weight: number;
  /**
   * Their share by weight of the leads for which they were eligible; `credit` is the share due less the leads they got.
   */
  readonly shareDue: number;
  readonly leadsGot: number;
  readonly credit: number;
  /** Leads dealt while they were excluded, by reason. */
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
