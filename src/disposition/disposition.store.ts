import { Injectable } from '@nestjs/common';
import { type FeedPosition, type FeedSpan, placesOf } from '../events/feed.js';
import { placeAfterLead } from '../events/place.store.js';
import { namesOf } from '../platform/sql/columns.js';
import type { Sql } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, isoOrNull, toIso } from '../platform/values/duration.js';
import { caseless } from '../platform/values/text.js';
import type { Consent } from '../vocabulary/lead-fields.js';
import { isOfSource } from '../vocabulary/source-spelling.store.js';
import { DISPOSITION } from './disposition.table.js';

export interface DispositionRow extends Omit<Row<typeof DISPOSITION>, 'bulkId' | 'epoch' | 'xid' | 'seq'> {
  readonly bulkId?: string | null;
}

/** With the closing of many leads of which it is part. */
export type ClosingRow = DispositionRow & { readonly bulkId: string | null };

/** With the lead's fields in the export, and its position in the feed. */
export interface ExportedRow extends DispositionRow, FeedPosition {
  readonly externalId: string | null;
  readonly source: string;
  readonly channel: string | null;
  readonly campaign: string | null;
  readonly receivedAt: Instant;
  readonly clickIds: Readonly<Record<string, string>> | null;
  readonly consent: Consent | null;
  readonly test: boolean;
}

export interface OutcomeFilter {
  readonly source: string | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
}

export interface ExportFilter extends OutcomeFilter {
  readonly category: string | null;
}

const NEW = DISPOSITION.without('epoch', 'xid', 'seq');
const INSERT = `insert into disposition (${namesOf(NEW)}, epoch, xid)
  select ${NEW.map(({ field }) => `"${field}"`).join(', ')}, epoch, ${placeAfterLead('"leadId"')}
    from jsonb_to_recordset($1::jsonb) as input (${NEW.map(({ field, type, cast }) => `"${field}" ${cast ?? type}`).join(', ')}),
         feed_epoch`;
const READ = DISPOSITION.without('bulkId', 'epoch', 'xid', 'seq');
const COLUMNS = selectList(READ);

@Injectable()
export class DispositionStore {
  insert(tx: Sql, row: DispositionRow): Promise<void> {
    return this.insertMany(tx, [row]);
  }

  async insertMany(tx: Sql, rows: readonly DispositionRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      INSERT,
      [JSON.stringify(rows.map((row) => ({ ...row, decidedAt: toIso(row.decidedAt) })))],
      'disposition-insert',
    );
  }

  findMade(sql: Sql, ids: readonly string[]): Promise<{ id: string; leadId: string }[]> {
    return sql.rows('select id, lead_id as "leadId" from disposition where id = any ($1::uuid[])', [ids]);
  }

  async readMany(sql: Sql, ids: readonly string[]): Promise<Map<string, DispositionRow>> {
    const rows = await sql.rowsOf<DispositionRow>(`select ${COLUMNS} from disposition where id = any ($1::uuid[])`, [
      ids,
    ]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** As `readMany`, with the closing of many leads of which each is part. */
  async readClosings(sql: Sql, ids: readonly string[]): Promise<Map<string, ClosingRow>> {
    const rows = await sql.rowsOf<ClosingRow>(
      `select ${COLUMNS}, bulk_id as "bulkId" from disposition where id = any ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Returns a disposition, and when the first disposition of its chain of corrections was made. */
  async readChain(sql: Sql, id: string): Promise<{ former: DispositionRow; firstAt: Instant }> {
    const rows = await sql.rows<DispositionRow>(
      `with recursive chain as (
         select * from disposition where id = $1
         union all
         select earlier.* from chain join disposition as earlier on earlier.id = chain.supersedes)
       select ${COLUMNS} from chain order by decided_at, id`,
      [id],
    );
    return { former: rows.find((row) => row.id === id)!, firstAt: rows[0]!.decidedAt };
  }

  /** Returns the first disposition in the chain of corrections of each, which may be itself. */
  readFirsts(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
    return sql.map(
      `with recursive chain as (
         select id, id as first, supersedes from disposition where id = any ($1::uuid[])
         union all
         select chain.id, earlier.id, earlier.supersedes from chain join disposition as earlier on earlier.id = chain.supersedes)
       select id, first from chain where supersedes is null`,
      [ids],
    );
  }

  /** In the order of the feed, from a position up to the horizon, without what was brought along with old leads. */
  readExport(sql: Sql, filter: ExportFilter, between: FeedSpan, limit: number): Promise<ExportedRow[]> {
    // Ordered by the column of the table: the bare name is the selected text, in which 1000 comes before 999.
    return sql.rows(
      `select ${selectList(READ, 'disposition')}, external_id as "externalId", source, channel, campaign,
              received_at as "receivedAt", click_ids as "clickIds", consent, test, epoch, xid::text as xid, seq
         from disposition
        -- Looked up one by one, so that the feed is read in its order and no further than the limit.
        cross join lateral (
          select external_id, source, source_key, channel, campaign, received_at, click_ids, consent, test
            from lead where lead.id = disposition.lead_id offset 0) as lead
        where (epoch, xid, seq) > ($1, $2::text::xid8, $3)
          and (epoch, xid, seq) <= ($4, $5::text::xid8, $6)
          and ($7::text is null or category = $7)
          and ($8::text is null or ${isOfSource('source_key', '$8')})
          and ($9::timestamptz is null or decided_at >= $9)
          and ($10::timestamptz is null or decided_at < $10)
          -- Nearly all, as Postgres estimates: the feed is read in its order all the same.
          and cycle <> 0
        order by epoch, disposition.xid, seq
        limit $11`,
      [
        ...placesOf(between),
        filter.category,
        filter.source === null ? null : caseless(filter.source),
        isoOrNull(filter.from),
        isoOrNull(filter.to),
        limit,
      ],
    );
  }
}
