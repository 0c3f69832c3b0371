import { DateTime } from 'luxon';
import { type CalendarDefinition, type LocalIntervals, WEEKDAYS } from '../../src/calendar/definition.js';
import type { Duration, Instant, Interval } from '../../src/platform/values/duration.js';

interface Claim extends Interval {
  readonly date: string;
}

interface Piece extends Interval {
  readonly open: boolean;
}

const DAY_MS = 86_400_000;

/**
 * The rules of the contract, implemented slowly: luxon walks the dates, time is cut into pieces at every edge, and each
 * piece is compared with all claims, breaks and absences. It shares nothing with src/calendar but the definition's
 * type, and knows only the given dates.
 */
export class SlowWorkingTime {
  private readonly claims: readonly Claim[];
  private readonly closed: readonly Interval[];
  private readonly pieces: readonly Piece[];

  constructor(
    private readonly definition: CalendarDefinition,
    private readonly dates: { readonly first: string; readonly count: number },
    absences: readonly Interval[] = [],
  ) {
    const all = Array.from({ length: dates.count }, (_, index) => this.plus(dates.first, index)).filter((date) =>
      this.exists(date),
    );
    this.claims = all.flatMap((date) => this.intervals(date, this.hoursOn(date)));
    this.closed = [...all.flatMap((date) => this.intervals(date, definition.breaks[date] ?? [])), ...absences];
    this.pieces = this.cut([...this.claims, ...this.closed]);
  }

  isOpenAt(at: Instant): boolean {
    return this.claims.some((claim) => contains(claim, at)) && !this.closed.some((interval) => contains(interval, at));
  }

  workingMsBetween(from: Instant, to: Instant, pauses: readonly Interval[] = []): number {
    if (to < from) return -this.workingMsBetween(to, from, pauses) + 0;
    const ends = [from, to, ...pauses.flatMap((pause) => [pause.from, pause.to])].filter(
      (end) => end >= from && end <= to,
    );
    const cuts = [...new Set(ends)].sort((a, b) => a - b);
    let total = 0;
    for (const [index, start] of cuts.entries()) {
      const end = cuts[index + 1] ?? start;
      if (!pauses.some((pause) => contains(pause, start))) total += this.worked(start, end);
    }
    return total;
  }

  /** @returns null when the dates do not reach */
  deadline(from: Instant, budget: Duration, pauses: readonly Interval[] = []): Instant | null {
    const start = budget.days > 0 ? this.afterDays(from, budget.days) : from;
    if (start === null) return null;
    const worked = this.worked(from, start);
    const pausedUntil = budget.days > 0 ? this.endOfPause(pauses, start) : start;
    if (pausedUntil > start && worked === 0) return this.deadline(pausedUntil, budget, pauses);
    let left = budget.ms + worked - this.workingMsBetween(from, start, pauses);
    if (left === 0) return pausedUntil > start ? this.openOrClosing(pausedUntil) : start;
    for (const piece of this.cut([...this.claims, ...this.closed, ...pauses, { from: start, to: start }])) {
      if (!piece.open || piece.to <= start || pauses.some((pause) => contains(pause, piece.from))) continue;
      const length = piece.to - piece.from;
      if (length >= left) return piece.from + left;
      left -= length;
    }
    return null;
  }

  nextOpening(at: Instant): Instant | null {
    if (this.isOpenAt(at)) return at;
    return this.pieces.find((piece) => piece.open && piece.from >= at)?.from ?? null;
  }

  closes(at: Instant): Instant | null {
    if (!this.isOpenAt(at)) return null;
    return this.pieces.find((piece) => !piece.open && piece.from > at)?.from ?? null;
  }

  /** All closed time within the dates, and all time outside of them. */
  closedTime(): Interval[] {
    const [first, last] = [this.pieces[0]?.from ?? 0, this.pieces.at(-1)?.to ?? 0];
    return [
      { from: Number.NEGATIVE_INFINITY, to: first },
      ...this.pieces.filter(({ open }) => !open).map(({ from, to }) => ({ from, to })),
      { from: last, to: Number.POSITIVE_INFINITY },
    ];
  }

  private afterDays(from: Instant, days: number): Instant | null {
    const { zone } = this;
    const start = DateTime.fromMillis(from, { zone });
    let date = start.toISODate()!;
    let left = days;
    for (let walked = 0; left > 0; walked += 1) {
      if (walked > this.dates.count) return null;
      date = this.plus(date, 1);
      if (this.isWorkingDate(date)) left -= 1;
    }
    const midnight = Date.parse(`${date}T00:00:00Z`);
    const clock = start.hour * 3_600_000 + start.minute * 60_000 + start.second * 1_000 + start.millisecond;
    return this.openOrClosing(this.instant(midnight + clock));
  }

  private openOrClosing(at: Instant): Instant | null {
    return this.isOpenAt(at - 1) ? at : this.nextOpening(at);
  }

  /** Returns when the pause ends that lasts at an instant and just before it; the instant itself if there is none. */
  private endOfPause(pauses: readonly Interval[], at: Instant): Instant {
    const pausing = (instant: Instant) => pauses.find((pause) => contains(pause, instant));
    let end = at;
    if (pausing(at - 1) !== undefined)
      for (let next = pausing(at); next !== undefined; next = pausing(end)) end = next.to;
    return end;
  }

  private isWorkingDate(date: string): boolean {
    return this.claims.some(
      (claim) =>
        claim.date === date &&
        this.pieces.some((piece) => piece.open && piece.from >= claim.from && piece.to <= claim.to),
    );
  }

  private worked(from: Instant, to: Instant): number {
    return this.pieces
      .filter((piece) => piece.open)
      .reduce((sum, piece) => sum + Math.max(0, Math.min(to, piece.to) - Math.max(from, piece.from)), 0);
  }

  private cut(intervals: readonly Interval[]): Piece[] {
    const cuts = [...new Set(intervals.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
    return cuts.map((from, index) => ({ from, to: cuts[index + 1] ?? from, open: this.isOpenAt(from) }));
  }

  private hoursOn(date: string): LocalIntervals {
    const { hours, holidays, overrides } = this.definition;
    if (overrides[date] !== undefined) return overrides[date];
    if (holidays.includes(date)) return [];
    return hours[WEEKDAYS[DateTime.fromISO(date, { zone: 'utc' }).weekday - 1]!] ?? [];
  }

  private intervals(date: string, intervals: LocalIntervals): Claim[] {
    return intervals
      .map(([start, end]) => {
        const endDate = end < start ? this.plus(date, 1) : date;
        return { date, from: this.edge(date, start), to: this.edge(endDate, end) };
      })
      .filter(({ from, to }) => from < to);
  }

  private edge(date: string, time: string): Instant {
    const [hour, minute] = time.split(':').map(Number);
    return this.instant(Date.parse(`${date}T00:00:00Z`) + hour! * 3_600_000 + minute! * 60_000);
  }

  private exists(date: string): boolean {
    const midnight = Date.parse(`${date}T00:00:00Z`);
    return [0, DAY_MS / 2, DAY_MS - 1].some((clock) => this.occurrences(midnight + clock).length > 0);
  }

  /**
   * The first occurrence of a local time that is written as if it were UTC; in a gap, it is moved forward by the gap.
   */
  private instant(written: number): Instant {
    return this.occurrences(written)[0] ?? written - this.offset(written - 1.5 * DAY_MS);
  }

  private occurrences(written: number): Instant[] {
    const offsets = [this.offset(written - 1.5 * DAY_MS), this.offset(written + 1.5 * DAY_MS)];
    return offsets
      .map((offset) => written - offset)
      .filter((instant) => instant + this.offset(instant) === written)
      .sort((a, b) => a - b);
  }

  private offset(at: Instant): number {
    return DateTime.fromMillis(at, { zone: this.zone }).offset * 60_000;
  }

  private plus(date: string, days: number): string {
    return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate()!;
  }

  private get zone(): string {
    return this.definition.timeZone;
  }
}

function contains({ from, to }: Interval, at: Instant): boolean {
  return from <= at && at < to;
}
