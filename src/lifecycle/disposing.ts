import { type Disposition, STATUS_OF } from '../disposition/disposition.js';
import type { DispositionRow } from '../disposition/disposition.store.js';
import type { Actor } from '../platform/actor.js';
import { toIso } from '../platform/instant.js';
import { decide } from './cadence.js';
import { close } from './closing.js';
import type { LeadCase } from './lead-case.js';
import { beginReturn } from './lead-clocks.js';
import type { UnitOfWork } from './unit-of-work.js';

/** What a disposition was made on. */
export interface Grounds {
  /** Outbound touches by people until then. */
  readonly attempts: number;
  /** The touches that prove it; null where somebody says so. */
  readonly restsOn: readonly string[] | null;
  readonly actor: Actor;
}

/** Closes a lead with a reason, and has it come back where the reason says so. @returns the row that keeps it */
export function dispose(
  work: UnitOfWork,
  leadCase: LeadCase,
  disposition: Disposition,
  { attempts, restsOn, actor }: Grounds,
): DispositionRow {
  const { category, reason, intent, returnsAt } = disposition;
  const { id: leadId, cycle } = leadCase.lead;
  const id = work.newId();
  // The engine has decided nothing for its owner.
  if (actor.type !== 'system') decide(work, leadCase, work.now);
  close(work, leadCase, STATUS_OF[category], id);
  const facts = {
    dispositionId: id,
    category,
    reason,
    intent,
    returnsAt: returnsAt === null ? null : toIso(returnsAt),
  };
  work.record(leadCase, 'lead.disposed', { ...facts, ...(restsOn !== null && { restsOn }) }, actor);
  if (returnsAt !== null) beginReturn(work, leadCase, category === 'nurture' ? 'nurtureWake' : 'recycle', returnsAt);
  return {
    ...disposition,
    id,
    kind: 'disposed',
    supersedes: null,
    leadId,
    cycle,
    attempts,
    restsOn,
    decidedAt: work.now,
    actorType: actor.type,
    actorId: actor.type === 'system' ? null : actor.id,
  };
}
