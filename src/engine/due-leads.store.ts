import { Injectable } from '@nestjs/common';
import type { LeadState } from '../leads/lead.js';
import { STATE_COLUMNS } from '../leads/lead-columns.store.js';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';

/** Which of a rep's open leads. @param except ids that are passed over */
export interface LeadsOfRep {
  readonly untouchedOnly: boolean;
  readonly except: readonly string[];
}

/** Whose lead it is now: closing a lead ends its assignment. */
const OWNED = 'select lead_id from assignment where rep_id = $1 and until_at is null';

/** Leads that time has come for, locked by whoever finds them; those that somebody works on are left for a moment later. */
@Injectable()
export class DueLeadsStore {
  /**
   * Locks leads that have a clock due; what somebody else works on is left for a moment later. What the clocks say is
   * read when the leads are locked: another node may have been there in between. The planner's picture of a burst is
   * always an old one, so the settings leave it only the index.
   */
  async claimWithDueClocks(tx: Sql, now: Instant, limit: number): Promise<LeadState[]> {
    await tx.query(
      `select set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
              set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`,
      [],
      'sweep-settings',
    );
    const { rows } = await tx.query<LeadState>(
      `select ${STATE_COLUMNS}
         from clock join lead on lead.id = clock.lead_id
        where clock.next_at <= $1
        order by clock.next_at
        limit $2
          for no key update of lead skip locked`,
      [toIso(now), limit],
      'clock-claim-due',
    );
    // A lead with two clocks due is one lead. Among clocks due at one instant (a shift opens) the index knows no order:
    // leads are taken as they came in.
    return [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /**
   * A rep's open leads, oldest first; those that somebody works on are left for a moment later. Waiting for one with
   * others locked already would let this transaction's older id stand before what it waited for in the feed.
   */
  async claimOfRep(tx: Sql, repId: string, { untouchedOnly, except }: LeadsOfRep, limit: number): Promise<LeadState[]> {
    const { rows } = await tx.query<LeadState>(
      `select ${STATE_COLUMNS} from lead
        where id in (${OWNED}) and owner_id = $1 and status = 'open' and (not $2 or work_state = 'untouched')
          and id <> all ($3::uuid[])
        order by id limit $4
          for no key update skip locked`,
      [repId, untouchedOnly, except, limit],
    );
    return rows;
  }

  /** How many of a rep's leads there are, and how many of them are passed over. */
  async countOfRep(
    sql: Sql,
    repId: string,
    { untouchedOnly, except }: LeadsOfRep,
  ): Promise<{ leads: number; resting: number }> {
    const { rows } = await sql.query<{ leads: number; resting: number }>(
      `select count(*)::int as leads, (count(*) filter (where id = any ($3::uuid[])))::int as resting from lead
        where id in (${OWNED}) and (not $2 or work_state = 'untouched')`,
      [repId, untouchedOnly, except],
    );
    return rows[0]!;
  }
}
