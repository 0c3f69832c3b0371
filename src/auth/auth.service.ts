import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Fault, fault } from '../platform/input/fault.js';
import { refuse } from '../platform/input/refusal.js';
import { Allowance } from '../platform/running/allowance.js';
import { TimeSource } from '../platform/running/time-source.js';
import type { Sql } from '../platform/sql/database.js';
import { networkOf } from '../platform/strangers/network.js';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import { type ApiKeyRow, ApiKeyStore, type KeyOrigin } from './api-key.store.js';
import { LastAdminKeyError, TooManyAttemptsError, UnauthenticatedError } from './auth.errors.js';
import { KeyUses } from './key-uses.service.js';
import type { Caller, Scope } from './scope.js';

/** How long another node may still accept a revoked key; on this node it ends at once. */
const KNOWN_KEY_MS = 1_000;
const KNOWN_KEYS_MAX = 10_000;
/** A key that was valid this lately does not wait in the line of strangers. */
export const PASSES_MS = MS_PER_MINUTE;
const FOREIGN_KEY_VIOLATION = '23503';

interface NewKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly repId?: string | undefined;
  readonly expiresAt?: Instant | undefined;
}

export interface AskingRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
}

/** A way to authenticate other than by key. */
export interface WayIn {
  /** Returns, without a query, the caller whom this way has identified by the same within the last minute; else null. */
  lately(request: Pick<AskingRequest, 'headers'>): Caller | null;
  /** Returns a name for whoever sends a request, if this way has given it to them, without a query; else null. */
  nameOf(request: Pick<AskingRequest, 'headers'>): string | null;
  /**
   * @param isUse whether a person is active, rather than a stream that continues by itself
   * @returns null if the request does not use this way @throws Refusal if it does, and is rejected
   */
  identify(request: AskingRequest, isUse: boolean): Promise<Caller | null>;
  /** Returns those of the ids that are of credentials of this way which still authenticate. */
  openAmong(ids: readonly string[]): Promise<readonly string[]>;
  /** Returns the caller who created something, or null if they could no longer authenticate. */
  callerOf(id: string): Promise<Caller | null>;
  /** Reports whether a rep authenticates with the scope `admin`. */
  isAdmin(sql: Sql, repId: string): Promise<boolean>;
  /** Ends for good what reps have authenticated by so far. */
  endOfReps(tx: Sql, repIds: readonly string[]): Promise<void>;
}

/** A key that was looked up lately. */
interface KnownKey {
  readonly caller: Caller;
  readonly expiresAt: Instant | null;
  readonly readAtMs: number;
}

/** A key is shown once and stored as a SHA-256 hash: with 256 random bits no slow hash is needed. */
@Injectable()
export class AuthService {
  private readonly known = new Map<string, KnownKey>();
  /** By network. Keys cannot be guessed (256 random bits): this slows down a misconfigured client. */
  private readonly wrong = new Allowance(1_000, MS_PER_MINUTE);
  private readonly ways: WayIn[] = [];

  constructor(
    private readonly store: ApiKeyStore,
    private readonly uses: KeyUses,
    private readonly time: TimeSource,
  ) {}

  addWay(way: WayIn): void {
    this.ways.push(way);
  }

  /**
   * Authenticates by the `Authorization` header, else by another way.
   * @param isUse whether a person is active, rather than a stream that continues by itself
   * @throws UnauthenticatedError @throws TooManyAttemptsError if too many wrong keys came from this address
   */
  async identify(request: AskingRequest, isUse = true): Promise<Caller> {
    const { authorization } = request.headers;
    for (const way of authorization === undefined ? this.ways : []) {
      const caller = await way.identify(request, isUse);
      if (caller !== null) return caller;
    }
    return this.identifyByKey(authorization, request.ip);
  }

  /** Returns, without a query, the caller whose key or session this node has identified within the last minute; else null. */
  lately(request: Pick<AskingRequest, 'headers'>): Caller | null {
    const { authorization } = request.headers;
    if (authorization === undefined) return this.firstOf((way) => way.lately(request));
    const known = this.known.get(keyIn(authorization) ?? '');
    return known !== undefined && performance.now() - known.readAtMs < PASSES_MS ? known.caller : null;
  }

  /** Returns a name for whoever sends a request with what one of the ways has given to them; else null. */
  nameOf(request: Pick<AskingRequest, 'headers'>): string | null {
    return request.headers.authorization === undefined ? this.firstOf((way) => way.nameOf(request)) : null;
  }

  /** @throws UnauthenticatedError @throws TooManyAttemptsError */
  async identifyByKey(authorization: string | undefined, address: string): Promise<Caller> {
    const key = keyIn(authorization);
    if (key === undefined) throw new UnauthenticatedError();
    const known = this.known.get(key);
    const found = known && performance.now() - known.readAtMs < KNOWN_KEY_MS ? known : await this.find(key, address);
    const now = this.time.now();
    if (found.expiresAt !== null && found.expiresAt <= now) throw new UnauthenticatedError();
    this.uses.note(found.caller.keyId, now);
    return found.caller;
  }

  /** Returns the caller who created something; null once their key is revoked or expired, or their rep inactive. */
  async callerOf(keyId: string): Promise<Caller | null> {
    const row = await this.store.find(keyId);
    if (row !== undefined) return row.expiresAt !== null && row.expiresAt <= this.time.now() ? null : callerBy(row);
    for (const way of this.ways) {
      const caller = await way.callerOf(keyId);
      if (caller !== null) return caller;
    }
    return null;
  }

  /** Returns those of the ids of keys and sessions that authenticate nobody any more. */
  async endedAmong(ids: readonly string[]): Promise<Set<string>> {
    const ended = new Set(ids);
    for (const id of await this.store.openAmong(ids, this.time.now())) ended.delete(id);
    for (const way of this.ways) for (const id of await way.openAmong(ids)) ended.delete(id);
    return ended;
  }

  /** Returns why nobody can act as a rep: a key or a user of an inactive rep would open nothing. */
  async faultsOfRep(repId: string | undefined): Promise<Fault[]> {
    if (repId === undefined) return [];
    const rep = await this.store.findRep(repId);
    if (rep === undefined) return [unknownRep(repId)];
    return rep.active ? [] : [fault('/repId', 'inactive', `${rep.name} is inactive: expected an active rep.`)];
  }

  /** Runs a write that refers to a rep, who may have been deleted since the check. @throws InvalidRequestError */
  async naming<T>(repId: string | null, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (repId !== null && (error as { code?: unknown }).code === FOREIGN_KEY_VIOLATION) refuse(unknownRep(repId));
      throw error;
    }
  }

  /** @returns the row and the key itself, which is stored nowhere */
  async create(
    made: NewKey,
    origin: KeyOrigin = 'made',
    key = `tl_${randomBytes(32).toString('base64url')}`,
  ): Promise<{ row: ApiKeyRow; key: string }> {
    const now = this.time.now();
    const row: ApiKeyRow = {
      id: newId(now),
      name: made.name,
      scopes: [...made.scopes],
      repId: made.repId ?? null,
      createdAt: now,
      expiresAt: made.expiresAt ?? null,
      lastUsedAt: null,
      revokedAt: null,
    };
    await this.naming(row.repId, () => this.store.add({ ...row, hash: hashOf(key), origin }));
    return { row, key };
  }

  /** @returns whether the key was active @throws LastAdminKeyError */
  async revoke(id: string): Promise<boolean> {
    const done = await this.store.revoke(id, this.time.now());
    if (done === 'last') throw new LastAdminKeyError();
    for (const [key, { caller }] of this.known) if (caller.keyId === id) this.known.delete(key);
    return done === 'revoked';
  }

  /** Reports whether a rep has the scope `admin`, by a key or another way. */
  async isAdmin(sql: Sql, repId: string, now: Instant): Promise<boolean> {
    if (await this.store.isAdmin(sql, repId, now)) return true;
    for (const way of this.ways) if (await way.isAdmin(sql, repId)) return true;
    return false;
  }

  /** Must run in the transaction that deactivates the reps. @throws LastAdminKeyError */
  async revokeOfReps(tx: Sql, repIds: readonly string[], now: Instant): Promise<void> {
    if (repIds.length === 0) return;
    if (!(await this.store.revokeOfReps(tx, repIds, now))) throw new LastAdminKeyError();
    await Promise.all(this.ways.map((way) => way.endOfReps(tx, repIds)));
  }

  /** Removes reps' keys from the cache, after their revocation was committed. */
  forgetOfReps(repIds: readonly string[]): void {
    const gone = new Set<string | null>(repIds);
    for (const [key, { caller }] of this.known) if (gone.has(caller.repId)) this.known.delete(key);
  }

  list(after: string | null, limit: number): Promise<ApiKeyRow[]> {
    return this.store.list(after, limit);
  }

  /**
   * Ensures an admin key: the one from the environment, which replaces a former one, or a new one at the first start.
   * @returns the new key, to be shown once; null if there was a key already
   */
  async ensureAdminKey(fromEnvironment: string | undefined): Promise<string | null> {
    if (fromEnvironment !== undefined) {
      const hash = hashOf(fromEnvironment);
      await this.store.revokeOthersOf('environment', hash, this.time.now());
      if (await this.store.makeAdmin(hash)) return null;
      await this.create({ name: 'ADMIN_KEY', scopes: ['admin'] }, 'environment', fromEnvironment);
      return null;
    }
    if (await this.store.hasAny()) return null;
    const { key } = await this.create({ name: 'First admin key', scopes: ['admin'] }, 'first');
    return key;
  }

  private firstOf<Value>(found: (way: WayIn) => Value | null): Value | null {
    return this.ways.map(found).find((value) => value !== null) ?? null;
  }

  private async find(key: string, address: string): Promise<KnownKey> {
    const row = await this.store.findByHash(hashOf(key));
    if (!row) {
      this.known.delete(key);
      this.refuseWrong(address);
    }
    const found: KnownKey = {
      caller: callerBy(row),
      expiresAt: row.expiresAt,
      readAtMs: performance.now(),
    };
    if (this.known.size >= KNOWN_KEYS_MAX) this.known.clear();
    this.known.set(key, found);
    return found;
  }

  /**
   * Rejects a wrong key. Only failures count against an address: a valid key is not rejected because of others' wrong
   * ones.
   * @throws TooManyAttemptsError beyond the limit, else UnauthenticatedError
   */
  refuseWrong(address: string): never {
    const waitMs = this.wrong.take(networkOf(address), performance.now());
    if (waitMs > 0) throw new TooManyAttemptsError(Math.ceil(waitMs / MS_PER_SECOND));
    throw new UnauthenticatedError();
  }
}

function keyIn(authorization: string | undefined): string | undefined {
  return authorization?.match(/^Bearer +([\x21-\x7e]{1,512})$/i)?.[1];
}

function unknownRep(repId: string): Fault {
  return fault('/repId', 'unknownId', `There is no rep ${repId}.`);
}

function callerBy({ id, name, scopes, repId }: ApiKeyRow): Caller {
  return { keyId: id, name, scopes, repId };
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
