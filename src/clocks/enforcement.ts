import type { Instant } from '../platform/instant.js';
import type { BreachAction, SlaPolicy } from '../sla/policy.js';
import { breach, type ClockHours, type LeadClock } from './clock.js';
import { actionAt, actionsOf, nextOfRunning, warningsOf } from './plan.js';

/** What a clock makes happen, besides its own change. */
export type Effect =
  | { readonly kind: 'warned'; readonly share: number }
  | { readonly kind: 'breached'; readonly wouldHave: readonly BreachAction['do'][] | null }
  | { readonly kind: 'reassign' }
  | { readonly kind: 'escalate'; readonly action: BreachAction & { do: 'escalate' }; readonly index: number };

export interface Enforcement {
  readonly clock: LeadClock;
  readonly effects: readonly Effect[];
}

/**
 * What happens to a clock at an instant, however late the sweep comes: warnings that are due (none once the deadline
 * has passed), the breach, and the actions after it. Nothing before it is due; asking twice changes nothing.
 * @param clock one of an owner or of a lead, running or breached, not outdated
 */
export function enforce(clock: LeadClock, policy: SlaPolicy, hours: ClockHours, now: Instant): Enforcement {
  if (clock.nextAt === null || clock.nextAt > now) return { clock, effects: [] };
  if (clock.state === 'breached') return act(clock, policy, hours, now);
  if (clock.dueAt !== null && clock.dueAt <= now) {
    const breached = breach(clock, now);
    const told: Effect = { kind: 'breached', wouldHave: wouldHave(breached, policy) };
    const acted = act(breached, policy, hours, now);
    return { clock: acted.clock, effects: [told, ...acted.effects] };
  }
  return warn(clock, policy, hours, now);
}

function warn(clock: LeadClock, policy: SlaPolicy, hours: ClockHours, now: Instant): Enforcement {
  const warnings = warningsOf(clock, policy, hours);
  const given = warnings.filter((at) => at <= now).length;
  const warned = { ...clock, progress: Math.max(clock.progress, given) };
  // Several that fell due while nothing swept are one warning to the owner: the latest. Who measures tells nobody.
  const effects: Effect[] =
    given > clock.progress && policy.mode !== 'measure'
      ? [{ kind: 'warned', share: policy.firstTouch.warnAt[given - 1]! }]
      : [];
  return { clock: { ...warned, nextAt: nextOfRunning(warned, policy, hours) }, effects };
}

/** Takes the actions of a breached clock that are due, and finds the moment of the next. */
function act(clock: LeadClock, policy: SlaPolicy, hours: ClockHours, now: Instant): Enforcement {
  const effects: Effect[] = [];
  const actions = actionsOf(clock, policy);
  let { progress } = clock;
  let nextAt: Instant | null = null;
  for (; progress < actions.length; progress += 1) {
    const action = actions[progress]!;
    if (!isCarriedOut(action, policy)) continue;
    nextAt = actionAt(clock.breachedAt!, action.after, hours);
    if (nextAt > now) break;
    nextAt = null;
    effects.push(action.do === 'reassign' ? { kind: 'reassign' } : { kind: 'escalate', action, index: progress });
  }
  return { clock: { ...clock, progress, nextAt }, effects };
}

/** Works the next action of a breached clock out anew: its hours have changed. */
export function planChain(clock: LeadClock, policy: SlaPolicy, hours: ClockHours): LeadClock {
  const next = actionsOf(clock, policy)
    .slice(clock.progress)
    .find((action) => isCarriedOut(action, policy));
  return { ...clock, nextAt: next === undefined ? null : actionAt(clock.breachedAt!, next.after, hours) };
}

/** `enforce` acts, `notify` tells people but moves nothing, `measure` records alone. */
function isCarriedOut(action: BreachAction, policy: SlaPolicy): boolean {
  switch (policy.mode) {
    case 'enforce':
      return true;
    case 'notify':
      return action.do === 'escalate';
    case 'measure':
      return false;
  }
}

/** What follows a breach by the policy and is left undone by its mode; null where nothing is. */
export function wouldHave(clock: LeadClock, policy: SlaPolicy): BreachAction['do'][] | null {
  const left = actionsOf(clock, policy).filter((action) => !isCarriedOut(action, policy));
  return policy.mode === 'enforce' ? null : left.map((action) => action.do);
}
