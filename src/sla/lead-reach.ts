import { allowedOf, type Person, reachOf, writeReach } from '../contact/reach.js';
import type { SlaPolicy } from './policy.js';

/**
 * The kinds of touch by which somebody tries to reach a lead, if the policy names none: chats and meetings are
 * arranged, not tried.
 */
const ANY_KIND = ['call', 'sms', 'email'];

type Asking = Pick<SlaPolicy, 'leadHours' | 'firstTouch' | 'followUp'>;

/** The kinds of touch by which the owner can make the first touch. What the lead does by itself is none. */
export function kindsOfFirstTouch({ firstTouch }: Pick<SlaPolicy, 'firstTouch'>): readonly string[] {
  const outbound = firstTouch.counts.filter(({ direction }) => direction === 'outbound');
  return [...new Set(outbound.flatMap(({ kind }) => (kind === undefined ? ANY_KIND : [kind])))];
}

/** The kinds of touches that keep a step of the cadence. @param step from 1 */
export function kindsOfStep({ followUp }: Pick<SlaPolicy, 'followUp'>, step: number): readonly string[] {
  return followUp!.steps[step - 1]!.kinds;
}

/** Whether the person allows none of the ways that would keep a step. */
export function isForbiddenStep(policy: Pick<SlaPolicy, 'followUp'>, step: number, { contact }: Person): boolean {
  return allowedOf(kindsOfStep(policy, step), contact).length === 0;
}

/**
 * How the lead may be contacted, for a promise that counts only while it may be.
 * @param step of the cadence; null for the first touch
 * @returns as `writeReach` writes it; null if the policy counts only the owner's hours, or no way is left
 */
export function reachFor(policy: Asking, step: number | null, person: () => Person): string | null {
  if (!policy.leadHours) return null;
  const reach = reachOf(person(), step === null ? kindsOfFirstTouch(policy) : kindsOfStep(policy, step));
  return reach === null ? null : writeReach(reach);
}
