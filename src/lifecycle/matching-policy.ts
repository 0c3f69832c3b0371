import type { CompiledCondition } from '../conditions/condition.js';
import type { Directory } from '../directory/directory.js';
import { factsOf } from '../leads/facts.js';
import type { LeadDocument } from '../leads/lead.js';
import type { SlaPolicy } from '../sla/policy.js';
import type { LeadCase } from './lead-case.js';

/** Gives the lead the first policy that matches, for this cycle. Without one it has no clocks, and an event says so. */
export function pinPolicy(directory: Directory, leadCase: LeadCase): void {
  const policy = firstMatching(directory.content.policies, leadCase.document!);
  leadCase.policy = policy;
  leadCase.lead = { ...leadCase.lead, policyId: policy?.id ?? null, policyVersion: policy?.version ?? null };
}

/** The first policy whose conditions the lead meets. @param policies in their order */
export function firstMatching(
  policies: readonly { readonly policy: SlaPolicy; readonly when: CompiledCondition }[],
  document: LeadDocument,
): SlaPolicy | null {
  const facts = factsOf(document);
  return policies.find(({ when }) => when.evaluate(facts).matched)?.policy ?? null;
}
