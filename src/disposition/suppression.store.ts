import { Injectable } from '@nestjs/common';
import { columnsFor, inputRows, valuesOf } from '../platform/sql/columns.js';
import type { Sql } from '../platform/sql/database.js';
import { insertSet } from '../platform/sql/row-sets.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, type Interval, isoOrNull, toIso } from '../platform/values/duration.js';
import { SUPPRESSION } from './suppression.table.js';

export type SuppressionRow = Row<typeof SUPPRESSION>;

export type NewSuppression = Omit<SuppressionRow, 'liftedAt' | 'liftReason' | 'eventXid'>;

interface SuppressionLookup {
  readonly leadId: string;
  readonly hash: string;
}

const COLUMNS = selectList(SUPPRESSION.columns());
const NEW = SUPPRESSION.without('liftedAt', 'liftReason', 'eventXid');

const lookups = columnsFor<SuppressionLookup>();
const LOOKUP_COLUMNS = [lookups.uuid('lead_id', ({ leadId }) => leadId), lookups.text('hash', ({ hash }) => hash)];

/** Selects suppressions by identifiers, and by the leads whose closing created them. */
export interface OfPerson {
  readonly hashes: readonly string[];
  readonly leadIds: readonly string[];
}

/** Replaces a hash that was erased, and matches no identifier. */
const FORGOTTEN = 'erased';

@Injectable()
export class SuppressionStore {
  readonly insertMany = insertSet<NewSuppression>('suppression', NEW, 'suppression-insert');

  /** Returns the suppression that covers each lead now, if any: of a number only without another; then the oldest. @param exceptBulkId a closing of many leads that is being undone */
  async findBlocking(
    sql: Sql,
    leads: readonly SuppressionLookup[],
    now: Instant,
    exceptBulkId: string | null,
  ): Promise<Map<string, SuppressionRow>> {
    if (leads.length === 0) return new Map();
    const rows = await sql.rows<SuppressionRow & { asking: string }>(
      `select distinct on (input.lead_id) input.lead_id as asking, found.*
         from ${inputRows(LOOKUP_COLUMNS)}
         join (select ${COLUMNS} from suppression
                where lifted_at is null and (until_at is null or until_at > $3)
                  and ($4::uuid is null or not exists (
                    select from disposition where id = suppression.disposition_id and bulk_id = $4))) as found
           on found.hash = input.hash
        order by input.lead_id, found.kind = 'phone', found.id`,
      [...valuesOf(leads, LOOKUP_COLUMNS), toIso(now), exceptBulkId],
      'suppression-blocking',
    );
    return new Map(rows.map(({ asking, ...row }) => [asking, row]));
  }

  readHashes(sql: Sql, ids: readonly string[]): Promise<string[]> {
    return sql.column('select hash from suppression where id = any ($1::uuid[])', [ids], 'suppression-hashes');
  }

  /** Locks the suppressions that these dispositions created and that are not lifted. */
  lockOfDispositions(tx: Sql, dispositionIds: readonly string[]): Promise<SuppressionRow[]> {
    return tx.rowsOf(
      `select ${COLUMNS} from suppression
        where disposition_id = any ($1::uuid[]) and lifted_at is null order by id for no key update`,
      [dispositionIds],
    );
  }

  /** Returns until when identifiers are suppressed at most, by hash; null for good. Others are left out. */
  readEnds(sql: Sql, hashes: readonly string[], now: Instant): Promise<Map<string, Instant | null>> {
    return sql.mapOf(
      `select distinct on (hash) hash as id, until_at as "untilAt" from suppression
        where hash = any ($1) and lifted_at is null and (until_at is null or until_at > $2)
        order by hash, until_at desc nulls first`,
      [hashes, toIso(now)],
    );
  }

  /** Locks those that are in force. */
  lockInForce(tx: Sql, ids: readonly string[], now: Instant): Promise<SuppressionRow[]> {
    return tx.rowsOf(
      `select ${COLUMNS} from suppression
        where id = any ($1::uuid[]) and lifted_at is null and (until_at is null or until_at > $2)
        order by id for no key update`,
      [ids, toIso(now)],
    );
  }

  lock(tx: Sql, id: string): Promise<SuppressionRow | undefined> {
    return tx.row(`select ${COLUMNS} from suppression where id = $1 for no key update`, [id]);
  }

  /** Counts the leads that a suppression closed at intake and that are still closed. */
  countKeptOut(sql: Sql, id: string): Promise<number> {
    return sql.value(
      `select count(*)::int as count from disposition join lead on lead.disposition_id = disposition.id
        where suppression_id = $1`,
      [id],
    );
  }

  async liftMany(tx: Sql, ids: readonly string[], reason: string | null, now: Instant): Promise<void> {
    if (ids.length === 0) return;
    await tx.query('update suppression set lifted_at = $2, lift_reason = $3 where id = any ($1::uuid[])', [
      ids,
      toIso(now),
      reason,
    ]);
  }

  /** Erases hashes that no longer block anything. @returns how many */
  async forgetEnded(tx: Sql, { hashes, leadIds }: OfPerson, now: Instant): Promise<number> {
    const { count } = await tx.query(
      `update suppression set hash = '${FORGOTTEN}', lift_reason = null
        where (hash = any ($1) or lead_id = any ($2::uuid[])) and hash <> '${FORGOTTEN}'
          and (lifted_at is not null or until_at <= $3)`,
      [hashes, leadIds, toIso(now)],
    );
    return count;
  }

  /** Oldest first. */
  readOf(sql: Sql, { hashes, leadIds }: OfPerson): Promise<SuppressionRow[]> {
    return sql.rows(
      `select ${COLUMNS} from suppression where hash = any ($1) or lead_id = any ($2::uuid[]) order by id`,
      [hashes, leadIds],
    );
  }

  /** Newest first. @param hashes only suppressions with one of these; null for all */
  readPage(
    sql: Sql,
    { hashes, activeAt }: { readonly hashes: readonly string[] | null; readonly activeAt: Instant | null },
    before: string | null,
    limit: number,
  ): Promise<SuppressionRow[]> {
    return sql.rows(
      `select ${COLUMNS} from suppression
        where ($1::uuid is null or id < $1)
          and ($2::text[] is null or hash = any ($2))
          and ($3::timestamptz is null or (lifted_at is null and (until_at is null or until_at > $3)))
        order by id desc limit $4`,
      [before, hashes, isoOrNull(activeAt), limit],
    );
  }
}

/** How many leads were closed at intake with a reason, and how many of them because of a rep's decision. */
interface KeptOutCount {
  readonly reason: string;
  readonly leads: number;
  readonly byReps: number;
}

/** Counts leads closed at intake, for a periodic notification. */
@Injectable()
export class KeptOutStore {
  /** @returns up to when they were reported; null if another node is reporting, or reporting begins only now */
  async tryLock(tx: Sql, now: Instant): Promise<Instant | null> {
    const row = await tx.row<{ notifiedUntil: Instant }>(
      'select told_until as "notifiedUntil" from suppression_digest for no key update skip locked',
    );
    if (row !== undefined) return row.notifiedUntil;
    await tx.query('insert into suppression_digest (told_until) values ($1) on conflict do nothing', [toIso(now)]);
    return null;
  }

  async setNotifiedUntil(tx: Sql, at: Instant): Promise<void> {
    await tx.query('update suppression_digest set told_until = $1', [toIso(at)]);
  }

  /** The most frequent reason first. */
  count(sql: Sql, { from, to }: Interval): Promise<KeptOutCount[]> {
    return sql.rows(
      `select disposition.reason, count(*)::int as leads,
              count(*) filter (where suppression.actor_type = 'rep')::int as "byReps"
         from disposition join suppression on suppression.id = disposition.suppression_id
        where disposition.decided_at >= $1 and disposition.decided_at < $2 and disposition.kind = 'disposed'
        group by disposition.reason order by leads desc, disposition.reason`,
      [toIso(from), toIso(to)],
    );
  }
}
