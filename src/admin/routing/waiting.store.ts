import { Injectable } from '@nestjs/common';
import type { Sight } from '../../leads/visibility.js';
import { Database } from '../../platform/database.js';
import { type Instant, toIso } from '../../platform/instant.js';

export interface WaitingLead {
  readonly leadId: string;
  readonly since: Instant;
  readonly poolId: string | null;
  readonly rule: string | null;
  readonly waiting: 'queue' | 'move';
  /** What was decided when it came to stand in the queue. */
  readonly because: string | null;
}

@Injectable()
export class WaitingStore {
  constructor(private readonly database: Database) {}

  /** Leads that wait for somebody and may be seen, oldest first, after a position. */
  async readPage(sight: Sight, after: { since: Instant; id: string } | null, limit: number): Promise<WaitingLead[]> {
    const { rows } = await this.database.reads.query<WaitingLead>(
      `select lead.id as "leadId", waiting_since as since, lead.pool_id as "poolId", lead.rule, waiting,
              assignment.trace->>'because' as because
         from lead
         left join assignment on assignment.lead_id = lead.id and assignment.until_at is null
        where waiting is not null and ($1::timestamptz is null or (waiting_since, lead.id) > ($1, $2::uuid))
          and ($4 or ($5 and waiting = 'queue') or owner_id = any ($6::uuid[]))
        order by waiting_since, lead.id
        limit $3`,
      [after && toIso(after.since), after?.id ?? null, limit, sight.all, sight.queue, sight.repIds],
    );
    return rows;
  }
}
