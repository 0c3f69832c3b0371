import { type Caller, may } from '../auth/scope.js';
import type { LeadDocument } from '../leads/lead.js';
import { faultsOfReportedInstant } from '../leads/reading.js';
import type { Fault } from '../platform/fault.js';
import { instantOf } from '../platform/formats.js';
import type { Instant } from '../platform/instant.js';
import type { LeadCase } from './lead-case.js';
import type { TransactionContext } from './lifecycle.service.js';

/**
 * Why something cannot have happened to a lead at that time, or why the caller may not date it back that far.
 * @param leadCase null where the lead is not known
 */
export function faultsOfReport(
  { now, directory }: Pick<TransactionContext, 'now' | 'directory'>,
  leadCase: Pick<LeadCase, 'document'> | null,
  occurredAt: string | undefined,
  caller: Caller,
): Fault[] {
  if (occurredAt === undefined) return [];
  const { backdating } = directory.content.settings;
  return faultsOfReportedInstant(instantOf(occurredAt), '/occurredAt', {
    now,
    backdating: may(caller, 'integration') ? backdating.integration : backdating.rep,
    notBefore: leadCase && submission(leadCase.document!),
  });
}

/** A sender's clock may run ahead, but no lead was submitted after it was received. */
function submission({ submittedAt, receivedAt }: Pick<LeadDocument, 'submittedAt' | 'receivedAt'>): Instant {
  return Math.min(submittedAt ?? receivedAt, receivedAt);
}
