import type { ExcludedBy } from './eligibility.js';
import type { RoutingTrace, TraceDifference, TraceSnapshot } from './trace.js';
import { readVersion2 } from './trace-version-2.js';

/**
 * The reader of each version of traces. What a reader makes of a trace never changes: another form of storage, or
 * another arithmetic in `credit.ts`, is another version with a reader of its own, and the former reader keeps a copy of
 * the code that it needs.
 */
const READERS: Readonly<Record<number, (snapshot: TraceSnapshot, difference: TraceDifference) => RoutingTrace>> = {
  // Version 2 adds leads with needs of their own; version 1 is read in the same way.
  1: readVersion2,
  2: readVersion2,
  // Version 3 adds how the account was found, and for whom alone a lead was.
  3: readVersion2,
  // Version 4 stores only once what consecutive rules failed by.
  4: readVersion2,
};

/** Reconstructs a decision as it was made, however long ago. */
export function renderTrace(snapshot: TraceSnapshot, difference: TraceDifference): RoutingTrace {
  const read = READERS[snapshot.version];
  if (read === undefined)
    throw new Error(`A trace of version ${snapshot.version}, which a later version of Touchline has written`);
  return read(snapshot, difference);
}

interface Traced {
  readonly snapshot: TraceSnapshot;
  readonly trace: TraceDifference;
}

/** Returns the members of a pool among whom a lead was dealt, with their weights then. */
export function dealtMembersIn(
  { snapshot, trace }: Traced,
  poolId: string,
): { readonly repId: string; readonly weight: number }[] {
  return renderTrace(snapshot, trace).candidates.flatMap(({ repId, eligible, weight, poolId: of }) =>
    eligible && of === poolId && weight !== undefined ? [{ repId, weight }] : [],
  );
}

/** Returns the members of a pool who missed the turn, and why. */
export function missedByWhom(
  { snapshot, trace }: Traced,
  poolId: string,
): { readonly repId: string; readonly why: ExcludedBy }[] {
  return renderTrace(snapshot, trace).candidates.flatMap(({ repId, excludedBy: why, poolId: of }) =>
    why !== undefined && of === poolId ? [{ repId, why }] : [],
  );
}
