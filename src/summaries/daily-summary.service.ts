import { Injectable } from '@nestjs/common';
import { DEFAULTS, type NotificationSettings } from '../deliveries/notifications/notification-settings.js';
import { NotificationSettingsStore } from '../deliveries/notifications/notification-settings.store.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import type { SettingsRow } from '../directory/settings.table.js';
import { LifecycleService } from '../lifecycle/lifecycle.service.js';
import { teamsOfManagers } from '../people/people.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { system } from '../platform/values/actor.js';
import { type Interval, toIso } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';
import { startsOfBands } from '../reporting/ageing.js';
import { AgeingStore } from '../reporting/ageing.store.js';
import type { GroupCodes } from '../reporting/counts.js';
import { OF_HERE } from '../reporting/cycles.js';
import { DuePromisesStore } from '../reporting/due-promises.store.js';
import { NO_SPELLINGS, type ReportScope, ReportStore } from '../reporting/report.store.js';
import {
  type CountedByRep,
  type DayNumbers,
  EMPTY_DAY,
  isAnything,
  type OpenWork,
  reportedOf,
  together,
} from '../reporting/team-day.js';
import { DailySummaryStore } from './daily-summary.store.js';
import { type DueSummary, summaryDue } from './summary-due.js';

/** Reps listed by name, those with the most to report first. */
const NAMED_MAX = 20;
/** Leads in queues have no owner. */
const NO_QUEUES = { queue: false, queueIds: [] };
const EVER: Interval = { from: 0, to: Date.UTC(2100, 0, 1) };

type NumbersByRep = ReadonlyMap<string, DayNumbers>;
type Summary = DueSummary & { readonly team: readonly string[] };

/** Sends managers a summary at the end of each of their days or weeks, with the reports' numbers for their team. */
@Injectable()
export class DailySummary {
  constructor(
    private readonly database: Database,
    private readonly directories: DirectoryService,
    private readonly store: DailySummaryStore,
    private readonly settings: NotificationSettingsStore,
    private readonly reports: ReportStore,
    private readonly open: AgeingStore,
    private readonly due: DuePromisesStore,
    private readonly lifecycle: LifecycleService,
    private readonly time: TimeSource,
  ) {}

  /** Runs on every node; a manager gets the summary of a day from only one of them. */
  async look(): Promise<void> {
    const due = await this.findDue();
    if (due.length === 0) return;
    const numbers = await this.count(due);
    await this.lifecycle.performDue(async (context) => {
      // Stores the instant of counting: later events belong to the next summary.
      const first = await this.store.recordOnce(context.tx, due, due[0]!.span.to);
      const work = this.lifecycle.workOn([], context, system('summary'));
      for (const summary of due.filter(({ repId }) => first.has(repId))) {
        const data = dataOf(summary, numbers.get(summary.repId)!, context.directory.content.settings);
        if (data !== null) work.notify(summary.repId, 'team.summary', null, data);
      }
      await this.lifecycle.save(context.tx, work);
    });
  }

  private async findDue(): Promise<Summary[]> {
    const now = this.time.now();
    const directory = await this.directories.now();
    const teams = teamsOf(directory);
    const managers = [...teams.keys()].filter((repId) => directory.rep(repId)?.active === true);
    if (managers.length === 0) return [];
    const rows = await this.store.readMany(this.database.engine, managers, now);
    const periods = await this.periodsOf(managers);
    return rows.flatMap((row) => {
      const period = periods.get(row.repId) ?? DEFAULTS.summary;
      if (period === 'none') return [];
      const { calendar, working } = directory.hours.ofOwner(row.repId, null);
      const timeZone = calendar.timeZone ?? directory.timeZoneOf(row.repId);
      const summary = summaryDue(row, { hours: working, timeZone, period }, now);
      return summary === null ? [] : [{ ...summary, team: teams.get(row.repId)! }];
    });
  }

  private async periodsOf(repIds: readonly string[]): Promise<Map<string, NotificationSettings['summary']>> {
    const own = await this.settings.readMany(this.database.reads, repIds);
    return new Map(own.map(({ repId, body }) => [repId, body.summary]));
  }

  /** Counts for all summaries at once, with a few statements for each distinct time span. */
  private async count(due: readonly Summary[]): Promise<Map<string, NumbersByRep>> {
    const spans = [...groupBy(due, ({ span }) => `${span.from} ${span.to}`).values()];
    const { open, promises, reported } = await this.reports.snapshot(async (tx) => {
      const counted: CountedByRep[] = [];
      for (const some of spans) counted.push(await this.countReported(tx, some[0]!.span, membersOf(some)));
      return {
        reported: counted,
        open: await this.countOpen(tx, membersOf(due), this.time.now()),
        promises: await this.due.countDue(tx, due.flatMap(promiseQueries)),
      };
    });
    const codeOf = await this.codesOf(reported);
    const dueOf = new Map(promises.map((each) => [`${each.askedBy} ${each.repId}`, each.promises]));
    return new Map(
      spans.flatMap((some, index) =>
        some.map(({ repId, team }): [string, NumbersByRep] => [
          repId,
          new Map(
            team.map((each) => [
              each,
              {
                ...EMPTY_DAY,
                ...reportedOf(codeOf.get(each), reported[index]!),
                ...open.get(each),
                due: dueOf.get(`${repId} ${each}`) ?? 0,
              },
            ]),
          ),
        ]),
      ),
    );
  }

  private async countReported(tx: Tx, span: Interval, repIds: readonly string[]): Promise<CountedByRep> {
    const scope = scopeOf(span, repIds);
    return {
      responses: (await this.reports.readResponses(tx, scope, 'owner', 'attempt')).byElapsed(),
      promises: await this.reports.countPromises(tx, scope, null),
      movesAway: await this.reports.countReassignments(tx, scope, 'former'),
    };
  }

  /** Returns the reports' numeric codes by rep id. */
  private async codesOf(counted: readonly CountedByRep[]): Promise<ReadonlyMap<string, number>> {
    const rows: GroupCodes[] = counted.flatMap((each) => [...each.responses, ...each.promises, ...each.movesAway]);
    const repIds = await this.reports.readValues([...new Set(rows.map(({ first }) => first))]);
    return new Map([...repIds].map(([code, repId]) => [repId, code]));
  }

  private async countOpen(tx: Tx, repIds: readonly string[], now: number) {
    const rows = await this.open.countOpen(tx, scopeOf(EVER, repIds), startsOfBands(now), NO_QUEUES);
    const leads = (some: typeof rows) => some.reduce((sum, row) => sum + row.leads, 0);
    return new Map(
      [...groupBy(rows, ({ first }) => first)].map(([repId, own]) => [
        repId,
        { open: leads(own), untouched: leads(own.filter(({ workState }) => workState === 'untouched')) },
      ]),
    );
  }
}

function membersOf(summaries: readonly Summary[]): string[] {
  return [...new Set(summaries.flatMap(({ team }) => team))];
}

function promiseQueries({ repId: requesterId, team, nextEndsAt: until }: Summary) {
  return team.map((repId) => ({ askedBy: requesterId, repId, until }));
}

function scopeOf(span: Interval, repIds: readonly string[]): ReportScope {
  return { span, repIds, by: ['rep'], timeZone: 'UTC', isTest: false, cycles: OF_HERE, spellings: NO_SPELLINGS };
}

function teamsOf(directory: Directory): Map<string, string[]> {
  const teams = teamsOfManagers(directory.content.reps.keys(), (repId) => directory.managerOf(repId));
  return new Map([...teams].map(([manager, team]) => [manager, [...team, manager]]));
}

/**
 * Returns ids and numbers; null if there is nothing to report. What other people have done is named as in reports, by
 * the settings; their open work always is.
 */
function dataOf(
  { repId: managerId, span, nextEndsAt }: Summary,
  numbers: NumbersByRep,
  { individualReports }: Pick<SettingsRow, 'individualReports'>,
): Readonly<Record<string, unknown>> | null {
  const total = together([...numbers.values()]);
  if (!isAnything(total)) return null;
  const isShown = (repId: string) => individualReports === 'managers' || repId === managerId;
  const reps = [...numbers]
    .map(([repId, each]) => ({ repId, shown: isShown(repId) ? each : openWorkOf(each) }))
    .filter(({ shown }) => isAnything({ ...EMPTY_DAY, ...shown }))
    .sort(({ shown: one }, { shown: other }) => missedIn(other) - missedIn(one) || other.open - one.open)
    .slice(0, NAMED_MAX)
    .map(({ repId, shown }) => ({ repId, ...shown }));
  return { since: toIso(span.from), until: toIso(nextEndsAt), ...total, reps };
}

function openWorkOf({ open, untouched, due }: DayNumbers): OpenWork {
  return { open, untouched, due };
}

function missedIn(numbers: OpenWork & Partial<Pick<DayNumbers, 'breached'>>): number {
  return numbers.breached ?? 0;
}
