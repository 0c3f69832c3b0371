import { type Caller, may } from '../auth/scope.js';
import { faultsOfReportedInstant } from '../leads/reading.js';
import type { Fault } from '../platform/fault.js';
import { instantOf } from '../platform/formats.js';
import type { LeadCase } from './lead-case.js';
import type { Scene } from './lifecycle.service.js';

/** Why something cannot have happened to a lead then, or not as far as the caller may date it back. */
export function faultsOfReport(
  { now, directory }: Pick<Scene, 'now' | 'directory'>,
  { document }: Pick<LeadCase, 'document'>,
  occurredAt: string | undefined,
  caller: Caller,
): Fault[] {
  if (occurredAt === undefined) return [];
  const { backdating } = directory.content.settings;
  const { submittedAt, receivedAt } = document!;
  return faultsOfReportedInstant(instantOf(occurredAt), '/occurredAt', {
    now,
    backdating: may(caller, 'integration') ? backdating.integration : backdating.rep,
    // A sender's clock may run ahead: a lead was submitted by the time it was received.
    notBefore: Math.min(submittedAt ?? receivedAt, receivedAt),
  });
}
