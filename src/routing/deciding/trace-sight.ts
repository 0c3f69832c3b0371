import { type Instant, MS_PER_DAY } from '../../platform/values/duration.js';
import type { ExcludedBy } from './eligibility.js';
import type { RenderedCandidate, RoutingTrace } from './trace.js';

/** The details of an absence are shown for half a year; after that, they are nobody's business any more. */
const AWAY_KEPT_MS = 180 * MS_PER_DAY;

/** Counts of the candidates whom a reader does not see. */
export interface OtherCandidates {
  readonly eligible: number;
  readonly excluded: Readonly<Partial<Record<ExcludedBy, number>>>;
}

export interface SeenTrace extends RoutingTrace {
  /** Absent for a reader who sees all. */
  readonly others?: OtherCandidates;
}

/**
 * Returns a trace as a reader may see it.
 * @param repIds reps whose rows they see; null for all
 */
export function asSeenBy(trace: RoutingTrace, repIds: readonly string[] | null, now: Instant): SeenTrace {
  const isOld = now - Date.parse(trace.at) > AWAY_KEPT_MS;
  const isSeen = ({ repId }: RenderedCandidate) => repIds === null || repIds.includes(repId);
  const candidates = trace.candidates.filter(isSeen).map((each) => (isOld ? withoutAbsence(each) : each));
  if (repIds === null) return { ...trace, candidates };
  return { ...trace, candidates, others: counted(trace.candidates.filter((each) => !isSeen(each))) };
}

function withoutAbsence(candidate: RenderedCandidate): RenderedCandidate {
  if (candidate.excludedBy !== 'absent') return candidate;
  const { detail: _, ...rest } = candidate;
  return rest;
}

function counted(candidates: readonly RenderedCandidate[]): OtherCandidates {
  const excluded: Partial<Record<ExcludedBy, number>> = {};
  for (const { excludedBy } of candidates)
    if (excludedBy !== undefined) excluded[excludedBy] = (excluded[excludedBy] ?? 0) + 1;
  return { eligible: candidates.filter(({ eligible }) => eligible).length, excluded };
}
