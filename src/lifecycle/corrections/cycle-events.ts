import type { LeadClock } from '../../clocks/clock.js';
import { isRestarted } from '../../clocks/judging-a-touch.js';
import type { UnjudgedTouch } from '../../leads/activity.store.js';
import type { MilestoneRow } from '../../leads/milestone.store.js';
import type { Instant } from '../../platform/values/duration.js';
import type { Tenure } from '../../routing/assignments/assignment.js';
import type { SlaPolicy } from '../../sla/policy.js';
import { FORBIDDEN } from '../clocks/clocks.js';
import type { LeadCase } from '../lead-case.js';
import { takenAt } from '../tenures.js';

/** The facts of the present cycle, without touches and milestones that were taken back. */
export interface CycleFacts {
  readonly touches: readonly UnjudgedTouch[];
  readonly milestones: readonly Pick<MilestoneRow, 'id' | 'occurredAt' | 'recordedAt'>[];
  /** The versions of its policy in this cycle, oldest first. */
  readonly policies: readonly AdoptedPolicy[];
  /** The decisions that were requested because a deal was lost. */
  readonly requests: readonly DecisionRequest[];
  /** The misses that a sweep recorded, as far as the ledger reaches back. */
  readonly swept: readonly SweptMiss[];
}

export interface SweptMiss {
  readonly clockId: string;
  readonly at: Instant;
}

export interface DecisionRequest {
  /** The id of the event. */
  readonly id: string;
  readonly at: Instant;
  readonly dealId: string;
}

export interface AdoptedPolicy {
  readonly policy: SlaPolicy;
  readonly from: Instant;
}

/** An event of the cycle, at the time when it became known. */
export type CycleEvent = { readonly at: Instant; readonly id: string } & (
  | { readonly kind: 'missed' | 'found' | 'forbidden' | 'accepted' | 'restarted'; readonly row: LeadClock }
  | { readonly kind: 'adopted'; readonly policy: SlaPolicy }
  | { readonly kind: 'tenure'; readonly tenure: Tenure }
  | { readonly kind: 'touch'; readonly touch: UnjudgedTouch }
  | { readonly kind: 'milestone'; readonly milestone: CycleFacts['milestones'][number] }
  | { readonly kind: 'requested'; readonly dealId: string }
);

/**
 * The order of events at the same instant. The sweep comes first, but a miss that a late report revealed comes after
 * that report.
 */
const ORDER = {
  missed: 0,
  forbidden: 1,
  adopted: 2,
  tenure: 3,
  touch: 4,
  milestone: 4,
  requested: 4,
  accepted: 4,
  restarted: 4,
  found: 5,
} as const;

/** Returns the events in the order in which they became known. @param rows the clocks of the cycle */
export function cycleEventsOf(
  { tenures, lead }: LeadCase,
  { touches, milestones, policies, requests, swept }: CycleFacts,
  rows: readonly LeadClock[],
): CycleEvent[] {
  const had = tenures.filter(({ cycle }) => cycle === lead.cycle);
  // A sweep may record a miss in the very millisecond in which something is reported.
  const isSwept = ({ id, breachedAt }: LeadClock) =>
    swept.some(({ clockId, at }) => clockId === id && at === breachedAt);
  const isFound = (row: LeadClock) =>
    !isSwept(row) &&
    [...touches, ...milestones].some((each) => knownAt(each, had) === row.breachedAt && takenAt(each) > row.dueAt!);
  const missed = rows.filter(({ breachedAt }) => breachedAt !== null);
  const forbidden = rows.filter((row) => row.endReason === FORBIDDEN && !isLeftOut(row));
  const accepted = rows.filter(({ kind, acknowledgedAt }) => kind === 'accept' && acknowledgedAt !== null);
  const restarted = rows.filter((row) => isRestarted(row, rows, tenures));
  const all: CycleEvent[] = [
    ...missed.map((row): CycleEvent => {
      const kind = isFound(row) ? 'found' : 'missed';
      return { at: row.breachedAt!, id: row.id, kind, row };
    }),
    ...forbidden.map((row): CycleEvent => ({ at: row.endedAt!, id: row.id, kind: 'forbidden', row })),
    ...restarted.map((row): CycleEvent => ({ at: row.startedAt, id: row.id, kind: 'restarted', row })),
    ...accepted.map((row): CycleEvent => ({ at: row.acknowledgedAt!, id: row.id, kind: 'accepted', row })),
    ...policies.slice(1).map(({ policy, from }): CycleEvent => ({ at: from, id: policy.id, kind: 'adopted', policy })),
    ...had.map((tenure): CycleEvent => ({ at: tenure.fromAt, id: tenure.id, kind: 'tenure', tenure })),
    ...touches.map((touch): CycleEvent => ({ at: knownAt(touch, had), id: touch.id, kind: 'touch', touch })),
    ...milestones.map((each): CycleEvent => ({ at: each.recordedAt, id: each.id, kind: 'milestone', milestone: each })),
    ...requests.map((request): CycleEvent => ({ ...request, kind: 'requested' })),
  ];
  return all.sort(inOrder);
}

/**
 * Returns when the report of a touch was applied: if the lead was closed then, when the closing was undone.
 * @param had the tenures of the cycle
 */
function knownAt({ recordedAt }: Pick<UnjudgedTouch, 'recordedAt'>, had: readonly Tenure[]): Instant {
  const isLastBefore = ({ untilAt }: Tenure, place: number) =>
    untilAt !== null && untilAt < recordedAt && (had[place + 1]?.fromAt ?? recordedAt) > recordedAt;
  const last = had.findIndex(isLastBefore);
  return last === -1 ? recordedAt : (had[last + 1]?.fromAt ?? recordedAt);
}

function inOrder(one: CycleEvent, other: CycleEvent): number {
  const byInstant = one.at - other.at || rankOf(one) - rankOf(other) || occurredAtOf(one) - occurredAtOf(other);
  return byInstant || (one.id < other.id ? -1 : 1);
}

/** A report because of which a lead is handed over or returns comes before that tenure, as their ids say. */
function rankOf(event: CycleEvent): number {
  const isReported = event.kind === 'tenure' && ['milestone', 'correction'].includes(event.tenure.cause);
  return isReported ? ORDER.touch : ORDER[event.kind];
}

/** Returns when an event happened. Of reports at the same instant, as in a batch, the earlier event comes first. */
function occurredAtOf(event: CycleEvent): Instant {
  if (event.kind === 'touch') return takenAt(event.touch);
  return event.kind === 'milestone' ? takenAt(event.milestone) : event.at;
}

/** Reports whether a step was left out, so that it never ran. */
export function isLeftOut({ endReason, dueAt }: LeadClock): boolean {
  return endReason === FORBIDDEN && dueAt === null;
}
