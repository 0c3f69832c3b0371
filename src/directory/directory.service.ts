import { Injectable } from '@nestjs/common';
import type { CalendarEntity } from '../calendar/calendar.entity.js';
import type { CalendarDefinition } from '../calendar/definition.js';
import { publicHolidays } from '../calendar/holidays.js';
import { compileWorkingTime, type WorkingTime } from '../calendar/working-time.js';
import { ConfigurationStore } from '../configuration/configuration.store.js';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { groupBy } from '../platform/group.js';
import { type Condition, compileCondition } from '../routing/condition.js';
import { compileRules } from '../routing/rules.js';
import { readPolicy } from '../sla/policy-reading.js';
import { Directory, type DirectoryContent } from './directory.js';
import { type DirectoryRows, DirectoryStore } from './directory.store.js';

/** Compiled calendars that are kept; the oldest go first. */
const CALENDARS_KEPT = 500;
/** What is compiled at once around the present; the rest follows when it is asked for. */
const YEARS_BACK = 1;
const YEARS_AHEAD = 1;

/** Hands out the directory of the present revision, read again only when the configuration has changed. */
@Injectable()
export class DirectoryService {
  private latest: Directory | undefined;
  private readonly compiled = new Map<string, WorkingTime>();

  constructor(
    private readonly database: Database,
    private readonly store: DirectoryStore,
    private readonly configuration: ConfigurationStore,
    private readonly clock: Clock,
  ) {}

  /** For work inside a transaction that holds the configuration lock, shared or alone. */
  async current(tx: Tx): Promise<Directory> {
    const revision = await this.configuration.readRevision(tx);
    if (this.latest?.revision !== revision) this.latest = await this.read(tx, revision);
    return this.latest;
  }

  /** The configuration inside a transaction that has changed it, not yet committed: never kept. */
  async uncommitted(tx: Tx): Promise<Directory> {
    return this.read(tx, await this.configuration.readRevision(tx));
  }

  /** For reading: as of now, without a lock. */
  async now(): Promise<Directory> {
    const revision = await this.configuration.readRevision(this.database);
    if (this.latest?.revision === revision) return this.latest;
    return this.database.transaction(async (tx) => {
      await this.configuration.lockShared(tx);
      return this.current(tx);
    });
  }

  /** What this node used last, without a question: for showing what it has just decided by it. */
  async latestKnown(): Promise<Directory> {
    return this.latest ?? this.now();
  }

  private async read(tx: Tx, revision: number): Promise<Directory> {
    const rows = await this.store.readAll(tx);
    return new Directory(contentOf(rows, revision), (calendar, timeZone) => this.compile(calendar, timeZone));
  }

  private compile(calendar: CalendarEntity, timeZone: string): WorkingTime {
    // The content is part of the key: a version number alone could name a change that was rolled back.
    const key = JSON.stringify([definitionOf(calendar), timeZone]);
    let working = this.compiled.get(key);
    if (working === undefined) {
      const year = new Date(this.clock.now()).getUTCFullYear();
      working = compileWorkingTime(definitionOf(calendar), {
        timeZone,
        holidaysOf: publicHolidays,
        window: { firstYear: year - YEARS_BACK, lastYear: year + YEARS_AHEAD },
      });
      if (this.compiled.size >= CALENDARS_KEPT) this.compiled.delete(this.compiled.keys().next().value!);
      this.compiled.set(key, working);
    }
    return working;
  }
}

export function definitionOf(calendar: CalendarEntity): CalendarDefinition {
  const { timeZone, hours, holidays, holidayRegion, overrides, breaks } = calendar;
  return { timeZone, hours, holidays, overrides, breaks, ...(holidayRegion !== null && { holidayRegion }) };
}

function contentOf(rows: DirectoryRows, revision: number): DirectoryContent {
  const fallback = rows.rulebook?.body.fallback ?? {};
  return {
    revision,
    settings: rows.settings,
    calendars: byId(rows.calendars),
    reps: byId(rows.reps),
    absencesByRep: groupBy(rows.absences, (absence) => absence.repId),
    teams: rows.teams,
    pools: byId(rows.pools),
    rulebook: {
      version: rows.rulebook?.version ?? 0,
      rules: compileRules(rows.rulebook?.body.rules ?? []),
      fallbackPoolId: fallback.poolId ?? null,
      queueOwnerId: fallback.queueOwnerId ?? null,
    },
    policies: rows.policies.map((row) => ({
      policy: readPolicy(row.id, row.version, row),
      when: compileCondition(row.when as Condition),
    })),
    reasons: rows.reasons,
  };
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
