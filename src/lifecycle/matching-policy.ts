import type { Directory } from '../directory/directory.js';
import { factsOf } from '../leads/facts.js';
import type { LeadCase } from './lead-case.js';

/** The first policy that matches is the lead's for this cycle; without one it has no clocks, and says so. */
export function pinPolicy(directory: Directory, leadCase: LeadCase): void {
  const facts = factsOf(leadCase.document!);
  const policy = directory.content.policies.find(({ when }) => when.evaluate(facts).matched)?.policy ?? null;
  leadCase.policy = policy;
  leadCase.lead = { ...leadCase.lead, policyId: policy?.id ?? null, policyVersion: policy?.version ?? null };
}
