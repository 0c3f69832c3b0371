import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Door, RequestHead } from '../../auth/auth.guard.js';
import { placeOf } from '../../configuration/sealed-field.service.js';
import { NotFoundError, OverloadError } from '../../platform/input/refusal.js';
import { Secrets } from '../../platform/outbound/secrets.js';
import { Allowance } from '../../platform/running/allowance.js';
import { Environment, publicUrlOf } from '../../platform/running/environment.js';
import { Gatherer } from '../../platform/running/gatherer.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { senderNetworkOf } from '../../platform/strangers/network.js';
import { MS_PER_MINUTE } from '../../platform/values/duration.js';
import { type GuardedInbound, InboundStore } from '../connections/inbound.store.js';
import { ToldLeads } from '../meta/told-leads.service.js';
import { trapOf } from '../products/form.js';
import { ContactReports } from '../touches/contact-reports.service.js';
import { DOUBTFUL, DOUBTFUL_MAX, UNPROVEN_MAX, type WhyNotTaken } from './arrival.js';
import { ArrivalStore } from './arrival.store.js';
import { ConnectionFullError, HandshakeRefusedError, WrongProofError } from './arrivals.errors.js';
import type { Handshake } from './arrivals.schema.js';
import { Arrivals } from './arrivals.service.js';
import { keptRequest } from './kept-request.js';
import { readPayload } from './payload.js';

const KNOCKING_MAX = 1_000;
/** More than people at one office send from one form within a minute. */
const FORMS_PER_MINUTE = 20;

export interface SentRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly ip: string;
  readonly body: Buffer;
}

/** Lets in what is sent to the addresses of connections. */
@Injectable()
export class InDoor implements Door {
  /** Batches concurrent lookups, so that only one query is running. */
  private readonly asked = new Gatherer((keys: string[]) => this.readMany(keys), KNOCKING_MAX);
  /** Found when a request was admitted, and needed again once its body is there. */
  private readonly admitted = new WeakMap<object, GuardedInbound>();
  private readonly forms = new Allowance(FORMS_PER_MINUTE, MS_PER_MINUTE);
  private readonly ownHost: string;

  constructor(
    private readonly connections: InboundStore,
    private readonly store: ArrivalStore,
    private readonly arrivals: Arrivals,
    private readonly told: ToldLeads,
    private readonly contacts: ContactReports,
    private readonly secrets: Secrets,
    private readonly database: Database,
    private readonly time: TimeSource,
    environment: Environment,
  ) {
    this.ownHost = new URL(publicUrlOf(environment)).host;
  }

  /** @throws NotFoundError */
  async admit(head: RequestHead): Promise<string> {
    const connection = await this.asked.add(head.params.key!);
    if (connection === undefined) throw new NotFoundError('connection', head.params.key!);
    this.admitted.set(head, connection);
    return connection.id;
  }

  connectionOf(request: object): GuardedInbound {
    return this.admitted.get(request)!;
  }

  /**
   * Stores what was sent, and takes it in unless something speaks against it.
   * @returns its id, unless it only tells of others, and what it said
   * @throws WrongProofError, ConnectionFullError
   */
  async take(connection: GuardedInbound, sent: SentRequest): Promise<{ id: string | null; payload: unknown }> {
    // It had a key when the connection was made. Senders that get a 503 send again.
    if (!this.secrets.isReady) throw new OverloadError('What arrives cannot be stored without a SECRETS_KEY.');
    const kept = keptRequest(this.time.now(), sent.method, sent.headers, sent.body);
    const read = await readPayload(kept.contentType, sent.body);
    const payload = 'payload' in read ? read.payload : null;
    const reason = 'payload' in read ? this.whyNot(connection, sent, payload) : 'unreadable';
    if (reason !== null) await this.requireRoom(connection, reason);
    else if (connection.kind === 'meta') {
      await this.told.keep(connection, payload);
      return { id: null, payload };
    }
    const isReport = connection.kind === 'touches' && reason === null;
    const id = isReport
      ? await this.contacts.keep(connection, kept, payload)
      : await this.arrivals.keep(connection, kept, { payload, reason });
    if (reason === 'proof') throw new WrongProofError();
    return { id, payload };
  }

  /**
   * Proves an address to Meta, which asks once whether whoever has it knows the verify token.
   * @returns what the answer repeats
   * @throws NotFoundError, HandshakeRefusedError
   */
  shakeHands({ kind, key, settings }: GuardedInbound, asked: Handshake): string {
    if (kind !== 'meta' || settings === null) throw new NotFoundError('handshake', key);
    const token = asked['hub.verify_token'];
    if (asked['hub.mode'] !== 'subscribe' || token === undefined || !isSame(token, settings.verifyToken!))
      throw new HandshakeRefusedError();
    return asked['hub.challenge'] ?? '';
  }

  private whyNot(connection: GuardedInbound, sent: SentRequest, payload: unknown): WhyNotTaken | null {
    if (connection.kind !== 'form') return this.isProven(connection, sent, payload) ? null : 'proof';
    const origin = sent.headers.origin;
    if (typeof origin === 'string' && !this.isOwn(origin, sent) && !mayPost(connection, origin)) return 'origin';
    const network = `${connection.id} ${senderNetworkOf(sent.ip, sent.headers['x-forwarded-for'])}`;
    if (this.forms.take(network, this.time.now()) > 0) return 'tooMany';
    return trapOf(payload, this.time.now());
  }

  /** Whether it was sent from the page of the form that Touchline shows. */
  private isOwn(origin: string, { headers }: SentRequest): boolean {
    return URL.canParse(origin) && [this.ownHost, headers.host].includes(new URL(origin).host);
  }

  private isProven(connection: GuardedInbound, { headers, body }: SentRequest, payload: unknown): boolean {
    const secret = this.secretOf(connection);
    if (connection.kind === 'google') {
      const given = (payload as { readonly google_key?: unknown }).google_key;
      return secret !== null && typeof given === 'string' && isSame(given, secret);
    }
    if (connection.kind === 'meta') {
      // Source: Webhooks from Meta, "Validating payloads".
      const given = headers['x-hub-signature-256'];
      return secret !== null && typeof given === 'string' && isSame(given, `sha256=${hexOf(secret, body)}`);
    }
    if (connection.sealed === null) return true;
    if (connection.vendor === 'aircall') {
      const { token } = payload as { readonly token?: unknown };
      return secret !== null && typeof token === 'string' && isSame(token, secret);
    }
    return secret !== null && proofsBy(secret, headers, body).some(([given, expected]) => isSame(given, expected));
  }

  private secretOf({ id, sealed }: GuardedInbound): string | null {
    const text = sealed === null ? null : this.secrets.openOrNull(sealed, placeOf('inbound', id));
    return text === null ? null : (JSON.parse(text) as string);
  }

  /** Wrong proofs and doubtful forms come from anybody, so only some are kept. */
  private async requireRoom({ id }: GuardedInbound, reason: WhyNotTaken): Promise<void> {
    const [of, most]: [readonly WhyNotTaken[], number] =
      reason === 'proof' || reason === 'unreadable'
        ? [['proof', 'unreadable'], UNPROVEN_MAX]
        : [DOUBTFUL, DOUBTFUL_MAX];
    if ((await this.store.countOf(this.database, id, of, most)) < most) return;
    throw reason === 'proof' ? new WrongProofError() : new ConnectionFullError();
  }

  private async readMany(keys: readonly string[]): Promise<(GuardedInbound | undefined)[]> {
    const found = await this.connections.readByKeys(keys, this.time.now());
    const byKey = new Map(found.map(({ calledBy, ...connection }) => [calledBy, connection]));
    return keys.map((key) => byKey.get(key));
  }
}

/** Whether a page of this origin may send: any may by an ordinary form, unless some are named. */
function mayPost({ origins }: GuardedInbound, origin: string): boolean {
  return origins.length === 0 || origins.includes(origin);
}

/**
 * What may prove a request of a tool, beside what is expected: the secret itself in a header, or a signature.
 * Sources: Typeform, "Secure your webhooks"; Webflow, "Webhook signatures"; Calendly, "Webhook
 * signatures"; Cal.com, "Webhooks".
 */
function proofsBy(secret: string, headers: SentRequest['headers'], body: Buffer): [given: string, expected: string][] {
  const of = (name: string) => (typeof headers[name] === 'string' ? headers[name] : '');
  const signed = (text: Buffer | string) => createHmac('sha256', secret).update(text);
  const { t = '', v1 = '' } = Object.fromEntries(
    of('calendly-webhook-signature')
      .split(',')
      .map((part) => part.trim().split('=', 2)),
  ) as { readonly t?: string; readonly v1?: string };
  const stamped = Buffer.concat([Buffer.from(`${of('x-webflow-timestamp')}:`), body]);
  return [
    [of('authorization').replace(/^bearer /i, ''), secret],
    [of('x-touchline-secret'), secret],
    [of('typeform-signature'), `sha256=${signed(body).digest('base64')}`],
    [of('x-webflow-signature'), signed(stamped).digest('hex')],
    [of('x-cal-signature-256'), signed(body).digest('hex')],
    [v1, signed(Buffer.concat([Buffer.from(`${t}.`), body])).digest('hex')],
  ];
}

function hexOf(secret: string, body: Buffer): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
