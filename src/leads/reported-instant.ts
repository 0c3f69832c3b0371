import { futureFault, isAhead } from '../platform/input/ahead.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { elapsedMs, type Instant, parseDuration } from '../platform/values/duration.js';

/** Returns why a reported instant is rejected; empty if it is accepted. `backdating` is null where any past is. */
export function faultsOfReportedInstant(
  at: Instant,
  pointer: string,
  bounds: { now: Instant; backdating: string | null; notBefore?: Instant | null },
): Fault[] {
  if (isAhead(at, bounds.now)) return [futureFault(pointer)];
  if (bounds.notBefore !== undefined && bounds.notBefore !== null && at < bounds.notBefore) {
    return [fault(pointer, 'beforeLead', 'Expected an instant after the lead came in.')];
  }
  if (bounds.backdating === null) return [];
  const allowed = parseDuration(bounds.backdating, { allowZero: true });
  const allowedMs = 'code' in allowed ? 0 : elapsedMs(allowed);
  if (at < bounds.now - allowedMs) {
    return [
      fault(pointer, 'backdated', `Expected an instant at most ${bounds.backdating} ago (settings, backdating).`),
    ];
  }
  return [];
}
