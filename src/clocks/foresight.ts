import type { Instant, Interval } from '../platform/instant.js';
import { type Staff, WHEN_IT_MAY_MOVE_NO_MORE, whomToTell } from '../sla/escalation-targets.js';
import type { EscalationTarget, SlaPolicy } from '../sla/policy.js';
import type { ClockHours, LeadClock } from './clock.js';
import type { Effect } from './clock-rules.js';
import { rulesOf } from './kinds.js';

/** A clock that a lead would have, and the working time that it would be counted in. */
export interface PreviewedClock {
  readonly clock: LeadClock;
  readonly hours: ClockHours;
  readonly chainHours: ClockHours;
  readonly pauses: readonly Interval[];
}

export interface PreviewedInstant {
  readonly at: Instant;
  readonly clock: LeadClock['kind'];
  readonly what: 'warning' | 'breach' | 'remind' | 'reassign' | 'escalate';
  /** Of a warning: how much of the time is used. */
  readonly share?: number;
  /** Of an escalation: who is to be told, by the policy. */
  readonly to?: EscalationTarget;
  /** And who that is, as people will be then by all that is known now. */
  readonly toRepId?: string | null;
  readonly toTeamId?: string;
  readonly toRepIds?: readonly string[];
  readonly insteadOf?: readonly string[];
  /** Of a breach: what the policy's mode leaves undone. */
  readonly wouldHave?: readonly string[];
}

/** Who would own the lead, and whom there is to tell. */
export interface Circumstances {
  readonly ownerId: string | null;
  readonly staff: Staff;
}

/**
 * Everything that would happen to the clocks if nobody ever touched the lead and every sweep came on time, in order.
 * What a next owner would be promised is another preview: who that is depends on the day.
 */
export function foresee(
  clocks: readonly PreviewedClock[],
  policy: SlaPolicy,
  circumstances: Circumstances,
): PreviewedInstant[] {
  return clocks.flatMap((each) => foreseeOne(each, policy, circumstances)).sort((a, b) => a.at - b.at);
}

function foreseeOne(
  { clock, hours, chainHours, pauses }: PreviewedClock,
  policy: SlaPolicy,
  { ownerId, staff }: Circumstances,
): PreviewedInstant[] {
  const instants: PreviewedInstant[] = [];
  const by = clock.repId ?? ownerId;
  for (let current = clock; current.nextAt !== null; ) {
    const at = current.nextAt;
    const enforced = rulesOf(current).enforce(current, { policy, hours, chainHours, pauses }, at);
    for (const effect of enforced.effects) {
      // Nothing that a policy promises brings a lead back, and what comes after a miss begins when somebody goes on.
      if (effect.kind === 'return' || effect.kind === 'goOn' || effect.kind === 'resumed') continue;
      const what = told(effect, policy);
      const people = what.to === undefined ? {} : whomToTell(what.to, { by, at }, staff);
      instants.push({ at, clock: clock.kind, ...what, ...people });
    }
    current = enforced.clock;
  }
  return instants;
}

function told(
  effect: Exclude<Effect, { kind: 'return' | 'goOn' | 'resumed' }>,
  policy: SlaPolicy,
): Omit<PreviewedInstant, 'at' | 'clock'> {
  switch (effect.kind) {
    case 'warned':
      return { what: 'warning', share: effect.share };
    case 'breached':
      return { what: 'breach', ...(effect.wouldHave && { wouldHave: effect.wouldHave }) };
    case 'remind':
      return { what: 'remind' };
    case 'escalate':
      return { what: 'escalate', to: effect.action.to };
    case 'reassign':
      // A lead that may not move at all stays, and its owner's manager is told at once.
      return policy.firstTouch.maxReassignments === 0
        ? { what: 'escalate', to: WHEN_IT_MAY_MOVE_NO_MORE }
        : { what: 'reassign' };
    default:
      return effect satisfies never;
  }
}
