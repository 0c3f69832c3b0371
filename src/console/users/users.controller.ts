import { Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AS_READ } from '../../admin/resource.controller.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { AuthService } from '../../auth/auth.service.js';
import { actorOf, type Caller, faultsOfScopes } from '../../auth/scope.js';
import { readIfMatch } from '../../documents/if-match.js';
import { type AsRead, Replacement } from '../../documents/replacement.js';
import { VersionPage } from '../../documents/version.schema.js';
import { CheckedBody, CheckedQuery, IdParam, IfMatchHeader } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { mapPage, PagedQuery, readPageById } from '../../platform/http/page.js';
import { InvalidRequestError, NotFoundError, refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { toIso } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { UserBody, UserPage, UserSchema } from './user.schema.js';
import { type User, UserStore } from './user.store.js';
import { type UserFields, Users } from './users.service.js';

const REPLACEMENT = new Replacement<UserBody>(UserBody, UserSchema);

@ApiTags('Sessions')
@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly users: UserStore,
    private readonly changes: Users,
    private readonly auth: AuthService,
    private readonly time: TimeSource,
  ) {}

  @Post()
  @Scopes()
  @Operation('createUser', 'Create a user', {
    description: 'A user logs in by e-mail. Reps need no user as long as they only use keys, links and messages.',
  })
  @Answers(201, 'The user.', UserSchema, { tagged: true })
  async create(@CheckedBody(UserBody) body: UserBody, @CalledBy() caller: Caller) {
    const { requestId } = caller;
    const known = requestId === undefined ? undefined : await this.users.find(requestId);
    if (known !== undefined) return view(known);
    const now = this.time.now();
    const id = requestId ?? newId(now);
    const user = { ...(await this.read(body, null)), id, version: 1, createdAt: now, updatedAt: now };
    if (!(await this.auth.naming(user.repId, () => this.changes.create(user, actorOf(caller))))) refuse([taken(body)]);
    return view(user);
  }

  @Get()
  @Scopes()
  @Operation('listUsers', 'List the users')
  @Answers(200, 'A page, oldest first.', UserPage)
  async list(@CheckedQuery(PagedQuery) page: PagedQuery) {
    return mapPage(await readPageById(page, (after, limit) => this.users.list(after, limit)), view);
  }

  @Get(':id')
  @Scopes()
  @Operation('getUser', 'Get a user')
  @Answers(200, 'The user.', UserSchema, { tagged: true })
  async get(@IdParam('user') id: string) {
    return view(await this.find(id));
  }

  @Put(':id')
  @Scopes()
  @Operation('replaceUser', 'Replace a user', {
    description: `${AS_READ} A change of scopes takes effect within a second, also in open sessions; if it takes a scope away, or names another rep, jobs that the user started are cancelled before their next part. A change of address ends their sessions, and links and codes sent to the former address stop working.`,
  })
  @Answers(200, 'The user.', UserSchema, { tagged: true })
  async replace(
    @IdParam('user') id: string,
    @CheckedBody(REPLACEMENT.schema) sent: UserBody & AsRead,
    @IfMatchHeader() header: string | undefined,
    @CalledBy() caller: Caller,
  ) {
    const { repId } = await this.find(id);
    const { body, faults, ifMatch } = REPLACEMENT.take(sent, { id, ifMatch: readIfMatch(header) });
    refuse(faults);
    const fields = await this.read(body, repId);
    const change = { fields, ifMatch };
    const user = await this.auth.naming(fields.repId, () => this.changes.replace(id, change, actorOf(caller)));
    if (user === 'unknown') throw new NotFoundError('user', id);
    if (user === 'taken') throw new InvalidRequestError([taken(body)]);
    return view(user);
  }

  @Delete(':id')
  @Scopes()
  @Operation('deleteUser', 'Delete a user', {
    description: 'Their sessions end with them. Jobs that they started are cancelled before their next part.',
  })
  @Answers(204, 'Deleted.')
  async delete(@IdParam('user') id: string, @CalledBy() caller: Caller): Promise<void> {
    if (!(await this.changes.delete(id, actorOf(caller)))) throw new NotFoundError('user', id);
  }

  @Get(':id/versions')
  @Scopes()
  @Operation('listUserVersions', 'List the versions of a user')
  @Answers(200, 'Who changed what and when, newest first, also of a deleted user.', VersionPage)
  versions(@IdParam('user') id: string, @CheckedQuery(PagedQuery) page: PagedQuery) {
    return this.changes.versions(id, page);
  }

  private async find(id: string): Promise<User> {
    const user = await this.users.find(id);
    if (user === undefined) throw new NotFoundError('user', id);
    return user;
  }

  /** @param formerRepId whom they may stay although the rep has left */
  private async read({ email, name, scopes, ...rest }: UserBody, formerRepId: string | null): Promise<UserFields> {
    const repId = rest.repId?.toLowerCase();
    const faults = repId === formerRepId ? [] : await this.auth.faultsOfRep(repId);
    refuse([...faultsOfScopes({ scopes, repId }), ...faults]);
    return { email: email.toLowerCase(), name, scopes, repId: repId ?? null };
  }
}

function taken({ email }: UserBody) {
  return { pointer: '/email', code: 'taken', message: `Another user has the address ${email}.` };
}

function view({ createdAt, updatedAt, ...user }: User) {
  return { ...user, createdAt: toIso(createdAt), updatedAt: toIso(updatedAt) };
}
