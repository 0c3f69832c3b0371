import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ApiKeyRow } from '../../auth/api-key.store.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { AuthService } from '../../auth/auth.service.js';
import { type Caller, faultsOfScopes, SCOPES } from '../../auth/scope.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { NoIdempotency } from '../../platform/http/no-idempotency.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { mapPage, PagedQuery, readPageById } from '../../platform/http/page.js';
import type { Fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { ApiKeyPage, MeSchema, NewApiKeySchema, NewKeyBody, ROLES } from './keys.schema.js';

@ApiTags('Keys')
@Controller('v1')
export class KeysController {
  constructor(
    private readonly auth: AuthService,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  @Get('me')
  @Scopes(...SCOPES)
  @Operation('getMe', 'Get the calling key or session', {
    description: 'Includes the time of the server, for clients whose clocks differ.',
  })
  @Answers(200, 'What the key or session may do, and its rep.', MeSchema)
  async me(@CalledBy() caller: Caller) {
    const { keyId: id, name, scopes, repId } = caller;
    const role = ROLES.find((scope) => scopes.includes(scope)) ?? null;
    const timeZone = (await this.directories.now()).timeZoneOf(repId);
    return { id, name, scopes, repId, role, timeZone, serverTime: this.time.now() };
  }

  @Post('api-keys')
  @Scopes()
  @NoIdempotency()
  @Operation('createApiKey', 'Create an API key', { description: 'The secret is shown only in this answer.' })
  @Answers(201, 'The key with its secret, which is not shown again.', NewApiKeySchema)
  async create(@CheckedBody(NewKeyBody) body: NewKeyBody) {
    const expiresAt = body.expiresAt === undefined ? undefined : instantOf(body.expiresAt);
    refuse([...faultsOfKey(body, expiresAt, this.time.now()), ...(await this.auth.faultsOfRep(body.repId))]);
    const { row, key } = await this.auth.create({ ...body, expiresAt });
    return { ...view(row), key };
  }

  @Get('api-keys')
  @Scopes()
  @Operation('listApiKeys', 'List the API keys', { description: 'Includes revoked keys; never shows secrets.' })
  @Answers(200, 'A page, oldest first.', ApiKeyPage)
  async list(@CheckedQuery(PagedQuery) query: PagedQuery) {
    return mapPage(await readPageById(query, (after, limit) => this.auth.list(after, limit)), view);
  }

  @Delete('api-keys/:id')
  @Scopes()
  @Operation('revokeApiKey', 'Revoke an API key', {
    description: 'The key stops working at once. Jobs that it started are cancelled before their next part.',
    refuses: ['last-admin-key'],
  })
  @Answers(204, 'Revoked.')
  async revoke(@IdParam('API key') id: string): Promise<void> {
    if (!(await this.auth.revoke(id))) throw new NotFoundError('active API key', id);
  }
}

function faultsOfKey(body: NewKeyBody, expiresAt: Instant | undefined, now: Instant): Fault[] {
  const faults = faultsOfScopes(body);
  if (expiresAt !== undefined && expiresAt <= now) {
    faults.push({ pointer: '/expiresAt', code: 'past', message: 'Expected an instant in the future.' });
  }
  return faults;
}

function view(row: ApiKeyRow) {
  const iso = (at: Instant | null) => (at === null ? null : toIso(at));
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    repId: row.repId,
    createdAt: toIso(row.createdAt),
    expiresAt: iso(row.expiresAt),
    lastUsedAt: iso(row.lastUsedAt),
    revokedAt: iso(row.revokedAt),
  };
}
