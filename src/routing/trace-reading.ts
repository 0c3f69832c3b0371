import type { RoutingTrace, TraceDifference, TraceSnapshot } from './trace.js';
import { readVersion1 } from './trace-version-1.js';

/**
 * The reader of each version of traces. What a reader makes of a trace never changes: another shape of what is stored, or
 * another arithmetic in `ledger.ts`, is another version with a reader of its own, and the former one keeps a copy of what
 * it rests on.
 */
const READERS: Readonly<Record<number, (snapshot: TraceSnapshot, difference: TraceDifference) => RoutingTrace>> = {
  1: readVersion1,
};

/** Reconstructs a decision as it was made, however long ago. */
export function renderTrace(snapshot: TraceSnapshot, difference: TraceDifference): RoutingTrace {
  const read = READERS[snapshot.version];
  if (read === undefined)
    throw new Error(`A trace of version ${snapshot.version}, which a later version of Touchline has written`);
  return read(snapshot, difference);
}
