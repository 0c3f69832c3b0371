import { type Instant, MS_PER_MINUTE } from '../platform/duration.js';

/** Long enough to look at what was done; channels are told of nothing by then. */
export const UNDONE_WITHIN_MS = 15 * MS_PER_MINUTE;

/** Why nothing was done about a lead, as it is counted. */
export const SKIPS = {
  noSuchLead: 'There is no such lead.',
  closedAlready: 'It is closed already.',
  otherwiseNow: 'The filter does not find it any more.',
  tooFewAttempts: 'The reason asks for more attempts than there have been.',
  erased: 'What was known of the person was erased since.',
  openAgain: 'It is open again already.',
  decidedSince: 'Something else has been decided since.',
} as const;
export type Skip = keyof typeof SKIPS;

/** Of how many leads nothing was done, by why. */
export type Skipped = Readonly<Partial<Record<Skip, number>>>;

export interface Undoable {
  readonly begunAt: Instant;
  readonly endedAt: Instant | null;
}

/** Until when a closing can be undone, the instant included; null while it goes on. */
export function undoableUntil({ endedAt }: Undoable): Instant | null {
  return endedAt === null ? null : endedAt + UNDONE_WITHIN_MS;
}

/** Whether it is too late: what is still being closed is not. */
export function isTooLate(closing: Undoable, now: Instant): boolean {
  const until = undoableUntil(closing);
  return until !== null && now > until;
}

export function countOf(skipped: Skipped): number {
  return Object.values(skipped).reduce((sum, leads) => sum + leads, 0);
}

/** As it is told, the most leads first. */
export function whySkipped(skipped: Skipped): { why: string; leads: number }[] {
  return (Object.keys(SKIPS) as Skip[])
    .flatMap((skip) => (skipped[skip] === undefined ? [] : [{ why: SKIPS[skip], leads: skipped[skip] }]))
    .sort((a, b) => b.leads - a.leads);
}

export function tallyOf(skips: readonly Skip[]): Skipped {
  const tally: Partial<Record<Skip, number>> = {};
  for (const skip of skips) tally[skip] = (tally[skip] ?? 0) + 1;
  return tally;
}

/** How a going through leads stands: one that was cut short has not come to all that it had found, or had found nothing yet. */
export function stateOf({ endedAt, found, done, skipped, isCutShort }: Went): 'running' | 'done' | 'stopped' {
  if (endedAt === null) return 'running';
  return done + countOf(skipped) < found || (found === 0 && isCutShort) ? 'stopped' : 'done';
}

interface Went extends Pick<Undoable, 'endedAt'> {
  readonly found: number;
  readonly done: number;
  readonly skipped: Skipped;
  readonly isCutShort: boolean;
}

/** What of a filter is kept with a closing: not by what a person is found. */
const FINDS_PERSONS = ['email', 'phone', 'externalId', 'ref', 'q'] as const;

/** The conditions of a filter that find persons. */
export function personalIn(filter: object): string[] {
  return FINDS_PERSONS.filter((name) => name in filter);
}

/** A filter as it may be kept: that it asked for a person, not for whom. */
export function keptFilter(filter: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...filter, ...Object.fromEntries(personalIn(filter).map((name) => [name, null])) };
}
