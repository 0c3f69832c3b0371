import { Controller, Get, Headers, Put, Res } from '@nestjs/common';
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
import { tagged } from '../resource.controller.js';
import { SettingsBody } from './settings.dto.js';
import { SettingsSchema } from './settings.schema.js';
import { SettingsService } from './settings.service.js';

const ListQuery = Type.Object(PageQuery, { additionalProperties: false });
type ListQuery = Static<typeof ListQuery>;
const REPLACEMENT = new Replacement<SettingsBody>(SettingsBody, SettingsSchema);

@ApiTags('Settings')
@Controller('v1/settings')
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Get()
  @Scopes('read')
  @Answers(200, 'What holds for the whole organisation; `ETag` is its version', SettingsSchema)
  async get(@Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(reply, await this.settings.get());
  }

  @Put()
  @Scopes()
  @Answers(200, 'The settings as they are from now on; clocks that depend on them are planned anew', SettingsSchema)
  async put(
    @CheckedBody(REPLACEMENT.schema) body: SettingsBody,
    @Headers('if-match') ifMatch: string | undefined,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const taken = REPLACEMENT.take(body, { id: null, ifMatch: readIfMatch(ifMatch) });
    return tagged(reply, await this.settings.put(taken, actorOf(caller)));
  }

  @Get('versions')
  @Scopes('read')
  @Answers(200, 'Who changed what and when, newest first', VersionPage)
  versions(@CheckedQuery(ListQuery) page: ListQuery) {
    return this.settings.versions(page);
  }
}
