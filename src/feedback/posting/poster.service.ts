import { Injectable } from '@nestjs/common';
import { jsonIn, Outbound, type OutboundAnswer, retryAfterMs } from '../../platform/outbound/outbound.js';
import { Secrets } from '../../platform/outbound/secrets.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import type { Destination } from '../destinations/destination.js';
import { CREDENTIALS, exchangeCredentials } from '../destinations/destination.store.js';
import { platformOf } from '../platforms.js';
import { part, textFrom } from './answer.js';
import { shortText } from './posted.js';
import type { TokenForm } from './posting.js';

/** Whether Touchline can authenticate as an account. */
export type AccountAdmission =
  | { readonly is: 'in'; readonly headers: Readonly<Record<string, string>> }
  | { readonly is: 'busy'; readonly askedForMs: number }
  /** @param why in plain English, and without secrets */
  | { readonly is: 'broken'; readonly why: string };

export interface PostAnswer {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Whether the body is not JSON: a page of a proxy, or an answer that was cut short. */
  readonly isIllegible: boolean;
  readonly message: string;
  readonly askedForMs: number;
}

interface Token {
  readonly of: Buffer;
  readonly text: string;
  readonly endsAt: Instant;
}

@Injectable()
export class Poster {
  private readonly tokens = new Map<string, Token>();

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly outbound: Outbound,
    private readonly time: TimeSource,
  ) {}

  /** Authenticates with the destination's present credentials, and requests a token if the platform requires one. */
  async admit({ id, platform }: Pick<Destination, 'id' | 'platform'>): Promise<AccountAdmission> {
    const sealed = await CREDENTIALS.read(this.database, id);
    if (sealed === null) return { is: 'broken', why: 'it has no credentials' };
    let credentials: object;
    try {
      credentials = JSON.parse(this.secrets.open(sealed, placeOf(id)));
    } catch {
      return { is: 'broken', why: 'its credentials cannot be read with this SECRETS_KEY: send them again' };
    }
    const { posting } = platformOf(platform);
    if (posting.tokenForm === undefined) return { is: 'in', headers: posting.headers(credentials, '') };
    const known = this.tokens.get(id);
    if (known?.of.equals(sealed) && known.endsAt > this.time.now())
      return { is: 'in', headers: posting.headers(credentials, known.text) };
    const got = await this.tokenFor(id, sealed, credentials, posting.tokenForm(credentials));
    return typeof got === 'string' ? { is: 'in', headers: posting.headers(credentials, got) } : got;
  }

  /** Drops a token that the platform no longer accepts. */
  forget(destinationId: string): void {
    this.tokens.delete(destinationId);
  }

  async post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<PostAnswer> {
    const sent = { ...headers, 'content-type': 'application/json', accept: 'application/json' };
    return this.read(await this.outbound.ask({ method: 'POST', url, headers: sent, body }));
  }

  async get(url: string, headers: Readonly<Record<string, string>>): Promise<PostAnswer> {
    return this.read(
      await this.outbound.ask({ method: 'GET', url, headers: { ...headers, accept: 'application/json' } }),
    );
  }

  /** Returns why nothing is posted to an address; null if it may be. */
  objectionTo(url: string): string | null {
    return this.outbound.objectionTo(url);
  }

  private async tokenFor(
    id: string,
    sealed: Buffer,
    credentials: object,
    { url, fields }: TokenForm,
  ): Promise<string | Exclude<AccountAdmission, { is: 'in' }>> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const body = new URLSearchParams(fields).toString();
    const answer = this.read(await this.outbound.ask({ method: 'POST', url, headers, body }));
    const { status, body: token, askedForMs } = answer;
    const isFromElsewhere = status === 200 && answer.isIllegible;
    if (status === null || status === 429 || status >= 500 || isFromElsewhere) return { is: 'busy', askedForMs };
    const text = textFrom(part(token, 'access_token'));
    if (status !== 200 || text === '') {
      // Its code alone: the rest of the answer may repeat what was sent.
      const code = /^\w{1,60}$/.exec(textFrom(part(token, 'error')))?.[0] ?? `http${status}`;
      return { is: 'broken', why: `its credentials yield no token (${code})` };
    }
    const lastsMs = (Number(part(token, 'expires_in')) || 300) * MS_PER_SECOND;
    const of = await this.exchanged(id, sealed, credentials, textFrom(part(token, 'refresh_token')));
    this.tokens.set(id, { of, text, endsAt: this.time.now() + Math.max(MS_PER_MINUTE, lastsMs - MS_PER_MINUTE) });
    return text;
  }

  /** Stores a rotated refresh token, because the former one ends. @returns the credentials as sealed now */
  private async exchanged(id: string, sealed: Buffer, credentials: object, refreshToken: string): Promise<Buffer> {
    const isSame = refreshToken === '' || part(credentials, 'refreshToken') === refreshToken;
    if (isSame) return sealed;
    const next = this.secrets.seal(JSON.stringify({ ...credentials, refreshToken }), placeOf(id));
    await exchangeCredentials(this.database, id, sealed, next);
    return next;
  }

  private read({ status, headers, text, problem }: OutboundAnswer): PostAnswer {
    const body = jsonIn(text);
    const described = textFrom(part(body, 'error', 'message')) || textFrom(part(body, 'message')) || text;
    const askedForMs = retryAfterMs(headers['retry-after'], this.time.now());
    const isIllegible = text.trim() !== '' && (typeof body !== 'object' || body === null);
    return { status, headers, body, isIllegible, message: shortText(problem ?? described), askedForMs };
  }
}

function placeOf(id: string): string {
  return `destination ${id}`;
}
