import { Controller, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Static, Type } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import type { ConfigurationService } from '../../configuration/configuration.service.js';
import type { Also } from '../../configuration/resource.service.js';
import { warningsOfPolicy } from '../../directory/warnings.js';
import { readIfMatch } from '../../documents/if-match.js';
import { DryRunQuery, VersionPage, type Warning } from '../../documents/version.schema.js';
import { CheckedBody, CheckedQuery, IfMatchHeader, VersionParam } from '../../platform/checked-input.js';
import type { Sql } from '../../platform/database.js';
import { toIso } from '../../platform/duration.js';
import { Answers, ETAG, Operation } from '../../platform/operation.js';
import { PageQuery } from '../../platform/page.js';
import { PolicyBody, PolicyOrder, PolicyReplacement } from '../../sla/policy.dto.js';
import { readOlderVersions } from '../../sla/policy.store.js';
import { RESTORING, resourceController } from '../resource.controller.js';
import { normalisedPolicy, POLICY } from './policy.kind.js';
import { PolicyOrderVersionSchema, PolicyPage, PolicySchema } from './policy.schema.js';
import { type Ordering, PolicyOrderService } from './policy-order.service.js';

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
  leaves: (sql, { id, version }, { applyTo }: PolicyBody & Partial<PolicyReplacement>) =>
    applyTo === 'open' ? Promise.resolve([]) : openLeadsLeft(sql, id, version),
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

/** Open leads that go on by a version before the one that holds now. */
async function openLeadsLeft(sql: Sql, id: string, version: number): Promise<Warning[]> {
  const { leads, versions } = await readOlderVersions(sql, id, version);
  if (leads === 0) return [];
  const kept = `${versions.length === 1 ? 'version' : 'versions'} ${new Intl.ListFormat('en').format(versions.map(String))}`;
  const who = leads === 1 ? '1 open lead keeps' : `${leads} open leads keep`;
  const message = `${who} ${kept}; send \`applyTo: "open"\` to include ${leads === 1 ? 'it' : 'them'}.`;
  return [{ pointer: '/applyTo', message }];
}

const ListQuery = Type.Object(PageQuery, { additionalProperties: false });
type ListQuery = Static<typeof ListQuery>;
const Nothing = Type.Object({}, { additionalProperties: false });

@ApiTags('SLA policies')
@Controller('v1/sla-policies/order')
export class PolicyOrderController {
  constructor(private readonly policies: PolicyOrderService) {}

  @Put()
  @Scopes()
  @Operation('orderSlaPolicies', 'Order the SLA policies', {
    description: 'A lead gets the first policy that matches. Send all ids, each once.',
  })
  @Answers(200, 'All policies, in the order given.', PolicyPage, { headers: ETAG })
  put(
    @CheckedBody(PolicyOrder) policyIds: PolicyOrder,
    @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
    @IfMatchHeader() ifMatch: string | undefined,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const asked = { policyIds, pointer: '', ifMatch: readIfMatch(ifMatch), dryRun: dryRun === 'true' };
    return this.order(asked, caller, reply);
  }

  @Get('versions')
  @Scopes('read', 'integration')
  @Operation('listSlaPolicyOrderVersions', 'List the versions of the order of SLA policies', {
    description:
      'If policies were created or deleted since the last version, the order before the next change is saved as a version too, by the system.',
  })
  @Answers(200, 'Who changed what and when, newest first.', VersionPage)
  versions(@CheckedQuery(ListQuery) page: ListQuery) {
    return this.policies.versions(page);
  }

  @Get('versions/:version')
  @Scopes('read', 'integration')
  @Operation('getSlaPolicyOrderVersion', 'Get a version of the order of SLA policies')
  @Answers(200, 'The order of that version.', PolicyOrderVersionSchema)
  async version(@VersionParam() version: number) {
    const { policyIds, at } = await this.policies.version(version);
    return { policyIds, version, updatedAt: toIso(at) };
  }

  @Post('versions/:version/restore')
  @Scopes()
  @HttpCode(200)
  @Operation('restoreSlaPolicyOrderVersion', 'Restore a version of the order of SLA policies', {
    description: `${RESTORING} If policies were created since then, they are missing from the order, which gives 422.`,
  })
  @Answers(200, 'All policies, in the order of the version.', PolicyPage, { headers: ETAG })
  async restore(
    @VersionParam() version: number,
    @CheckedBody(Nothing, { mayBeAbsent: true }) _nothing: object,
    @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
    @IfMatchHeader() ifMatch: string | undefined,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { policyIds } = await this.policies.version(version);
    const meant = { ifMatch: readIfMatch(ifMatch), dryRun: dryRun === 'true', restores: version };
    return this.order({ policyIds, pointer: '/policyIds', ...meant }, caller, reply);
  }

  private async order(asked: Ordering, caller: Caller, reply: FastifyReply) {
    const { policies, version } = await this.policies.order(asked, actorOf(caller));
    reply.header('etag', `"${version}"`);
    return policies;
  }
}
