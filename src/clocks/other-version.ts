import type { Commitment } from '../sla/policy.js';
import { type Clock, type ClockCalendar, unmiss } from './clock.js';
import type { Terms } from './clock-rules.js';
import { rulesOf } from './kinds.js';
import { basisOf } from './start.js';

/** Another version of a clock's policy, with the hours and the calendar in which it counts. */
interface Version<Policy extends Commitment> extends Pick<Terms, 'hours'> {
  readonly policy: Policy & { readonly version: number };
  readonly calendar: ClockCalendar;
}

/**
 * Returns the clock that another version of the policy would have started in place of this one, not planned yet; null
 * if that version makes no such promise.
 */
export function promisedBy<Owned extends Clock, Policy extends Commitment>(
  clock: Owned,
  { policy, hours, calendar }: Version<Policy>,
): Owned | null {
  const written = rulesOf(clock).written(clock, policy, hours);
  if (written === null) return null;
  return {
    ...clock,
    policyVersion: policy.version,
    basis: basisOf(policy, calendar),
    target: written.within?.text ?? null,
    wait: written.wait?.text ?? null,
  };
}

/**
 * Reports whether a missed clock would also have been due under another version, at the instant at which its miss was
 * enforced. Counts the promise from its start, in the hours of that version, around the same pauses.
 */
export function wasDueBy<Policy extends Commitment>(
  missed: Clock,
  version: Version<Policy>,
  pauses: Terms['pauses'],
): boolean {
  const promised = promisedBy(unmiss(missed), version);
  if (promised === null) return false;
  const { policy, hours } = version;
  const { dueAt } = rulesOf(promised).plan(promised, { policy, hours, chainHours: hours, pauses });
  return dueAt !== null && dueAt <= missed.breachedAt!;
}
