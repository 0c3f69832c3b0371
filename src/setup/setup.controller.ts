import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiKeyStore } from '../auth/api-key.store.js';
import { Scopes } from '../auth/auth.guard.js';
import { placeOf } from '../configuration/sealed-field.service.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { SETUP_CHECKS } from '../directory/setup-checks.js';
import { warningsIn } from '../directory/warnings.js';
import { WaitingStore } from '../leads/waiting.store.js';
import { OffboardingStore } from '../people/offboarding.store.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { Secrets } from '../platform/outbound/secrets.js';
import { Environment } from '../platform/running/environment.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import { RulebookStore } from '../routing/rules/rulebook.store.js';
import { SealedStore } from './sealed.store.js';
import { SetupSchema } from './setup.schema.js';
import {
  dealtMembers,
  heldIn,
  heldUpIn,
  missingIn,
  unreadableIn,
  unreadNumbersIn,
  waitingForNobodyIn,
} from './setup-checks.js';
import { UnreadNumbersStore } from './unread-numbers.store.js';

@ApiTags('Settings')
@Controller('v1/setup')
export class SetupController {
  constructor(
    private readonly directories: DirectoryService,
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly sealed: SealedStore,
    private readonly secrets: Secrets,
    private readonly waiting: WaitingStore,
    private readonly numbers: UnreadNumbersStore,
    private readonly rulebooks: RulebookStore,
    private readonly keys: ApiKeyStore,
    private readonly plans: OffboardingStore,
    private readonly time: TimeSource,
  ) {}

  @Get()
  @Scopes('read')
  @Operation('getSetup', 'Check what the setup lacks', {
    description:
      'What is missing before leads can be served, the first step first, and warnings about what works but is probably not what was intended.',
  })
  @Answers(200, 'What is missing, if anything.', SetupSchema)
  async read() {
    const directory = await this.directories.now();
    const { content } = directory;
    const now = this.time.now();
    const { reads: sql } = this.database;
    const missing = missingIn(content, (await this.rulebooks.readPlan(sql))?.effectiveAt);
    const setup = { sql, directory, environment: this.environment, now };
    const ofSatellites = await Promise.all(SETUP_CHECKS.all.map((check) => check.find(setup)));
    const busy = await Promise.all(SETUP_CHECKS.all.map((check) => check.findBusy?.(setup) ?? []));
    const unreadable = unreadableIn(
      await this.sealed.readAll(sql),
      ({ kind, id, sealed }) => this.secrets.canOpen(sealed, placeOf(kind, id)),
      this.secrets.isReady,
    );
    const warnings = [
      ...heldIn(directory, now),
      ...waitingForNobodyIn(await this.waiting.countForNobody(sql, dealtMembers(content)), content),
      ...unreadNumbersIn(content, await this.numbers.count(sql)),
      ...unreadable,
      ...(await this.heldUp(directory, now)),
      ...warningsIn(content, new Set(busy.flatMap((each) => [...each]))).map(({ code, text }) => ({ code, text })),
      ...ofSatellites.flat(),
    ];
    return { ready: missing.length === 0, missing, warnings };
  }

  private async heldUp(directory: Directory, now: Instant) {
    const { reads: sql } = this.database;
    const repId = await this.keys.findOnlyAdmin(sql, now);
    const plan = repId === null ? undefined : await this.plans.find(sql, repId);
    return plan === undefined ? [] : [heldUpIn(plan, directory)];
  }
}
