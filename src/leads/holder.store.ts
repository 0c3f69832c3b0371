import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { type Instant, toIso } from '../platform/duration.js';
import { offeredToAny } from './lead-filter.store.js';

/** A rep who owns or owned a lead, or a pool that offers it or recently did. */
export interface LeadHolder {
  readonly leadId: string;
  readonly holderId: string;
}

interface Offering {
  readonly poolIds: readonly string[];
  /** Offers that ended before this instant are ignored. */
  readonly since: Instant;
}

@Injectable()
export class HolderStore {
  constructor(private readonly database: Database) {}

  /** Returns which of the reps own or ever owned the leads, and which of the pools offer them. */
  readHolders(leadIds: readonly string[], repIds: readonly string[], offering: Offering): Promise<LeadHolder[]> {
    return this.database.reads.rows(
      `select distinct lead_id as "leadId", coalesce(rep_id, pool_id) as "holderId" from assignment
        where lead_id = any ($1::uuid[])
          and (rep_id = any ($2::uuid[])
               or rep_id is null and pool_id = any ($3::uuid[]) and (until_at is null or until_at >= $4))`,
      [leadIds, repIds, offering.poolIds, toIso(offering.since)],
      'holders-of-leads',
    );
  }

  /** Returns the ids of leads that the reps own or the pools offer to them, in order, after an id. */
  readHeld(
    { repIds, poolIds }: { readonly repIds: readonly string[]; readonly poolIds: readonly string[] },
    after: string | null,
    limit: number,
  ): Promise<string[]> {
    return this.database.reads.column(
      `select lead_id as id from assignment
        where rep_id = any ($1::uuid[]) and until_at is null and ($2::uuid is null or lead_id > $2)
       union all
       select id from lead
        where waiting = 'claim' and pool_id = any ($4::uuid[]) and ${offeredToAny('$1::uuid[]')}
          and ($2::uuid is null or id > $2)
        order by id limit $3`,
      [repIds, after, limit, poolIds],
      'held-leads',
    );
  }
}
