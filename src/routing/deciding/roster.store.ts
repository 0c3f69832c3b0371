import { Injectable } from '@nestjs/common';
import type { OpenLoad } from '../../people/departure.js';
import { columnsFor, inputRows, insertInto, valuesOf } from '../../platform/sql/columns.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { selectList } from '../../platform/sql/table.js';
import type { Day } from '../../platform/values/day.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { FORMER_POOL_MEMBER, POOL_MEMBER } from '../pools/membership.table.js';
import type { ExcludedBy } from './eligibility.js';
import { type FormerMember, type Membership, membershipAfter, type PoolStanding } from './roster.js';
import type { MemberChange } from './working-pool.js';

/** The routing lock is always taken last; see ConfigurationStore for the order of locks. */
export const ROUTING_LOCK = 7_301_982_348;

export interface MemberRow {
  readonly poolId: string;
  readonly repId: string;
  readonly credit: number;
  readonly lastAssignedAt: Instant | null;
}

/** The change in a rep's open leads, and in those that await first touch. */
export interface LoadChange {
  readonly repId: string;
  readonly open: number;
  readonly untouched: number;
}

const load = columnsFor<LoadChange>();
const LOAD_CHANGE = [
  load.uuid('rep_id', (row) => row.repId),
  load.int('open', (row) => row.open),
  load.int('untouched', (row) => row.untouched),
];

const CHANGE = POOL_MEMBER.without('position', 'day', 'sinceRevision', 'sinceAt');
const STANDING = POOL_MEMBER.without('position', 'day');
const MEMBER = POOL_MEMBER.without('day');
const FORMER = FORMER_POOL_MEMBER.columns();

@Injectable()
export class RosterStore {
  /** Transactions that hold the routing lock. */
  private readonly holders = new WeakSet<Sql>();

  /** Takes the routing lock until the transaction ends. */
  async takeRoutingLock(tx: Sql): Promise<void> {
    this.holders.add(tx);
    await tx.query('select pg_advisory_xact_lock($1)', [ROUTING_LOCK], 'routing-lock');
  }

  readMembers(sql: Sql, poolIds: readonly string[]): Promise<MemberRow[]> {
    return sql.rows(
      `select pool_id as "poolId", rep_id as "repId", credit, last_assigned_at as "lastAssignedAt"
         from pool_member where pool_id = any ($1::uuid[]) order by pool_id, position`,
      [poolIds],
      'roster-members',
    );
  }

  /** Returns the counted open leads of reps who have any. */
  async readOpen(sql: Sql, repIds: readonly string[]): Promise<Map<string, OpenLoad>> {
    const rows = await sql.rowsOf<OpenLoad & { repId: string }>(
      'select rep_id as "repId", open, untouched from rep_load where rep_id = any ($1::uuid[]) and open > 0',
      [repIds],
    );
    return new Map(rows.map((row) => [row.repId, row]));
  }

  /**
   * Updates the counts of open leads. Counts of several reps change only under the routing lock, because two
   * transactions could deadlock otherwise; it is taken if the transaction does not hold it.
   */
  async changeLoads(tx: Sql, changes: readonly LoadChange[]): Promise<void> {
    if (changes.length === 0) return;
    const isFree = changes.length > 1 && !this.holders.has(tx);
    // Sent together, so that no later statement of the transaction comes between.
    await Promise.all([isFree ? this.takeRoutingLock(tx) : null, this.writeLoads(tx, changes)]);
  }

  private async writeLoads(tx: Sql, changes: readonly LoadChange[]): Promise<void> {
    await tx.query(
      `update rep_load set open = rep_load.open + input.open, untouched = rep_load.untouched + input.untouched
         from ${inputRows(LOAD_CHANGE)}
        where rep_load.rep_id = input.rep_id`,
      valuesOf(changes, LOAD_CHANGE),
      'roster-change-loads',
    );
  }

  /**
   * Counts turns, or takes them back as if the leads had not been dealt: the shares, what the winners paid, and the
   * turns that others missed, also in the standings recorded for later days. A turn changes nothing if the figures of
   * its winner have begun anew since, and so do not include it. Other members whose figures have begun anew, or who
   * have left, are left out, and the rest share it among them.
   * @param by 1 or -1
   */
  async countTurns(tx: Sql, turns: readonly DealtTurn[], by: 1 | -1): Promise<void> {
    if (turns.length === 0) return;
    const given = turns.flatMap(({ among, missed, ...turn }, position) => [
      ...among.map(({ repId, weight }): TurnOfMember => ({ ...turn, position, memberId: repId, weight, why: null })),
      ...missed.map(({ repId, why }): TurnOfMember => ({ ...turn, position, memberId: repId, weight: null, why })),
    ]);
    const values = valuesOf(given, TURN_OF_MEMBER);
    const one = `$${values.length + 1}::int`;
    await tx.query(
      `with shared as (
         select input.pool_id, input.member_id, input.day::date as day, why, ${one} * (input.member_id = input.rep_id)::int as got,
                coalesce(${one} * weight / sum(weight) over (partition by input.position), 0) as share
           from ${inputRows(TURN_OF_MEMBER)}
           join pool_member as member on member.pool_id = input.pool_id and member.rep_id = input.member_id
           join pool_member as winner on winner.pool_id = input.pool_id and winner.rep_id = input.rep_id
          where member.since_revision <= input.revision and winner.since_revision <= input.revision),
       days as (
         update pool_standing as standing
            set share_due = share_due + share, leads_got = leads_got + got, missed = ${missedWith(one)}
           from (select kept.pool_id, kept.rep_id, kept.day, ${SUMMED}
                   from pool_standing as kept
                   join shared on shared.pool_id = kept.pool_id and shared.member_id = kept.rep_id and kept.day > shared.day
                  group by kept.pool_id, kept.rep_id, kept.day) as change
          where standing.pool_id = change.pool_id and standing.rep_id = change.rep_id and standing.day = change.day)
       update pool_member as standing
          set share_due = share_due + share, leads_got = leads_got + got, credit = credit + share - got,
              missed = ${missedWith(one)}
         from (select pool_id, member_id, ${SUMMED} from shared group by pool_id, member_id) as change
        where standing.pool_id = change.pool_id and standing.rep_id = change.member_id`,
      [...values, by],
      'roster-count-turns',
    );
  }

  /** @param today of the organisation: the first change of a day records the members' standings as it began */
  async updateMembers(tx: Sql, changes: readonly MemberChange[], today: Day): Promise<void> {
    if (changes.length === 0) return;
    const values = valuesOf(changes, CHANGE);
    await tx.query(
      `with kept as (
         insert into pool_standing (pool_id, rep_id, day, share_due, leads_got, missed)
         select pool_id, rep_id, $${values.length + 1}, share_due, leads_got, missed from pool_member
          where pool_id = any ($${values.length + 2}::uuid[]) and day is distinct from $${values.length + 1}
             on conflict do nothing)
       update pool_member
          set day = $${values.length + 1}, credit = input.credit, last_assigned_at = input.last_assigned_at,
              share_due = pool_member.share_due + input.share_due, leads_got = pool_member.leads_got + input.leads_got,
              missed = case when input.missed = '{}' then pool_member.missed else (
                select jsonb_object_agg(reason, turns) from (
                  select reason, sum(value::int) as turns
                    from (select * from jsonb_each_text(pool_member.missed)
                          union all select * from jsonb_each_text(input.missed)) as both_sides (reason, value)
                   group by reason) as summed) end
         from ${inputRows(CHANGE)}
        where pool_member.pool_id = input.pool_id and pool_member.rep_id = input.rep_id`,
      [...values, today, [...new Set(changes.map(({ poolId }) => poolId))]],
      'roster-update-members',
    );
  }
}

/** A lead that a pool dealt to a member, with what the deal rested on. */
export interface DealtTurn {
  readonly poolId: string;
  readonly repId: string;
  /** The members among whom it was dealt, with their weights then. */
  readonly among: readonly { readonly repId: string; readonly weight: number }[];
  readonly missed: readonly { readonly repId: string; readonly why: ExcludedBy }[];
  /** The day of the deal, in the organisation's time zone. */
  readonly day: Day;
  /** The revision of the configuration by which it was dealt. */
  readonly revision: number;
}

/** A turn, for one of the members among whom, or without whom, it was dealt. */
interface TurnOfMember extends Omit<DealtTurn, 'among' | 'missed'> {
  readonly position: number;
  readonly memberId: string;
  readonly weight: number | null;
  readonly why: ExcludedBy | null;
}

const turn = columnsFor<TurnOfMember>();
const TURN_OF_MEMBER = [
  turn.int('position', (row) => row.position),
  turn.uuid('pool_id', (row) => row.poolId),
  turn.uuid('rep_id', (row) => row.repId),
  turn.uuid('member_id', (row) => row.memberId),
  turn.float8('weight', (row) => row.weight),
  turn.text('why', (row) => row.why),
  turn.text('day', (row) => row.day),
  turn.int('revision', (row) => row.revision),
];

/** The sum of what several turns change for one member. */
const SUMMED = `sum(share) as share, sum(got)::int as got, array_agg(why) filter (where why is not null) as whys`;

/** Adds missed turns to those of a standing; a reason with none left is removed. */
function missedWith(one: string): string {
  return `case when whys is null then missed else (
    select coalesce(jsonb_object_agg(reason, turns), '{}')
      from (select reason, sum(turns)::int as turns
              from (select key, value::int from jsonb_each_text(missed)
                    union all select unnest(whys), ${one}) as both_sides (reason, turns)
             group by reason having sum(turns) > 0) as summed) end`;
}

export async function beginLoads(tx: Sql, repIds: readonly string[]): Promise<void> {
  await tx.query('insert into rep_load (rep_id) select unnest($1::uuid[]) on conflict do nothing', [repIds]);
}

/** The revision of the change in progress, which gets it only once all of it is written. */
const NEXT_REVISION = 'select revision + 1 as revision from configuration_revision';

/** Makes the members of a pool level after its strategy has changed, and deletes the standings of former members. */
export async function levelMembers(tx: Sql, poolId: string, now: Instant): Promise<void> {
  await tx.query(
    `update pool_member
        set credit = 0, share_due = 0, leads_got = 0, missed = '{}', day = null, since_at = $2,
            since_revision = (${NEXT_REVISION})
      where pool_id = $1`,
    [poolId, toIso(now)],
  );
  await tx.query('delete from pool_standing where pool_id = $1', [poolId]);
  await tx.query('delete from former_pool_member where pool_id = $1', [poolId]);
}

/** Writes the members of a pool in their order, with the standings of `membershipAfter`. */
export async function replaceMembers(tx: Sql, poolId: string, repIds: readonly string[], now: Instant): Promise<void> {
  const before = await readMembership(tx, poolId);
  const revision = await tx.value<number>(NEXT_REVISION);
  const after = membershipAfter(before, repIds, now, revision);
  await tx.query('delete from pool_member where pool_id = $1 and rep_id <> all ($2::uuid[])', [poolId, repIds]);
  // Members who begin level have no standings of earlier days.
  const level = after.members.filter(({ repId, leadsGot, shareDue }) => {
    return leadsGot === 0 && shareDue === 0 && !before.members.some((member) => member.repId === repId);
  });
  await tx.query('delete from pool_standing where pool_id = $1 and rep_id = any ($2::uuid[])', [
    poolId,
    level.map(({ repId }) => repId),
  ]);
  const rows = after.members.map((standing, position) => ({ ...standing, poolId, position }));
  await tx.query(
    `${insertInto('pool_member', MEMBER)}
     on conflict (pool_id, rep_id) do update set position = excluded.position`,
    valuesOf(rows, MEMBER),
  );
  await tx.query('delete from former_pool_member where pool_id = $1', [poolId]);
  const left = after.former.map((standing) => ({ ...standing, poolId }));
  await tx.query(insertInto('former_pool_member', FORMER), valuesOf(left, FORMER));
}

/** Returns the members of a team, in its order; undefined without a team. */
export async function readTeam(tx: Tx, teamId: string | undefined): Promise<readonly string[] | undefined> {
  if (teamId === undefined) return undefined;
  const row = await tx.row<{ repIds: string[] }>('select rep_ids as "repIds" from team where id = $1', [teamId]);
  return row?.repIds ?? [];
}

export function readPoolsOfTeam(tx: Tx, teamId: string): Promise<string[]> {
  return tx.column(`select id from pool where members @> jsonb_build_object('teamId', $1::text) order by id`, [teamId]);
}

const STANDING_COLUMNS = selectList(STANDING);

async function readMembership(tx: Sql, poolId: string): Promise<Membership> {
  const members = await tx.rows<PoolStanding>(`select ${STANDING_COLUMNS} from pool_member where pool_id = $1`, [
    poolId,
  ]);
  const former = await tx.rows<FormerMember>(
    `select ${selectList(FORMER)} from former_pool_member where pool_id = $1`,
    [poolId],
  );
  return { members, former };
}
