import type { ModelLead } from './model-lead.js';
import type { Action, Clock } from './promise.js';

/** Once as in a ledger: what came due at once is told once. */
function onceEach<Due extends { readonly action: Action }>(due: readonly Due[]): Due[] {
  return due.filter(
    ({ action }, place) => action.do !== 'remind' || !due.slice(0, place).some((one) => one.action.do === 'remind'),
  );
}

/** Does what is due of a lead, until nothing is. */
export function sweep(lead: ModelLead, now: number): void {
  while (nextOf(lead) <= now) round(lead, now);
}

/** When something of a lead is due next, worked out from scratch. */
export function nextOf(lead: ModelLead): number {
  return Math.min(Number.POSITIVE_INFINITY, ...lead.clocks.map((clock) => nextOfClock(lead, clock)));
}

function nextOfClock(lead: ModelLead, clock: Clock): number {
  const never = Number.POSITIVE_INFINITY;
  if (clock.state === 'breached') return lead.toFollow(clock)[0]?.at ?? never;
  if (clock.state !== 'running') return never;
  const due = lead.windowOf(clock).due ?? never;
  return Math.min(due, lead.warningsOf(clock)[0]?.at ?? never, clock.paused?.to ?? never);
}

function round(lead: ModelLead, now: number): void {
  const asked: Clock[] = [];
  for (const clock of [...lead.clocks])
    if (nextOfClock(lead, clock) <= now && enforce(lead, clock, now)) asked.push(clock);
  // Only its present owner can lose it, for what they owed since they have had it; once, whoever asks.
  const why = asked.findLast(
    ({ tenure }) => !lead.isWaiting && (tenure === null || tenure === lead.tenures.length - 1),
  );
  if (why !== undefined) move(lead, why, now);
}

/** @returns whether it asks for a move */
function enforce(lead: ModelLead, clock: Clock, now: number): boolean {
  if (clock.state === 'running') {
    if (clock.paused !== null && clock.paused.to <= now) {
      clock.paused = null;
      lead.tellOf(now, 'sla.resumed', clock);
    }
    if (!lead.isMissedBy(clock, now)) {
      warn(lead, clock, now);
      return false;
    }
    lead.breach(clock, now);
  }
  const due = lead.toFollow(clock).filter(({ at }) => at <= now);
  for (const { index } of due) clock.done.add(index);
  for (const { action } of onceEach(due)) {
    if (action.do === 'escalate') lead.tellOf(now, 'sla.escalated', clock, { why: 'policy' });
    if (action.do === 'remind' && clock.rep === lead.owner)
      lead.tellOf(now, 'sla.escalated', clock, { why: 'reminder' });
  }
  return due.some(({ action }) => action.do === 'reassign');
}

/** Of several that fell due unseen the owner gets the last. */
function warn(lead: ModelLead, clock: Clock, now: number): void {
  const due = lead.warningsOf(clock).filter(({ at }) => at <= now);
  if (due.length === 0) return;
  clock.warned += due.length;
  if (clock.policy.mode !== 'measure') lead.tellOf(now, 'sla.warned', clock, { share: due.at(-1)!.share });
}

function move(lead: ModelLead, missed: Clock, now: number): void {
  if (lead.moves >= lead.policy.maxReassignments) {
    lead.tellOf(now, 'sla.escalated', missed, { why: 'maxReassignments' });
    return;
  }
  const others = whoElse(lead, now);
  if (others.length === 0) {
    lead.isWaiting = true;
    lead.tellOf(now, 'sla.escalated', missed, { why: 'nobodyElse' });
    return;
  }
  lead.moves += 1;
  lead.giveTo(lead.desk.chooses(lead.name, others, now), now);
}

/** Who is there and has not had it. */
export function whoElse({ desk, tenures }: ModelLead, now: number): number[] {
  return [0, 1, 2].filter(
    (rep) =>
      !tenures.some((tenure) => tenure.rep === rep) &&
      !desk.awayOf(rep).some(({ from, to }) => from <= now && now < to),
  );
}
