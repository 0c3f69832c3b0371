import type { ConfigurationService } from '../../configuration/configuration.service.js';
import type { Also } from '../../configuration/resource.service.js';
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
  also: (configuration, { applyTo }: PolicyBody & Partial<PolicyReplacement>) =>
    applyTo === 'open' ? forOpenLeads(configuration) : undefined,
  normalise: ({ applyTo: _, ...body }: PolicyBody & Partial<PolicyReplacement>) => normalisedPolicy(body),
});

/** Open leads get it as well: the version that is saved with it, or the present one where nothing differs. */
function forOpenLeads(configuration: ConfigurationService): Also {
  return async ({ tx, now, actor, id, version }) => {
    configuration.applyToOpen(tx, { policyId: id, policyVersion: version });
    const data = { kind: 'policy', version, change: 'appliedToOpen' };
    await configuration.record(tx, { type: 'config.changed', kind: 'policy', id, at: now, actor, data });
    return undefined;
  };
}
