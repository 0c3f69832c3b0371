import type { WorkOnLead } from '../../leads/activity.store.js';
import type { Instant } from '../../platform/values/duration.js';
import type { Stay } from '../../routing/assignments/stays.js';
import { takenAwayFrom } from '../clocks/resuming.js';
import type { LeadCase } from '../lead-case.js';
import { mayMoveAgain } from '../routing/moves-by-breach.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { giveBack } from './giving-back.js';

/** The result for one lead; `left` says why it was left unchanged. */
export interface MoveResult {
  readonly leadId: string;
  readonly fromRepId: string | null;
  /** Null if the lead waits. */
  readonly toRepId: string | null;
  readonly left: string | null;
}

export function moved({ lead }: LeadCase, fromRepId: string | null, toRepId: string | null): MoveResult {
  return { leadId: lead.id, fromRepId, toRepId, left: null };
}

export function unmoved({ lead }: LeadCase, left: string): MoveResult {
  return { leadId: lead.id, fromRepId: lead.ownerId, toRepId: lead.ownerId, left };
}

/** How a lead's move in bulk is undone. */
export interface UndoneMove {
  readonly bulkId: string;
  /** The assignment that it began. */
  readonly assignmentId: string;
  readonly since: Instant;
  readonly worked: readonly WorkOnLead[];
  /** The act of which each rep is told once; undefined if they are told of this lead alone. */
  readonly act: string | undefined;
  /** Whether its former owner undoes their own move. */
  readonly isOwn: boolean;
  /** Since when the lead had waited to move; undefined if it did not. */
  readonly waitedSince: Instant | undefined;
}

/**
 * Restores the lead as it was before: with its former owner, who owes what they owed, or in the queue. If it had waited to
 * move because of a miss, it waits again.
 */
export function undoMove(work: UnitOfWork, leadCase: LeadCase, former: Stay, undone: UndoneMove): MoveResult {
  const { bulkId, assignmentId, since, worked, act, isOwn, waitedSince } = undone;
  const { ownerId } = leadCase.lead;
  const { repId } = former.tenure;
  const hasWorked = worked.some((each) => each.repId === repId && each.at >= since);
  const owed = takenAwayFrom(work, leadCase, former, hasWorked);
  giveBack(work, leadCase, former, {
    cause: 'undone',
    facts: { undoes: assignmentId, bulkId },
    act,
    given: { ...owed, stoodStill: !isOwn },
  });
  const { lead } = leadCase;
  if (waitedSince !== undefined && owed.missed.length > 0 && lead.ownerId === repId && mayMoveAgain(leadCase))
    leadCase.lead = { ...lead, waiting: 'move', waitingSince: waitedSince };
  return moved(leadCase, ownerId, lead.ownerId);
}

/** Counts the leads that each rep got, and those that they lost. */
export function countedByRep(results: readonly MoveResult[]): Map<string, { got: number; gone: number }> {
  const counts = new Map<string, { got: number; gone: number }>();
  const add = (repId: string | null, change: { got: number; gone: number }) => {
    if (repId === null) return;
    const { got, gone } = counts.get(repId) ?? { got: 0, gone: 0 };
    counts.set(repId, { got: got + change.got, gone: gone + change.gone });
  };
  for (const { fromRepId, toRepId, left } of results) {
    if (left !== null) continue;
    add(fromRepId, { got: 0, gone: 1 });
    add(toRepId, { got: 1, gone: 0 });
  }
  return counts;
}
