import { warningsOfPolicy } from '../../directory/oddities.js';
import { PolicyBody, PolicyReplacement } from '../../sla/policy.dto.js';
import { resourceController } from '../resource.controller.js';
import { normalisedPolicy, POLICY } from './policy.kind.js';
import { PolicySchema } from './policy.schema.js';

export const PoliciesController = resourceController({
  path: 'sla-policies',
  tag: 'SLA policies',
  one: 'an SLA policy',
  many: 'SLA policies',
  kind: POLICY,
  body: PolicyBody,
  schema: PolicySchema,
  replacement: PolicyReplacement,
  readers: ['integration'],
  warningsOf: warningsOfPolicy,
  // Clocks that run keep the version they began under, so "new" is what a replacement means: there is nothing to keep.
  normalise: ({ applyTo: _, ...body }: PolicyBody & Partial<PolicyReplacement>) => normalisedPolicy(body),
});
