import { toIso } from '../../platform/values/duration.js';
import type { LeadCase } from '../lead-case.js';

/** Returns ids and facts alone, which do not say who the person is. */
export function receivedFacts({ lead, document }: LeadCase): Record<string, unknown> {
  const { source, channel, campaign, test, issues, submittedAt } = document!;
  return {
    source,
    ...(channel !== null && { channel }),
    ...(campaign !== null && { campaign }),
    ...(submittedAt !== null && { submittedAt: toIso(submittedAt) }),
    ...(issues.length > 0 && { issues }),
    test,
    policy: lead.policyId === null ? null : { id: lead.policyId, version: lead.policyVersion },
  };
}
