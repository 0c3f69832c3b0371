import { Injectable } from '@nestjs/common';
import { LATEST } from '../platform/input/formats.js';
import type { Sql } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { HANDOFF_STATES, type Handoff, type HandoffState, IS_KEPT_BY_RECEIVER, IS_OF_DEAL } from './handoff.js';
import { HANDOFF_COLUMNS } from './handoff.store.js';
import { type HandoffNarrowing, narrowingSql } from './handoff-sight.js';
import { wordsSql } from './handoff-words.store.js';

export interface HandoffFilter extends HandoffNarrowing {
  readonly state?: HandoffState;
  readonly kindId?: string;
  readonly receiverRepId?: string;
  readonly dealId?: string;
  readonly accountId?: string;
  readonly q?: string;
}

/** Which handoffs a list may show: all, or those to which some reps or their teams are a party. */
export interface ListSight {
  readonly all: boolean;
  readonly repIds: readonly string[];
  readonly teamIds: readonly string[];
}

/**
 * Joins from a rep to the handoffs that they give, then to those in which they have another role. Each reads one index
 * in its order, so that it reads no more than a page has room for.
 */
const OF_A_REP = [
  `deal join handoff on handoff.deal_id = deal.id where deal.owner_rep_id = party.id and ${IS_OF_DEAL}`,
  `handoff left join deal on deal.id = handoff.deal_id left join account on account.id = handoff.account_id
     where handoff.giver_rep_id = party.id and case when ${IS_OF_DEAL} or account.keeper_rep_id is null
       then deal.owner_rep_id is null else ${IS_KEPT_BY_RECEIVER} end`,
  `account join handoff on handoff.account_id = account.id
     where account.keeper_rep_id = party.id and not ${IS_OF_DEAL} and not ${IS_KEPT_BY_RECEIVER}`,
  `deal join handoff on handoff.deal_id = deal.id left join account on account.id = handoff.account_id
     where deal.owner_rep_id = party.id and account.keeper_rep_id is null and not ${IS_OF_DEAL}`,
  'handoff where handoff.exception_decider_rep_id = party.id',
  `clock join handoff on handoff.id = clock.handoff_id
     where clock.rep_id = party.id and clock.kind = 'handoffDecision' and clock.state = 'running'`,
  'handoff_receiver as receiver join handoff on handoff.id = receiver.handoff_id where receiver.owner_rep_id = party.id',
  'handoff_blocker as blocker join handoff on handoff.id = blocker.handoff_id where blocker.owner_rep_id = party.id and blocker.resolved_at is null',
];
/**
 * A handoff that has started keeps the version of its kind; a draft follows the newest one, be the kind deleted or not,
 * and has no receivers yet.
 */
const OF_A_VERSION = [
  'handoff where handoff.kind_id = version.kind_id and handoff.kind_version = version.number and handoff.state = state.name',
  `handoff where handoff.kind_id = version.kind_id and handoff.kind_version is null and handoff.state = state.name
     and version.decides and version.is_newest`,
];

/** The earliest deadline of a handoff that is not over, among promises not kept yet. */
const NEXT_DEADLINE = `left join lateral (
  select min(clock.due_at) as at from clock
   where clock.handoff_id = handoff.id and clock.met_at is null and clock.state in ('running', 'breached')
     and handoff.state in ('draft', 'running')) as due on true`;
/** Sorts handoffs without a deadline last: none of our instants is later than LATEST. */
const DUE_AT = `coalesce(due.at, '${toIso(LATEST)}'::timestamptz)`;

/** Above this many reps, so many handoffs are visible that a scan of the next ones likely fills a page. */
const MANY = 10;
/** The number of handoffs that such a scan reads at most. */
const WALKED = 5_000;

@Injectable()
export class HandoffListStore {
  countRunning(sql: Sql): Promise<number> {
    return sql.value(`select count(*)::int as count from handoff where state = 'running'`, [], 'metrics-handoffs');
  }

  /** Returns a page in the order of creation, after an id. */
  async readPage(
    sql: Sql,
    filter: HandoffFilter,
    sight: ListSight,
    after: string | null,
    limit: number,
  ): Promise<Handoff[]> {
    const page = { filter, after, limit };
    if (sight.all) return read(sql, page, () => ALL);
    if (sight.repIds.length > MANY) {
      const near = await read(sql, page, (conditions, values) => seenNear(filter, sight, conditions, values));
      if (near.length === limit) return near;
    }
    return read(sql, page, (conditions, values) => seenBy(filter, sight, conditions, values));
  }

  /**
   * Returns a page by next deadline, earliest first; handoffs without one come last. Reads everything that matches the
   * filter, as no index knows which deadline of a handoff is next.
   */
  readDuePage(
    sql: Sql,
    filter: HandoffFilter,
    sight: ListSight,
    after: { readonly dueAt: Instant; readonly id: string } | null,
    limit: number,
  ): Promise<(Handoff & { readonly urgentAt: Instant })[]> {
    const values: unknown[] = [limit];
    const conditions = conditionsOf(filter, null, values);
    const seen = sight.all ? ALL : allSeenBy(filter, sight, conditions, values);
    const next =
      after === null
        ? []
        : [
            `(${DUE_AT}, handoff.id) > ($${values.push(toIso(after.dueAt))}::timestamptz, $${values.push(after.id)}::uuid)`,
          ];
    const where = [...conditions, ...seen.where, ...next].join(' and ');
    return sql.rows(
      `${withOf(seen)}
       select ${HANDOFF_COLUMNS}, ${DUE_AT} as "urgentAt" from handoff ${NEXT_DEADLINE}
        ${where && `where ${where}`} order by ${DUE_AT}, handoff.id limit $1`,
      values,
    );
  }

  /**
   * Returns names for messages in channels that many people read: with the account, as a deal may be named after a
   * person.
   */
  async readAccountNames(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await sql.rows<{ id: string; kind: string | null; about: string | null }>(
      `select handoff.id, handoff_kind.name as kind, account.name as about
         from handoff
         left join handoff_kind on handoff_kind.id = kind_id
         left join account on account.id = handoff.account_id
        where handoff.id = any ($1::uuid[])`,
      [ids],
      'handoff-account-names',
    );
    return new Map(
      rows.map(({ id, kind, about }) => [id, `${kind ?? 'Handoff'}${about === null ? '' : `: ${about}`}`]),
    );
  }

  /** Returns the names of handoffs: their kind, and the deal or account that they are about. */
  async readNames(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await sql.rowsOf<{ id: string; kind: string | null; about: string | null }>(
      `select handoff.id, handoff_kind.name as kind, coalesce(deal.name, account.name) as about
         from handoff
         left join handoff_kind on handoff_kind.id = kind_id
         left join deal on deal.id = deal_id
         left join account on account.id = handoff.account_id
        where handoff.id = any ($1::uuid[])`,
      [ids],
      'handoff-names',
    );
    return new Map(rows.map(({ id, kind, about }) => [id, `“${kind ?? 'Handoff'}” of ${about ?? 'a deal'}`]));
  }
}

function conditionsOf(
  { state, kindId, receiverRepId, dealId, accountId, q, ...narrowing }: HandoffFilter,
  after: string | null,
  values: unknown[],
): string[] {
  const conditions = Object.entries({ state, kind_id: kindId, deal_id: dealId, account_id: accountId })
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => `handoff.${column} = $${values.push(value)}`);
  if (receiverRepId !== undefined) {
    const owner = `$${values.push(receiverRepId)}`;
    conditions.push(`handoff.id in (select handoff_id from handoff_receiver where owner_rep_id = ${owner})`);
  }
  if (q !== undefined) conditions.push(...wordsSql(q, (value) => `$${values.push(value)}`));
  if (after !== null) conditions.push(`handoff.id > $${values.push(after)}`);
  conditions.push(...narrowingSql(narrowing, (value) => `$${values.push(value)}`));
  return conditions;
}

interface Page {
  readonly filter: HandoffFilter;
  readonly after: string | null;
  readonly limit: number;
}

/** Common table expressions, and conditions on a handoff that use them. */
interface NarrowedSql {
  readonly with: readonly string[];
  readonly where: readonly string[];
}

const ALL: NarrowedSql = { with: [], where: [] };

const withOf = (narrowed: NarrowedSql) => (narrowed.with.length > 0 ? `with ${narrowed.with.join(', ')}` : '');

function read(
  sql: Sql,
  { filter, after, limit }: Page,
  narrow: (conditions: readonly string[], values: unknown[]) => NarrowedSql,
): Promise<Handoff[]> {
  const values: unknown[] = [limit];
  const conditions = conditionsOf(filter, after, values);
  const narrowed = narrow(conditions, values);
  const where = [...conditions, ...narrowed.where].join(' and ');
  return sql.rows(
    `${withOf(narrowed)}
     select ${HANDOFF_COLUMNS} from handoff ${where && `where ${where}`} order by handoff.id limit $1`,
    values,
  );
}

/**
 * Narrows a list to the handoffs that some reps are a party to, reading each way only as far as a page goes. Must agree
 * with src/handoffs/handoff-sight, which decides the same for one handoff.
 */
function seenBy(
  filter: HandoffFilter,
  sight: ListSight,
  conditions: readonly string[],
  values: unknown[],
): NarrowedSql {
  const branches = waysToSee(filter, sight, values);
  const found = branches.ways.map(
    ({ of, from }) => `select found.id from ${of} cross join lateral (
       select handoff.id from ${[from, ...conditions].join(' and ')} order by handoff.id limit $1) as found`,
  );
  return {
    with: [branches.versions, `seen as (${found.join(' union ')})`],
    where: ['handoff.id in (select id from seen)'],
  };
}

/** Like `seenBy`, but without a limit: for an order other than by id. */
function allSeenBy(
  filter: HandoffFilter,
  sight: ListSight,
  conditions: readonly string[],
  values: unknown[],
): NarrowedSql {
  const { versions, ways } = waysToSee(filter, sight, values);
  const found = ways.map(
    ({ of, from }) => `select handoff.id from ${of} cross join ${[from, ...conditions].join(' and ')}`,
  );
  return { with: [versions, `seen as (${found.join(' union ')})`], where: ['handoff.id in (select id from seen)'] };
}

/** Like `seenBy`, but looks only among the next `WALKED` handoffs. */
function seenNear(
  filter: HandoffFilter,
  sight: ListSight,
  conditions: readonly string[],
  values: unknown[],
): NarrowedSql {
  const { versions, ways } = waysToSee(filter, sight, values);
  const near = `near as materialized (
    select handoff.id from handoff ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''} order by handoff.id limit ${WALKED})`;
  const isSeen = ways.map(({ of, from }) => `exists (select from ${of} cross join ${from} and handoff.id = near.id)`);
  const seen = `select near.id from near where ${isSeen.join(' or ')} order by near.id limit $1`;
  return { with: [versions, near, `seen as (${seen})`], where: ['handoff.id in (select id from seen)'] };
}

interface WaysToSee {
  readonly versions: string;
  /** `of`: the reps or kind versions to start from; `from`: the join from these to a handoff. */
  readonly ways: readonly { readonly of: string; readonly from: string }[];
}

function waysToSee({ state }: HandoffFilter, { repIds, teamIds }: ListSight, values: unknown[]): WaysToSee {
  const reps = `$${values.push(repIds)}::uuid[]`;
  const teams = `$${values.push(teamIds)}::uuid[]`;
  const states = `$${values.push(state === undefined ? HANDOFF_STATES : [state])}::text[]`;
  return {
    versions: `version as materialized (
      select * from (
        select resource_id as kind_id, version as number,
               version = max(version) over (partition by resource_id) as is_newest,
               (body->'escalation'->>'deciderRepId')::uuid = any (${reps}) as decides,
               exists (
                 select from jsonb_array_elements(body->'receivers') as receiver
                  where (receiver->>'teamId')::uuid = any (${teams})
                     or (receiver->>'ownerOfDoneRepId')::uuid = any (${reps})) as receives
          from resource_version where kind = 'handoffKind' and body is not null) as version
       where decides or receives)`,
    ways: [
      ...OF_A_REP.map((from) => ({ of: `unnest(${reps}) as party (id)`, from })),
      ...OF_A_VERSION.map((from) => ({ of: `version cross join unnest(${states}) as state (name)`, from })),
    ],
  };
}
