import { type Fault, fault } from '../platform/input/fault.js';
import { durationInWords, elapsedMs, type Instant, type Interval, toIso } from '../platform/values/duration.js';
import type { PauseLimits } from './policy.js';

/** A requested pause, with the former pauses of the cycle. */
interface Wanted {
  readonly fromAt: Instant;
  readonly untilAt: Instant;
  readonly former: readonly Interval[];
}

/**
 * Returns why a policy does not let a rep pause a lead for that long, or once more. @param limits null if there are
 * none
 */
export function faultsOfPause({ fromAt, untilAt, former }: Wanted, limits: PauseLimits | null): Fault[] {
  const { most = null, times = null } = limits ?? {};
  if (times !== null && former.length >= times) return [fault('', 'limit', usedUp(times, former.length))];
  if (most === null) return [];
  const usedMs = former.reduce((sum, { from, to }) => sum + to - from, 0);
  const latestAt = fromAt + elapsedMs(most) - usedMs;
  if (untilAt <= latestAt) return [];
  const left = latestAt <= fromAt ? 'nothing of that is left' : `that is until ${toIso(latestAt)}`;
  const message = `The policy lets a rep pause a lead for ${durationInWords(most.text)} in all, and ${left}.`;
  return [fault('/until', 'limit', message)];
}

function usedUp(times: number, former: number): string {
  if (times === 0) return 'The policy lets no rep pause a lead.';
  return `The policy lets a rep pause a lead ${times === 1 ? 'once' : `${times} times`}, and it has been paused ${former === 1 ? 'once' : `${former} times`}.`;
}
