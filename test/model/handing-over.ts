import type { ModelLead, Tenure } from './model-lead.js';
import { type Clock, type Policy, windowOf } from './promise.js';
import { CLOSERS, CY } from './story.js';
import { anotherOf } from './sweeping.js';
import { judge, type Milestone } from './touching.js';
import { MINUTE, OpenTime } from './working-hours.js';

/** How soon the owner of a lead that was handed over has to accept it. */
export const ACCEPT_WITHIN = 30 * MINUTE;
/** How long closers may decline a lead. */
export const MAY_DECLINE_WITHIN = 60 * MINUTE;

/** The promise to accept a lead, which no policy makes. */
function promiseOf(within: number): Policy {
  return {
    mode: 'enforce',
    time: 'working',
    grace: 15 * MINUTE,
    within,
    afterHours: null,
    leadWithin: null,
    by: 'owner',
    warnAt: [80],
    onBreach: [
      { after: 0, do: 'reassign' },
      { after: 0, do: 'escalate' },
    ],
    onLeadBreach: [],
    maxReassignments: 3,
    steps: [],
    onMiss: [],
    decideWithin: null,
  };
}

/** The acceptance of the present owner, not begun yet. */
export function acceptance(lead: ModelLead, within: number, start: number): Clock {
  return { ...lead.make('accept', start), policy: promiseOf(within), within };
}

/** Each owner of a lead that was handed over has to accept it. */
export function beginAcceptance(lead: ModelLead, now: number): void {
  if (lead.acceptWithin !== null) lead.add(acceptance(lead, lead.acceptWithin, now), now);
}

/** Hands an open lead over once it is qualified, unless its owner is a closer or it was handed over before. */
export function handOver(lead: ModelLead, { name }: Milestone, now: number): void {
  if (!lead.handsOver || name !== 'qualified' || lead.pool === 'closers' || CLOSERS.includes(lead.owner)) return;
  lead.acceptWithin = ACCEPT_WITHIN;
  lead.giveTo(anotherOf(lead, CLOSERS, now), now, 'milestone');
}

/** @returns whether there was anything to accept */
export function accept(lead: ModelLead, now: number): boolean {
  const owed = lead.clocks.find(
    ({ kind, state, tenure }) => kind === 'accept' && state === 'running' && tenure === lead.tenures.length - 1,
  );
  if (owed === undefined) return false;
  lead.diary.push({ what: 'accepted', clock: owed, at: now });
  judge(lead, owed, { at: now, recordedAt: now });
  return true;
}

/** The owner gives back a lead that they have not worked on. @returns whether they may */
export function decline(lead: ModelLead, now: number): boolean {
  if (!lead.isOpen || lead.pool !== 'closers' || lead.owner === CY || now > mayDeclineUntil(lead)) return false;
  if (isWorkedOnByOwner(lead)) return false;
  lead.record(now, 'lead.declined');
  lead.giveTo(anotherOf(lead, lead.members, now), now, 'decline');
  return true;
}

/** The time counts from the beginning of the rep's hours if they got the lead outside of them. */
function mayDeclineUntil({ owner, tenures, desk }: ModelLead): number {
  const { from } = tenures.at(-1)!;
  const time = new OpenTime(desk.week, desk.awayOf(owner));
  return (time.isOpenAt(from) ? from : time.after(from, 1) - 1) + MAY_DECLINE_WITHIN;
}

/** Milestones name no rep; of the millisecond of the move they came before it. */
function isWorkedOnByOwner(lead: ModelLead): boolean {
  if (lead.work === 'untouched') return false;
  const { from } = originOf(lead);
  return (
    lead.touches.some(({ isVoided, at, rep }) => !isVoided && (at > from || (at === from && rep === lead.owner))) ||
    lead.milestones.some(({ isReversed, at }) => !isReversed && at > from)
  );
}

/** The tenure in which the owner really got the lead. */
function originOf({ tenures, owner }: ModelLead): Tenure {
  return tenures.findLast(({ rep, cause }) => rep === owner && cause !== 'undone')!;
}

/**
 * What the owner of former tenures has to accept again: the clock that ended when the lead went, or the whole again if
 * they had missed it. Nothing if it was accepted since, by whomever.
 * @param places the indices of their tenures
 * @param since when the lead went
 */
export function acceptanceOwedIn(lead: ModelLead, places: readonly number[], since: number): Clock | 'anew' | null {
  const all = lead.clocks.filter(({ kind }) => kind === 'accept');
  const last = all.findLast(({ tenure }) => places.includes(tenure!));
  if (last === undefined) return null;
  const isAcceptedSince = all.slice(all.indexOf(last)).some(({ metAt }) => metAt !== null);
  const hasWorked = lead.touches.some(({ isVoided, at, rep }) => !isVoided && at >= since && rep === last.rep);
  if (isAcceptedSince || hasWorked) return null;
  if (last.state === 'breached') return 'anew';
  return last.endReason === 'reassigned' && last.tenure === places.at(-1) ? last : null;
}

/** The owner has the time that was left when the lead went; while it was paused, what was left at the pause. */
export function goOnWithAcceptance(lead: ModelLead, former: Clock, now: number): void {
  const clock: Clock = { ...acceptance(lead, former.within!, former.start), warned: former.warned };
  clock.grace = { from: now, to: lead.timeOf(clock).after(now, leftOf(lead, former)) };
  lead.add(clock, now);
}

function leftOf(lead: ModelLead, former: Clock): number {
  const time = lead.timeOf(former);
  const endedAt = former.endedAt!;
  const soFar = lead.pauses.map(({ from, to }) => ({ from, to: Math.min(to, Math.max(from, endedAt)) }));
  const isPaused = lead.pauses.some(({ from, to }) => from < endedAt && endedAt <= to);
  const { due } = isPaused ? windowOf(former, time, soFar) : former.window;
  return time.between(endedAt, due!);
}
