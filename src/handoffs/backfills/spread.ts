import { DateTime } from 'luxon';
import type { WorkingTime } from '../../calendar/working-time.js';
import type { Instant } from '../../platform/instant.js';

export interface Spread {
  /** The first instant at which anything may begin. */
  readonly from: Instant;
  /** By which hours days are working days. */
  readonly hours: Pick<WorkingTime, 'nextOpening'>;
  readonly timeZone: string;
  /** From Monday to Sunday, in the zone. */
  readonly perWeek: number;
}

/**
 * When so many things begin: at the openings of working days, evenly over those of each week that are left.
 * @returns ascending; shorter than asked for where the hours end for good before
 */
export function spreadOver(count: number, { from, hours, timeZone, perWeek }: Spread): Instant[] {
  const begins: Instant[] = [];
  for (let next = hours.nextOpening(from); next !== null && begins.length < count; ) {
    const endOfWeek = local(next, timeZone).endOf('week').toMillis();
    const days: Instant[] = [];
    for (; next !== null && next <= endOfWeek; next = hours.nextOpening(dayAfter(next, timeZone))) days.push(next);
    const these = Math.min(perWeek, count - begins.length);
    for (let place = 0; place < these; place += 1) begins.push(days[Math.floor((place * days.length) / these)]!);
  }
  return begins;
}

/** One of each group, then the next of each: nobody gets all of theirs at once. The order within a group stays. */
export function inTurns<Each>(all: readonly Each[], groupOf: (each: Each) => string | null): Each[] {
  const turns = new Map<string | null, number>();
  return all
    .map((each) => {
      const turn = turns.get(groupOf(each)) ?? 0;
      turns.set(groupOf(each), turn + 1);
      return { each, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ each }) => each);
}

function dayAfter(at: Instant, timeZone: string): Instant {
  return local(at, timeZone).plus({ days: 1 }).startOf('day').toMillis();
}

function local(at: Instant, timeZone: string): DateTime {
  return DateTime.fromMillis(at, { zone: timeZone });
}
