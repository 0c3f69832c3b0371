import type { Tenure } from './diary.js';
import type { ModelLead } from './model-lead.js';
import { giveTo } from './moving.js';
import { type Clock, NO_POLICY, type Policy } from './promise.js';
import { staysOf } from './standing.js';
import { CY, POOLS } from './story.js';
import { anotherOf } from './sweeping.js';
import { judge, type Milestone } from './touching.js';
import { MINUTE, OpenTime } from './working-hours.js';

/** How soon the owner of a lead that was handed over has to accept it. */
export const ACCEPT_WITHIN = 30 * MINUTE;
/** How long closers may decline a lead. */
export const MAY_DECLINE_WITHIN = 60 * MINUTE;

/** The promise to accept a lead, which no policy makes. */
function promiseOf(within: number): Policy {
  const onBreach = (['reassign', 'escalate'] as const).map((what) => ({ after: 0, do: what }));
  return { ...NO_POLICY, within, warnAt: [80], onBreach, maxReassignments: 3 };
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
  const closers: readonly number[] = POOLS.closers;
  const isTheirs = lead.owner !== null && (isHandedOver(lead) || closers.includes(lead.owner));
  if (!lead.handsOver || name !== 'qualified' || isTheirs) return;
  lead.acceptWithin = ACCEPT_WITHIN;
  giveTo(lead, anotherOf(lead, closers, now), now, { cause: 'milestone' });
}

/** A lead that a person has moved since is handed over once more. */
function isHandedOver({ pool, tenures }: ModelLead): boolean {
  const { isByRule, cause } = tenures.at(-1)!;
  return pool === 'closers' && isByRule && cause !== 'manual';
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
  if (!lead.isOpen || lead.pool !== 'closers' || lead.owner === null || lead.owner === CY) return false;
  if (now > mayDeclineUntil(lead) || isGivenByName(originOf(lead)) || isWorkedOnByOwner(lead)) return false;
  lead.record(now, 'lead.declined');
  giveTo(lead, anotherOf(lead, lead.members, now), now, { cause: 'decline' });
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
function originOf(lead: ModelLead): Tenure {
  return staysOf(lead).at(-1)!.tenure;
}

/** Leads are declined only if a pool has dealt them. */
function isGivenByName({ cause }: Tenure): boolean {
  return cause === 'manual' || cause === 'given';
}
