import { Controller, Get, Headers, HttpCode, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Static, Type } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import { actorOf } from '../../auth/actor-of.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { readIfMatch } from '../../documents/if-match.js';
import { Replacement } from '../../documents/replacement.js';
import { VersionPage } from '../../documents/version.schema.js';
import { Answers, CheckedBody, CheckedQuery } from '../../platform/checked-input.js';
import { PageQuery } from '../../platform/page.js';
import { RoutingBody } from '../../routing/routing.dto.js';
import { tagged } from '../resource.controller.js';
import { PreviewBody } from './preview.dto.js';
import { PreviewService } from './preview.service.js';
import { RoutingPreviewSchema, RulebookSchema, WaitingPage } from './routing.schema.js';
import { RulebookService } from './rulebook.service.js';
import { WaitingService } from './waiting.service.js';

const ListQuery = Type.Object(PageQuery, { additionalProperties: false });
type ListQuery = Static<typeof ListQuery>;
const REPLACEMENT = new Replacement<RoutingBody>(RoutingBody, RulebookSchema);

@ApiTags('Routing')
@Controller('v1/routing')
export class RoutingController {
  constructor(
    private readonly rulebook: RulebookService,
    private readonly previews: PreviewService,
    private readonly waiting: WaitingService,
  ) {}

  @Get()
  @Scopes('read')
  @Answers(200, 'The rules in force, from the start; `ETag` is their version', RulebookSchema)
  async get(@Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(reply, await this.rulebook.get());
  }

  @Put()
  @Scopes()
  @Answers(200, 'The rules as they are from now on; leads that wait are dealt by them at once', RulebookSchema)
  async put(
    @CheckedBody(REPLACEMENT.schema) body: RoutingBody,
    @Headers('if-match') ifMatch: string | undefined,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const taken = REPLACEMENT.take(body, { id: null, ifMatch: readIfMatch(ifMatch) });
    return tagged(reply, await this.rulebook.put(taken, actorOf(caller)));
  }

  @Get('versions')
  @Scopes('read')
  @Answers(200, 'Who changed what and when, newest first', VersionPage)
  versions(@CheckedQuery(ListQuery) page: ListQuery) {
    return this.rulebook.versions(page);
  }

  @Post('preview')
  @HttpCode(200)
  @Scopes('read', 'integration')
  @Answers(200, 'Who would get this lead, and why; nothing is saved', RoutingPreviewSchema)
  preview(@CheckedBody(PreviewBody) body: PreviewBody) {
    return this.previews.preview(body);
  }

  @Get('queue')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Answers(200, 'Leads that wait for somebody and that the key may see, oldest first, and why', WaitingPage)
  queue(@CheckedQuery(ListQuery) page: ListQuery, @CalledBy() caller: Caller) {
    return this.waiting.list(caller, page);
  }
}
