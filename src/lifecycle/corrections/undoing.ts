import type { LeadClock } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import type { Pause } from '../../clocks/pause.js';
import type { WorkOnLead } from '../../leads/activity.store.js';
import type { LeadState } from '../../leads/lead.js';
import type { Instant, Interval } from '../../platform/values/duration.js';
import type { Tenure } from '../../routing/assignments/assignment.js';
import type { Staff } from '../../sla/escalation-targets.js';
import { silenceOwners } from '../clocks/clocks.js';
import type { LeadCase } from '../lead-case.js';
import { own } from '../routing/placing.js';
import type { UnitOfWork } from '../unit-of-work.js';

/** Why a lead stays where it is, in plain English. */
export const LEFT = {
  closed: 'It is closed.',
  cameBack: 'It was closed and has come back since.',
  alreadyBack: 'Its former owner has it back already.',
  movedByHand: 'A person has given it to somebody else since.',
  movedAgain: 'It has moved again since.',
  worked: 'Somebody has worked on it since.',
  ownerLeft: 'Its former owner has left.',
  ownerAway: 'Its former owner is away.',
} as const;

/** What an undo does with a lead that moved because of a breach. */
export interface LeadUndo {
  readonly leadId: string;
  /** The present owner; null if there is none. */
  readonly fromRepId: string | null;
  /** The owner before the moves. */
  readonly toRepId: string;
  /** The moves that are undone, oldest first. */
  readonly moves: readonly Tenure[];
  /** The tenure before the moves. */
  readonly former: Tenure;
  /** Why the lead stays where it is; null if it is given back. */
  readonly left: keyof typeof LEFT | null;
}

interface MovedLead {
  readonly lead: Pick<LeadState, 'id' | 'status' | 'cycle' | 'ownerId'>;
  /** Its tenures, oldest first. */
  readonly tenures: readonly Tenure[];
  /** Work on the lead since the span began or earlier; `repId` is null if it belongs to no rep in particular. */
  readonly worked: readonly WorkOnLead[];
}

/**
 * Decides whether a lead goes back to the owner before its moves by breach in a span. The last such moves in a row are
 * undone together. Null if there was none.
 */
export function undoingOf(
  { lead, tenures, worked }: MovedLead,
  span: Interval,
  staff: Pick<Staff, 'rep' | 'isAwayAt'>,
  now: Instant,
): LeadUndo | null {
  const isMove = ({ cause, repId, fromAt }: Tenure) =>
    cause === 'breach' && repId !== null && span.from <= fromAt && fromAt < span.to;
  const last = tenures.findLastIndex(isMove);
  if (last === -1) return null;
  let first = last;
  while (first > 0 && isMove(tenures[first - 1]!) && tenures[first - 1]!.cycle === tenures[last]!.cycle) first -= 1;
  const former = tenures[first - 1];
  if (former === undefined || former.repId === null) return null;
  const moves = tenures.slice(first, last + 1);
  const common = { leadId: lead.id, fromRepId: lead.ownerId, toRepId: former.repId, moves, former };
  const present = tenures.at(-1)!;
  const left = (): LeadUndo['left'] => {
    if (lead.status !== 'open') return 'closed';
    if (moves[0]!.cycle !== lead.cycle) return 'cameBack';
    if (lead.ownerId === former.repId) return 'alreadyBack';
    if (present.id !== tenures[last]!.id) return present.cause === 'manual' ? 'movedByHand' : 'movedAgain';
    if (worked.some(({ repId, at }) => at >= moves[0]!.fromAt && repId !== former.repId)) return 'worked';
    if (staff.rep(former.repId!)?.active !== true) return 'ownerLeft';
    return staff.isAwayAt(former.repId!, now) ? 'ownerAway' : null;
  };
  return { ...common, left: left() };
}

/**
 * Returns the pauses by hand as work on the lead: by their maker, or by no rep in particular if a program made them.
 */
export function workIn({ lead, pauses }: Pick<LeadCase, 'lead' | 'pauses'>): WorkOnLead[] {
  return pauses
    .filter(({ kind, cycle }: Pause) => kind === 'hand' && cycle === lead.cycle)
    .map(({ madeBy, fromAt }) => ({ leadId: lead.id, repId: madeBy?.type === 'rep' ? madeBy.id : null, at: fromAt }));
}

/**
 * Returns where a lead was, by which rule, and whether a person had chosen its pool. A pool or a queue that no longer
 * exists is left out.
 */
export function placeBefore({ directory }: UnitOfWork, { repId, poolId, queueId, rule, poolChosen }: Tenure) {
  const pool = directory.pool(poolId);
  const queue = queueId === null ? undefined : directory.content.queues.get(queueId);
  const place = { repId, poolId: pool?.id ?? null, queueId: queue?.id ?? null, rule, snapshotId: null, trace: null };
  return { place, poolChosen: poolChosen && pool !== undefined };
}

/**
 * Gives a lead back as a person would: its former owner has the full time again, and the moves no longer count. An
 * owner who has touched it owes no first touch; otherwise the same miss would follow again. Chains end, and each person
 * concerned gets one notification about all their leads.
 */
export function giveBack(work: UnitOfWork, leadCase: LeadCase, { toRepId, moves, former }: LeadUndo): void {
  const { place, poolChosen } = placeBefore(work, former);
  const facts = { undoes: moves[0]!.id };
  own(work, leadCase, { ...place, repId: toRepId }, { cause: 'undone', poolChosen, facts, isQuiet: true });
  const breachMoves = Math.max(0, leadCase.lead.breachMoves - moves.length);
  leadCase.lead = { ...leadCase.lead, breachMoves };
  silenceOwners(work, leadCase);
}

export interface PromiseOfLead {
  readonly leadId: string;
  readonly clock: LeadClock;
}

/** Returns the running promises of a lead that its owner or the company owes. */
export function promisesRunning({ lead, clocks }: LeadCase): PromiseOfLead[] {
  const running = clocks.filter((clock) => clock.state === 'running' && rulesOf(clock).owedBy !== null);
  return running.map((clock) => ({ leadId: lead.id, clock }));
}

/** What an undo did to leads, or would do. */
export interface UndoResult {
  /** Leads that moved. */
  readonly undoings: readonly LeadUndo[];
  /** The struck misses, as they were before. */
  readonly struck: readonly PromiseOfLead[];
  /** Clocks that run now and did not before. */
  readonly promised: readonly PromiseOfLead[];
  /** Leads for which it failed, of which nothing is changed. */
  readonly failed: readonly string[];
}

/**
 * Notifies each person once: how many of their misses were struck, how many leads they have back, how many have gone,
 * and how many promises run again for leads that stay.
 */
export function notifyOfUndoings(work: UnitOfWork, { undoings, struck, promised }: UndoResult): void {
  const back = undoings.filter(({ left }) => left === null);
  const leaving = new Set(back.map(({ leadId }) => leadId));
  const counts = new Map<string, { struck: number; back: number; gone: number; again: number }>();
  const countOf = (repId: string) => {
    const count = counts.get(repId) ?? { struck: 0, back: 0, gone: 0, again: 0 };
    counts.set(repId, count);
    return count;
  };
  for (const { clock } of struck) if (clock.repId !== null) countOf(clock.repId).struck += 1;
  for (const { leadId, clock } of promised)
    if (clock.repId !== null && !leaving.has(leadId)) countOf(clock.repId).again += 1;
  for (const { fromRepId, toRepId } of back) {
    countOf(toRepId).back += 1;
    if (fromRepId !== null) countOf(fromRepId).gone += 1;
  }
  for (const [repId, count] of counts) work.notify(repId, 'lead.movesUndone', null, { ...count });
}
