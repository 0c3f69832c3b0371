import { Injectable } from '@nestjs/common';
import type { CalendarDefinition } from '../calendar/definition.js';
import { publicHolidays } from '../calendar/holidays.js';
import { compileWorkingTime, type WorkingTime } from '../calendar/working-time.js';
import type { HoursChange } from '../clocks/outdated.js';
import { compileCondition } from '../conditions/condition-evaluate.js';
import type { Condition } from '../conditions/condition-language.js';
import { compilePatterns, POLICIES_PATTERNS_MAX } from '../conditions/pattern.js';
import { NO_LISTS } from '../conditions/value-list.js';
import type { ChangeResult } from '../configuration/configuration.service.js';
import { ConfigurationStore } from '../configuration/configuration.store.js';
import { isAfter, isSame, type Revision } from '../configuration/revision.js';
import { OffboardingStore } from '../people/offboarding.store.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Turns } from '../platform/running/turns.js';
import { Database, type Tx } from '../platform/sql/database.js';
import type { Lane } from '../platform/sql/lane.js';
import { type Instant, MS_PER_DAY } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';
import { membersOf, teamIdOf } from '../routing/pools/membership.js';
import { RulebookStore } from '../routing/rules/rulebook.store.js';
import { compileRules, prepareRules } from '../routing/rules/rules.js';
import { Sources } from '../routing/sources/sources.js';
import { readPolicy } from '../sla/policy-reading.js';
import type { CompiledCalendar } from './contact-times.js';
import { Directory, type DirectoryContent, type KnownPool } from './directory.js';
import { type DirectoryRows, DirectoryStore } from './directory.store.js';
import { without, withRules } from './foreseen.js';
import { changedIds, hoursChange, isNoChange } from './hours-change.js';
import { HoursChangeStore } from './hours-change.store.js';

/** The most compiled calendars in the cache; the oldest go first. */
const CALENDARS_CACHED = 500;
/** The years around the present that are compiled at once; others follow on demand. */
const YEARS_BACK = 1;
const YEARS_AHEAD = 1;
/** No deadline is further from its start than ten years, so absences that ended before then affect no running clock. */
const ABSENCES_KNOWN_MS = 3_660 * MS_PER_DAY;

/** Provides the directory of the current revision, and reads it again only when the configuration has changed. */
@Injectable()
export class DirectoryService {
  private latest: Directory | undefined;
  private readonly compiled = new Map<string, WorkingTime>();

  constructor(
    private readonly database: Database,
    private readonly store: DirectoryStore,
    private readonly configuration: ConfigurationStore,
    private readonly time: TimeSource,
    private readonly hoursChanges: HoursChangeStore,
    private readonly offboardings: OffboardingStore,
    private readonly rulebooks: RulebookStore,
  ) {}

  /** Returns the directory inside a transaction that holds the configuration lock, shared or exclusive. */
  async current(tx: Tx): Promise<Directory> {
    const revision = await this.configuration.readRevision(tx);
    this.latest = this.latestAs(revision) ?? (await this.read(tx, revision));
    return this.latest;
  }

  /**
   * Returns the same as it will be at an instant by what is planned: reps who will have left are inactive, and the
   * planned rules are in force.
   */
  async foreseen(tx: Tx, at: Instant): Promise<Directory> {
    const directory = await this.current(tx);
    const leavers = await this.offboardings.readLeavers(tx, at);
    const plan = await this.rulebooks.readPlan(tx);
    const isPlanned = plan !== undefined && plan.effectiveAt <= at;
    if (leavers.length === 0 && !isPlanned) return directory;
    const content = without(directory.content, leavers);
    if (!isPlanned) return this.directoryOf(content);
    await prepareRules(plan.body.rules, new Turns());
    return this.directoryOf(withRules(content, plan.body));
  }

  /**
   * Returns the configuration inside a transaction that has changed it, and records which working time changed. To
   * cache it once the transaction has committed, see `adopt`.
   */
  async changed(tx: Tx, before: Directory): Promise<{ directory: Directory; change: HoursChange }> {
    const revision = await this.configuration.readRevision(tx);
    const directory = await this.read(tx, revision);
    const change = hoursChange(before, directory);
    if (isNoChange(change)) return { directory, change };
    const subjectIds = changedIds(change);
    await this.hoursChanges.record(tx, subjectIds, directory.revision);
    const recorded = subjectIds.map((id) => [id, directory.revision] as const);
    const hoursChanges = new Map([...directory.content.hoursChanges, ...recorded]);
    return { directory: this.directoryOf({ ...directory.content, hoursChanges }), change };
  }

  /** Caches the configuration that a transaction of this node has committed, so that it is not read again. */
  adopt(directory: Directory): void {
    if (this.latest === undefined || this.latest.revision < directory.revision) this.latest = directory;
  }

  /** Returns the current configuration, for reads that need no lock. */
  async now(lane: Lane = this.database): Promise<Directory> {
    const revision = await this.configuration.readRevision(lane);
    const latest = this.latestAs(revision);
    if (latest !== undefined) return latest;
    return lane.transaction(async (tx) => {
      await this.configuration.lockShared(tx);
      return this.current(tx);
    });
  }

  /** Returns the configuration that a change produced, or would produce if it was only rehearsed. */
  ofChange({ foreseen }: Pick<ChangeResult<unknown>, 'foreseen'>): Promise<Directory> {
    const { configuration } = foreseen ?? {};
    return configuration instanceof Directory ? Promise.resolve(configuration) : this.now();
  }

  /** Returns the directory that this node used last, without a query: for showing what it has just decided. */
  async latestKnown(): Promise<Directory> {
    return this.latest ?? this.now();
  }

  private latestAs(revision: Revision): Directory | undefined {
    return this.latest && isSame(this.latest.content.readAs, revision) ? this.latest : undefined;
  }

  private async read(tx: Tx, readAs: Revision): Promise<Directory> {
    // After a failover that lost commits, versions are given a second time, to other content.
    const known = this.latest && isAfter(readAs, this.latest.content.readAs) ? this.latest.content : undefined;
    const knownLists = known?.lists ?? NO_LISTS;
    const rows = await this.store.readAll(tx, this.time.now() - ABSENCES_KNOWN_MS, knownLists);
    const turns = new Turns();
    if (known?.rulebook.version !== (rows.rulebook?.version ?? 0))
      await prepareRules(rows.rulebook?.body.rules ?? [], turns);
    const conditions = rows.policies.map(({ when }) => when);
    await compilePatterns(conditions, POLICIES_PATTERNS_MAX, turns);
    return this.directoryOf(contentOf(rows, readAs, known));
  }

  private directoryOf(content: DirectoryContent): Directory {
    return new Directory(content, (calendar, timeZone) => this.compile(calendar, timeZone));
  }

  private compile(calendar: CompiledCalendar, timeZone: string): WorkingTime {
    // The key is the content: a version number alone could refer to a change that was rolled back.
    const key = JSON.stringify([definitionOf(calendar), timeZone]);
    let working = this.compiled.get(key);
    if (working === undefined) {
      const year = new Date(this.time.now()).getUTCFullYear();
      working = compileWorkingTime(definitionOf(calendar), {
        timeZone,
        holidaysOf: publicHolidays,
        window: { firstYear: year - YEARS_BACK, lastYear: year + YEARS_AHEAD },
      });
      if (this.compiled.size >= CALENDARS_CACHED) this.compiled.delete(this.compiled.keys().next().value!);
      this.compiled.set(key, working);
    }
    return working;
  }
}

export function definitionOf(calendar: CompiledCalendar): CalendarDefinition {
  const { timeZone, hours, holidays, holidayRegion, overrides, breaks } = calendar;
  return { timeZone, hours, holidays, overrides, breaks, ...(holidayRegion !== null && { holidayRegion }) };
}

/** @param former a committed revision, whose compiled rules and policies are reused where the version is the same */
function contentOf(rows: DirectoryRows, readAs: Revision, former: DirectoryContent | undefined): DirectoryContent {
  const queues = byId(rows.queues);
  const fallback = rows.rulebook?.body.fallback ?? {};
  const version = rows.rulebook?.version ?? 0;
  const known = new Map(former?.policies.map((each) => [`${each.policy.id} ${each.policy.version}`, each]));
  return {
    readAs,
    settings: rows.settings,
    calendars: byId(rows.calendars),
    reps: byId(rows.reps),
    absencesByRep: groupBy(rows.absences, (absence) => absence.repId),
    teams: rows.teams,
    pools: byId(knownPools(rows)),
    queues,
    sources: new Sources(rows.sources),
    rulebook: {
      version,
      // A queue that rules name can be neither renamed nor deleted, so compiled rules remain valid.
      rules:
        former?.rulebook.version === version
          ? former.rulebook.rules
          : compileRules(rows.rulebook?.body.rules ?? [], queues),
      fallbackPoolId: fallback.poolId ?? null,
      queueOwnerId: fallback.queueOwnerId ?? null,
      isShadow: rows.rulebook?.body.mode === 'shadow',
    },
    policies: rows.policies.map(
      (row) =>
        known.get(`${row.id} ${row.version}`) ?? {
          policy: readPolicy(row.id, row.version, row),
          when: compileCondition(row.when as Condition),
        },
    ),
    reasons: rows.reasons,
    lists: rows.lists,
    holds: rows.holds,
    hoursChanges: rows.hoursChanges,
    formerNames: rows.formerNames,
  };
}

/** Returns the pools with their members, resolving those whose members are a team's. */
function knownPools({ pools, teams }: DirectoryRows): KnownPool[] {
  const teamsById = byId(teams);
  return pools.map((pool) => {
    const team = teamsById.get(teamIdOf(pool.members) ?? '');
    return { ...pool, members: membersOf(pool.members, team?.repIds) };
  });
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
