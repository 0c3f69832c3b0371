import { resumeCadence } from './cadence.js';
import type { ModelLead } from './model-lead.js';
import type { Clock, Policy, Window } from './promise.js';

/** What runs, as it stands before something changes. */
export type Before = ReadonlyMap<Clock, Window>;

export function beforeChange(lead: ModelLead): Before {
  const running = lead.clocks.filter(({ state }) => state === 'running');
  return new Map(running.map((clock) => [clock, { ...lead.windowOf(clock) }]));
}

/** The same promises, worked out from their beginning by what holds now. @param whose clocks are told of */
export function planAnew(lead: ModelLead, before: Before, now: number, isConcerned: (clock: Clock) => boolean): void {
  for (const clock of lead.clocks) {
    if (!isConcerned(clock)) continue;
    // Whether a hold is on it is found out again.
    clock.held = null;
    const former = before.get(clock);
    if (former !== undefined && clock.state === 'running') planned(lead, clock, former, now);
  }
}

function planned(lead: ModelLead, clock: Clock, former: Window, now: number): void {
  grantGrace(lead, clock, former.due, now);
  const { opens, due } = lead.windowOf(clock);
  if (opens !== former.opens || due !== former.due) lead.tellOf(now, 'sla.replanned', clock);
}

/** Nothing is due earlier by a change than its owner was told, or than the grace of its policy, whichever is sooner. */
export function grantGrace(lead: ModelLead, clock: Clock, formerDue: number | null, now: number): void {
  const { due } = lead.windowOf(clock);
  if (due === null || due >= (formerDue ?? Number.POSITIVE_INFINITY)) return;
  const end = lead.timeOf(clock).after(now, clock.policy.grace);
  const kept = clock.grace;
  clock.grace = { from: now, to: Math.min(formerDue ?? end, end) };
  if (lead.windowOf(clock).due === due) clock.grace = kept;
}

/** An open lead gets another version of its policy: what runs is promised by that, from its beginning. */
export function adopt(lead: ModelLead, policy: Policy, now: number): void {
  const before = beforeChange(lead);
  lead.policy = policy;
  lead.diary.push({ what: 'policy', policy, at: now });
  lead.tell(now, 'lead.updated');
  for (const [clock] of before) {
    if (!isPromised(clock, policy)) {
      lead.cancel(clock, 'policyChanged', now);
      continue;
    }
    clock.policy = policy;
    clock.within = lead.promisedBy(policy, clock);
    if (clock.wait !== null) clock.wait = policy.steps[clock.step! - 1]!.after;
  }
  planAnew(lead, before, now, (clock) => before.has(clock));
  resumeCadence(lead, now);
}

export function isPromised({ kind, step }: Clock, { steps, decideWithin }: Policy): boolean {
  if (kind === 'followUp') return step! <= steps.length;
  return kind !== 'decide' || decideWithin !== null;
}
