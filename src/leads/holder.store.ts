import { Injectable } from '@nestjs/common';
import type { KnownBy } from '../disposition/suppression.js';
import { Database } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { offeredToAny } from './lead-filter.store.js';

/** A rep who owns or owned a lead, or a pool that offers it or recently did. */
interface LeadHolder {
  readonly leadId: string;
  readonly holderId: string;
}

interface Offering {
  readonly poolIds: readonly string[];
  /** Offers that ended before this instant are ignored. */
  readonly since: Instant;
}

/** Reps, and the pools that offer them leads. */
export interface Holders {
  readonly repIds: readonly string[];
  readonly poolIds: readonly string[];
}

/** The leads that the reps own or the pools offer to them. */
const HELD = `(
  select lead_id as id from assignment where rep_id = any ($1::uuid[]) and until_at is null
   union all
  select id from lead
   where waiting = 'claim' and pool_id = any ($2::uuid[]) and ${offeredToAny('$1::uuid[]')}) as held`;

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

  /** Returns the ids of these leads in order, after an id. */
  readHeld({ repIds, poolIds }: Holders, after: string | null, limit: number): Promise<string[]> {
    return this.database.reads.column(
      `select id from ${HELD} where $3::uuid is null or id > $3 order by id limit $4`,
      [repIds, poolIds, after, limit],
      'held-leads',
    );
  }

  /** Returns by what the people of all these leads are recognised. */
  readPeople({ repIds, poolIds }: Holders): Promise<(KnownBy & { readonly id: string })[]> {
    return this.database.reads.rows(
      `select lead.id, email_key as "emailKey", phone_key as "phoneKey", company
         from ${HELD} join lead on lead.id = held.id`,
      [repIds, poolIds],
      'held-people',
    );
  }
}
