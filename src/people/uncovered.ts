import type { Instant } from '../platform/values/duration.js';
import type { AbsenceRow } from './absence.table.js';

type Span = Pick<AbsenceRow, 'fromAt' | 'toAt' | 'coverRepId'>;
/** The saved absences of a rep, in order. */
type AbsencesOf = (repId: string) => readonly Span[];

/** A time in which a rep is away and so is the last of their covers, for whom nobody else stands in. */
interface Uncovered {
  readonly lastRepId: string;
  /** The last one’s own cover, who is already one of these covers or the rep themselves; null for none. */
  readonly coverRepId: string | null;
  readonly fromAt: Instant;
  readonly toAt: Instant;
}

/** Returns the first time within an absence with a cover in which nobody stands in; null if there is none. */
export function uncoveredIn(
  { repId, coverRepId, fromAt, toAt }: Span & Pick<AbsenceRow, 'repId'>,
  absencesOf: AbsencesOf,
): Uncovered | null {
  if (coverRepId === null) return null;
  const changes = [...reachedFrom(coverRepId, absencesOf)]
    .flatMap((id) => absencesOf(id).flatMap((absence) => [absence.fromAt, absence.toAt]))
    .filter((at) => fromAt < at && at < toAt)
    .sort((one, other) => one - other);
  const parts = [fromAt, ...changes];
  const ends = parts.map((at) => endOfCovers(repId, coverRepId, at, absencesOf));
  const first = ends.findIndex((end) => end !== null);
  if (first === -1) return null;
  return {
    ...ends[first]!,
    fromAt: parts[first]!,
    toAt: parts.find((_, index) => index > first && !ends[index]) ?? toAt,
  };
}

/** Returns all reps who may stand in, directly or for another cover. */
function reachedFrom(repId: string, absencesOf: AbsencesOf): ReadonlySet<string> {
  const reached = new Set([repId]);
  // A set yields what is added to it meanwhile.
  for (const id of reached)
    for (const { coverRepId } of absencesOf(id)) if (coverRepId !== null) reached.add(coverRepId);
  return reached;
}

/** Follows the covers at an instant. @returns where they end; null if one of them is at work */
function endOfCovers(repId: string, coverRepId: string, at: Instant, absencesOf: AbsencesOf) {
  const seen = new Set([repId]);
  for (let id = coverRepId; ; ) {
    seen.add(id);
    const present = absencesOf(id).filter(({ fromAt, toAt }) => fromAt <= at && at < toAt);
    if (present.length === 0) return null;
    const next = present.findLast((absence) => absence.coverRepId !== null)?.coverRepId ?? null;
    if (next === null || seen.has(next)) return { lastRepId: id, coverRepId: next };
    id = next;
  }
}
