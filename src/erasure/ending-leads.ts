import { ERASED } from '../disposition/disposition.js';
import type { DispositionRow } from '../disposition/disposition.store.js';
import { correct, dispose } from '../lifecycle/closing/disposing.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { system } from '../platform/values/actor.js';

const BY_ERASURE = system('erasure');

/** The disposition with which a lead was closed before, and its attempts until then. */
export interface Before {
  readonly former: DispositionRow | undefined;
  readonly attempts: number;
}

/**
 * Ends a lead of an erased person for good. An open lead is closed, one that would return no longer does, others stay.
 * @returns the new disposition, if there is one
 */
export function endForGood(
  work: UnitOfWork,
  leadCase: LeadCase,
  { former, attempts }: Before,
  erasureId: string,
): DispositionRow | null {
  const row = closing(work, leadCase, { former, attempts });
  work.record(leadCase, 'lead.erased', { erasureId });
  return row;
}

function closing(work: UnitOfWork, leadCase: LeadCase, { former, attempts }: Before): DispositionRow | null {
  switch (leadCase.lead.status) {
    case 'open':
      return dispose(work, leadCase, ERASED, { attempts, restsOn: null, actor: BY_ERASURE });
    case 'nurturing':
    case 'recycled':
      return correct(work, leadCase, ERASED, former!, { actor: BY_ERASURE });
    case 'suppressed':
    case 'lost':
    case 'won':
      return null;
    default:
      return leadCase.lead.status satisfies never;
  }
}
