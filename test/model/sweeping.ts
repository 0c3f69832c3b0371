import { goOnAfterMiss } from './cadence.js';
import type { ModelLead } from './model-lead.js';
import { giveTo } from './moving.js';
import type { Action, Clock } from './promise.js';
import { isAway, isPresent, standing } from './standing.js';

export function sweep(lead: ModelLead, now: number): void {
  while (nextOf(lead) <= now) round(lead, now);
  // The lead moves as soon as another rep is eligible, unless enforcement is held.
  if (lead.isWaiting && lead.desk.holdAt(now) === undefined && whoElse(lead, now).length > 0) moveOn(lead, now);
  if (lead.isOpen && lead.owner === null) dealOut(lead, now);
}

/** A lead in the queue goes to whoever can take it first. */
function dealOut(lead: ModelLead, now: number): void {
  const rep = anotherOf(lead, lead.members, now);
  if (rep !== null) giveTo(lead, rep, now, { cause: 'queue' });
}

/** The instant at which a lead is due next, calculated from scratch. */
export function nextOf(lead: ModelLead): number {
  return Math.min(Number.POSITIVE_INFINITY, ...lead.clocks.map((clock) => nextOfClock(lead, clock)));
}

function nextOfClock(lead: ModelLead, clock: Clock): number {
  const { held, breachedAt } = clock;
  const instants = instantsOf(lead, clock);
  // What a hold has stopped waits for its end, and so does the rest of the chain of a miss.
  const waits = (at: number) => held !== null && (at <= held.at || (breachedAt !== null && breachedAt <= held.at));
  return Math.min(Number.POSITIVE_INFINITY, ...instants.map((at) => (waits(at) ? held!.by.to : at)));
}

function instantsOf(lead: ModelLead, clock: Clock): number[] {
  if (clock.state === 'breached') return lead.toFollow(clock).map(({ at }) => at);
  if (clock.state !== 'running') return [];
  const { due } = lead.windowOf(clock);
  // A paused clock is next due when it resumes, unless its deadline had passed when it was paused.
  if (clock.paused !== null && due !== null && due <= clock.paused.from) return [due];
  if (clock.paused !== null) return [clock.paused.to];
  return [due, clock.untold, ...lead.warningsOf(clock).map(({ at }) => at)].filter((at) => at !== null);
}

function round(lead: ModelLead, now: number): void {
  const asked: Clock[] = [];
  const ran = lead.clocks.filter(({ kind, state }) => kind === 'followUp' && state === 'running');
  for (const clock of [...lead.clocks]) {
    if (nextOfClock(lead, clock) > now) continue;
    if (enforce(lead, clock, now)) asked.push(clock);
  }
  // Only the present owner can lose the lead, and only by a miss of their own tenure. Several misses cause one move.
  const why = asked.findLast(({ tenure }) => !lead.isWaiting && lead.owner !== null && isPresent(lead, tenure));
  const missed = ran.filter(({ state }) => state === 'breached');
  if (why !== undefined) move(lead, why, now);
  for (const clock of missed) goOnAfterMiss(lead, clock, now);
}

/** @returns whether the clock asks for a move */
function enforce(lead: ModelLead, clock: Clock, now: number): boolean {
  const former = clock.state;
  if (former === 'running') {
    if (clock.paused !== null && clock.paused.to <= now) {
      clock.untold = clock.paused.to;
      clock.paused = null;
      lead.recordClock(now, 'sla.resumed', clock);
    }
    if (lead.isMissedBy(clock, now)) lead.breach(clock, now);
  }
  const isTicking = clock.state === 'running' && clock.paused === null;
  const warnings = isTicking ? lead.warningsOf(clock).filter(({ at }) => at <= now) : [];
  const following = lead.toFollow(clock).filter(({ at }) => at <= now);
  const tells =
    following.length > 0 || (warnings.length > 0 && clock.policy.mode !== 'measure') || clock.untold !== null;
  const hold = lead.desk.holdAt(now);
  if (hold !== undefined && tells) {
    const isNews = clock.held?.by !== hold || former !== clock.state;
    clock.held = { by: hold, at: now };
    if (isNews) lead.recordClock(now, 'sla.held', clock);
    return false;
  }
  clock.held = null;
  clock.untold = null;
  // If several warnings fell due between sweeps, only the last is sent.
  clock.warned += warnings.length;
  if (warnings.length > 0 && clock.policy.mode !== 'measure')
    lead.recordClock(now, 'sla.warned', clock, { share: warnings.at(-1)!.share });
  return follow(lead, clock, following, now);
}

function follow(lead: ModelLead, clock: Clock, due: { action: Action; index: number }[], now: number): boolean {
  for (const { index } of due) clock.done.add(index);
  const what = due.map(({ action }) => action.do);
  for (const each of what) if (each === 'escalate') lead.recordClock(now, 'sla.escalated', clock, { why: 'policy' });
  // Reminders that fell due together are sent once, and only if the lead is still theirs.
  if (what.includes('remind') && clock.rep === lead.owner)
    lead.recordClock(now, 'sla.escalated', clock, { why: 'reminder' });
  return what.includes('reassign');
}

function move(lead: ModelLead, missed: Clock, now: number): void {
  if (lead.moves >= lead.policy.maxReassignments) {
    lead.recordClock(now, 'sla.escalated', missed, { why: 'maxReassignments' });
  } else if (whoElse(lead, now).length === 0) {
    lead.waitingSince = now;
    lead.recordClock(now, 'sla.escalated', missed, { why: 'nobodyElse' });
  } else moveOn(lead, now);
}

function moveOn(lead: ModelLead, now: number): void {
  lead.moves += 1;
  lead.movedAt.push(now);
  giveTo(lead, lead.desk.chooses(lead.name, whoElse(lead, now), now), now, { cause: 'breach' });
}

/** The reps of its pool who are present and have not had the lead. */
function whoElse(lead: ModelLead, now: number): number[] {
  return whoCan(lead, lead.members, now).filter((rep) => !hasHad(lead, rep));
}

/** The present ones of some reps who have not declined the lead. */
function whoCan(lead: ModelLead, of: readonly number[], now: number): number[] {
  const hasDeclined = (rep: number) =>
    lead.tenures.some((tenure, place) => tenure.rep === rep && lead.tenures[place + 1]?.cause === 'decline');
  return of.filter((rep) => !hasDeclined(rep) && !isAway(lead, rep, now));
}

/** Moves the lead of a rep who has gone away to a present rep. */
export function takeOverFor(lead: ModelLead, now: number): void {
  giveTo(lead, anotherOf(lead, lead.members, now), now, { cause: 'absence' });
}

/** A present rep other than the owner, preferably one who has not had the lead; null if there is none. */
export function anotherOf(lead: ModelLead, of: readonly number[], now: number): number | null {
  const there = whoCan(lead, of, now).filter((rep) => rep !== lead.owner);
  const fresh = there.filter((rep) => !hasHad(lead, rep));
  return there.length === 0 ? null : lead.desk.chooses(lead.name, fresh.length > 0 ? fresh : there, now);
}

/** Reports whether a rep has had the lead. A move that was undone does not count. */
function hasHad(lead: ModelLead, rep: number): boolean {
  return standing(lead).some((tenure) => tenure.rep === rep);
}
