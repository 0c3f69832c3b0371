import { enterStatus, type LeadStatus } from '../leads/lead.js';
import { endClocks } from './clocks.js';
import type { LeadCase } from './lead-case.js';
import { endPauses } from './pausing.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Closes a lead: ends all running clocks and keeps the last owner. */
export function close(
  work: UnitOfWork,
  leadCase: LeadCase,
  status: Exclude<LeadStatus, 'open'>,
  dispositionId: string | null,
): void {
  endClocks(work, leadCase, 'closed');
  endPauses(work, leadCase);
  work.endAssignment(leadCase);
  leadCase.lead = {
    ...enterStatus(leadCase.lead, status),
    dispositionId,
    waiting: null,
    waitingSince: null,
    updatedAt: work.now,
  };
}
