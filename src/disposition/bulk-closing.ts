import { type Instant, MS_PER_MINUTE } from '../platform/values/duration.js';

/** Long enough to check the result, and before channels are notified. */
export const UNDONE_WITHIN_MS = 15 * MS_PER_MINUTE;

export const SKIPS = {
  noSuchLead: 'There is no such lead.',
  closedAlready: 'It is closed already.',
  otherwiseNow: 'The filter does not find it any more.',
  openDeals: 'It has an open deal, about which somebody decides: close it by itself.',
  tooFewAttempts: 'The reason requires more attempts than there have been.',
  erased: 'What was known of the person was erased since.',
  openAgain: 'It is open again already.',
  decidedSince: 'Something else has been decided since.',
  suppressedSince: 'Its person was suppressed since, so it stays closed.',
} as const;
export type Skip = keyof typeof SKIPS;

export type SkipCounts = Readonly<Partial<Record<Skip, number>>>;

interface Undoable {
  readonly begunAt: Instant;
  readonly endedAt: Instant | null;
}

/** Returns until when a closing can be undone, inclusive; null while it is running. */
export function undoableUntil({ endedAt }: Undoable): Instant | null {
  return endedAt === null ? null : endedAt + UNDONE_WITHIN_MS;
}

/** Reports whether it is too late to undo. A running closing can still be undone. */
export function isTooLate(closing: Undoable, now: Instant): boolean {
  const until = undoableUntil(closing);
  return until !== null && now > until;
}

export function countOf(skipped: SkipCounts): number {
  return Object.values(skipped).reduce((sum, leads) => sum + leads, 0);
}

/** Returns the causes in words, the most frequent first. */
export function whySkipped(skipped: SkipCounts): { why: string; leads: number }[] {
  return (Object.keys(SKIPS) as Skip[])
    .flatMap((skip) => (skipped[skip] === undefined ? [] : [{ why: SKIPS[skip], leads: skipped[skip] }]))
    .sort((a, b) => b.leads - a.leads);
}

export function tallyOf(skips: readonly Skip[]): SkipCounts {
  const tally: Partial<Record<Skip, number>> = {};
  for (const skip of skips) tally[skip] = (tally[skip] ?? 0) + 1;
  return tally;
}

/** Returns the state of a run. A stopped run ended before it had processed all leads, or before it had found any. */
export function stateOf({ endedAt, found, done, skipped, isCutShort }: RunResult): 'running' | 'done' | 'stopped' {
  if (endedAt === null) return 'running';
  return done + countOf(skipped) < found || (found === 0 && isCutShort) ? 'stopped' : 'done';
}

interface RunResult extends Pick<Undoable, 'endedAt'> {
  readonly found: number;
  readonly done: number;
  readonly skipped: SkipCounts;
  readonly isCutShort: boolean;
}

/** Conditions of a filter whose values identify persons, and are not stored with a closing. */
const FINDS_PERSONS = ['email', 'phone', 'externalId', 'ref', 'q'] as const;

export function personalIn(filter: object): string[] {
  return FINDS_PERSONS.filter((name) => name in filter);
}

/** Returns a filter as it is stored: conditions that identify persons stay, with null as their value. */
export function keptFilter(filter: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...filter, ...Object.fromEntries(personalIn(filter).map((name) => [name, null])) };
}
