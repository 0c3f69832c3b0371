import { Type as Class, Controller, Delete, Get, Headers, HttpCode, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Static, type TObject, Type } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import { actorOf } from '../auth/actor-of.js';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller, Scope } from '../auth/scope.js';
import type { ResourceEntity } from '../configuration/resource.entity.js';
import type { ResourceKind } from '../configuration/resource.kind.js';
import { ResourceService } from '../configuration/resource.service.js';
import { readIfMatch } from '../documents/if-match.js';
import { Replacement } from '../documents/replacement.js';
import { VersionPage } from '../documents/version.schema.js';
import { pageOf } from '../platform/answer.js';
import { Answers, CheckedBody, CheckedQuery, IdParam } from '../platform/checked-input.js';
import { PageQuery } from '../platform/page.js';

const ListQuery = Type.Object(PageQuery, { additionalProperties: false });
type ListQuery = Static<typeof ListQuery>;

/** How a kind of configuration appears over HTTP. */
export interface ResourceRoutes<Entity extends ResourceEntity, Body extends object> {
  /** Under `/v1/`: `calendars`. */
  readonly path: string;
  readonly tag: string;
  readonly kind: ResourceKind<Entity, Body>;
  readonly body: TObject;
  /** What is answered. */
  readonly schema: TObject;
  /** What a replacement takes, where that is more than a creation does. */
  readonly replacement?: TObject;
  /** Who may read besides `admin` and `read`. */
  readonly readers?: readonly Scope[];
  /** From what the request holds to what is stored. */
  readonly normalise?: (body: Body) => Body;
}

/** The routes that all configuration resources share, for one kind: list, create, get, replace, delete, versions. */
export function resourceController<Entity extends ResourceEntity, Body extends object>(
  routes: ResourceRoutes<Entity, Body>,
): Class<{ readonly resources: ResourceService }> {
  const { kind, path, schema, readers = [], normalise = (body) => body } = routes;
  const replacement = new Replacement<Body>(routes.replacement ?? routes.body, schema);

  @ApiTags(routes.tag)
  @Controller(`v1/${path}`)
  class ResourceController {
    constructor(readonly resources: ResourceService) {}

    @Get()
    @Scopes('read', ...readers)
    @Answers(200, `A page, ${kind.orderedBy === undefined ? 'oldest first' : 'in their order'}`, pageOf(schema))
    list(@CheckedQuery(ListQuery) page: ListQuery) {
      return this.resources.list(kind, page);
    }

    @Post()
    @Scopes()
    @Answers(201, 'The whole resource; `ETag` is its version', schema)
    async create(
      @CheckedBody(routes.body) body: Body,
      @CalledBy() caller: Caller,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      return tagged(reply, await this.resources.create(kind, normalise(body), actorOf(caller), caller.requestId));
    }

    @Get(':id')
    @Scopes('read', ...readers)
    @Answers(200, 'The whole resource; `ETag` is its version', schema)
    async get(@IdParam(kind.kind) id: string, @Res({ passthrough: true }) reply: FastifyReply) {
      return tagged(reply, await this.resources.get(kind, id));
    }

    @Put(':id')
    @Scopes()
    @Answers(200, 'The resource as it is from now on; `ETag` is its version', schema)
    async replace(
      @IdParam(kind.kind) id: string,
      @CheckedBody(replacement.schema) body: Body,
      @Headers('if-match') ifMatch: string | undefined,
      @CalledBy() caller: Caller,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const taken = replacement.take(body, { id, ifMatch: readIfMatch(ifMatch) });
      const normalised = { ...taken, body: normalise(taken.body) };
      return tagged(reply, await this.resources.replace(kind, id, normalised, actorOf(caller)));
    }

    @Delete(':id')
    @Scopes()
    @HttpCode(204)
    @Answers(204, 'Deleted; 409 names who still uses it')
    async remove(
      @IdParam(kind.kind) id: string,
      @Headers('if-match') ifMatch: string | undefined,
      @CalledBy() caller: Caller,
    ): Promise<void> {
      await this.resources.remove(kind, id, actorOf(caller), readIfMatch(ifMatch));
    }

    @Get(':id/versions')
    @Scopes('read', ...readers)
    @Answers(200, 'Who changed what and when, newest first', VersionPage)
    versions(@IdParam(kind.kind) id: string, @CheckedQuery(ListQuery) page: ListQuery) {
      return this.resources.versions(kind, id, page);
    }
  }
  // The document of the API tells operations apart by the name of their class.
  Object.defineProperty(ResourceController, 'name', { value: `${kind.kind}Resource` });
  return ResourceController;
}

/** Sends the version along as the strong `ETag`. */
export function tagged<View extends { version: number }>(reply: FastifyReply, view: View): View {
  reply.header('etag', `"${view.version}"`);
  return view;
}
