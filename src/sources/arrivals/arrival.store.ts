import { Injectable } from '@nestjs/common';
import { hashesOf } from '../../disposition/suppression.js';
import type { ErasedPerson } from '../../leads/personal-data.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { selectList } from '../../platform/sql/table.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { firstIdOf } from '../../platform/values/ids.js';
import { type ArrivalState, TAKEN_FOR_MS, type WhyNotTaken } from './arrival.js';
import { ARRIVAL, type ArrivalRow } from './arrival.table.js';

export type NewArrival = Omit<ArrivalRow, 'leadId' | 'issues' | 'attempts' | 'rejectedAt'>;

/** What became of an arrival. */
export interface Settled extends Pick<ArrivalRow, 'id' | 'state' | 'reason' | 'leadId' | 'issues'> {
  /** When a node takes it up again, if it waits for that. */
  readonly dueAt?: Instant;
}

export interface ArrivalFilter {
  readonly inboundId: string | null;
  readonly state: ArrivalState | null;
}

export interface ArrivalCounts {
  readonly inboundId: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly waiting: number;
  readonly lastAt: Instant | null;
}

/** Why its fields could not be fetched yet, if they could not. */
interface Failing {
  readonly failure: string | null;
}

/** Held by erasures, and shared by what takes arrivals in. */
const ERASING_LOCK = 7_301_982_383;

/** What lists show of an arrival. */
export type ListedArrival = Omit<ArrivalRow, 'known' | 'sealed' | 'dueAt' | 'attempts' | 'ref' | 'rejectedAt'>;

const LISTED = selectList(ARRIVAL.without('known', 'sealed', 'dueAt', 'attempts', 'ref', 'rejectedAt'));
const FAILURE = '(select failure from lead_fetch where arrival_id = arrival.id) as failure';
const WHOLE = selectList(ARRIVAL.columns());
const RETRIED_AFTER_MS = 5 * TAKEN_FOR_MS;

/** Stores what arrives at connections, and what becomes of it. */
@Injectable()
export class ArrivalStore {
  /** @returns the ids of those that are new: what was told before, by its `ref`, is there already */
  async insert(sql: Sql, arrivals: readonly NewArrival[]): Promise<Set<string>> {
    const rows = await sql.rows<{ id: string }>(
      `insert into arrival (id, inbound_id, received_at, state, reason, rejected_at, sealed, known, due_at, ref)
       select id, inbound_id, received_at, state, reason, case state when 'rejected' then received_at end, sealed,
              string_to_array(known, ' '), due_at, ref
         from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::timestamptz[],
                     $9::text[]) as input (id, inbound_id, received_at, state, reason, sealed, known, due_at, ref)
        order by inbound_id, ref
       on conflict (inbound_id, ref) where ref is not null do nothing returning id`,
      [
        arrivals.map(({ id }) => id),
        arrivals.map(({ inboundId }) => inboundId),
        arrivals.map(({ receivedAt }) => toIso(receivedAt)),
        arrivals.map(({ state }) => state),
        arrivals.map(({ reason }) => reason),
        arrivals.map(({ sealed }) => sealed),
        arrivals.map(({ known }) => known.join(' ')),
        arrivals.map(({ dueAt }) => (dueAt === null ? null : toIso(dueAt))),
        arrivals.map(({ ref }) => ref),
      ],
      'arrival-insert',
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Returns those of these ids that a connection was not told yet. */
  async findUntold(sql: Sql, inboundId: string, refs: readonly string[]): Promise<ReadonlySet<string>> {
    if (refs.length === 0) return new Set();
    const rows = await sql.rows<{ ref: string }>(
      `select ref from unnest($2::text[]) as input (ref)
        where not exists (select from arrival where inbound_id = $1 and arrival.ref = input.ref)`,
      [inboundId, refs],
      'arrival-untold',
    );
    return new Set(rows.map(({ ref }) => ref));
  }

  /** Stores what was fetched of arrivals, unless they were erased or settled meanwhile. @returns the ids of those that were not */
  async fill(tx: Tx, filled: readonly NewArrival[], now: Instant): Promise<Set<string>> {
    const rows = await tx.rows<{ id: string }>(
      `update arrival set sealed = input.sealed, known = string_to_array(input.known, ' '), due_at = input.due_at,
              state = input.state, reason = input.reason,
              rejected_at = case input.state when 'rejected' then $7::timestamptz end
         from unnest($1::uuid[], $2::bytea[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])
              as input (id, sealed, known, due_at, state, reason)
        where arrival.id = input.id and arrival.reason = 'fetching' and arrival.sealed is not null returning arrival.id`,
      [
        filled.map(({ id }) => id),
        filled.map(({ sealed }) => sealed),
        filled.map(({ known }) => known.join(' ')),
        filled.map(({ dueAt }) => (dueAt === null ? null : toIso(dueAt))),
        filled.map(({ state }) => state),
        filled.map(({ reason }) => reason),
        toIso(now),
      ],
      'arrival-fill',
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Empties what a connection was told by these ids, so that it is not taken in any more. @returns what it became */
  empty(
    tx: Tx,
    inboundId: string,
    refs: readonly string[],
  ): Promise<{ readonly id: string; readonly leadId: string | null }[]> {
    return tx.rows(
      `update arrival set sealed = null, known = '{}', due_at = null,
              state = case when state = 'accepted' then state else 'rejected' end
        where inbound_id = $1 and ref = any ($2::text[]) returning id, lead_id as "leadId"`,
      [inboundId, refs],
    );
  }

  /** Lets what was told wait for its fields again. @returns whether it does */
  refetch(tx: Tx, id: string): Promise<boolean> {
    return tx.matches(
      `update arrival set state = 'waiting', reason = 'fetching', due_at = null
        where id = $1 and lead_id is null and sealed is not null and ref is not null returning id`,
      [id],
    );
  }

  readMany(sql: Sql, ids: readonly string[]): Promise<ArrivalRow[]> {
    return sql.rows(`select ${WHOLE} from arrival where id = any ($1::uuid[])`, [ids], 'arrival-read-many');
  }

  /** Notes what became of arrivals; those that an erasure or another node has settled meanwhile stay as they are. */
  async settle(sql: Sql, settled: readonly Settled[], now: Instant): Promise<void> {
    await sql.query(
      `update arrival set state = input.state, reason = input.reason, lead_id = input.lead_id,
              rejected_at = case input.state when 'rejected' then $6::timestamptz end,
              issues = string_to_array(input.issues, ' '), due_at = input.due_at,
              -- What waits has crashed no node.
              attempts = case when input.due_at is null then attempts else 0 end
         from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $7::timestamptz[])
              as input (id, state, reason, lead_id, issues, due_at)
        where arrival.id = input.id and arrival.state <> 'accepted' and (arrival.sealed is not null or input.lead_id is not null)`,
      [
        settled.map(({ id }) => id),
        settled.map(({ state }) => state),
        settled.map(({ reason }) => reason),
        settled.map(({ leadId }) => leadId),
        settled.map(({ issues }) => issues.join(' ')),
        toIso(now),
        settled.map(({ dueAt }) => (dueAt === undefined ? null : toIso(dueAt))),
      ],
      'arrival-settle',
    );
  }

  /** Takes up arrivals that no node has settled in time, the earliest first. */
  takeDue(sql: Sql, now: Instant, limit: number): Promise<ArrivalRow[]> {
    return sql.rows(
      `update arrival set due_at = $2, attempts = attempts + 1
        where id in (select id from arrival where due_at <= $1 order by due_at limit $3 for no key update skip locked)
       returning ${WHOLE}`,
      [toIso(now), toIso(now + RETRIED_AFTER_MS), limit],
      'arrival-take',
    );
  }

  /**
   * Lets no erasure of a person begin until the transaction ends, and waits for one that has begun.
   * @returns the arrivals of these that are not erased
   */
  async holdUnerased(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
    await tx.query('select pg_advisory_xact_lock_shared($1)', [ERASING_LOCK]);
    const rows = await tx.rows<{ id: string }>(
      'select id from arrival where id = any ($1::uuid[]) and sealed is not null',
      [ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Waits until nothing that arrived is being taken in, and lets nothing be until the transaction ends. */
  async lockAgainstTaking(tx: Tx): Promise<void> {
    await tx.query('select pg_advisory_xact_lock($1)', [ERASING_LOCK]);
  }

  find(sql: Sql, id: string): Promise<(ArrivalRow & Failing) | undefined> {
    return sql.row(`select ${WHOLE}, ${FAILURE} from arrival where id = $1`, [id]);
  }

  /** Newest first. @param beforeId null for the first page */
  readPage(
    sql: Sql,
    { inboundId, state }: ArrivalFilter,
    beforeId: string | null,
    limit: number,
  ): Promise<(ListedArrival & Failing)[]> {
    return sql.rows(
      `select ${LISTED}, ${FAILURE} from arrival
        where ($1::uuid is null or inbound_id = $1) and ($2::text is null or state = $2) and ($3::uuid is null or id < $3)
        order by id desc limit $4`,
      [inboundId, state, beforeId, limit],
    );
  }

  /** The latest that came as they should, for trying a map. */
  readLatest(sql: Sql, inboundId: string, limit: number): Promise<ArrivalRow[]> {
    return sql.rows(
      `select ${WHOLE} from arrival where inbound_id = $1 and sealed is not null and reason is distinct from 'proof'
        order by id desc limit $2`,
      [inboundId, limit],
    );
  }

  count(sql: Sql, inboundIds: readonly string[]): Promise<ArrivalCounts[]> {
    return sql.rows(
      `select inbound_id as "inboundId", count(*) filter (where lead_id is not null)::int as accepted,
              count(*) filter (where state = 'rejected')::int as rejected,
              count(*) filter (where state = 'waiting')::int as waiting,
              (select received_at from arrival as latest where latest.inbound_id = arrival.inbound_id order by id desc limit 1)
                as "lastAt"
         from arrival where inbound_id = any ($1::uuid[]) group by inbound_id`,
      [inboundIds],
    );
  }

  /** Counts up to a limit, so that a flood costs no more than that. */
  countOf(sql: Sql, inboundId: string, reasons: readonly WhyNotTaken[], limit: number): Promise<number> {
    return sql.value(
      `select count(*)::int as count from (
         select from arrival where inbound_id = $1 and reason = any ($2) limit $3) as found`,
      [inboundId, reasons, limit],
    );
  }

  /** Returns how many of each connection became leads since an instant. */
  countSince(sql: Sql, inboundIds: readonly string[], since: Instant): Promise<Map<string, number>> {
    return sql.map(
      `select inbound_id, count(*)::int from arrival
        where inbound_id = any ($1::uuid[]) and id >= $2 and lead_id is not null group by inbound_id`,
      [inboundIds, firstIdOf(since)],
    );
  }

  /** Deletes what came before an instant, a part at a time. @returns whether there was a whole part */
  async forgetBefore(sql: Sql, at: Instant, limit: number): Promise<boolean> {
    const gone = await sql.rows(
      'delete from arrival where id in (select id from arrival where id < $1 order by id limit $2) returning id',
      [firstIdOf(at), limit],
    );
    return gone.length === limit;
  }

  /** Erases what came from a person, or became one of these leads. @returns the number of requests */
  async erase(tx: Tx, { leadIds, hashes }: { leadIds: readonly string[]; hashes: readonly string[] }): Promise<number> {
    const erased = await tx.rows(
      `update arrival set sealed = null, known = '{}', due_at = null,
              state = case when state = 'accepted' then state else 'rejected' end
        where sealed is not null and (known && $1::text[] or lead_id = any ($2::uuid[])) returning id`,
      [hashes, leadIds],
    );
    return erased.length;
  }
}

/** Lets an arrival wait until expressions of its connection can be evaluated again. */
export function pausedUntil(id: string, dueAt: Instant): Settled {
  return { id, state: 'waiting', reason: 'paused', leadId: null, issues: [], dueAt };
}

export function hashesOfPerson({ emailKeys, phoneKeys }: Pick<ErasedPerson, 'emailKeys' | 'phoneKeys'>): string[] {
  return [
    ...emailKeys.flatMap((key) => hashesOf({ kind: 'email', key })),
    ...phoneKeys.flatMap((key) => hashesOf({ kind: 'phone', key })),
  ];
}

/** Returns what arrived from a person and is still stored as it came, the earliest first. */
export async function readArrivalsOf(sql: Sql, person: Omit<ErasedPerson, 'leadIds'>): Promise<object[]> {
  const rows = await sql.rows<Pick<ArrivalRow, 'id' | 'inboundId' | 'receivedAt' | 'leadId'>>(
    `select id, inbound_id as "inboundId", received_at as "receivedAt", lead_id as "leadId" from arrival
      where sealed is not null and known && $1::text[] order by id`,
    [hashesOfPerson(person)],
  );
  return rows.map(({ receivedAt, ...row }) => ({ ...row, receivedAt: toIso(receivedAt) }));
}
