import type { CompiledCondition } from '../conditions/condition.js';
import type { Directory } from '../directory/directory.js';
import { factsOf } from '../leads/facts.js';
import type { LeadDocument } from '../leads/lead.js';
import type { SlaPolicy } from '../sla/policy.js';
import type { LeadCase } from './lead-case.js';

/** The first policy that matches is the lead's for this cycle; without one it has no clocks, and says so. */
export function pinPolicy(directory: Directory, leadCase: LeadCase): void {
  const policy = firstMatching(directory.content.policies, leadCase.document!);
  leadCase.policy = policy;
  leadCase.lead = { ...leadCase.lead, policyId: policy?.id ?? null, policyVersion: policy?.version ?? null };
}

/** Whose conditions a lead meets. @param policies the first to be asked first */
export function firstMatching(
  policies: readonly { readonly policy: SlaPolicy; readonly when: CompiledCondition }[],
  document: LeadDocument,
): SlaPolicy | null {
  const facts = factsOf(document);
  return policies.find(({ when }) => when.evaluate(facts).matched)?.policy ?? null;
}
