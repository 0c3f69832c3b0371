import { ERASED } from '../disposition/disposition.js';
import type { DispositionRow } from '../disposition/disposition.store.js';
import { correct, dispose } from '../lifecycle/closing/disposing.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { type Actor, system } from '../platform/values/actor.js';

const BY_ERASURE = system('erasure');

/** The disposition with which a lead was closed before, and its attempts until then. */
export interface Before {
  readonly former: DispositionRow | undefined;
  readonly attempts: number;
}

/**
 * Ends a lead of an erased person for good. An open lead is closed, one that would return no longer does, others stay.
 * @param actor who closes it @returns the new disposition, if there is one
 */
export function endForGood(
  work: UnitOfWork,
  leadCase: LeadCase,
  before: Before,
  erasureId: string,
  actor: Actor = BY_ERASURE,
): DispositionRow | null {
  const row = closing(work, leadCase, before, actor);
  work.record(leadCase, 'lead.erased', { erasureId });
  return row;
}

function closing(
  work: UnitOfWork,
  leadCase: LeadCase,
  { former, attempts }: Before,
  actor: Actor,
): DispositionRow | null {
  switch (leadCase.lead.status) {
    case 'open':
      return dispose(work, leadCase, ERASED, { attempts, restsOn: null, actor });
    case 'nurturing':
    case 'recycled':
      return correct(work, leadCase, ERASED, former!, { actor });
    case 'suppressed':
    case 'lost':
    case 'won':
      return null;
    default:
      return leadCase.lead.status satisfies never;
  }
}
