import { Injectable } from '@nestjs/common';
import type { CalendarRow } from '../../calendar/calendar.table.js';
import { publicHolidays } from '../../calendar/holidays.js';
import { closedIn, compileWorkingTime, type WorkingTime } from '../../calendar/working-time.js';
import type { Directory } from '../../directory/directory.js';
import { definitionOf } from '../../directory/directory.service.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Instant, Interval } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import {
  type Cycle,
  cyclesOf,
  type LeadHistory,
  type PastClock,
  type PastTenure,
  type SettledHours,
} from './history.js';
import { toSettle } from './response-facts.js';
import { type CalendarVersion, type PresentHours, settle } from './settlement.js';
import { type Settlement, SettlementStore } from './settlement.store.js';

/** Compiled calendars in the cache; the oldest are evicted first. */
const CALENDARS_CACHED = 500;

/** Settles the hours by which response times are counted, when they are first needed. */
@Injectable()
export class SettledHoursService {
  private readonly compiled = new Map<string, WorkingTime>();

  constructor(private readonly store: SettlementStore) {}

  /** Settles spans decided since the last run. @returns the hours of each lead, by its id */
  async settleMany(
    tx: Tx,
    histories: readonly LeadHistory[],
    directory: Directory,
  ): Promise<(leadId: string) => SettledHours> {
    const known = await this.store.readOf(tx, pluck(pluck(histories, 'lead'), 'id'));
    const settlements = new Map(known.map((settlement) => [keyOf(settlement), settlement]));
    const changed: Settlement[] = [];
    for (const history of histories)
      for (const settlement of settlementsOf(history, settlements, directory)) {
        settlements.set(keyOf(settlement), settlement);
        changed.push(settlement);
      }
    await this.store.writeMany(tx, changed);
    await this.compileMany(tx, [...settlements.values()]);
    return (leadId) => this.hoursOf(leadId, settlements);
  }

  private hoursOf(leadId: string, settlements: ReadonlyMap<string, Settlement>): SettledHours {
    // Unsettled spans must not be counted. Cycles are found by number, assignments by id.
    const hours = (assignmentId: string | null, cycle: number) => {
      const stretch = settlements.get(keyOf({ leadId, cycle, assignmentId }))?.stretch ?? null;
      if (stretch === null) return UNSETTLED_HOURS;
      const whole = this.compiled.get(calendarKey(stretch.calendar))!;
      return stretch.away.length === 0 ? whole : whole.without(stretch.away);
    };
    return {
      ofTenure: (assignmentId) => hours(assignmentId, 0),
      ofCycle: (cycle) => hours(null, cycle),
      teamOf: (assignmentId) => settlements.get(keyOf({ leadId, cycle: 0, assignmentId }))?.teamId ?? null,
    };
  }

  private async compileMany(tx: Tx, settlements: readonly Settlement[]): Promise<void> {
    const wanted = new Map(
      settlements
        .flatMap(({ stretch }) => (stretch === null ? [] : [stretch]))
        .map((stretch) => [calendarKey(stretch.calendar), stretch] as const),
    );
    const missing = [...wanted].filter(([key]) => !this.compiled.has(key));
    if (missing.length === 0) return;
    while (this.compiled.size + missing.length > CALENDARS_CACHED && this.compiled.size > 0) {
      const oldest = [...this.compiled.keys()].find((key) => !wanted.has(key));
      if (oldest === undefined) break;
      this.compiled.delete(oldest);
    }
    const bodies = await this.store.readCalendars(
      tx,
      missing.map(([, { calendar }]) => calendar),
    );
    for (const [key, { calendar, to }] of missing) {
      const body = bodies.get(`${calendar.calendarId} ${calendar.calendarVersion}`)!;
      this.compiled.set(key, compile(body, calendar.timeZone, to));
    }
  }
}

const UNSETTLED_HOURS: WorkingTime = {
  deadline: notSettled,
  workingMsBetween: notSettled,
  isOpenAt: notSettled,
  nextOpening: notSettled,
  closes: notSettled,
  within: notSettled,
  or: notSettled,
  claimsIn: notSettled,
  without: notSettled,
};

function notSettled(): never {
  throw new Error('Hours were requested that were not settled');
}

/** Returns settlements that are new or reach further than before. */
function settlementsOf(
  history: LeadHistory,
  known: ReadonlyMap<string, Settlement>,
  directory: Directory,
): Settlement[] {
  const leadId = history.lead.id;
  return cyclesOf(history).flatMap((cycle) => {
    const { cycleTo, tenures } = toSettle(cycle);
    const ofCycle: Settlement = { leadId, cycle: cycle.number, assignmentId: null, teamId: null, stretch: null };
    const ofTenures = cycle.tenures
      .filter(({ repId }) => repId !== null)
      .map((tenure) => {
        const former: Settlement = known.get(keyOf({ leadId, cycle: cycle.number, assignmentId: tenure.id })) ?? {
          leadId,
          cycle: cycle.number,
          assignmentId: tenure.id,
          teamId: tenure.teamId,
          stretch: null,
        };
        return settledAs(former, tenures.get(tenure.id) ?? null, (span) => presentOf(tenure, cycle, span, directory));
      });
    const former = known.get(keyOf(ofCycle)) ?? ofCycle;
    const span = cycleTo === null ? null : { from: cycle.receivedAt, to: cycleTo };
    const lead = settledAs(former, span, () => ({ calendar: calendarOfLead(cycle, directory), away: [] }));
    return [...(lead.stretch === null ? [] : [lead]), ...ofTenures].filter(
      (settlement) => known.get(keyOf(settlement)) !== settlement,
    );
  });
}

function settledAs(former: Settlement, span: Interval | null, present: (span: Interval) => PresentHours): Settlement {
  if (span === null || (former.stretch !== null && former.stretch.to >= span.to)) return former;
  return { ...former, stretch: settle(former.stretch, span, present(span)) };
}

/** By the calendar of the promise, else by the owner's. */
function presentOf(
  { id, repId, poolId }: PastTenure,
  { clocks }: Cycle,
  span: Interval,
  directory: Directory,
): PresentHours {
  const promise = clocks.find(({ kind, assignmentId }) => kind === 'firstTouch' && assignmentId === id);
  const calendar = calendarOf(promise) ?? calendarOf(directory.hours.ofOwner(repId!, poolId).calendar)!;
  return { calendar, away: [...directory.absencesOf(repId!), ...outOfReach(promise, span, directory)] };
}

function calendarOfLead({ clocks, tenures }: Cycle, directory: Directory): CalendarVersion {
  const promise = clocks.find(({ kind }) => kind === 'leadResponse');
  const poolId = tenures.find((tenure) => tenure.poolId !== null)?.poolId ?? null;
  return calendarOf(promise) ?? calendarOf(directory.hours.ofPool(poolId, null).calendar)!;
}

/** Time in which the lead may not be contacted, if the promise excludes it. */
function outOfReach(promise: PastClock | undefined, span: Interval, directory: Directory): Interval[] {
  const hours = promise?.reach == null ? null : directory.hours.contactTime(promise.reach);
  return hours === null ? [] : closedIn(hours, span);
}

interface MaybeCalendar {
  readonly calendarId: string | null;
  readonly calendarVersion: number | null;
  readonly timeZone: string | null;
}

/** @returns null for around the clock */
function calendarOf(counted: MaybeCalendar | undefined): CalendarVersion | null {
  if (counted === undefined || counted.calendarId === null) return null;
  const { calendarId, calendarVersion, timeZone } = counted;
  return { calendarId, calendarVersion: calendarVersion!, timeZone: timeZone! };
}

function compile(body: Record<string, unknown>, timeZone: string, around: Instant): WorkingTime {
  const year = new Date(around).getUTCFullYear();
  return compileWorkingTime(definitionOf(body as unknown as CalendarRow), {
    timeZone,
    holidaysOf: publicHolidays,
    window: { firstYear: year - 1, lastYear: year },
  });
}

function calendarKey({ calendarId, calendarVersion, timeZone }: CalendarVersion): string {
  return `${calendarId} ${calendarVersion} ${timeZone}`;
}

/** An assignment belongs to one cycle, so its id suffices. */
function keyOf({ leadId, cycle, assignmentId }: Pick<Settlement, 'leadId' | 'cycle' | 'assignmentId'>): string {
  return assignmentId ?? `${leadId} ${cycle}`;
}
