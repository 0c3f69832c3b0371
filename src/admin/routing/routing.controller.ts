import { Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { readIfMatch } from '../../documents/if-match.js';
import { Replacement } from '../../documents/replacement.js';
import { DryRunQuery, keptVersionOf, VersionPage } from '../../documents/version.schema.js';
import { CheckedBody, CheckedQuery, IfMatchHeader, VersionParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { PagedQuery } from '../../platform/http/page.js';
import { RoutingBody } from '../../routing/rules/routing.dto.js';
import { RESTORING } from '../resource.controller.js';
import { RulebookSchema, WaitingPage, WaitingQuery } from './routing.schema.js';
import { RulebookService } from './rulebook.service.js';
import { WaitingService } from './waiting.service.js';

const REPLACEMENT = new Replacement<RoutingBody>(RoutingBody, RulebookSchema);

@ApiTags('Routing')
@Controller('v1/routing')
export class RoutingController {
  constructor(
    private readonly rulebook: RulebookService,
    private readonly waiting: WaitingService,
  ) {}

  @Get()
  @Scopes('read')
  @Operation('getRouting', 'Get the routing rules', {
    description: 'At first there are none, and every lead waits in the queue.',
  })
  @Answers(200, 'The rules in force.', RulebookSchema, { tagged: true })
  get() {
    return this.rulebook.get();
  }

  @Put()
  @Scopes()
  @Operation('replaceRouting', 'Replace the routing rules', {
    description:
      'The first rule that matches a lead wins; `{}` matches every lead. Waiting leads are dealt by the new rules at once. With `effectiveAt` the rules take effect at that instant by themselves, as if they were put then; meanwhile they are `planned`, and what they name cannot be deleted. There is one plan at a time.',
  })
  @Answers(200, 'The rules in force by now, and those that are planned.', RulebookSchema, { tagged: true })
  async put(
    @CheckedBody(REPLACEMENT.schema) body: RoutingBody,
    @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
    @IfMatchHeader() ifMatch: string | undefined,
    @CalledBy() caller: Caller,
  ) {
    const taken = REPLACEMENT.take(body, { id: null, ifMatch: readIfMatch(ifMatch) });
    return this.rulebook.put(taken, actorOf(caller), dryRun === 'true');
  }

  @Delete('planned')
  @Scopes()
  @Operation('withdrawPlannedRouting', 'Withdraw the planned routing rules', {
    description: 'The rules in force stay. If none are planned, the answer is 404.',
    refuses: ['not-found'],
  })
  @Answers(204, 'They are withdrawn.')
  withdraw(@CalledBy() caller: Caller): Promise<void> {
    return this.rulebook.withdraw(actorOf(caller));
  }

  @Get('versions')
  @Scopes('read')
  @Operation('listRoutingVersions', 'List the versions of the routing rules')
  @Answers(200, 'Who changed what and when, newest first.', VersionPage)
  versions(@CheckedQuery(PagedQuery) page: PagedQuery) {
    return this.rulebook.versions(page);
  }

  @Get('versions/:version')
  @Scopes('read')
  @Operation('getRoutingVersion', 'Get a version of the routing rules')
  @Answers(200, 'The rules of that version.', keptVersionOf(RulebookSchema, Object.keys(RoutingBody.properties)))
  async version(@VersionParam() version: number) {
    return { ...(await this.rulebook.version(version)).body, version };
  }

  @Post('versions/:version/restore')
  @Scopes()
  @Operation('restoreRoutingVersion', 'Restore a version of the routing rules', { description: RESTORING })
  @Answers(200, 'The new rules.', RulebookSchema, { tagged: true })
  async restore(
    @VersionParam() version: number,
    @CheckedBody(REPLACEMENT.unshown, { mayBeAbsent: true }) unshown: object,
    @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
    @IfMatchHeader() ifMatch: string | undefined,
    @CalledBy() caller: Caller,
  ) {
    const former = await this.rulebook.version(version);
    const { requestId } = caller;
    const taken = REPLACEMENT.restore(former, unshown, { id: null, ifMatch: readIfMatch(ifMatch), requestId });
    return this.rulebook.put(taken, actorOf(caller), dryRun === 'true');
  }

  @Get('queue')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listWaitingLeads', 'List the leads in the queue', {
    description:
      'Oldest first, each with the reason in plain English: those that nobody can take just now, and those that wait for a person in a named queue.',
  })
  @Answers(200, 'A page of the leads that the key may see.', WaitingPage)
  queue(@CheckedQuery(WaitingQuery) page: WaitingQuery, @CalledBy() caller: Caller) {
    return this.waiting.list(caller, page);
  }
}
