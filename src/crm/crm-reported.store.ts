import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../platform/sql/columns.js';
import { Database, type Sql, type Tx } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { CRM_ODDITY } from './crm.table.js';
import type { KnownDeal, Newest } from './crm-deal.js';
import type { RevenueKind } from './reported-kinds.js';
import type { CrmFact, KnownFacts } from './revenue/crm-facts.js';

/** Stores the latest states that CRMs reported, with their times. */
@Injectable()
export class CrmReportedStore {
  async read(sql: Sql, connectionId: string, refs: readonly string[]): Promise<Map<string, KnownDeal>> {
    const rows = await sql.rows<{ ref: string } & KnownDeal>(
      'select ref, changed_at as times, stage, last_digests as "lastDigests" from crm_told where connection_id = $1 and ref = any ($2)',
      [connectionId, refs],
    );
    return new Map(rows.map(({ ref, ...known }) => [ref, known]));
  }

  async keep(tx: Tx, connectionId: string, newest: readonly Newest[]): Promise<void> {
    if (newest.length === 0) return;
    await tx.query(
      `insert into crm_told (connection_id, ref, changed_at, stage, last_digests)
       select $1, ref, changed_at, stage, last_digests
         from unnest($2::text[], $3::jsonb[], $4::text[], $5::jsonb[]) as told (ref, changed_at, stage, last_digests)
       on conflict (connection_id, ref) do update
         set changed_at = excluded.changed_at, stage = excluded.stage, last_digests = excluded.last_digests`,
      [
        connectionId,
        newest.map(({ ref }) => ref),
        newest.map(({ times }) => JSON.stringify(times)),
        newest.map(({ stage }) => stage),
        newest.map(({ lastDigests }) => JSON.stringify(lastDigests)),
      ],
    );
  }

  /** Returns the time of the stored state of each fact; undated ones are left out. */
  readFacts(sql: Sql, connectionId: string, kind: RevenueKind, refs: readonly string[]): Promise<KnownFacts> {
    return sql.map(
      'select ref, changed_at as at from crm_told_fact where connection_id = $1 and kind = $2 and ref = any ($3)',
      [connectionId, kind, refs],
    );
  }

  async keepFacts(tx: Tx, connectionId: string, kind: RevenueKind, facts: readonly CrmFact[]): Promise<void> {
    const dated = facts.filter(({ changedAt }) => changedAt !== null);
    if (dated.length === 0) return;
    await tx.query(
      `insert into crm_told_fact (connection_id, kind, ref, changed_at)
       select $1, $2, ref, changed_at from unnest($3::text[], $4::timestamptz[]) as told (ref, changed_at)
       on conflict (connection_id, kind, ref) do update set changed_at = excluded.changed_at`,
      [connectionId, kind, dated.map(({ ref }) => ref), dated.map(({ changedAt }) => toIso(changedAt!))],
    );
  }

  /** Records a signed request until it expires. @returns whether it is new */
  async takeOnce(tx: Tx, connectionId: string, digest: Buffer, endsAt: Instant, now: Instant): Promise<boolean> {
    await tx.query('delete from crm_request where connection_id = $1 and ends_at < $2', [connectionId, toIso(now)]);
    return tx.matches(
      `insert into crm_request (connection_id, digest, ends_at) values ($1, $2, $3) on conflict do nothing returning digest`,
      [connectionId, digest, toIso(endsAt)],
    );
  }
}

/** A fault of a reported object, all or part of which was refused. */
export type CrmWarning = Row<typeof CRM_ODDITY>;

/** Warnings stored per kind and connection; the newest ones suffice to fix a mapping. */
const KEPT_MAX = 200;

const ROW = CRM_ODDITY.columns();
const INSERT = insertInto('crm_oddity', ROW);

@Injectable()
export class CrmWarningStore {
  constructor(private readonly database: Database) {}

  /**
   * Deletes warnings of objects that are now stored or reported again, and adds the new ones. Equal warnings without a
   * ref replace each other, so that repeated ones do not push out the others.
   */
  async replace(
    tx: Sql,
    { connectionId, kind }: Pick<CrmWarning, 'connectionId' | 'kind'>,
    mended: readonly string[],
    warnings: readonly CrmWarning[],
  ): Promise<void> {
    const over = [...mended, ...warnings.flatMap(({ ref }) => ref ?? [])];
    if (over.length > 0)
      await tx.query('delete from crm_oddity where connection_id = $1 and kind = $2 and ref = any ($3)', [
        connectionId,
        kind,
        over,
      ]);
    if (warnings.length === 0) return;
    const nameless = warnings.filter(({ ref }) => ref === null);
    if (nameless.length > 0)
      await tx.query(
        `delete from crm_oddity
          where connection_id = $1 and kind = $2 and ref is null and faults = any ($3::jsonb[])`,
        [connectionId, kind, nameless.map(({ faults }) => JSON.stringify(faults))],
      );
    await tx.query(INSERT, valuesOf(warnings.slice(-KEPT_MAX), ROW), 'crm-oddity-insert');
    await tx.query(
      `delete from crm_oddity
        where connection_id = $1 and kind = $2
          and id < (select id from crm_oddity where connection_id = $1 and kind = $2 order by id desc offset $3 limit 1)`,
      [connectionId, kind, KEPT_MAX - 1],
    );
  }

  /** Deletes warnings about deals, and those that match a person. @param patterns regular expressions for the person */
  async forgetAbout(tx: Sql, dealIds: readonly string[], patterns: readonly string[]): Promise<void> {
    await tx.query(
      `delete from crm_oddity
        using crm_connection
        where crm_connection.id = crm_oddity.connection_id
          and (crm_oddity.ref ~* any ($2::text[]) or crm_oddity.faults::text ~* any ($2::text[])
               or crm_oddity.seen::text ~* any ($2::text[])
               or crm_oddity.kind = 'deals'
                  and exists (select from deal_ref where deal_ref.deal_id = any ($1::uuid[])
                                                 and deal_ref.system = crm_connection.system and deal_ref.ref = crm_oddity.ref))`,
      [dealIds, patterns],
    );
  }

  readPage(connectionId: string, before: string | null, limit: number): Promise<CrmWarning[]> {
    return this.database.reads.rows(
      `select ${selectList(ROW)} from crm_oddity
        where connection_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      [connectionId, before, limit],
    );
  }
}
