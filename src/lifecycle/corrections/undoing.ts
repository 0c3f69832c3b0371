import type { LeadClock } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import type { WorkOnLead } from '../../leads/activity.store.js';
import type { LeadState } from '../../leads/lead.js';
import type { Instant, Interval } from '../../platform/values/duration.js';
import type { Tenure } from '../../routing/assignments/assignment.js';
import { type Stay, staysOf } from '../../routing/assignments/stays.js';
import { beginAcceptance } from '../clocks/accepting.js';
import { silenceOwners } from '../clocks/clocks.js';
import { takenAwayFrom } from '../clocks/resuming.js';
import type { LeadCase } from '../lead-case.js';
import { giveBack, isWorkedOnByOthers, type Recipients, whyNotBackTo } from '../moves/giving-back.js';
import type { UnitOfWork } from '../unit-of-work.js';

/** Why a lead stays where it is, in plain English. */
export const LEFT = {
  closed: 'It is closed.',
  cameBack: 'A new cycle has begun since: it came back, or its person asked again.',
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
  /** The owner before the moves, or the rep who stands in for them. */
  readonly toRepId: string;
  /** The moves that are undone, oldest first, as the tenures that they began. */
  readonly moves: readonly Tenure[];
  /** The stay before the moves. */
  readonly former: Stay;
  /** Whether its former owner has worked on it since. */
  readonly hasWorked: boolean;
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
 * undone together; moves that were undone before are none. Null if there was none.
 */
export function undoingOf(
  { lead, tenures, worked }: MovedLead,
  span: Interval,
  recipients: Recipients,
  now: Instant,
): LeadUndo | null {
  const stays = staysOf(tenures);
  const isMove = ({ tenure: { cause, repId, fromAt } }: Stay) =>
    cause === 'breach' && repId !== null && span.from <= fromAt && fromAt < span.to;
  const last = stays.findLastIndex(isMove);
  if (last === -1) return null;
  const { cycle } = stays[last]!.tenure;
  let first = last;
  while (first > 0 && isMove(stays[first - 1]!) && stays[first - 1]!.tenure.cycle === cycle) first -= 1;
  const former = stays[first - 1];
  const formerId = former?.tenure.repId ?? null;
  if (former === undefined || formerId === null) return null;
  const moves = stays.slice(first, last + 1).map(({ tenure }) => tenure);
  const since = moves[0]!.fromAt;
  const left = (): LeadUndo['left'] => {
    if (lead.status !== 'open') return 'closed';
    if (cycle !== lead.cycle) return 'cameBack';
    if (lead.ownerId === formerId) return 'alreadyBack';
    if (last !== stays.length - 1) return stays.at(-1)!.tenure.cause === 'manual' ? 'movedByHand' : 'movedAgain';
    if (isWorkedOnByOthers(worked, since, formerId)) return 'worked';
    return whyNotBackTo(formerId, lead.ownerId, recipients, now);
  };
  const why = left();
  const toRepId = why === null ? recipients.standInFor(formerId, now) : formerId;
  const hasWorked = worked.some(({ repId, at }) => repId === formerId && at >= since);
  return { leadId: lead.id, fromRepId: lead.ownerId, toRepId, moves, former, hasWorked, left: why };
}

/**
 * Gives a lead back as a person would: its former owner has the full time again, and the moves no longer count. An
 * owner who has touched it owes no first touch; otherwise the same miss would follow again. The acceptance of a lead that
 * was handed over has the time that was left, unless it was missed. Chains end, and each person concerned gets one
 * notification about all their leads.
 */
export function giveBackMoved(work: UnitOfWork, leadCase: LeadCase, { moves, former, hasWorked }: LeadUndo): void {
  const owed = takenAwayFrom(leadCase, former, hasWorked);
  const promises = owed.promises.filter(isAcceptance);
  const given = { promises, missed: [], stoodStill: true };
  const mustAcceptAgain = promises.length === 0 && owed.missed.some(isAcceptance);
  giveBack(work, leadCase, former, { cause: 'undone', facts: { undoes: moves[0]!.id }, isQuiet: true, given });
  if (mustAcceptAgain && leadCase.lead.ownerId === former.tenure.repId) beginAcceptance(work, leadCase);
  const breachMoves = Math.max(0, leadCase.lead.breachMoves - moves.length);
  leadCase.lead = { ...leadCase.lead, breachMoves };
  silenceOwners(work, leadCase);
}

function isAcceptance({ kind }: LeadClock): boolean {
  return kind === 'accept';
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
