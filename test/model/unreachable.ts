import { openDealOf } from './dealing.js';
import type { ModelLead } from './model-lead.js';
import { isAttempt, isContact, type Touch } from './touching.js';

/**
 * Closes a lead whose attempts prove that nobody can be reached: enough of them without contact, over enough time, and
 * on the address that it gave, unless that turned out to be invalid. With an open deal it stays open.
 */
export function closeIfUnreachable(lead: ModelLead, touch: Touch): void {
  const isPresent = lead.isOpen && lead.owner !== null && lead.touches.includes(touch);
  if (!isPresent || isContact(touch) || lead.work === 'qualified' || openDealOf(lead) !== undefined) return;
  if (lead.policy.mode !== 'enforce' || !isProven(lead)) return;
  lead.endCycle('lost', touch.recordedAt);
  lead.record(touch.recordedAt, 'lead.disposed', { by: 'unreachable' });
}

function isProven(lead: ModelLead): boolean {
  const rule = lead.policy.unreachable;
  const touches = lead.touches.filter(({ isVoided }) => !isVoided);
  if (rule === null || touches.some(isContact)) return false;
  // Who asks again can be reached.
  const asked = lead.forms.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const attempts = touches.filter((each) => isAttempt(each) && each.at > asked).sort((one, other) => one.at - other.at);
  const [first, last] = [attempts[0], attempts.at(-1)];
  if (first === undefined || last === undefined || attempts.length < rule.attempts) return false;
  const isLong = last.at >= lead.ownersTime.after(first.at, rule.over);
  const isByMail = attempts.some(({ kind }) => kind === 'email');
  const isInvalid = touches.some(({ kind, outcome }) => kind === 'email' && outcome === 'bounced');
  return isLong && (isByMail || isInvalid);
}
