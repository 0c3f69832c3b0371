import { type Instant, MS_PER_DAY } from '../platform/duration.js';
import type { ExcludedBy } from './eligibility.js';
import type { RenderedCandidate, RoutingTrace } from './trace.js';

/** When, and why, somebody was away is told of for half a year: then it is nobody's business any more. */
const AWAY_KEPT_MS = 180 * MS_PER_DAY;

/** How many candidates there were besides those that a reader sees. */
export interface OtherCandidates {
  readonly eligible: number;
  readonly excluded: Readonly<Partial<Record<ExcludedBy, number>>>;
}

export interface SeenTrace extends RoutingTrace {
  /** Absent for whoever sees all. */
  readonly others?: OtherCandidates;
}

/**
 * A trace as somebody may read it.
 * @param repIds whose rows they see; null for all
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
