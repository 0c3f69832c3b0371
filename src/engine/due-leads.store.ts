import { Injectable } from '@nestjs/common';
import type { LeadState } from '../leads/lead.js';
import { STATE_COLUMNS } from '../leads/lead-columns.store.js';
import type { Sql } from '../platform/database.js';

/** Which of a rep's open leads. @param except ids that are passed over */
export interface LeadsOfRep {
  readonly untouchedOnly: boolean;
  readonly except: readonly string[];
}

/** Whose lead it is now: closing a lead ends its assignment. */
const OWNED = 'select lead_id from assignment where rep_id = $1 and until_at is null';

/** Leads whose owner is away, locked by whoever finds them; those that somebody works on are left for a moment later. */
@Injectable()
export class DueLeadsStore {
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

  /** The same without claiming them, by id. */
  async readOfRep(
    sql: Sql,
    repId: string,
    untouchedOnly: boolean,
    afterId: string | null,
    limit: number,
  ): Promise<string[]> {
    const { rows } = await sql.query<{ id: string }>(
      `select id from lead
        where id in (${OWNED}) and owner_id = $1 and status = 'open' and (not $2 or work_state = 'untouched')
          and ($3::uuid is null or id > $3)
        order by id limit $4`,
      [repId, untouchedOnly, afterId, limit],
    );
    return rows.map(({ id }) => id);
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
