import { Injectable } from '@nestjs/common';
import { CalendarEntity } from '../calendar/calendar.table.js';
import { type Lists, ValueList } from '../conditions/condition.js';
import type { ListEntity } from '../conditions/list.table.js';
import { ReasonEntity } from '../disposition/reason.table.js';
import type { FormerNames } from '../documents/change.js';
import { VersionStore } from '../documents/version.store.js';
import { ABSENCE, type AbsenceRow } from '../people/absence.table.js';
import { REP, type RepEntity } from '../people/rep.table.js';
import { TeamEntity } from '../people/team.table.js';
import type { Tx } from '../platform/database.js';
import { type Instant, toIso } from '../platform/duration.js';
import { selectList } from '../platform/table.js';
import { PoolEntity } from '../routing/pool.table.js';
import { QueueEntity } from '../routing/queue.table.js';
import type { RoutingMode, Rule } from '../routing/rules.js';
import { SourceEntity } from '../routing/source.table.js';
import type { Hold } from '../sla/hold.js';
import { HoldStore } from '../sla/hold.store.js';
import { PolicyEntity } from '../sla/policy.table.js';
import { HoursChangeStore } from './hours-change.store.js';
import { SettingsEntity } from './settings.table.js';

/** The rules as they were saved. */
export interface RulebookRow {
  readonly version: number;
  readonly body: {
    readonly rules: readonly Rule[];
    readonly fallback?: { readonly poolId?: string; readonly queueOwnerId?: string };
    readonly mode?: RoutingMode;
  };
}

export interface DirectoryRows {
  readonly settings: SettingsEntity;
  readonly calendars: CalendarEntity[];
  readonly reps: RepEntity[];
  readonly absences: AbsenceRow[];
  readonly teams: TeamEntity[];
  readonly pools: PoolEntity[];
  readonly queues: QueueEntity[];
  readonly sources: SourceEntity[];
  readonly rulebook: RulebookRow | undefined;
  readonly policies: PolicyEntity[];
  readonly reasons: ReasonEntity[];
  readonly lists: Lists;
  readonly holds: Hold[];
  readonly hoursChanges: ReadonlyMap<string, number>;
  readonly formerNames: FormerNames;
}

/**
 * There may be thousands of these, and TypeORM takes ten times as long to make its objects as Postgres to send the
 * rows.
 */
const REPS = `select ${selectList(REP.columns())} from rep order by id`;
/** With the values of those of which no such version is known. */
const LISTS = `
  select list.id, list.name, list.version, case when known.id is null then "values" end as "values"
    from list left join unnest($1::uuid[], $2::int[]) as known (id, version)
      on known.id = list.id and known.version = list.version`;
const ABSENCES = `select ${selectList(ABSENCE.columns())} from absence where to_at > $1 order by from_at, id`;

@Injectable()
export class DirectoryStore {
  constructor(
    private readonly hoursChanges: HoursChangeStore,
    private readonly holds: HoldStore,
    private readonly versions: VersionStore,
  ) {}

  /**
   * Reads all configuration, in a statement for each kind.
   * @param absentSince absences that ended before are left out
   * @param knownLists of a committed revision: what has the same version is not read again
   */
  async readAll(tx: Tx, absentSince: Instant, knownLists: Lists): Promise<DirectoryRows> {
    const { manager } = tx;
    const rulebooks = await tx.query<RulebookRow>(
      'select version, body from routing_rulebook order by version desc limit 1',
    );
    return {
      settings: await manager.getRepository(SettingsEntity).findOneByOrFail({ singleton: true }),
      calendars: await manager.getRepository(CalendarEntity).find(),
      reps: (await tx.query<RepEntity>(REPS)).rows,
      absences: (await tx.query<AbsenceRow>(ABSENCES, [toIso(absentSince)])).rows,
      teams: await manager.getRepository(TeamEntity).find({ order: { id: 'asc' } }),
      pools: await manager.getRepository(PoolEntity).find(),
      sources: await manager.getRepository(SourceEntity).find({ order: { id: 'asc' } }),
      queues: await manager.getRepository(QueueEntity).find({ order: { id: 'asc' } }),
      rulebook: rulebooks.rows[0],
      policies: await manager.getRepository(PolicyEntity).find({ order: { position: 'asc' } }),
      reasons: await manager.getRepository(ReasonEntity).find({ order: { id: 'asc' } }),
      lists: await readLists(tx, knownLists),
      holds: await this.holds.readRunning(tx),
      hoursChanges: await this.hoursChanges.readAll(tx),
      formerNames: await this.versions.readFormerNames(tx),
    };
  }
}

async function readLists(tx: Tx, known: Lists): Promise<Lists> {
  const { rows } = await tx.query<Pick<ListEntity, 'id' | 'name' | 'version'> & { values: string[] | null }>(LISTS, [
    [...known.keys()],
    [...known.values()].map(({ version }) => version),
  ]);
  return new Map(
    rows.map(({ id, name, version, values }) => [
      id,
      values === null ? known.get(id)! : new ValueList(name, version, values),
    ]),
  );
}
