import { createHash } from 'node:crypto';
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
import { type Instant, MS_PER_MINUTE, toIso } from '../../platform/values/duration.js';
import { ToldLeads } from '../asked/told-leads.service.js';
import type { InboundKind } from '../connections/inbound.schema.js';
import { type GuardedInbound, InboundStore } from '../connections/inbound.store.js';
import { trapOf } from '../products/form.js';
import { refOfWorkflow } from '../products/hubspot.js';
import { isTeller } from '../products/told.js';
import { ContactReports } from '../touches/contact-reports.service.js';
import { DOUBTFUL, DOUBTFUL_MAX, UNPROVEN_MAX, type WhyNotTaken } from './arrival.js';
import { ArrivalStore } from './arrival.store.js';
import { ConnectionFullError, HandshakeRefusedError, WrongProofError } from './arrivals.errors.js';
import type { Handshake } from './arrivals.schema.js';
import { Arrivals } from './arrivals.service.js';
import { keptRequest } from './kept-request.js';
import { readPayload } from './payload.js';
import { hmac, isProvenBy, isSame, type SentRequest } from './proofs.js';

/** LinkedIn asks with one. Anything else could be a body that somebody wants to have signed. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const KNOCKING_MAX = 1_000;
/** They prove all that they send. */
const NEED_SECRET: ReadonlySet<InboundKind> = new Set<InboundKind>(['google', 'linkedin', 'meta']);
/** They send nothing again after a refusal, so that what is stored is acknowledged, whatever is wrong with it. */
const ACKNOWLEDGED: ReadonlySet<InboundKind> = new Set<InboundKind>(['hubspot']);
/** More than people at one office send from one form within a minute. */
const FORMS_PER_MINUTE = 20;

export interface SignedChallenge {
  readonly challengeCode: string;
  readonly challengeResponse: string;
}

/** Lets in what is sent to the addresses of connections. */
@Injectable()
export class InDoor implements Door {
  /** Batches concurrent lookups, so that only one query is running. */
  private readonly asked = new Gatherer((keys: string[]) => this.readMany(keys), KNOCKING_MAX);
  /** Found when a request was admitted, and needed again once its body is there. */
  private readonly admitted = new WeakMap<object, GuardedInbound>();
  private readonly forms = new Allowance(FORMS_PER_MINUTE, MS_PER_MINUTE);
  private readonly base: string;

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
    this.base = publicUrlOf(environment);
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
   * @returns its id, unless it only tells of others or was told before, and what it said
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
    else if (isTeller(connection.kind)) {
      await this.told.keep(connection, payload);
      return { id: null, payload };
    }
    const isReport = connection.kind === 'touches' && reason === null;
    const id = isReport
      ? await this.contacts.keep(connection, kept, payload)
      : await this.arrivals.keep(connection, kept, {
          payload,
          reason,
          ref: reason === null ? refOf(connection, payload, sent.body, kept.at) : null,
        });
    if (reason === 'proof' && !ACKNOWLEDGED.has(connection.kind)) throw new WrongProofError();
    return { id, payload };
  }

  /**
   * Proves an address to Meta, which asks once whether whoever has it knows the verify token, or to LinkedIn, which asks
   * every two hours for a code signed with the client secret.
   * @returns what the answer repeats, or the signed code
   * @throws NotFoundError, HandshakeRefusedError
   */
  shakeHands(connection: GuardedInbound, asked: Handshake): string | SignedChallenge {
    const { kind, key, settings } = connection;
    if (kind === 'linkedin') {
      const { challengeCode = '' } = asked;
      const secret = this.secretOf(connection);
      if (secret === null || !UUID.test(challengeCode)) throw new HandshakeRefusedError();
      return { challengeCode, challengeResponse: hmac(secret, challengeCode, 'hex') };
    }
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
    return URL.canParse(origin) && [new URL(this.base).host, headers.host].includes(new URL(origin).host);
  }

  private isProven(connection: GuardedInbound, sent: SentRequest, payload: unknown): boolean {
    if (connection.sealed === null && !NEED_SECRET.has(connection.kind)) return true;
    const secret = this.secretOf(connection);
    const proving = { sent, url: `${this.base}${sent.path}`, payload, now: this.time.now() };
    return secret !== null && isProvenBy(connection, { ...proving, secret });
  }

  private secretOf({ id, sealed }: GuardedInbound): string | null {
    const text = sealed === null ? null : this.secrets.openOrNull(sealed, placeOf('inbound', id));
    return text === null ? null : (JSON.parse(text) as string);
  }

  /** Wrong proofs and doubtful forms come from anybody, so only some are kept. */
  private async requireRoom({ id, kind }: GuardedInbound, reason: WhyNotTaken): Promise<void> {
    const [of, most]: [readonly WhyNotTaken[], number] =
      reason === 'proof' || reason === 'unreadable'
        ? [['proof', 'unreadable'], UNPROVEN_MAX]
        : [DOUBTFUL, DOUBTFUL_MAX];
    if ((await this.store.countOf(this.database, id, of, most)) < most) return;
    throw reason === 'proof' && !ACKNOWLEDGED.has(kind) ? new WrongProofError() : new ConnectionFullError();
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

/** By what a request is stored once, if its sender sends again what it did not hear an answer to; null for none. */
function refOf({ kind }: GuardedInbound, payload: unknown, body: Buffer, now: Instant): string | null {
  if (kind !== 'hubspot') return null;
  const day = toIso(now).slice(0, 10);
  return refOfWorkflow(payload, createHash('sha256').update(day).update(body).digest('base64url'));
}
