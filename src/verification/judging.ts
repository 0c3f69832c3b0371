import type { SubjectType } from '../events/event.js';
import type { Instant } from '../platform/instant.js';
import { OWNED_TYPES } from '../vocabulary/subjects.js';
import { type Difference, differencesOf, faultsOf, type Held, nameOf } from './differences.js';
import type { Replayed } from './replay.js';

/** A subject as the ledger tells of it, and as its tables hold it: as far as there is either. */
export interface Both {
  readonly replayed: Replayed | undefined;
  readonly held: Held | undefined;
}

/** Whether the beginning is missing of what the ledger told of it. */
export function isHeadless({ replayed }: Both): boolean {
  return replayed === undefined || replayed.firstSeq > 1;
}

/**
 * Whether that was removed with all that was as old. What the ledger tells of configuration and of reps is in no row of
 * theirs, so that of these it is taken for granted.
 * @param beginsAt when the oldest event that there still is was recorded; null where there is none
 */
export function isRetired(both: Both, beginsAt: Instant | null): boolean {
  return isHeadless(both) && (both.held === undefined || beginsAt === null || both.held.madeAt < beginsAt);
}

/** Where the two are not the same. @param beginsAt of the ledger, as above */
export function judge(both: Both, beginsAt: Instant | null): Difference[] {
  const { replayed, held } = both;
  const faults = replayed === undefined ? [] : faultsOf(replayed, held);
  if (held === undefined) return isOwned(replayed!) ? [...faults, noSuchRow(replayed!)] : faults;
  if (isHeadless(both)) return isRetired(both, beginsAt) ? faults : [...faults, firstIsMissing(held, replayed)];
  return [...faults, ...differencesOf(replayed!.story!.rows, held)];
}

function isOwned({ subjectType }: Replayed): boolean {
  const owned: readonly string[] = OWNED_TYPES satisfies SubjectType[];
  return owned.includes(subjectType);
}

function noSuchRow(replayed: Replayed): Difference {
  return { row: nameOf(replayed), said: 'the ledger tells of it, and there is no such row' };
}

function firstIsMissing(held: Held, replayed: Replayed | undefined): Difference {
  const missing = replayed === undefined ? 'there are none' : missingBefore(replayed.firstSeq);
  return { row: `events of ${nameOf(held)}`, said: `${missing}, though the ledger goes back to before its first` };
}

function missingBefore(firstSeq: number): string {
  return firstSeq === 2 ? 'event 1 is missing' : `events 1 to ${firstSeq - 1} are missing`;
}
