import { randomBytes, randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ForbiddenError, UnauthenticatedError } from '../../auth/auth.errors.js';
import { type AskingRequest, AuthService, PASSES_MS, type WayIn } from '../../auth/auth.service.js';
import type { Caller } from '../../auth/scope.js';
import { JobStore } from '../../jobs/job.store.js';
import { Environment, publicUrlOf } from '../../platform/running/environment.js';
import { TimeSource } from '../../platform/running/time-source.js';
import type { Sql } from '../../platform/sql/database.js';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { Signatures } from '../signing/signatures.service.js';
import type { User } from '../users/user.store.js';
import { UserStore } from '../users/user.store.js';
import { LoginStore, type NewLogin } from './login.store.js';
import {
  agentIn,
  CODE_GROUP,
  CODE_LENGTH,
  CODE_LETTERS,
  codeIn,
  hashOf,
  isOpen,
  LONGEST_MS,
  type Session,
  SessionCookie,
} from './session.js';
import { SessionStore } from './session.store.js';

/** How long other nodes may still accept a session after it was ended; this node rejects it at once. */
const KNOWN_MS = MS_PER_SECOND;
const KNOWN_MAX = 10_000;
const USED_EVERY_MS = MS_PER_MINUTE;
/** What the cookies of sessions are signed for. */
const PURPOSE = 'session';

interface RememberedSession {
  readonly session: Session;
  readonly readAtMs: number;
}

export interface BegunSession {
  readonly cookie: string;
  readonly session: Session;
}

export interface Login {
  readonly user: User;
  readonly token: string;
  readonly code: string;
}

@Injectable()
export class Sessions implements WayIn {
  private readonly cookie: SessionCookie;
  private readonly known = new Map<string, RememberedSession>();

  constructor(
    private readonly store: SessionStore,
    private readonly logins: LoginStore,
    private readonly users: UserStore,
    private readonly jobs: JobStore,
    private readonly auth: AuthService,
    private readonly time: TimeSource,
    private readonly signatures: Signatures,
    environment: Environment,
  ) {
    this.cookie = new SessionCookie(publicUrlOf(environment), environment.publicUrl !== undefined);
    auth.addWay(this);
  }

  lately({ headers }: Pick<AskingRequest, 'headers'>): Caller | null {
    const known = this.known.get(this.cookie.read(headers) ?? '');
    return known !== undefined && performance.now() - known.readAtMs < PASSES_MS ? callerBy(known.session) : null;
  }

  nameOf({ headers }: Pick<AskingRequest, 'headers'>): string | null {
    const token = this.cookie.read(headers);
    return token === null || this.signatures.read(token, PURPOSE) === null ? null : `session ${token}`;
  }

  async identify(request: AskingRequest, isUse: boolean): Promise<Caller | null> {
    const token = this.cookie.read(request.headers);
    if (token === null) return null;
    const session = await this.find(token, isUse);
    if (session === undefined || !isOf(session, request)) throw new UnauthenticatedError();
    if (!this.cookie.isOwn(request))
      throw new ForbiddenError(
        'A session changes something only by the pages of Touchline itself: use a key elsewhere.',
      );
    return callerBy(session);
  }

  async callerOf(id: string): Promise<Caller | null> {
    const user = await this.users.findActive(id);
    return user === undefined ? null : callerBy({ ...user, id: '', ownerId: user.id, isOfUser: true });
  }

  openAmong(ids: readonly string[]): Promise<readonly string[]> {
    return this.store.openAmong(ids, this.time.now());
  }

  isAdmin(sql: Sql, repId: string): Promise<boolean> {
    return this.users.isAdmin(sql, repId);
  }

  /** A rep who comes back logs in again: an old browser or mail must not let anybody in by itself. */
  async endOfReps(tx: Sql, repIds: readonly string[]): Promise<void> {
    const userIds = await this.users.idsOfReps(tx, repIds);
    if (userIds.length === 0) return;
    await this.logins.voidOf(tx, userIds);
    await this.store.endOf(tx, userIds);
    await this.jobs.cancelOf(tx, userIds, this.time.now());
  }

  /** @throws UnauthenticatedError @throws TooManyAttemptsError */
  async beginByKey(key: string, request: AskingRequest): Promise<BegunSession> {
    const { keyId } = await this.auth.identifyByKey(`Bearer ${key}`, request.ip);
    return this.begin({ keyId, userId: null }, request);
  }

  /** @throws UnauthenticatedError if the secret is unknown, spent or expired @throws TooManyAttemptsError */
  async beginByLogin(by: 'token' | 'code', secret: string, request: AskingRequest): Promise<BegunSession> {
    const hash = hashOf(by === 'code' ? codeIn(secret) : secret);
    const userId = await this.logins.spend(by, hash, this.time.now());
    if (userId === undefined) return this.auth.refuseWrong(request.ip);
    return this.begin({ keyId: null, userId }, request);
  }

  /** @param email verified, as addresses are compared @throws UnauthenticatedError if no active user has it */
  async beginByAddress(email: string, request: AskingRequest): Promise<BegunSession> {
    const [user] = await this.users.findActiveByEmails([email]);
    if (user === undefined) throw new UnauthenticatedError();
    return this.begin({ keyId: null, userId: user.id }, request);
  }

  /** Creates a login for each address of an active user. @returns in the order of the addresses, null for others */
  async prepareLogins(emails: readonly string[]): Promise<(Login | null)[]> {
    const users = new Map((await this.users.findActiveByEmails(emails)).map((user) => [user.email, user]));
    const logins = emails.map((email) => {
      const user = users.get(email);
      return user === undefined ? null : { user, token: newToken(), code: newCode() };
    });
    const now = this.time.now();
    const made = logins.flatMap((login) => (login === null ? [] : newLogin(login, now)));
    if (made.length > 0) await this.logins.addMany(made, now);
    return logins;
  }

  ownOf(request: AskingRequest): Promise<Session | undefined> {
    const token = this.cookie.read(request.headers);
    return token === null ? Promise.resolve(undefined) : this.find(token);
  }

  list(ownerId: string | null, after: string | null, limit: number): Promise<Session[]> {
    return this.store.list(this.time.now(), ownerId, after, limit);
  }

  /** @param ownerId ends the session only if it has this owner; null for any @returns whether it existed */
  async end(id: string, ownerId: string | null): Promise<boolean> {
    const isEnded = await this.store.end(id, ownerId);
    for (const [token, { session }] of this.known) if (session.id === id) this.known.delete(token);
    return isEnded;
  }

  get forgotten(): string {
    return this.cookie.forgotten;
  }

  private async begin(
    owner: { keyId: string | null; userId: string | null },
    request: AskingRequest,
  ): Promise<BegunSession> {
    const token = this.signatures.sign(newToken(), PURPOSE);
    const now = this.time.now();
    const agent = agentIn(request.headers);
    const times = { begunAt: now, lastUsedAt: now, endsAt: now + LONGEST_MS };
    await this.store.begin({ ...owner, ...times, id: newId(now), hash: hashOf(token), agent });
    const session = await this.find(token);
    if (session === undefined) throw new UnauthenticatedError();
    return { session, cookie: this.cookie.written(token, LONGEST_MS / MS_PER_SECOND) };
  }

  private async find(token: string, isUse = true): Promise<Session | undefined> {
    const now = this.time.now();
    const known = await this.read(token, now);
    if (known === undefined) {
      this.known.delete(token);
      return undefined;
    }
    const session = isUse ? this.used(known.session, now) : known.session;
    if (this.known.size >= KNOWN_MAX) this.known.clear();
    this.known.set(token, { ...known, session });
    return session;
  }

  private async read(token: string, now: Instant): Promise<RememberedSession | undefined> {
    const known = this.known.get(token);
    if (known && performance.now() - known.readAtMs < KNOWN_MS && isOpen(known.session, now)) return known;
    if (this.signatures.read(token, PURPOSE) === null) return undefined;
    const session = await this.store.findByHash(hashOf(token), now);
    return session && { session, readAtMs: performance.now() };
  }

  /** Records a use, at most once a minute: a write for each request would cost more than the request. */
  private used(session: Session, now: Instant): Session {
    if (now - session.lastUsedAt < USED_EVERY_MS) return session;
    void this.store.used(session.id, now).catch(() => undefined);
    return { ...session, lastUsedAt: now };
  }
}

/** Another user may have logged in meanwhile in another tab. */
const isOf = ({ ownerId }: Session, { headers }: AskingRequest): boolean =>
  headers['touchline-as'] === undefined || headers['touchline-as'] === ownerId;

function callerBy(session: Pick<Session, 'id' | 'ownerId' | 'isOfUser' | 'name' | 'scopes' | 'repId'>): Caller {
  const { id, ownerId, isOfUser, name, scopes, repId } = session;
  return { keyId: ownerId, name, scopes, repId, session: { id, isOfUser } };
}

function newLogin({ user, token, code }: Login, now: Instant): NewLogin {
  return { id: newId(now), userId: user.id, tokenHash: hashOf(token), codeHash: hashOf(codeIn(code)) };
}

/** Returns 256 random bits. */
function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Returns a code that is easy to read on one device and type on another. */
function newCode(): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]!).join('');
  const starts = Array.from({ length: CODE_LENGTH / CODE_GROUP }, (_, group) => group * CODE_GROUP);
  return starts.map((start) => letters.slice(start, start + CODE_GROUP)).join('-');
}
