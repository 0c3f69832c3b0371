import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../auth/auth.guard.js';
import { placeOf } from '../configuration/sealed-field.service.js';
import { CrmSecretStore } from '../crm/connections/crm-secret.store.js';
import { ChannelStore } from '../deliveries/channels/channel.store.js';
import { FailingToolStore } from '../deliveries/failing-tools/failing-tool.store.js';
import { DirectoryService } from '../directory/directory.service.js';
import { warningsIn } from '../directory/warnings.js';
import { readNamingKinds } from '../handoffs/kinds/handoff-kind.store.js';
import { kindWarnings, repsNamedBy } from '../handoffs/kinds/kind-warnings.js';
import { WaitingStore } from '../leads/waiting.store.js';
import { Database } from '../platform/database.js';
import { Environment } from '../platform/environment.js';
import { Answers, Operation } from '../platform/operation.js';
import { Secrets } from '../platform/secrets.js';
import { TimeSource } from '../platform/time-source.js';
import { SealedStore } from './sealed.store.js';
import { SetupSchema } from './setup.schema.js';
import {
  dealtMembers,
  failingIn,
  heldIn,
  lostLinksIn,
  missingIn,
  toldNothingIn,
  unprovenIn,
  unreadableIn,
  waitingForNobodyIn,
} from './setup-checks.js';

@ApiTags('Settings')
@Controller('v1/setup')
export class SetupController {
  constructor(
    private readonly directories: DirectoryService,
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly channels: ChannelStore,
    private readonly tools: FailingToolStore,
    private readonly connections: CrmSecretStore,
    private readonly sealed: SealedStore,
    private readonly secrets: Secrets,
    private readonly waiting: WaitingStore,
    private readonly time: TimeSource,
  ) {}

  @Get()
  @Scopes('read')
  @Operation('getSetup', 'Check what the setup lacks', {
    description:
      'What has to be there before leads are served as promised, in plain words, the first step first; and what works, but hardly as it was meant.',
  })
  @Answers(200, 'What is missing, if anything.', SetupSchema)
  async read() {
    const directory = await this.directories.now();
    const { content } = directory;
    const missing = missingIn(content);
    const now = this.time.now();
    const { reads } = this.database;
    const kinds = await readNamingKinds(reads);
    const ofConfiguration = [...warningsIn(content, repsNamedBy(kinds, content)), ...kindWarnings(kinds, content)];
    const ofTools = [
      ...failingIn(await this.tools.read(reads, now)),
      ...toldNothingIn(await this.channels.readListening(reads)),
      ...unprovenIn(await this.connections.readUnproven(reads)),
      ...unreadableIn(
        await this.sealed.readAll(reads),
        ({ kind, id, sealed }) => this.secrets.canOpen(sealed, placeOf(kind, id)),
        this.secrets.isReady,
      ),
    ];
    const forNobody = waitingForNobodyIn(await this.waiting.countForNobody(reads, dealtMembers(content)), content);
    const warnings = [
      ...heldIn(directory, now),
      ...forNobody,
      ...lostLinksIn(this.environment),
      ...ofTools,
      ...ofConfiguration.map(({ code, text }) => ({ code, text })),
    ];
    return { ready: missing.length === 0, missing, warnings };
  }
}
