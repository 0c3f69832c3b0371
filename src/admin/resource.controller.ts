import { Type as Class, Controller, Delete, Get, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { TObject } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import { actorOf, type Caller, type Scope } from '../auth/scope.js';
import type { ChangeResult, ConfigurationService } from '../configuration/configuration.service.js';
import type { ResourceKind, ResourceView } from '../configuration/resource.kind.js';
import { type Also, ResourceService } from '../configuration/resource.service.js';
import type { ResourceRow } from '../configuration/resource.table.js';
import type { Directory, DirectoryContent } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { readIfMatch } from '../documents/if-match.js';
import { Replacement, type Submission } from '../documents/replacement.js';
import {
  DryRunQuery,
  keptVersionOf,
  VersionPage,
  type Warning,
  withReplanned,
  withWarnings,
} from '../documents/version.schema.js';
import { CheckedBody, CheckedQuery, IdParam, IfMatchHeader, VersionParam } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { PagedQuery } from '../platform/http/page.js';
import { pageOf } from '../platform/input/schema.js';
import type { Sql } from '../platform/sql/database.js';
import type { Actor } from '../platform/values/actor.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { DryRuns, type RequestedChange } from './dry-runs.service.js';
import { JobSchema, type JobView } from './jobs/job.schema.js';

interface ResourceRoutes<Row extends ResourceRow, Body extends object> {
  /** The path below `/v1/`, such as `calendars`. */
  readonly path: string;
  readonly tag: string;
  /** Words for texts, such as `a calendar` and `calendars`. */
  readonly one: string;
  readonly many: string;
  readonly kind: ResourceKind<Row, Body>;
  readonly body: TObject;
  readonly schema: TObject;
  /** The schema of a replacement, if it accepts more than a creation does. */
  readonly replacement?: TObject;
  /** The scopes that may read, besides `admin` and `read`. */
  readonly readers?: readonly Scope[];
  /** Converts a request body to the form that is stored. */
  readonly normalise?: (body: Body) => Body;
  /** The documentation of a replacement, whether it sends a document or restores a version. */
  readonly replacing?: { readonly description: string; readonly refuses: readonly string[] };
  /** Returns further work for the transaction of a replacement. */
  readonly also?: (configuration: ConfigurationService, body: Body) => Also | undefined;
  readonly warningsOf?: (content: DirectoryContent, id: string, saved: ResourceView<Body>) => Warning[];
  /** Warns of what a replacement leaves unchanged. @param sql reads outside the exclusive transaction */
  readonly warnsOfUnchanged?: (sql: Sql, saved: ResourceView<Body>, body: Body) => Promise<Warning[]>;
  /** Warns of what a saved or rehearsed document starts at once. @param at an instant before it was saved */
  readonly warnsOfBegun?: (sql: Sql, id: string, directory: Directory, at: Instant) => Promise<Warning[]>;
}

/** A change that was made or rehearsed, with what its answer depends on. */
interface MadeChange<Body> {
  readonly changed: ChangeResult<ResourceView<Body>>;
  /** An instant before it was made. */
  readonly at: Instant;
  /** How its rehearsal is repeated, for a job. */
  readonly requested: RequestedChange;
  /** The request body, with fields that are not stored. */
  readonly body: Body;
  readonly caller: Caller;
  readonly reply: FastifyReply;
}

export interface ResourceReplacement<Body> {
  readonly taken: Submission<Body>;
  /** The request body, with fields that are not stored. */
  readonly body: Body;
  readonly actor: Actor;
  readonly dryRun: boolean;
}

/** What a controller with additional routes may use and override of the shared ones. */
interface ResourceDoor<Body> {
  readonly resources: ResourceService;
  readonly directories: DirectoryService;
  readonly dryRuns: DryRuns;
  /** Adds fields computed for the response. @param directory the present one, or that of a rehearsed change */
  completed(views: readonly ResourceView<Body>[], directory?: Directory): Promise<ResourceView<Body>[]>;
  /** Adds them to a single view. */
  whole(view: ResourceView<Body>, directory?: Directory): Promise<ResourceView<Body>>;
  replaced(id: string, made: ResourceReplacement<Body>): Promise<ChangeResult<ResourceView<Body>>>;
  /** Responds with the document, or with the job of a dry run that is too large for one request. */
  answerTo(made: MadeChange<Body>): Promise<ResourceView<Body> | JobView>;
  /** Warns of what a replacement leaves unchanged. */
  unchanged(saved: ResourceView<Body>, body: Body): Promise<Warning[]>;
}

export const AS_READ =
  'Send the document as you read it, with your changes. `id` and `version` may be included; if the version is no longer the present one, the request is refused with 412. Fields left out get their defaults; derived fields are ignored.';

/** Documents the response to a dry run that is too large for one request. */
export function AnswersLargeDryRun(): MethodDecorator {
  return Answers(202, 'The job of a dry run that affects more than 10,000 promises.', JobSchema);
}

const undocumented: MethodDecorator = () => undefined;

export const RESTORING =
  'Replaces the document with that of an earlier version, with the same checks (unknown ids give 422) and effects as any replacement. The new version names the one that it restores. Versions contain no secrets: present ones stay, and any that a replacement would require must be sent here.';

/** Builds the controller with the routes that all configuration resources share. */
export function resourceController<Row extends ResourceRow, Body extends object>(
  routes: ResourceRoutes<Row, Body>,
): Class<ResourceDoor<Body>> {
  const { kind, path, schema, one, many, readers = [], normalise = (body) => body } = routes;
  const { also, warningsOf, warnsOfUnchanged, warnsOfBegun } = routes;
  const { description = '', refuses = [] } = routes.replacing ?? {};
  const called = { one: idOf(one.split(' ').slice(1).join(' ')), many: idOf(many) };
  const replacement = new Replacement<Body>(routes.replacement ?? routes.body, schema);
  /** Only kinds on which running clocks depend can have large dry runs. */
  const AnswersJob = 'replanned' in schema.properties ? AnswersLargeDryRun() : undocumented;
  const kept = [...kind.fields, ...(kind.secrets ?? []).map(({ setAt }) => setAt)];

  @ApiTags(routes.tag)
  @Controller(`v1/${path}`)
  class ResourceController implements ResourceDoor<Body> {
    constructor(
      readonly resources: ResourceService,
      readonly directories: DirectoryService,
      readonly dryRuns: DryRuns,
    ) {
      dryRuns.add<ResourceReplacement<Body>>(kind.kind, (id, made) => this.replaced(id, made));
    }

    async completed(views: readonly ResourceView<Body>[], _directory?: Directory): Promise<ResourceView<Body>[]> {
      return [...views];
    }

    @Get()
    @Scopes('read', ...readers)
    @Operation(`list${called.many}`, `List ${many}`, {
      description: kind.orderedBy === undefined ? 'Oldest first.' : 'In their order.',
    })
    @Answers(200, 'A page.', pageOf(schema))
    async list(@CheckedQuery(PagedQuery) page: PagedQuery) {
      const { data, ...rest } = await this.resources.list(kind, page);
      return { data: await this.completed(data), ...rest };
    }

    @Post()
    @Scopes()
    @Operation(`create${called.one}`, `Create ${one}`)
    @Answers(201, 'The saved document.', schema, { tagged: true })
    async create(@CheckedBody(routes.body) body: Body, @CalledBy() caller: Caller) {
      const at = this.resources.time.now();
      const made = await this.resources.create(kind, normalise(body), actorOf(caller), caller.requestId);
      return this.saved(made, await this.directories.now(), at);
    }

    @Get(':id')
    @Scopes('read', ...readers)
    @Operation(`get${called.one}`, `Get ${one}`)
    @Answers(200, 'The whole document.', schema, { tagged: true })
    async get(@IdParam(kind.kind) id: string) {
      return this.whole(await this.resources.get(kind, id));
    }

    @Put(':id')
    @Scopes()
    @Operation(`replace${called.one}`, `Replace ${one}`, { description: `${AS_READ} ${description}`.trim(), refuses })
    @Answers(200, 'The new document. If nothing differs, the version stays.', schema, { tagged: true })
    @AnswersJob
    async replace(
      @IdParam(kind.kind) id: string,
      @CheckedBody(replacement.schema) body: Body,
      @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
      @IfMatchHeader() ifMatch: string | undefined,
      @CalledBy() caller: Caller,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const taken = replacement.take(body, { id, ifMatch: readIfMatch(ifMatch) });
      return this.replaceBy(id, taken, { caller, dryRun: dryRun === 'true', reply });
    }

    @Delete(':id')
    @Scopes()
    @Operation(`delete${called.one}`, `Delete ${one}`, {
      description: 'Refused while something still uses it; the problem lists what does.',
      refuses: ['in-use'],
    })
    @Answers(204, 'Deleted.')
    async remove(
      @IdParam(kind.kind) id: string,
      @IfMatchHeader() ifMatch: string | undefined,
      @CalledBy() caller: Caller,
    ): Promise<void> {
      await this.resources.remove(kind, id, actorOf(caller), readIfMatch(ifMatch));
    }

    @Get(':id/versions')
    @Scopes('read', ...readers)
    @Operation(`list${called.one}Versions`, `List the versions of ${one}`)
    @Answers(200, 'Who changed what and when, newest first.', VersionPage)
    versions(@IdParam(kind.kind) id: string, @CheckedQuery(PagedQuery) page: PagedQuery) {
      return this.resources.versions(kind, id, page);
    }

    @Get(':id/versions/:version')
    @Scopes('read', ...readers)
    @Operation(`get${called.one}Version`, `Get a version of ${one}`)
    @Answers(200, 'The document at that version.', keptVersionOf(schema, kept))
    async version(@IdParam(kind.kind) id: string, @VersionParam() version: number) {
      const { body, at, createdAt } = await this.resources.version(kind, id, version);
      return { id, ...body, version, createdAt: toIso(createdAt), updatedAt: toIso(at) };
    }

    @Post(':id/versions/:version/restore')
    @Scopes()
    @Operation(`restore${called.one}Version`, `Restore a version of ${one}`, {
      description: `${RESTORING} ${description}`.trim(),
      refuses: ['deleted', ...refuses],
    })
    @Answers(200, 'The new document. If nothing differs, the version stays.', schema, { tagged: true })
    @AnswersJob
    async restore(
      @IdParam(kind.kind) id: string,
      @VersionParam() version: number,
      @CheckedBody(replacement.unshown, { mayBeAbsent: true }) unshown: object,
      @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
      @IfMatchHeader() ifMatch: string | undefined,
      @CalledBy() caller: Caller,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const former = await this.resources.restorable(kind, id, version);
      const { requestId } = caller;
      const taken = replacement.restore(former, unshown, { id, ifMatch: readIfMatch(ifMatch), requestId });
      return this.replaceBy(id, taken, { caller, dryRun: dryRun === 'true', reply });
    }

    async replaced(id: string, { taken, body, actor, dryRun }: ResourceReplacement<Body>) {
      return this.resources.replace(kind, id, taken, actor, {
        dryRun,
        also: also?.(this.resources.configuration, body),
      });
    }

    async unchanged(saved: ResourceView<Body>, body: Body) {
      return (await warnsOfUnchanged?.(this.resources.database.reads, saved, body)) ?? [];
    }

    async whole(view: ResourceView<Body>, directory?: Directory) {
      const [whole] = await this.completed([view], directory);
      return whole!;
    }

    private async replaceBy(
      id: string,
      taken: Submission<Body>,
      { caller, dryRun, reply }: { caller: Caller; dryRun: boolean; reply: FastifyReply },
    ): Promise<ResourceView<Body> | JobView> {
      const at = this.resources.time.now();
      const normalised = { ...taken, body: normalise(taken.body) };
      const made = { taken: normalised, body: taken.body, actor: actorOf(caller), dryRun };
      const changed = await this.replaced(id, made);
      const requested = { kind: kind.kind, id, request: made };
      return this.answerTo({ changed, at, requested, body: taken.body, caller, reply });
    }

    async answerTo({ changed, at, requested, body, caller, reply }: MadeChange<Body>) {
      const job = await this.dryRuns.jobFor(changed, requested, caller);
      if (job === null) {
        const directory = await this.directories.ofChange(changed);
        const unchanged = await this.unchanged(changed.outcome, body);
        return this.saved(withReplanned(changed.outcome, changed.consequence), directory, at, unchanged);
      }
      reply.status(202);
      return job;
    }

    private async saved(
      view: ResourceView<Body>,
      directory: Directory,
      at: Instant,
      unchanged: readonly Warning[] = [],
    ) {
      const warnings = warningsOf?.(directory.content, view.id, view) ?? [];
      const begun = (await warnsOfBegun?.(this.resources.database.reads, view.id, directory, at)) ?? [];
      return this.whole(withWarnings(view, [...warnings, ...unchanged, ...begun]), directory);
    }
  }
  return ResourceController;
}

/** Joins words into part of an operation id, such as `SlaPolicies`. */
function idOf(words: string): string {
  return words
    .split(' ')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('');
}
