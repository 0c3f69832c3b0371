import { PAST_CYCLE } from '../../leads/imported.js';
import type { SlaPolicy } from '../../sla/policy.js';
import { renew } from '../closing/disposing.js';
import type { LeadCase } from '../lead-case.js';
import { assignByHand, covering } from '../routing/owning.js';
import type { PlacingOptions } from '../routing/placement.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { beginLeadsClock } from './lead-clocks.js';

/** Reports whether a lead is still as it was brought along: nothing was ever promised of it. */
export function isOfThePast({ lead }: LeadCase): boolean {
  return lead.cycle === PAST_CYCLE;
}

/**
 * Begins the first cycle here of an open lead that was brought along, for its owner or whoever stands in for them, with
 * what its policy promises from now on.
 */
export function beginHere(
  work: UnitOfWork,
  leadCase: LeadCase,
  ownerId: string,
  { policy, ...how }: Pick<PlacingOptions, 'act' | 'isQuiet'> & { readonly policy: SlaPolicy },
): void {
  renew(work, leadCase, 'person', { why: 'promised' }, policy);
  const repId = work.directory.standInFor(ownerId, work.now);
  const placing = { cause: 'reopen', ...how } as const;
  assignByHand(work, leadCase, repId, covering(placing, repId === ownerId ? undefined : ownerId));
  beginLeadsClock(work, leadCase, work.now);
}
