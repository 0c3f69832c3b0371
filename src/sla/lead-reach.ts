import { allowedOf, type Person, reachOf, writeReach } from '../contact/reach.js';
import type { SlaPolicy } from './policy.js';

/** What a touch is by where a policy takes any kind for a first one: chats and meetings are arranged, not tried. */
const ANY_KIND = ['call', 'sms', 'email'];

type Asking = Pick<SlaPolicy, 'leadHours' | 'firstTouch' | 'followUp'>;

/** The kinds of touches by which its owner can make the first touch. What the lead does by itself is none. */
export function kindsOfFirstTouch({ firstTouch }: Pick<SlaPolicy, 'firstTouch'>): readonly string[] {
  const outbound = firstTouch.counts.filter(({ direction }) => direction === 'outbound');
  return [...new Set(outbound.flatMap(({ kind }) => (kind === undefined ? ANY_KIND : [kind])))];
}

/** The kinds of touches that keep a step of the cadence. @param step from 1 */
export function kindsOfStep({ followUp }: Pick<SlaPolicy, 'followUp'>, step: number): readonly string[] {
  return followUp!.steps[step - 1]!.kinds;
}

/** Whether the person wants to be contacted in none of the ways that keep a step: nobody may keep it. */
export function isForbiddenStep(policy: Pick<SlaPolicy, 'followUp'>, step: number, { contact }: Person): boolean {
  return allowedOf(kindsOfStep(policy, step), contact).length === 0;
}

/**
 * How the lead may be contacted, for a promise that counts only while it may be.
 * @param step of the cadence; null for the first touch
 * @returns as `writeReach` writes it; null where the policy counts the hours of the owner alone, or no way is left
 */
export function reachFor(policy: Asking, step: number | null, person: () => Person): string | null {
  if (!policy.leadHours) return null;
  const reach = reachOf(person(), step === null ? kindsOfFirstTouch(policy) : kindsOfStep(policy, step));
  return reach === null ? null : writeReach(reach);
}
