import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { AskingRequest } from '../../auth/auth.service.js';
import type { Scope } from '../../auth/scope.js';
import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../platform/duration.js';
import { Cookie } from './cookie.js';

/** A browser in which somebody is logged in. */
export interface Session {
  readonly id: string;
  /** Of the key or the user. */
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

/** A session ends by itself when nobody has used it for so long, */
export const IDLE_MS = 12 * MS_PER_HOUR;
/** and then whatever happens. */
export const LONGEST_MS = 7 * MS_PER_DAY;
/** Whether nothing but its time speaks for or against it. */
export function isOpen({ lastUsedAt, endsAt }: Pick<Session, 'lastUsedAt' | 'endsAt'>, now: Instant): boolean {
  return now < endsAt && now < lastUsedAt + IDLE_MS;
}

/** A link, or a code, is good for so long. */
export const LOGIN_MS = 10 * MS_PER_MINUTE;
/** In that time a user is sent no more of them. */
export const LOGINS_MAX = 5;

const AGENT_LENGTH_MAX = 300;

/**
 * Without letters and digits that look alike: 30 to the power of 12 codes. Whoever guesses as fast as a node answers, with
 * thousands of codes on their way, finds one in ten minutes with a chance of one in tens of millions; so nobody has to be
 * kept out for the guesses of others, who may come by the same proxy.
 */
export const CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** In groups of which somebody keeps each in mind. */
export const CODE_GROUP = 4;
export const CODE_LENGTH = 12;

/** However it was typed. */
export function codeIn(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** What is kept of a token or a code. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export function agentIn({ 'user-agent': agent }: IncomingHttpHeaders): string | null {
  return agent === undefined || agent === '' ? null : agent.slice(0, AGENT_LENGTH_MAX);
}

/** The cookie of sessions, and whose pages may change something by it. */
export class SessionCookie extends Cookie {
  private readonly origin: string;
  private readonly protocol: string;

  /** @param publicUrl of the program */
  constructor(publicUrl: string) {
    super(publicUrl, 'touchline', 'Strict');
    const { protocol, origin } = new URL(publicUrl);
    this.origin = origin;
    this.protocol = protocol;
  }

  /**
   * Whether a page of this program has sent a request, where that matters: a browser sends a cookie along with what any
   * page asks, and says by whose page it was (Fetch Metadata; before that, `Origin`).
   */
  isOwn({ method, headers }: Pick<AskingRequest, 'method' | 'headers'>): boolean {
    if (method === 'GET' || method === 'HEAD') return true;
    const site = headers['sec-fetch-site'];
    if (site !== undefined) return site === 'same-origin';
    const { origin, host } = headers;
    // By whatever name it is reached, but not over http where it is served over https: anybody on the way may write such a page.
    return origin !== undefined && (origin === this.origin || origin === `${this.protocol}//${host}`);
  }
}
