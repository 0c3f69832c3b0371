import { DateTime } from 'luxon';
import { nextEndOfDay, type WorkingTime } from '../calendar/working-time.js';
import type { SummaryPeriod } from '../deliveries/notifications/notification-settings.js';
import { type Instant, type Interval, MS_PER_DAY, MS_PER_HOUR } from '../platform/values/duration.js';
import type { SummarisedManager } from './daily-summary.store.js';

/** A day that ended longer ago is included in the next summary, since last evening's numbers are useless at noon. */
const LATE_MAX_MS = 2 * MS_PER_HOUR;
/** Limits the span of the first summary after a holiday. */
const SPAN_MAX_MS: Readonly<Record<SummaryPeriod, number>> = { day: 7 * MS_PER_DAY, week: 14 * MS_PER_DAY };

export interface DueSummary {
  readonly repId: string;
  /** The day that has ended, in the manager's time zone. */
  readonly day: string;
  readonly span: Interval;
  /** The end of the manager's next day, up to which due promises are counted. */
  readonly nextEndsAt: Instant;
}

export function summaryDue(
  { repId, toldUntil, day }: SummarisedManager,
  {
    hours,
    timeZone,
    period,
  }: { readonly hours: WorkingTime; readonly timeZone: string; readonly period: SummaryPeriod },
  now: Instant,
): DueSummary | null {
  const ended = nextEndOfDay(hours, timeZone, Math.max(toldUntil, now - LATE_MAX_MS));
  // A calendar that changes in the evening must not make a second summary of the day.
  if (ended === null || ended.endsAt > now || (day !== null && ended.date <= day)) return null;
  const next = nextEndOfDay(hours, timeZone, ended.endsAt);
  // A week ends with its last working day, whichever that is.
  if (period === 'week' && next !== null && weekOf(next.date) === weekOf(ended.date)) return null;
  return {
    repId,
    day: ended.date,
    span: { from: Math.max(toldUntil, now - SPAN_MAX_MS[period]), to: now },
    nextEndsAt: next?.endsAt ?? now + MS_PER_DAY,
  };
}

function weekOf(date: string): string {
  return DateTime.fromISO(date, { zone: 'utc' }).startOf('week').toISODate()!;
}
