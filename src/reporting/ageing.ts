import { seconds } from '../figures/figure.js';
import { earliest, type Instant, MS_PER_DAY, MS_PER_HOUR } from '../platform/values/duration.js';
import { pluck } from '../platform/values/group.js';

/** Upper bounds of the age bands of open leads. */
const AGES = {
  upTo1h: MS_PER_HOUR,
  upTo1d: MS_PER_DAY,
  upTo3d: 3 * MS_PER_DAY,
  upTo7d: 7 * MS_PER_DAY,
  upTo30d: 30 * MS_PER_DAY,
  over30d: Number.POSITIVE_INFINITY,
} as const;
type AgeBand = keyof typeof AGES;
export const AGE_BANDS = Object.keys(AGES) as AgeBand[];

const WORK_STATES = ['untouched', 'attempting', 'connected', 'qualified'] as const;

/** Returns the start of receipt of each age band, youngest first; older leads are in a later band. */
export function startsOfBands(now: Instant): Instant[] {
  // A lead exactly as old as the end of a band is still in it.
  return Object.values(AGES)
    .filter(Number.isFinite)
    .map((ms) => now - ms - 1);
}

/** A count of open leads of equal group, age band and work state. */
export interface AgeCount {
  readonly cycleStartedAt: Instant;
  readonly band: number;
  readonly workState: string;
  readonly isWaiting: boolean;
  readonly leads: number;
}

export function ageingOf(rows: readonly AgeCount[], now: Instant) {
  const leadsIn = (some: readonly AgeCount[]) => some.reduce((sum, { leads }) => sum + leads, 0);
  const statesOf = (some: readonly AgeCount[]) =>
    Object.fromEntries(
      WORK_STATES.map((state) => [state, leadsIn(some.filter(({ workState }) => workState === state))]),
    ) as Record<(typeof WORK_STATES)[number], number>;
  const ages = AGE_BANDS.map((name, band) => {
    const aged = rows.filter((row) => row.band === band);
    return [name, { leads: leadsIn(aged), ...statesOf(aged) }] as const;
  });
  const oldestAt = earliest(pluck(rows, 'cycleStartedAt'));
  return {
    leads: leadsIn(rows),
    waiting: leadsIn(rows.filter(({ isWaiting }) => isWaiting)),
    states: statesOf(rows),
    ages: Object.fromEntries(ages) as Record<AgeBand, { leads: number } & ReturnType<typeof statesOf>>,
    oldestSeconds: oldestAt === null ? null : seconds(now - oldestAt),
  };
}
