import { Injectable } from '@nestjs/common';
import { placeOf } from '../../configuration/sealed-field.service.js';
import { jsonIn, Outbound, type OutboundAnswer, REQUEST_MS, retryAfterMs } from '../../platform/outbound/outbound.js';
import { Secrets } from '../../platform/outbound/secrets.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { ownOf } from '../../platform/sql/sql.js';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import type { ToolAnswer } from '../answer-reading.js';
import { judge } from '../record.js';
import type { RenderedRequest } from '../templates/request-template.js';
import { headersOf, tokenRequestOf } from './auth.js';
import { type AuthOwner, ConnectorAuthStore } from './connector-auth.store.js';
import type { AuthBody } from './record-connector.schema.js';

/** The authentication with which a tool is called. */
export interface Pass {
  readonly is: 'in';
  readonly of: AuthOwner;
  readonly connectorId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly token: Buffer | null;
  /** When another node may take what is sent; null if no other node may. */
  readonly until: Instant | null;
}

export type ToolAdmission =
  | Pass
  /** Another node is fetching a token, or the token server is unavailable. */
  | { readonly is: 'busy'; readonly askedForMs: number; readonly why: string }
  /** @param why in plain English, without secrets */
  | { readonly is: 'broken'; readonly why: string };

export interface ToolReply extends ToolAnswer {
  /** Null if no answer came. */
  readonly status: number | null;
  readonly text: string;
  /** Why no answer came, in plain English; null if one did. */
  readonly problem: string | null;
  /** Whether the request certainly never reached the tool, so that it is safe to send again. */
  readonly isUnsent: boolean;
  readonly askedForMs: number;
}

/** RFC 6749, appendix A.12. No header can carry another character. */
const A_TOKEN = /^[\x20-\x7e]+$/;
/** A token that expires sooner than this is refreshed first, so that it lasts for the request. */
const TOKEN_MARGIN_MS = MS_PER_MINUTE;
/** The assumed lifetime if the server states none. */
const TOKEN_LASTS_S = 300;
/** How long a claimed refresh lasts, in case its node crashes. */
const REFRESH_LEASE_MS = 45 * MS_PER_SECOND;
const WHILE_OTHERS_ASK_MS = 2 * MS_PER_SECOND;

const TOO_LATE: OutboundAnswer = {
  status: null,
  headers: {},
  text: '',
  isUnsent: true,
  problem: 'nothing was sent, because its time ran out',
};

/** Calls external tools with the credentials of their connectors. */
@Injectable()
export class Tools {
  constructor(
    private readonly kept: ConnectorAuthStore,
    private readonly secrets: Secrets,
    private readonly outbound: Outbound,
    private readonly time: TimeSource,
  ) {}

  /**
   * Returns the authentication of a connector, fetching a token if needed.
   * @param until when another node may take what is sent; null if no other node may
   */
  async admit(of: AuthOwner, connectorId: string, until: Instant | null): Promise<ToolAdmission> {
    const kept = await this.kept.read(of, connectorId, this.time.now() + TOKEN_MARGIN_MS);
    const pass = { is: 'in', of, connectorId, until, headers: {}, token: null } as const;
    if (kept === null) return pass;
    const auth = this.opened<AuthBody>(kept.sealed, of, connectorId);
    if (auth === null) return { is: 'broken', why: 'its "auth" cannot be read with this SECRETS_KEY: send it again' };
    if (auth.kind !== 'oauth') return { ...pass, headers: headersOf(auth, '') };
    const token = kept.token === null ? null : this.opened<string>(kept.token, of, connectorId);
    if (token !== null) return { ...pass, headers: headersOf(auth, token), token: kept.token };
    return this.refresh(pass, kept.sealed, auth);
  }

  /**
   * Sends a request, unless it may outlast its time: after a stall, another node may have sent something newer. Never
   * throws: a missing answer is also a reply. Deletes a token that the tool rejects.
   */
  async ask({ method, url, headers, body }: RenderedRequest, pass: Pass): Promise<ToolReply> {
    const { of, connectorId, token, until } = pass;
    if (until !== null && this.time.now() + REQUEST_MS > until) return this.replyFrom(TOO_LATE);
    const answer = await this.outbound.ask({
      method,
      url,
      headers: {
        accept: 'application/json',
        'user-agent': 'Touchline',
        ...headers,
        ...pass.headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (judge(answer.status).is === 'unknown' && token !== null) await this.kept.forget(of, connectorId, token);
    return this.replyFrom(answer);
  }

  private async refresh(pass: Pass, sealed: Buffer, auth: AuthBody): Promise<ToolAdmission> {
    const { of, connectorId } = pass;
    const now = this.time.now();
    if (!(await this.kept.beginRefresh(of, connectorId, sealed, now, now + REFRESH_LEASE_MS)))
      return { is: 'busy', askedForMs: WHILE_OTHERS_ASK_MS, why: 'a token is being requested' };
    const { url, headers, fields } = tokenRequestOf(auth);
    const reply = this.replyFrom(
      await this.outbound.ask({
        method: 'POST',
        url,
        headers: { ...headers, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      }),
    );
    const given = ownOf(reply.body, 'access_token');
    if (reply.status !== 200 || typeof given !== 'string' || !A_TOKEN.test(given)) {
      await this.kept.endRefresh(of, connectorId, sealed, null);
      return noToken(reply);
    }
    return this.keep(pass, { sealed, auth }, reply.body, given);
  }

  private async keep(
    pass: Pass,
    { sealed, auth }: { readonly sealed: Buffer; readonly auth: AuthBody },
    body: unknown,
    given: string,
  ): Promise<ToolAdmission> {
    const { of, connectorId } = pass;
    const next = ownOf(body, 'refresh_token');
    const isNew =
      auth.refreshToken !== undefined && typeof next === 'string' && next !== '' && next !== auth.refreshToken;
    const place = placeOf(of, connectorId);
    const to = isNew ? this.secrets.seal(JSON.stringify({ ...auth, refreshToken: next }), place) : sealed;
    const token = this.secrets.seal(JSON.stringify(given), place);
    await this.kept.endRefresh(of, connectorId, sealed, { to, token, endsAt: this.endOf(ownOf(body, 'expires_in')) });
    return { ...pass, headers: headersOf(auth, given), token };
  }

  private endOf(expiresIn: unknown): Instant {
    const seconds = Number(expiresIn);
    return this.time.now() + (seconds > 0 && seconds < 1e9 ? seconds : TOKEN_LASTS_S) * MS_PER_SECOND;
  }

  private opened<Value>(sealed: Buffer, of: AuthOwner, connectorId: string): Value | null {
    try {
      return JSON.parse(this.secrets.open(sealed, placeOf(of, connectorId))) as Value;
    } catch {
      return null;
    }
  }

  private replyFrom({ status, headers, text, problem, isUnsent = false }: OutboundAnswer): ToolReply {
    const askedForMs = retryAfterMs(headers['retry-after'], this.time.now());
    return { status, headers, text, problem, isUnsent, body: jsonIn(text), askedForMs };
  }
}

/** Reports only the error code: the rest of the answer may repeat what was sent. */
function noToken({ status, body, askedForMs, problem }: ToolReply): ToolAdmission {
  if (status === null || status === 429 || status >= 500)
    return { is: 'busy', askedForMs, why: `no token was issued this time (${problem ?? `answered ${status}`})` };
  const code = /^\w{1,60}$/.exec(String(ownOf(body, 'error') ?? ''))?.[0] ?? `answered ${status}`;
  return { is: 'broken', why: `no token is issued for its "auth" (${code})` };
}
