import { owesFirstTouch } from './cadence.js';
import { beginNextCycle, cyclesOf, whoGetsItAgain, whoIsThere } from './cycles.js';
import { openDealOf } from './dealing.js';
import type { ModelLead } from './model-lead.js';
import { isAway, isPresent } from './standing.js';
import { countsAsTouch, isContact, type Touch } from './touching.js';
import { HOUR } from './working-hours.js';

/** A form within this time of a conversation belongs to it. */
const CONVERSATION = 24 * HOUR;

const PUT_AWAY: readonly ModelLead['status'][] = ['lost', 'nurturing'];

/**
 * The person of a lead sends another form, which joins an open lead and brings back one that was put away.
 * @returns the cycle in which the lead is now, or null if the form begins a lead of its own
 */
export function ask(lead: ModelLead, now: number): ModelLead | null {
  if (!lead.isOpen && !PUT_AWAY.includes(lead.status)) return null;
  lead.record(now, 'lead.inquired');
  lead.forms.push({ at: now, hasJoined: lead.isOpen });
  if (!lead.isOpen) return beginNextCycle(lead, { by: 'contact' }, whoGetsItAgain(lead, 'asked', now), now);
  restart(lead, now);
  return isNewDemand(lead, now) ? beginCycle(lead, now) : lead;
}

/**
 * Gives the latest form the effect that it would have had, had the first touch before it been reported in time.
 * @param answered the number of first touches that were made before the touch was reported
 * @returns the cycle in which the lead is now
 */
export function askAfter(lead: ModelLead, touch: Touch, answered: number): ModelLead {
  const form = lead.forms.findLast(({ hasJoined }) => hasJoined)?.at;
  if (!lead.isOpen || form === undefined || firstTouchesMade(lead) === answered) return lead;
  const isOwedSince = lead.clocks.some(
    ({ kind, start, endReason }) => kind === 'firstTouch' && start >= form && endReason !== 'alreadyTouched',
  );
  const isAnswer = countsAsTouch(touch) && touch.at >= form;
  if (isOwedSince || isAnswer) return lead;
  if (isNewDemand(lead, form)) return beginCycle(lead, touch.recordedAt);
  restart(lead, touch.recordedAt);
  return lead;
}

/** The owner owes another first touch in the same cycle, if the policy says so and they owe none. */
function restart(lead: ModelLead, now: number): void {
  if (lead.policy.onInquiry !== 'restart' || lead.owner === null || owesFirstTouch(lead)) return;
  lead.diary.push({ what: 'restarted', at: now });
  lead.add(lead.make('firstTouch', now, { isRestart: true }), now);
}

/** The first touches that its owner owed and that were made. */
export function firstTouchesMade(lead: ModelLead): number {
  return lead.clocks.filter(
    ({ kind, tenure, metAt, endReason }) =>
      kind === 'firstTouch' && isPresent(lead, tenure) && (metAt !== null || endReason === 'alreadyTouched'),
  ).length;
}

/** Nobody owes the person anything that answers them, nobody sells to them, and nobody has just spoken to them. */
function isNewDemand(lead: ModelLead, asked: number): boolean {
  if (lead.policy.onInquiry !== 'renew' || lead.owner === null || openDealOf(lead) !== undefined) return false;
  const isOwed = lead.clocks.some(
    ({ kind, state, tenure }) =>
      state === 'running' && (kind === 'firstTouch' || (kind === 'accept' && tenure === lead.tenures.length - 1)),
  );
  const conversations = cyclesOf(lead).flatMap(({ touches, milestones }) => [
    ...touches.filter((each) => !each.isVoided && isContact(each)),
    ...milestones.filter(({ isReversed }) => !isReversed),
  ]);
  return !isOwed && conversations.every(({ at }) => at < asked - CONVERSATION);
}

/** The lead begins anew: for its owner, or if they are away, for whoever is there. */
function beginCycle(lead: ModelLead, now: number): ModelLead {
  const { owner } = lead;
  const { pool, isByRule } = lead.tenures.at(-1)!;
  lead.endCycle('over', now);
  const who = isAway(lead, owner, now)
    ? { rep: whoIsThere(lead, now), pool: 'team' as const, isByRule: true }
    : { rep: owner!, pool, isByRule };
  return beginNextCycle(lead, { by: 'contact' }, { ...who, cause: 'asked' }, now);
}
