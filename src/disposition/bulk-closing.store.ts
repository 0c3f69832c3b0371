import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../platform/sql/columns.js';
import type { Sql } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { BULK_CLOSING } from './bulk-closing.table.js';

export type BulkClosing = Row<typeof BULK_CLOSING>;

interface OwnersLeads {
  readonly repId: string;
  readonly leads: number;
  readonly leadIds: readonly string[];
}

const ALL = BULK_CLOSING.columns();
const INSERT = `${insertInto('bulk_closing', ALL)} on conflict do nothing`;
const COLUMNS = selectList(ALL);

@Injectable()
export class BulkClosingStore {
  /** Has no effect if it exists already. */
  async insert(tx: Sql, closing: BulkClosing): Promise<void> {
    await tx.query(INSERT, valuesOf([closing], ALL));
  }

  find(sql: Sql, id: string): Promise<BulkClosing | undefined> {
    return sql.row(`select ${COLUMNS} from bulk_closing where id = $1`, [id]);
  }

  /** Newest first. @param repIds only closings by these reps; null for all */
  readPage(sql: Sql, repIds: readonly string[] | null, beforeId: string | null, limit: number): Promise<BulkClosing[]> {
    return sql.rows(
      `select ${COLUMNS} from bulk_closing
        where ($1::uuid[] is null or (actor_type = 'rep' and actor_id = any ($1)))
          and ($2::uuid is null or id < $2)
        order by id desc limit $3`,
      [repIds, beforeId, limit],
    );
  }

  /** Returns the dispositions of a closing, by lead. @param among only these leads; null for all */
  readClosed(sql: Sql, id: string, among: readonly string[] | null): Promise<Map<string, string>> {
    return sql.map(
      `select lead_id as "leadId", id from disposition
        where bulk_id = $1 and ($2::uuid[] is null or lead_id = any ($2)) order by lead_id`,
      [id, among],
    );
  }

  /** By ascending id. */
  readClosedIds(sql: Sql, id: string, afterId: string | null, limit: number): Promise<string[]> {
    return sql.column(
      `select lead_id as "leadId" from disposition
        where bulk_id = $1 and ($2::uuid is null or lead_id > $2) order by lead_id limit $3`,
      [id, afterId, limit],
    );
  }

  /** Returns the leads that are still closed by it, by owner. @param most ids per owner */
  readOwnersClosed(sql: Sql, id: string, most: number): Promise<OwnersLeads[]> {
    return sql.rows(
      ownersOf(`select lead.owner_id as rep_id, lead.id
                  from disposition join lead on lead.disposition_id = disposition.id and lead.id = disposition.lead_id
                 where disposition.bulk_id = $1 and lead.owner_id is not null`),
      [id, most],
    );
  }

  /** Returns the leads that were reopened because it was undone since an instant. */
  readReopened(sql: Sql, id: string, since: Instant): Promise<string[]> {
    return sql.column(
      `select given.lead_id as "leadId" from ${REVERSED} where given.bulk_id = $1 and reversed.decided_at >= $2`,
      [id, toIso(since)],
    );
  }

  /** Returns those of them that are still open, by owner. */
  readOwnersReopened(sql: Sql, id: string, since: Instant, most: number): Promise<OwnersLeads[]> {
    return sql.rows(
      ownersOf(`select lead.owner_id as rep_id, lead.id
                  from ${REVERSED} join lead on lead.id = given.lead_id
                 where given.bulk_id = $1 and reversed.decided_at >= $3
                   and lead.status = 'open' and lead.owner_id is not null`),
      [id, most, toIso(since)],
    );
  }
}

/** SQL for dispositions that were reversed. */
const REVERSED = `disposition as given
  join disposition as reversed on reversed.supersedes = given.id and reversed.kind = 'reversed'`;

function ownersOf(leads: string): string {
  return `select rep_id as "repId", max(place)::int as leads,
                 array_agg(id order by id) filter (where place <= $2) as "leadIds"
            from (select rep_id, id, row_number() over (partition by rep_id order by id) as place
                    from (${leads}) as theirs) as numbered
           group by rep_id order by rep_id`;
}
