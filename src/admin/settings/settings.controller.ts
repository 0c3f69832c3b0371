import { Controller, Get, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { readIfMatch } from '../../documents/if-match.js';
import { Replacement, type Submission } from '../../documents/replacement.js';
import { DryRunQuery, keptVersionOf, VersionPage, withReplanned } from '../../documents/version.schema.js';
import { CheckedBody, CheckedQuery, IfMatchHeader, VersionParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { PagedQuery } from '../../platform/http/page.js';
import type { Actor } from '../../platform/values/actor.js';
import { toIso } from '../../platform/values/duration.js';
import { DryRuns } from '../dry-runs.service.js';
import { AnswersLargeDryRun, RESTORING } from '../resource.controller.js';
import { SettingsBody, SettingsSchema } from './settings.schema.js';
import { SettingsService } from './settings.service.js';

const REPLACEMENT = new Replacement<SettingsBody>(SettingsBody, SettingsSchema);

interface Putting {
  readonly taken: Submission<SettingsBody>;
  readonly actor: Actor;
}

@ApiTags('Settings')
@Controller('v1/settings')
export class SettingsController {
  constructor(
    private readonly settings: SettingsService,
    private readonly dryRuns: DryRuns,
  ) {
    dryRuns.add<Putting>('settings', (_id, { taken, actor }) => settings.put(taken, actor, true));
  }

  @Get()
  @Scopes('read')
  @Operation('getSettings', 'Get the settings')
  @Answers(200, 'The settings of the whole organisation.', SettingsSchema, { tagged: true })
  get() {
    return this.settings.get();
  }

  @Put()
  @Scopes()
  @Operation('replaceSettings', 'Replace the settings', {
    description:
      'Replaces all settings. Fields left out get their defaults; the default of `defaultCalendarId` is the present one. To change one field, send the settings as you read them with that field changed. Clocks that depend on the settings are re-planned.',
  })
  @Answers(200, 'The new settings.', SettingsSchema, { tagged: true })
  @AnswersLargeDryRun()
  async put(
    @CheckedBody(REPLACEMENT.schema) body: SettingsBody,
    @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
    @IfMatchHeader() ifMatch: string | undefined,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const taken = REPLACEMENT.take(body, { id: null, ifMatch: readIfMatch(ifMatch) });
    return this.putBy(taken, caller, dryRun, reply);
  }

  @Get('versions')
  @Scopes('read')
  @Operation('listSettingsVersions', 'List the versions of the settings')
  @Answers(200, 'Who changed what and when, newest first.', VersionPage)
  versions(@CheckedQuery(PagedQuery) page: PagedQuery) {
    return this.settings.versions(page);
  }

  @Get('versions/:version')
  @Scopes('read')
  @Operation('getSettingsVersion', 'Get a version of the settings')
  @Answers(200, 'The settings of that version.', keptVersionOf(SettingsSchema, Object.keys(SettingsBody.properties)))
  async version(@VersionParam() version: number) {
    const { body, at } = await this.settings.version(version);
    return { ...body, version, updatedAt: toIso(at) };
  }

  @Post('versions/:version/restore')
  @Scopes()
  @Operation('restoreSettingsVersion', 'Restore a version of the settings', { description: RESTORING })
  @Answers(200, 'The new settings.', SettingsSchema, { tagged: true })
  @AnswersLargeDryRun()
  async restore(
    @VersionParam() version: number,
    @CheckedBody(REPLACEMENT.unshown, { mayBeAbsent: true }) unshown: object,
    @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
    @IfMatchHeader() ifMatch: string | undefined,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const former = await this.settings.version(version);
    const { requestId } = caller;
    const taken = REPLACEMENT.restore(former, unshown, { id: null, ifMatch: readIfMatch(ifMatch), requestId });
    return this.putBy(taken, caller, dryRun, reply);
  }

  private async putBy(
    taken: Submission<SettingsBody>,
    caller: Caller,
    dryRun: DryRunQuery['dryRun'],
    reply: FastifyReply,
  ) {
    const made: Putting = { taken, actor: actorOf(caller) };
    const changed = await this.settings.put(taken, made.actor, dryRun === 'true');
    const job = await this.dryRuns.jobFor(changed, { kind: 'settings', id: null, request: made }, caller);
    if (job === null) return withReplanned(changed.outcome, changed.consequence);
    reply.status(202);
    return job;
  }
}
