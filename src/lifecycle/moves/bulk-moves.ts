import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';

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

/** Notifies each rep once of how many leads they got and how many they lost. */
export function notifyReps(work: UnitOfWork, results: readonly MoveResult[], isUndone: boolean): void {
  for (const [repId, { got, gone }] of countedByRep(results))
    work.notify(repId, 'leads.moved', null, { got, gone, isUndone });
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
