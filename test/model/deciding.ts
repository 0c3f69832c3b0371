import { beginNext, decided, endCadence } from './cadence.js';
import type { ModelLead } from './model-lead.js';
import { type Clock, NO_POLICY, type Policy } from './promise.js';
import type { ReportedAct } from './touching.js';
import { liveWithout } from './voiding.js';
import { HOUR } from './working-hours.js';

/** The decision about a lead whose deal is lost, if its policy promises none: five days around the clock. */
const DECISION: Policy = {
  ...NO_POLICY,
  mode: 'notify',
  time: 'elapsed',
  within: 5 * 24 * HOUR,
  decideWithin: 5 * 24 * HOUR,
};

/** Reports whether no policy promises it, so that no version of one changes it. */
export function isUnpromised({ kind, policy }: Pick<Clock, 'kind' | 'policy'>): boolean {
  return kind === 'accept' || policy === DECISION;
}

/** A lead that stays open although its deal is lost: its owner, or the next one, has to decide. */
export function requestDecision(lead: ModelLead, now: number): void {
  endCadence(lead, { at: now, recordedAt: now });
  lead.isDecisionPending = true;
  lead.record(now, 'lead.decisionRequested');
  beginRequested(lead, now);
}

export function beginRequested(lead: ModelLead, now: number): void {
  if (lead.owner === null || lead.clocks.some(({ kind, state }) => kind === 'decide' && state === 'running')) return;
  if (lead.policy.decideWithin !== null) beginNext(lead, 'decide', now, now);
  else lead.add(unpromised(lead, now), now);
}

/** The decision that no policy promises, not begun yet. */
export function unpromised(lead: ModelLead, start: number): Clock {
  return { ...lead.make('decide', start), policy: DECISION, within: DECISION.decideWithin };
}

/** Makes the decision that was requested, by a milestone or a closing. */
export function decide(lead: ModelLead, done: ReportedAct): void {
  lead.isDecisionPending = false;
  decided(lead, done);
}

/** With an open deal, the lead owes what it would owe if none had been lost. */
export function withdrawRequests(lead: ModelLead, isOfDeal: (deal: object) => boolean, now: number): void {
  const requests = lead.diary.filter((page) => page.what === 'requested').filter(({ isWithdrawn }) => !isWithdrawn);
  if (requests.length === 0) return;
  const deals = new Set(requests.map(({ deal }) => deal));
  for (const _ of deals) lead.record(now, 'lead.decisionWithdrawn');
  liveWithout(lead, 'requests', [...deals].some(isOfDeal) ? 'dealReopened' : 'dealOpened', now);
  for (const page of requests) page.isWithdrawn = true;
}
