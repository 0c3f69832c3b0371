import { DateTime } from 'luxon';
import { nextEndOfDay, type WorkingTime } from '../calendar/working-time.js';
import type { SummaryPeriod } from '../deliveries/notifications/notification-settings.js';
import { type Instant, type Interval, MS_PER_DAY, MS_PER_HOUR } from '../platform/duration.js';
import type { SummarisedManager } from './daily-summary.store.js';

/** A day whose end was longer ago is told of with the next one: nobody wants last evening's numbers at noon. */
const LATE_MAX_MS = 2 * MS_PER_HOUR;
/** Who comes back from a holiday is told of so much at most. */
const SPAN_MAX_MS: Readonly<Record<SummaryPeriod, number>> = { day: 7 * MS_PER_DAY, week: 14 * MS_PER_DAY };

/** A summary that is due. */
export interface DueSummary {
  readonly repId: string;
  /** The day that has ended, as the manager's clocks show it. */
  readonly day: string;
  /** Of what time it tells. */
  readonly span: Interval;
  /** Until when promises are asked for: the end of their next day. */
  readonly nextEndsAt: Instant;
}

/** Null: none is due now. */
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
  // A calendar that was changed in the evening makes no second day of it.
  if (ended === null || ended.endsAt > now || (day !== null && ended.date <= day)) return null;
  const next = nextEndOfDay(hours, timeZone, ended.endsAt);
  // Whatever the day: the last one on which they work before the next week.
  if (period === 'week' && next !== null && weekOf(next.date) === weekOf(ended.date)) return null;
  return {
    repId,
    day: ended.date,
    span: { from: Math.max(toldUntil, now - SPAN_MAX_MS[period]), to: now },
    nextEndsAt: next?.endsAt ?? now + MS_PER_DAY,
  };
}

/** Which week a date lies in, from Monday. */
function weekOf(date: string): string {
  return DateTime.fromISO(date, { zone: 'utc' }).startOf('week').toISODate()!;
}
