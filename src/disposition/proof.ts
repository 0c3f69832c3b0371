import { type Fault, fault } from '../platform/input/fault.js';
import { durationInWords, elapsedMs, type Instant, parseDuration, toIso } from '../platform/values/duration.js';
import type { ProofInNumbers } from './reason.dto.js';

interface Tried {
  readonly direction: 'outbound' | 'inbound';
  readonly automated: boolean;
  readonly occurredAt: Instant;
}

/**
 * Requires the attempts of a reason, over the time between first and last. Only people's outbound touches count.
 * @param touches of the present cycle
 */
export function faultsOfProof(reason: string, { attempts, over }: ProofInNumbers, touches: readonly Tried[]): Fault[] {
  const tried = touches
    .filter(({ direction, automated }) => direction === 'outbound' && !automated)
    .map(({ occurredAt }) => occurredAt)
    .sort((a, b) => a - b);
  const span = over === undefined ? null : parseDuration(over);
  const spanMs = span === null || 'code' in span ? 0 : elapsedMs(span);
  const [first, last] = [tried[0], tried.at(-1)];
  const isLong = first !== undefined && last! - first >= spanMs;
  if (tried.length >= attempts && isLong) return [];
  const required = `${counted(attempts)}${spanMs === 0 ? '' : ` over at least ${durationInWords(over!)}`}`;
  const sofar =
    first === undefined
      ? 'so far there is none'
      : tried.length === 1
        ? `so far there is 1, of ${toIso(first)}`
        : `so far there are ${tried.length}, from ${toIso(first)} to ${toIso(last!)}`;
  return [fault('/reason', 'tooFewAttempts', `The reason ${reason} asks for ${required}; ${sofar}.`)];
}

function counted(attempts: number): string {
  return attempts === 1 ? 'an attempt to reach the person' : `${attempts} attempts to reach the person`;
}
