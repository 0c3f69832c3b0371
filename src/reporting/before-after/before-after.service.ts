import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../../auth/scope.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { UNKNOWN_REASON } from '../../disposition/disposition.js';
import { VersionStore } from '../../documents/version.store.js';
import { DIMENSION_RULES } from '../../figures/dimension.js';
import { readRequest } from '../../figures/report-request.js';
import { type Names, namesOf } from '../../leads/lead.js';
import { sightOf } from '../../leads/visibility.js';
import { collectFaults, fault } from '../../platform/input/fault.js';
import { refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import type { Tx } from '../../platform/sql/sql.js';
import { type Day, dayIn, daysAfter, startOfDay } from '../../platform/values/day.js';
import { type Instant, type Interval, toIso } from '../../platform/values/duration.js';
import type { TimeCount } from '../counts.js';
import { cyclesOf } from '../cycles.js';
import { NO_SPELLINGS, type ReportScope, ReportStore } from '../report.store.js';
import { type Heading, headOf } from '../report-rows.js';
import { type Compared, type ComparedCounts, comparedOf, type Period } from './before-after.js';
import type { BeforeAfterQuery } from './before-after.schema.js';

const DAYS_BEFORE = 365;

/** Counts every lead once: what it was brought along with, or its first cycle here. */
const ONCE = cyclesOf('with', true);

type Part = NonNullable<BeforeAfterQuery['by']>;

/** The counts of one side, for each of its rows and for all of them. */
interface Side {
  readonly period: Period;
  readonly scope: ReportScope;
  readonly ofGroups: Omit<ComparedCounts, 'times'> & { readonly times: readonly TimeCount[] };
  readonly ofAll: ComparedCounts;
}

/** Compares how leads were treated before a day and since: those of the time before come by imports. */
@Injectable()
export class BeforeAfterService {
  constructor(
    private readonly directories: DirectoryService,
    private readonly versions: VersionStore,
    private readonly store: ReportStore,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError with all faults of the query */
  async read(query: BeforeAfterQuery, caller: Caller) {
    const directory = await this.directories.now();
    const timeZone = query.timeZone ?? directory.content.settings.timeZone;
    return this.store.snapshot(async (tx) => {
      const now = this.time.now();
      const began = dayIn((await this.versions.readFirst(tx, 'settings')) ?? now, timeZone);
      const since = query.since ?? began;
      const [before, after] = spansOf(query, { since, now, timeZone });
      const scope = { ...scopeOf(caller, directory), timeZone };
      const by = query.by ?? 'month';
      const ofOwners = !may(caller, 'read');
      const sides = [
        await this.sideOf(tx, 'before', { ...scope, span: before, by: [by] }, ofOwners),
        await this.sideOf(tx, 'since', { ...scope, span: after, by: [by] }, ofOwners),
      ];
      const namesNothing = await this.readerOfReasons(sides);
      const names = namesOf(directory);
      const staleDays = await this.store.countStaleDays(tx, { from: before.from, to: after.to });
      const whole = (side: Side): Compared => ({
        ...headOfAll(side, since, names),
        ...comparedOf(side.ofAll, namesNothing),
      });
      return {
        since,
        began,
        data: told(sides.flatMap((side) => rowsOf(side, by, names, namesNothing))),
        before: whole(sides[0]!),
        after: whole(sides[1]!),
        ...(staleDays > 0 && { staleDays }),
      };
    });
  }

  private async sideOf(tx: Tx, period: Period, scope: ReportScope, ofOwners: boolean): Promise<Side> {
    const read = await this.store.readAnswers(tx, scope, ofOwners ? 'owner' : 'lead');
    const [answers, { ofGroups, ofAll }] = [read.counts(), read.percentiles()];
    const ends = await this.store.countEnds(tx, { ...scope, by: [...scope.by, 'reason'] });
    return { period, scope, ofGroups: { answers, ends, times: ofGroups }, ofAll: { answers, ends, times: ofAll } };
  }

  /** Returns whether the number of a reason is that of losses of which nobody knows why. */
  private async readerOfReasons(sides: readonly Side[]): Promise<(code: number) => boolean> {
    const codes = sides.flatMap(({ ofAll }) => ofAll.ends.map(({ second }) => second));
    const values = await this.store.readValues([...new Set(codes)]);
    return (code) => values.get(code) === UNKNOWN_REASON;
  }
}

function scopeOf(caller: Caller, directory: Directory) {
  const repIds = may(caller, 'read') ? null : sightOf(caller, directory).repIds;
  return { isTest: false, cycles: ONCE, repIds, spellings: NO_SPELLINGS };
}

/** @throws InvalidRequestError if `since` does not lie between both ends */
function spansOf(
  query: BeforeAfterQuery,
  { since, now, timeZone }: { readonly since: Day; readonly now: Instant; readonly timeZone: string },
): readonly [Interval, Interval] {
  const asked = { from: daysAfter(since, -DAYS_BEFORE), ...query };
  const { span, faults } = readRequest({ from: asked.from, ...(query.to && { to: query.to }) }, now, [], { timeZone });
  const divides = startOfDay(since, timeZone);
  refuse(
    collectFaults(
      faults,
      divides <= span.from &&
        fault('/since', 'inverted', `The day that divides has to be after the beginning (${toIso(span.from)}).`),
      divides >= span.to &&
        fault('/since', 'inverted', `The day that divides has to be before the end (${toIso(span.to)}).`),
    ),
  );
  return [
    { from: span.from, to: divides },
    { from: divides, to: span.to },
  ];
}

function rowsOf(side: Side, by: Part, names: Names, namesNothing: (code: number) => boolean): Compared[] {
  const { period, scope, ofGroups } = side;
  const { answers, ends, times } = ofGroups;
  const codes = [...new Set([...answers, ...ends].map(({ first }) => first))].sort((one, other) => one - other);
  return codes.map((code) => {
    const counts = {
      answers: answers.filter(({ first }) => first === code),
      ends: ends.filter(({ first }) => first === code),
      times: times.find(({ first }) => first === code),
    };
    const { key, ...head } = headOf(headingOf(scope, names), [DIMENSION_RULES[by].read(code, () => null)]);
    return { key: { period, ...key }, ...head, ...comparedOf(counts, namesNothing) };
  });
}

/** The month, or week, in which the new way of working began has a row for each side. */
function told(rows: readonly Compared[]): Compared[] {
  return rows.map((row) => {
    const hasTwo = rows.some((other) => other !== row && other.label === row.label);
    return hasTwo ? { ...row, label: `${row.label}, ${row.key.period}` } : row;
  });
}

function headOfAll({ period, scope }: Side, since: Day, names: Names) {
  const { filter } = headOf(headingOf({ ...scope, by: [] }, names), []);
  return { key: { period }, label: `${period} ${since}`, filter };
}

function headingOf({ by, span, timeZone }: ReportScope, names: Names): Heading {
  const which = { isTest: false, imported: 'with', isOpenNow: false } as const;
  return { by, span, timeZone, names, noRep: 'nobody', also: {}, leadsOfRep: null, ...which };
}
