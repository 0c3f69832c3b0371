import { Controller, Delete, Get, Injectable, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CalledBy, type Door, NoKeyNeeded, type RequestHead, Scopes } from '../../auth/auth.guard.js';
import { type Caller, may, SCOPES } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { NoIdempotency } from '../../platform/http/no-idempotency.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { mapPage, PagedQuery, readPageById } from '../../platform/http/page.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { Mailer } from '../../platform/outbound/mailer.js';
import { Environment } from '../../platform/running/environment.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { networkOf } from '../../platform/strangers/network.js';
import { toIso } from '../../platform/values/duration.js';
import { LoginMail } from './login-mail.service.js';
import { LOGIN_MS, type Session } from './session.js';
import { LoginSentSchema, SessionBody, SessionPage, SessionSchema, WaysSchema } from './session.schema.js';
import { type BegunSession, Sessions } from './sessions.service.js';

/**
 * Admits login requests, which have no credentials yet. Those of one network take turns. Their bodies are small, and
 * wrong guesses are counted.
 */
@Injectable()
export class SessionDoor implements Door {
  admit({ ip }: RequestHead): Promise<string> {
    return Promise.resolve(`session ${networkOf(ip)}`);
  }
}

type Secrets = { readonly [Name in 'key' | 'code' | 'token']: string | undefined };

@ApiTags('Sessions')
@Controller('v1')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly mail: LoginMail,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
    private readonly time: TimeSource,
  ) {}

  @Get('session/ways')
  @NoKeyNeeded()
  @Operation('getLoginWays', 'Get the ways to log in', { description: 'For the page to log in. A key always does.' })
  @Answers(200, 'The ways.', WaysSchema)
  ways() {
    const { oidcIssuer: issuer, oidcName: name } = this.environment;
    return {
      email: this.mailer.isReady,
      identityProvider: issuer === undefined ? null : (name ?? new URL(issuer).host),
    };
  }

  @Post('session')
  @NoKeyNeeded({ door: SessionDoor })
  @NoIdempotency()
  @Operation('createSession', 'Log in to the console', {
    description:
      'With a key, or as a user: `email` sends a link and a code, one of which then begins the session. The session is a cookie that no script can read. It ends after 12 hours without use, after 7 days, with the key, and with the user or their rep. Only requests from pages of Touchline can change anything with it.',
    refuses: [
      ...['unauthenticated', 'too-many-attempts', 'too-many-mails', 'no-mail-server', 'invalid-request', 'overload'],
      ...['unavailable', 'disk-full'],
    ],
  })
  @Answers(201, 'The session, and its cookie.', SessionSchema)
  @Answers(202, 'For `email`: if there is such a user, a mail is on its way.', LoginSentSchema)
  async create(
    @CheckedBody(SessionBody) { key, email, code, token }: SessionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (email !== undefined) {
      this.mail.request(email, networkOf(request.ip));
      reply.status(202);
      return { expiresAt: toIso(this.time.now() + LOGIN_MS) };
    }
    const begun = await this.begin({ key, code, token }, request);
    reply.status(201).header('set-cookie', begun.cookie);
    return view(begun.session, begun.session.id);
  }

  @Get('session')
  @Scopes(...SCOPES)
  @Operation('getSession', 'Get the session of the request', { refuses: ['not-found'] })
  @Answers(200, 'The session.', SessionSchema)
  async get(@Req() request: FastifyRequest, @CalledBy() { session: own }: Caller) {
    const session = own === undefined ? undefined : await this.sessions.ownOf(request);
    if (session === undefined) throw new NotFoundError('session', 'of this request');
    return view(session, session.id);
  }

  @Delete('session')
  @Scopes(...SCOPES)
  @Operation('endSession', 'Log out of the console', { refuses: ['not-found'] })
  @Answers(204, 'The session has ended.')
  async end(@CalledBy() { session }: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (session === undefined) throw new NotFoundError('session', 'of this request');
    await this.sessions.end(session.id, null);
    reply.header('set-cookie', this.sessions.forgotten);
  }

  @Get('sessions')
  @Scopes(...SCOPES)
  @Operation('listSessions', 'List sessions', {
    description: 'One’s own, on all devices; with the scope `admin` everybody’s.',
  })
  @Answers(200, 'A page, oldest first.', SessionPage)
  async list(@CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    const of = may(caller) ? null : caller.keyId;
    const read = await readPageById(page, (after, limit) => this.sessions.list(of, after, limit));
    return mapPage(read, (row) => view(row, caller.session?.id));
  }

  @Delete('sessions/:id')
  @Scopes(...SCOPES)
  @Operation('revokeSession', 'End a session', {
    description: 'One’s own; with the scope `admin` anybody’s. It is over within a second on all nodes.',
  })
  @Answers(204, 'The session has ended.')
  async revoke(@IdParam('session') id: string, @CalledBy() caller: Caller): Promise<void> {
    if (!(await this.sessions.end(id, may(caller) ? null : caller.keyId))) throw new NotFoundError('session', id);
  }

  private begin({ key, code, token }: Secrets, request: FastifyRequest): Promise<BegunSession> {
    if (key !== undefined) return this.sessions.beginByKey(key, request);
    return code === undefined
      ? this.sessions.beginByLogin('token', token!, request)
      : this.sessions.beginByLogin('code', code, request);
  }
}

function view({ ownerId, isOfUser, begunAt, lastUsedAt, endsAt, ...session }: Session, current: string | undefined) {
  const { id, name, scopes, repId, agent } = session;
  return {
    id,
    name,
    scopes,
    repId,
    agent,
    userId: isOfUser ? ownerId : null,
    keyId: isOfUser ? null : ownerId,
    current: id === current,
    begunAt: toIso(begunAt),
    lastUsedAt: toIso(lastUsedAt),
    endsAt: toIso(endsAt),
  };
}
