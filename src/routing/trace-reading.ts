import type { ExcludedBy } from './eligibility.js';
import type { RoutingTrace, TraceDifference, TraceSnapshot } from './trace.js';
import { readVersion2 } from './trace-version-2.js';

/**
 * The reader of each version of traces. What a reader makes of a trace never changes: another shape of what is stored, or
 * another arithmetic in `ledger.ts`, is another version with a reader of its own, and the former one keeps a copy of what
 * it rests on.
 */
const READERS: Readonly<Record<number, (snapshot: TraceSnapshot, difference: TraceDifference) => RoutingTrace>> = {
  // The second version has leads with needs of their own besides; what the first one wrote is read in the same way.
  1: readVersion2,
  2: readVersion2,
  // The third says how the account was found, and may keep leads for its owner.
  3: readVersion2,
  // The fourth says once what many rules failed by.
  4: readVersion2,
};

/** Reconstructs a decision as it was made, however long ago. */
export function renderTrace(snapshot: TraceSnapshot, difference: TraceDifference): RoutingTrace {
  const read = READERS[snapshot.version];
  if (read === undefined)
    throw new Error(`A trace of version ${snapshot.version}, which a later version of Touchline has written`);
  return read(snapshot, difference);
}

/** A deal, as it is kept. */
interface Traced {
  readonly snapshot: TraceSnapshot;
  readonly trace: TraceDifference;
}

/** Among which members of a pool a lead was dealt, with their weights then. */
export function amongWhom(
  { snapshot, trace }: Traced,
  poolId: string,
): { readonly repId: string; readonly weight: number }[] {
  return renderTrace(snapshot, trace).candidates.flatMap(({ repId, eligible, weight, poolId: of }) =>
    eligible && of === poolId && weight !== undefined ? [{ repId, weight }] : [],
  );
}

/** Which members of a pool missed the turn, and why. */
export function missedByWhom(
  { snapshot, trace }: Traced,
  poolId: string,
): { readonly repId: string; readonly why: ExcludedBy }[] {
  return renderTrace(snapshot, trace).candidates.flatMap(({ repId, excludedBy: why, poolId: of }) =>
    why !== undefined && of === poolId ? [{ repId, why }] : [],
  );
}
