import { Controller, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Static, Type } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { readIfMatch } from '../../documents/if-match.js';
import { DryRunQuery } from '../../documents/replanned.schema.js';
import { VersionPage } from '../../documents/version.schema.js';
import { CheckedBody, CheckedQuery, IfMatchHeader, VersionParam } from '../../platform/checked-input.js';
import { toIso } from '../../platform/instant.js';
import { Answers, ETAG, Operation } from '../../platform/operation.js';
import { PageQuery } from '../../platform/page.js';
import { PolicyOrder } from '../../sla/policy.dto.js';
import { RESTORING } from '../resource.controller.js';
import { PolicyOrderVersionSchema, PolicyPage } from './policy.schema.js';
import { type Ordering, PolicyOrderService } from './policy-order.service.js';

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
