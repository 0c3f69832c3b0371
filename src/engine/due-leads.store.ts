import { Injectable } from '@nestjs/common';
import type { LeadState } from '../leads/lead.js';
import { STATE_COLUMNS } from '../leads/lead-columns.store.js';
import type { Sql } from '../platform/sql/database.js';

/** A selection of a rep's open leads. @param except ids that are skipped */
interface LeadsOfRep {
  readonly untouchedOnly: boolean;
  readonly except: readonly string[];
}

/** Leads that a rep owns now: closing a lead ends its assignment. */
const OWNED = 'select lead_id from assignment where rep_id = $1 and until_at is null';

/**
 * Finds leads whose owner is away and locks them. Leads that another transaction has locked are left for a moment
 * later.
 */
@Injectable()
export class DueLeadsStore {
  /**
   * Locks a rep's open leads, oldest first, and leaves those that another transaction has locked for a moment later: it
   * would wait for them with others locked already.
   */
  claimOfRep(tx: Sql, repId: string, { untouchedOnly, except }: LeadsOfRep, limit: number): Promise<LeadState[]> {
    return tx.rows(
      `select ${STATE_COLUMNS} from lead
        where id in (${OWNED}) and owner_id = $1 and status = 'open' and (not $2 or work_state = 'untouched')
          and id <> all ($3::uuid[])
        order by id limit $4
          for no key update skip locked`,
      [repId, untouchedOnly, except, limit],
    );
  }

  /** Returns the ids of the same leads, in pages, without locking them. */
  readOfRep(sql: Sql, repId: string, untouchedOnly: boolean, afterId: string | null, limit: number): Promise<string[]> {
    return sql.column(
      `select id from lead
        where id in (${OWNED}) and owner_id = $1 and status = 'open' and (not $2 or work_state = 'untouched')
          and ($3::uuid is null or id > $3)
        order by id limit $4`,
      [repId, untouchedOnly, afterId, limit],
    );
  }

  /** Counts a rep's leads, and those among them that are skipped. */
  countOfRep(
    sql: Sql,
    repId: string,
    { untouchedOnly, except }: LeadsOfRep,
  ): Promise<{ leads: number; resting: number }> {
    return sql.one(
      `select count(*)::int as leads, (count(*) filter (where id = any ($3::uuid[])))::int as resting from lead
        where id in (${OWNED}) and (not $2 or work_state = 'untouched')`,
      [repId, untouchedOnly, except],
    );
  }
}
