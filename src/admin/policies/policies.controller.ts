import { Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import type { ConfigurationService } from '../../configuration/configuration.service.js';
import { resourceOf } from '../../configuration/resource.schema.js';
import { type Also, ResourceService } from '../../configuration/resource.service.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { POLICY_FORESIGHTS } from '../../directory/policy-foresights.js';
import { warningsOfPolicy } from '../../directory/warnings.js';
import { DryRunQuery, REPLANNED, WARNINGS, type Warning } from '../../documents/version.schema.js';
import { CheckedBody, CheckedQuery } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { pageOf } from '../../platform/input/schema.js';
import type { Sql } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import { PolicyBody, PolicyReplacement } from '../../sla/policy.dto.js';
import { countWithoutPolicy, readOlderVersions } from '../../sla/policy.store.js';
import { DryRuns } from '../dry-runs.service.js';
import { orderController } from '../order.controller.js';
import { AnswersLargeDryRun, resourceController } from '../resource.controller.js';
import { normalisedPolicy, POLICY } from './policy.kind.js';

const PolicySchema = resourceOf(
  'Policy',
  'What is promised to leads, and what happens if a promise is missed.',
  PolicyBody,
  { ...WARNINGS, ...REPLANNED },
);

const PolicyPage = pageOf(PolicySchema);

/** The kind under which the rehearsal of a new policy is added. */
const CREATION = 'newPolicy';

const PolicyResources = resourceController({
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
  normalise: documentOf,
});

/** A request to create a policy. */
interface Creation {
  readonly body: PolicyReplacement;
  readonly actor: Actor;
  readonly requestId?: string | undefined;
  readonly dryRun: boolean;
}

@Controller('v1/sla-policies')
export class PoliciesController extends PolicyResources {
  constructor(resources: ResourceService, directories: DirectoryService, dryRuns: DryRuns) {
    super(resources, directories, dryRuns);
    dryRuns.add<Creation>(CREATION, (_id, creation) => this.created(creation));
  }

  @Post()
  @Scopes()
  @Operation('createSlaPolicy', 'Create an SLA policy', {
    description:
      'With `applyTo: "open"`, open leads without a policy for which it is the first that matches get it too, and their promises begin now.',
  })
  @Answers(201, 'The saved document.', PolicySchema, { tagged: true })
  @Answers(200, 'With `dryRun=true`: the document, which is not saved.', PolicySchema)
  @AnswersLargeDryRun()
  async create(
    @CheckedBody(PolicyReplacement) body: PolicyReplacement,
    @CheckedQuery(DryRunQuery) query: DryRunQuery,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const dryRun = query.dryRun === 'true';
    const at = this.resources.time.now();
    const creation = { body, actor: actorOf(caller), dryRun };
    const changed = await this.created({ ...creation, requestId: dryRun ? undefined : caller.requestId });
    if (dryRun) reply.status(200);
    const requested = { kind: CREATION, id: null, request: creation };
    return this.answerTo({ changed, at, requested, body, caller, reply });
  }

  private created({ body, actor, requestId, dryRun }: Creation) {
    const { configuration } = this.resources;
    const also = body.applyTo === 'open' ? forOpenLeads(configuration) : undefined;
    return this.resources.createWithConsequence(POLICY, documentOf(body), actor, { requestId, dryRun, also });
  }
}

function documentOf({ applyTo: _, ...body }: PolicyBody & Partial<PolicyReplacement>): PolicyBody {
  return normalisedPolicy(body);
}

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
  const without = await countWithoutPolicy(sql);
  const kept = `${versions.length === 1 ? 'version' : 'versions'} ${new Intl.ListFormat('en').format(versions.map(String))}`;
  return [
    ...(leads === 0 ? [] : [leftOut(leads, { one: `keeps ${kept}`, many: `keep ${kept}` }, '')]),
    ...(without === 0
      ? []
      : [leftOut(without, { one: 'has no policy', many: 'have no policy' }, ' if the policy matches')]),
  ];
}

function leftOut(
  leads: number,
  { one, many }: { readonly one: string; readonly many: string },
  which: string,
): Warning {
  const who = leads === 1 ? `1 open lead ${one}` : `${leads} open leads ${many}`;
  const message = `${who}; send \`applyTo: "open"\` to include ${leads === 1 ? 'it' : 'them'}${which}.`;
  return { pointer: '/applyTo', message };
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
