import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { AskingRequest } from '../../auth/auth.service.js';
import type { Scope } from '../../auth/scope.js';
import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../platform/values/duration.js';
import { Cookie } from './cookie.js';

export interface Session {
  readonly id: string;
  /** The id of the key or the user. */
  readonly ownerId: string;
  readonly isOfUser: boolean;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly repId: string | null;
  readonly agent: string | null;
  readonly begunAt: Instant;
  readonly lastUsedAt: Instant;
  readonly endsAt: Instant;
}

/** How long a session may go unused. */
export const IDLE_MS = 12 * MS_PER_HOUR;
/** How long a session lasts at most. */
export const LONGEST_MS = 7 * MS_PER_DAY;
/** Reports whether neither time limit has been reached. Does not check the key, user or rep. */
export function isOpen({ lastUsedAt, endsAt }: Pick<Session, 'lastUsedAt' | 'endsAt'>, now: Instant): boolean {
  return now < endsAt && now < lastUsedAt + IDLE_MS;
}

/** How long a login link or code is valid. */
export const LOGIN_MS = 10 * MS_PER_MINUTE;

const AGENT_LENGTH_MAX = 300;

/**
 * Letters and digits that cannot be confused, for 30^12 codes. Guessing at a node's full rate, with thousands of valid
 * codes, finds one in ten minutes with a chance of one in tens of millions. So clients behind one proxy need not be
 * locked out for each other's guesses.
 */
export const CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Short groups are easier to remember while typing. */
export const CODE_GROUP = 4;
export const CODE_LENGTH = 12;

/** Normalises a code, however it was typed. */
export function codeIn(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export function agentIn({ 'user-agent': agent }: IncomingHttpHeaders): string | null {
  return agent === undefined || agent === '' ? null : agent.slice(0, AGENT_LENGTH_MAX);
}

/** The cookie of sessions, with the check of which pages may send changes with it. */
export class SessionCookie extends Cookie {
  private readonly origin: string;
  private readonly protocol: string;

  /** @param isSet whether the operator has set the public URL; else the host of a request has to do */
  constructor(
    publicUrl: string,
    private readonly isSet: boolean,
  ) {
    super(publicUrl, 'touchline', 'Strict');
    const { protocol, origin } = new URL(publicUrl);
    this.origin = origin;
    this.protocol = protocol;
  }

  /**
   * Reports whether a request may use the cookie: changes only from pages of this program. Browsers attach cookies to
   * requests of any page, but name its site (Fetch Metadata, or `Origin` in older ones).
   */
  isOwn({ method, headers }: Pick<AskingRequest, 'method' | 'headers'>): boolean {
    if (method === 'GET' || method === 'HEAD') return true;
    const site = headers['sec-fetch-site'];
    if (site !== undefined) return site === 'same-origin';
    const { origin, host } = headers;
    return origin === this.origin || (!this.isSet && origin === `${this.protocol}//${host}`);
  }
}
