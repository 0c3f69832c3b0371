import { Type as Class, Controller, Get, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type TObject, type TSchema, Type } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import { actorOf, type Caller } from '../auth/scope.js';
import type { ResourceRow } from '../configuration/resource.table.js';
import { type NewOrder, type OrderedKind, ResourceOrderService } from '../configuration/resource-order.service.js';
import { readIfMatch } from '../documents/if-match.js';
import { DryRunQuery, VersionPage } from '../documents/version.schema.js';
import { CheckedBody, CheckedQuery, IfMatchHeader, VersionParam } from '../platform/http/checked-input.js';
import { NoBody } from '../platform/http/no-body.interceptor.js';
import { Answers, ETAG, Operation } from '../platform/http/operation.js';
import { PagedQuery } from '../platform/http/page.js';
import { id, instant, objectSchema } from '../platform/input/schema.js';
import { toIso } from '../platform/values/duration.js';
import { RESTORING } from './resource.controller.js';

interface OrderRoutes<Row extends ResourceRow, Body extends object> {
  /** The path below `/v1/`, such as `sla-policies`. */
  readonly path: string;
  readonly tag: string;
  readonly ordered: OrderedKind<Row, Body>;
  /** The plural in the names of operations, such as `SLA policies`. */
  readonly called: string;
  /** The parts of operation ids: `orderSlaPolicies`, `listSlaPolicyOrderVersions`. */
  readonly operation: { readonly one: string; readonly many: string };
  readonly schema: string;
  /** One sentence on what the order decides. */
  readonly decides: string;
  readonly page: TObject;
}

/** Builds the controller that orders a kind of configuration, and reads and restores earlier orders. */
export function orderController<Row extends ResourceRow, Body extends object>(
  routes: OrderRoutes<Row, Body>,
): Class<unknown> {
  const { path, tag, ordered, called, operation, schema, decides, page } = routes;
  const { one, many, field } = ordered;
  const Ids = Type.Array(Type.String({ format: 'uuid' }), {
    maxItems: 1_000,
    uniqueItems: true,
    description: `The ids of all ${many}, in the order in which they are matched.`,
  });
  const VersionSchema: TSchema = objectSchema(schema, `The order in which ${many} are tried.`, {
    [field]: Type.Array(id(`The id of a ${one}.`), {
      description: `All ${many}, in the order in which they are tried.`,
    }),
    version: Type.Integer({ minimum: 1, description: 'Grows with every change, from 1.' }),
    updatedAt: instant('When it came into force.'),
  });

  @ApiTags(tag)
  @Controller(`v1/${path}/order`)
  class OrderController {
    constructor(readonly orders: ResourceOrderService) {}

    @Put()
    @Scopes()
    @Operation(`order${operation.many}`, `Order the ${called}`, {
      description: `${decides} Send all ids, each once.`,
    })
    @Answers(200, `All ${many}, in the order given.`, page, { headers: ETAG })
    put(
      @CheckedBody(Ids) ids: string[],
      @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
      @IfMatchHeader() ifMatch: string | undefined,
      @CalledBy() caller: Caller,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      return this.order({ ids, pointer: '', ifMatch: readIfMatch(ifMatch), dryRun: dryRun === 'true' }, caller, reply);
    }

    @Get('versions')
    @Scopes('read', 'integration')
    @Operation(`list${operation.one}OrderVersions`, `List the versions of the order of ${called}`, {
      description: `If ${many} were created or deleted since the last version, the order before the next change is saved as a version too, by the system.`,
    })
    @Answers(200, 'Who changed what and when, newest first.', VersionPage)
    versions(@CheckedQuery(PagedQuery) query: PagedQuery) {
      return this.orders.versions(ordered, query);
    }

    @Get('versions/:version')
    @Scopes('read', 'integration')
    @Operation(`get${operation.one}OrderVersion`, `Get a version of the order of ${called}`)
    @Answers(200, 'The order of that version.', VersionSchema)
    async version(@VersionParam() version: number) {
      const { ids, at } = await this.orders.version(ordered, version);
      return { [field]: ids, version, updatedAt: toIso(at) };
    }

    @Post('versions/:version/restore')
    @NoBody()
    @Scopes()
    @Operation(`restore${operation.one}OrderVersion`, `Restore a version of the order of ${called}`, {
      description: `${RESTORING} If ${many} were created since then, they are missing from the order, which gives 422.`,
    })
    @Answers(200, `All ${many}, in the order of the version.`, page, { headers: ETAG })
    async restore(
      @VersionParam() version: number,
      @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
      @IfMatchHeader() ifMatch: string | undefined,
      @CalledBy() caller: Caller,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const { ids } = await this.orders.version(ordered, version);
      const { requestId } = caller;
      const meant = { ifMatch: readIfMatch(ifMatch), dryRun: dryRun === 'true', restores: version, requestId };
      return this.order({ ids, pointer: `/${field}`, ...meant }, caller, reply);
    }

    private async order(ordering: NewOrder, caller: Caller, reply: FastifyReply) {
      const { resources, version } = await this.orders.order(ordered, ordering, actorOf(caller));
      reply.header('etag', `"${version}"`);
      return resources;
    }
  }
  return OrderController;
}
