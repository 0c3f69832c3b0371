import type { ConfigurationService } from '../../configuration/configuration.service.js';
import { resourceOf } from '../../configuration/resource.schema.js';
import type { Also } from '../../configuration/resource.service.js';
import { POLICY_FORESIGHTS } from '../../directory/policy-foresights.js';
import { warningsOfPolicy } from '../../directory/warnings.js';
import { REPLANNED, WARNINGS, type Warning } from '../../documents/version.schema.js';
import { pageOf } from '../../platform/input/schema.js';
import type { Sql } from '../../platform/sql/database.js';
import { PolicyBody, PolicyReplacement } from '../../sla/policy.dto.js';
import { readOlderVersions } from '../../sla/policy.store.js';
import { orderController } from '../order.controller.js';
import { resourceController } from '../resource.controller.js';
import { normalisedPolicy, POLICY } from './policy.kind.js';

const PolicySchema = resourceOf(
  'Policy',
  'What is promised to leads, and what happens if a promise is missed.',
  PolicyBody,
  { ...WARNINGS, ...REPLANNED },
);

const PolicyPage = pageOf(PolicySchema);

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
  warnsOfUnchanged: (sql, { id, version }, { applyTo }: PolicyBody & Partial<PolicyReplacement>) =>
    applyTo === 'open' ? Promise.resolve([]) : openLeadsLeft(sql, id, version),
  warnsOfBegun: async (sql, policyId, directory, at) =>
    (await Promise.all(POLICY_FORESIGHTS.all.map((foresee) => foresee(sql, { policyId, directory, at })))).flat(),
  normalise: ({ applyTo: _, ...body }: PolicyBody & Partial<PolicyReplacement>) => normalisedPolicy(body),
});

/** Also applies the saved version to open leads; the present version if nothing differs. */
function forOpenLeads(configuration: ConfigurationService): Also {
  return async ({ tx, now, actor, id, version }) => {
    configuration.applyToOpen(tx, { policyId: id, policyVersion: version });
    const data = { kind: 'policy', version, change: 'appliedToOpen' };
    await configuration.record(tx, { type: 'config.changed', kind: 'policy', id, at: now, actor, data });
    return undefined;
  };
}

async function openLeadsLeft(sql: Sql, id: string, version: number): Promise<Warning[]> {
  const { leads, versions } = await readOlderVersions(sql, id, version);
  if (leads === 0) return [];
  const kept = `${versions.length === 1 ? 'version' : 'versions'} ${new Intl.ListFormat('en').format(versions.map(String))}`;
  const who = leads === 1 ? '1 open lead keeps' : `${leads} open leads keep`;
  const message = `${who} ${kept}; send \`applyTo: "open"\` to include ${leads === 1 ? 'it' : 'them'}.`;
  return [{ pointer: '/applyTo', message }];
}

export const PolicyOrderController = orderController({
  path: 'sla-policies',
  tag: 'SLA policies',
  ordered: {
    kind: POLICY,
    order: { kind: 'policyOrder', id: '00000000-0000-7000-8000-000000000005' },
    field: 'policyIds',
    one: 'policy',
    many: 'policies',
  },
  called: 'SLA policies',
  operation: { one: 'SlaPolicy', many: 'SlaPolicies' },
  schema: 'PolicyOrderVersion',
  decides: 'A lead gets the first policy that matches.',
  page: PolicyPage,
});
