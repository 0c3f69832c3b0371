import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/sql/database.js';
import { type Instant, isoOrNull, toIso } from '../platform/values/duration.js';
import { caseless } from '../platform/values/text.js';
import { isOfSource } from '../vocabulary/source-spelling.store.js';
import type { Hold, HoldMaker, HoldScope } from './hold.js';
import { COUNTED_FOR_MS, type MovesAt, type StormState } from './storm.js';

interface HoldRow {
  readonly id: string;
  readonly source: string | null;
  readonly poolId: string | null;
  readonly policyId: string | null;
  readonly until: Instant | null;
  readonly reason: string | null;
  readonly by: HoldMaker;
  readonly createdAt: Instant;
}

/** A hold that ends, because its time has come or because it was deleted. */
export interface EndingHold extends Hold {
  readonly isDeleted: boolean;
}

export interface EndedHold extends Hold {
  readonly ended: { readonly at: Instant; readonly why: 'over' | 'deleted' };
}

const COLUMNS = `hold.id, hold.source, hold.pool_id as "poolId", hold.policy_id as "policyId", hold.until_at as "until",
  hold.reason, hold.made_by as "by", hold.created_at as "createdAt"`;

/** Stores holds on enforcement. Their rows are never deleted, because timelines refer to their reasons. */
@Injectable()
export class HoldStore {
  async insert(tx: Sql, { id, scope, until, reason, by, createdAt }: Hold): Promise<void> {
    const { source = null, poolId = null, policyId = null } = columnsOf(scope);
    await tx.query(
      `insert into enforcement_hold (id, source, pool_id, policy_id, until_at, reason, made_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, source, poolId, policyId, isoOrNull(until), reason, by, toIso(createdAt)],
    );
  }

  /** Returns holds that have not been ended, oldest first. */
  async readRunning(sql: Sql): Promise<Hold[]> {
    const rows = await sql.rows<HoldRow>(
      `select ${COLUMNS} from enforcement_hold as hold where ended_at is null order by id`,
      [],
      'hold-running',
    );
    return rows.map(holdOf);
  }

  async find(sql: Sql, id: string): Promise<Hold | undefined> {
    const row = await sql.row<HoldRow>(`select ${COLUMNS} from enforcement_hold as hold where id = $1`, [id]);
    return row && holdOf(row);
  }

  /**
   * Returns holds that are over, newest first, before an id. The end of one whose time has come may not have been
   * recorded yet.
   */
  async readEnded(
    sql: Sql,
    now: Instant,
    { id, before }: { readonly id?: string; readonly before?: string | undefined },
    limit: number,
  ): Promise<EndedHold[]> {
    const rows = await sql.rows<HoldRow & { endedAt: Instant; endedWhy: 'over' | 'deleted' }>(
      `select ${COLUMNS}, coalesce(hold.ended_at, hold.until_at) as "endedAt", coalesce(hold.ended_why, 'over') as "endedWhy"
         from enforcement_hold as hold
        where (hold.ended_at is not null or hold.until_at <= $1)
          and ($2::uuid is null or hold.id = $2) and ($3::uuid is null or hold.id < $3)
        order by hold.id desc limit $4`,
      [toIso(now), id ?? null, before ?? null, limit],
    );
    return rows.map((row) => ({ ...holdOf(row), ended: { at: row.endedAt, why: row.endedWhy } }));
  }

  /** @returns the hold; undefined if none with the id is running */
  async end(tx: Sql, id: string, why: 'over' | 'deleted', now: Instant): Promise<Hold | undefined> {
    const row = await tx.row<HoldRow>(
      `update enforcement_hold as hold set ended_at = $2, ended_why = $3
        where id = $1 and ended_at is null returning ${COLUMNS}`,
      [id, toIso(now), why],
    );
    return row && holdOf(row);
  }

  /** Returns the next hold whose clock is due and that no other node is ending, and locks the clock. */
  async claimEnding(tx: Sql, now: Instant): Promise<EndingHold | undefined> {
    const row = await tx.row<HoldRow & { isDeleted: boolean }>(
      `select ${COLUMNS}, hold.ended_at is not null as "isDeleted"
         from clock join enforcement_hold as hold on hold.id = clock.id
        where clock.next_at <= $1 and clock.lead_id is null and clock.kind = 'hold'
        order by clock.next_at, clock.id limit 1
          for no key update of clock skip locked`,
      [toIso(now)],
      'hold-claim',
    );
    return row && { ...holdOf(row), isDeleted: row.isDeleted };
  }

  /** Reports whether a source is known: from a lead, or as a spelling in the configuration. */
  isKnownSource(sql: Sql, source: string): Promise<boolean> {
    return sql.matches(
      `select 1 from lead where ${isOfSource('source_key', '$1')}
       union all select 1 from source_spelling where spelling = $1 limit 1`,
      [caseless(source)],
    );
  }

  /** Returns the reasons of holds, as people wrote them. */
  readReasons(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
    return sql.mapOf('select id, reason from enforcement_hold where id = any ($1::uuid[]) and reason is not null', [
      ids,
    ]);
  }
}

function columnsOf(scope: HoldScope): { source?: string; poolId?: string; policyId?: string } {
  return scope === 'all' ? {} : scope;
}

function holdOf({ source, poolId, policyId, id, until, reason, by, createdAt }: HoldRow): Hold {
  const hold = { id, until, reason, by, createdAt };
  if (source !== null) return { ...hold, scope: { source } };
  if (poolId !== null) return { ...hold, scope: { poolId } };
  return { ...hold, scope: policyId === null ? 'all' : { policyId } };
}

/** Counts moves by breach on all nodes, for the storm breaker. The caller holds the routing lock. */
@Injectable()
export class StormStore {
  read(tx: Sql, since: Instant): Promise<StormState & { readonly holdId: string | null }> {
    return tx.one(
      `with went_on as (select max(ended_at) as at from enforcement_hold where ended_why = 'deleted')
       select coalesce(sum(moves), 0)::int as moves, (select at from went_on) as "wentOnAt",
              (select id from enforcement_hold where made_by = 'stormBreaker' and ended_at is null) as "holdId"
         from breach_move_tally where at > greatest($1::timestamptz, (select at from went_on))`,
      [toIso(since)],
      'storm-read',
    );
  }

  /** Returns the moves that still count, with their instants. */
  readTallies(sql: Sql, since: Instant): Promise<MovesAt[]> {
    return sql.rows(
      `select at, sum(moves)::int as moves from breach_move_tally
        where at > greatest($1::timestamptz, (select max(ended_at) from enforcement_hold where ended_why = 'deleted'))
        group by at`,
      [toIso(since)],
    );
  }

  async add(tx: Sql, moves: number, now: Instant): Promise<void> {
    await tx.query(
      `with old as (delete from breach_move_tally where at < $3)
       insert into breach_move_tally (at, moves) values ($1, $2)`,
      [toIso(now), moves, toIso(now - COUNTED_FOR_MS)],
      'storm-add',
    );
  }
}
