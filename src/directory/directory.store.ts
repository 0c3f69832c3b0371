import { Injectable } from '@nestjs/common';
import { CALENDARS, type CalendarRow } from '../calendar/calendar.table.js';
import type { ListRow } from '../conditions/list.table.js';
import { type Lists, ValueList } from '../conditions/value-list.js';
import { REASONS, type ReasonRow } from '../disposition/reason.table.js';
import type { FormerNames } from '../documents/change.js';
import { VersionStore } from '../documents/version.store.js';
import { ABSENCE, type AbsenceRow } from '../people/absence.table.js';
import { REPS, type RepRow } from '../people/rep.table.js';
import { TEAMS, type TeamRow } from '../people/team.table.js';
import type { Tx } from '../platform/sql/database.js';
import { type TableOfRows } from '../platform/sql/repository.js';
import { selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { awaitAll } from '../platform/values/group.js';
import { POOLS, type PoolRow } from '../routing/pools/pool.table.js';
import { QUEUES, type QueueRow } from '../routing/queues/queue.table.js';
import type { RoutingMode, Rule } from '../routing/rules/rules.js';
import { SOURCES, type SourceRow } from '../routing/sources/source.table.js';
import type { Hold } from '../sla/hold.js';
import { HoldStore } from '../sla/hold.store.js';
import { POLICIES, type PolicyRow } from '../sla/policy.table.js';
import { HoursChangeStore } from './hours-change.store.js';
import { SETTINGS, type SettingsRow } from './settings.table.js';

interface RulebookRow {
  readonly version: number;
  readonly body: {
    readonly rules: readonly Rule[];
    readonly fallback?: { readonly poolId?: string; readonly queueOwnerId?: string };
    readonly mode?: RoutingMode;
  };
}

export interface DirectoryRows {
  readonly settings: SettingsRow;
  readonly calendars: CalendarRow[];
  readonly reps: RepRow[];
  readonly absences: AbsenceRow[];
  readonly teams: TeamRow[];
  readonly pools: PoolRow[];
  readonly queues: QueueRow[];
  readonly sources: SourceRow[];
  readonly rulebook: RulebookRow | undefined;
  readonly policies: PolicyRow[];
  readonly reasons: ReasonRow[];
  readonly lists: Lists;
  readonly holds: Hold[];
  readonly hoursChanges: ReadonlyMap<string, number>;
  readonly formerNames: FormerNames;
}

/** Omits the values of lists that the caller has in the same version. */
const LISTS = `
  select list.id, list.name, list.version, case when known.id is null then "values" end as "values"
    from list left join unnest($1::uuid[], $2::int[]) as known (id, version)
      on known.id = list.id and known.version = list.version`;
const RULEBOOK = 'select version, body from routing_rulebook order by version desc limit 1';
const ABSENCES = `select ${selectList(ABSENCE.columns())} from absence where to_at > $1 order by from_at, id`;

@Injectable()
export class DirectoryStore {
  constructor(
    private readonly hoursChanges: HoursChangeStore,
    private readonly holds: HoldStore,
    private readonly versions: VersionStore,
  ) {}

  /**
   * @param absentSince absences that ended before are left out
   * @param knownLists those of a committed revision; lists of the same version are not read again
   */
  readAll(tx: Tx, absentSince: Instant, knownLists: Lists): Promise<DirectoryRows> {
    // Sent at once: a change of configuration waits for one round trip instead of fifteen.
    return awaitAll<DirectoryRows>({
      settings: readAllRows(tx, SETTINGS).then(([row]) => row!),
      calendars: readAllRows(tx, CALENDARS),
      reps: readAllRows(tx, REPS, 'order by id'),
      absences: tx.rows<AbsenceRow>(ABSENCES, [toIso(absentSince)], 'directory-absences'),
      teams: readAllRows(tx, TEAMS, 'order by id'),
      pools: readAllRows(tx, POOLS),
      sources: readAllRows(tx, SOURCES, 'order by id'),
      queues: readAllRows(tx, QUEUES, 'order by id'),
      rulebook: tx.row<RulebookRow>(RULEBOOK, [], 'directory-rulebook'),
      policies: readAllRows(tx, POLICIES, 'order by position'),
      reasons: readAllRows(tx, REASONS, 'order by id'),
      lists: readLists(tx, knownLists),
      holds: this.holds.readRunning(tx),
      hoursChanges: this.hoursChanges.readAll(tx),
      formerNames: this.versions.readFormerNames(tx),
    });
  }
}

/** Named, as every change of configuration reads all of it. @param rest what follows in SQL: `order by …` */
function readAllRows<Row>(tx: Tx, table: TableOfRows<Row>, rest = ''): Promise<Row[]> {
  const text = `select ${selectList(table.columns())} from ${table.name} ${rest}`;
  return tx.rows<Row>(text, [], `all-${table.name}`);
}

async function readLists(tx: Tx, known: Lists): Promise<Lists> {
  const rows = await tx.rows<Pick<ListRow, 'id' | 'name' | 'version'> & { values: string[] | null }>(
    LISTS,
    [[...known.keys()], [...known.values()].map(({ version }) => version)],
    'directory-lists',
  );
  return new Map(
    rows.map(({ id, name, version, values }) => [
      id,
      values === null ? known.get(id)! : new ValueList(name, version, values),
    ]),
  );
}
