import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { identifyingAddress, identifyingNumber } from '../../contact/identifying.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { hashOf, type Identifier } from '../../disposition/suppression.js';
import { faultsOfLead } from '../../leads/reading.js';
import { type IntakeOutcome, IntakeService } from '../../lifecycle/arrivals/intake.service.js';
import type { Arrival } from '../../lifecycle/arrivals/reading-arrivals.js';
import { whyOf } from '../../platform/running/failure.js';
import { Gatherer } from '../../platform/running/gatherer.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { type Instant, MS_PER_MINUTE, toIso } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { ATTRIBUTES_MAX } from '../../vocabulary/lead-fields.js';
import type { ReceivingConnection } from '../connections/inbound.store.js';
import { type ReadSubmission, readSubmission } from '../products/reading.js';
import { isReachable, stateFor, TAKEN_FOR_MS, type WhyNotTaken } from './arrival.js';
import { ArrivalStore, type NewArrival, type Settled } from './arrival.store.js';
import { contactsIn } from './contacts-in.js';
import { decoded, readPayload } from './payload.js';
import { type KeptRequest, SealedRequests } from './sealed-requests.service.js';

const TOGETHER_MAX = 500;
const ACTOR = system('connection');

/** A stored arrival that may become a lead. */
interface Taken {
  readonly id: string;
  readonly receivedAt: Instant;
  readonly connection: ReceivingConnection;
  readonly request: KeptRequest;
  /** Whether a person asked for it, some time after it came. */
  readonly isReplayed: boolean;
}

/**
 * Stores what arrives at connections before it is acknowledged, and takes it in as leads. A lead has the id of its
 * arrival, so that taking it in again after a crash changes nothing.
 */
@Injectable()
export class Arrivals implements BeforeApplicationShutdown {
  private readonly logger = new Logger('connections');
  private readonly keeping = new Gatherer<NewArrival, void>(async (all) => {
    await this.store.insert(this.database, all);
    return all.map(() => undefined);
  }, TOGETHER_MAX);
  private readonly taking = new Gatherer<Taken, Settled>((all) => this.takeIn(all), TOGETHER_MAX);
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly store: ArrivalStore,
    private readonly requests: SealedRequests,
    private readonly intake: IntakeService,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /**
   * Stores a request. Unless something speaks against it, it is taken in right away, and that is not waited for.
   * @returns its id
   */
  async keep(
    connection: ReceivingConnection,
    request: KeptRequest,
    { payload, reason }: { readonly payload: unknown; readonly reason: WhyNotTaken | null },
  ): Promise<string> {
    const receivedAt = this.time.now();
    const id = newId(receivedAt);
    const { content } = await this.directories.latestKnown();
    await this.keeping.add({
      id,
      inboundId: connection.id,
      receivedAt,
      state: reason === null ? 'waiting' : stateFor(reason),
      reason,
      sealed: this.requests.seal(id, request),
      known: this.knownIn(connection, request, payload, content.settings),
      dueAt: reason === null ? receivedAt + TAKEN_FOR_MS : null,
    });
    if (reason === null) this.takeSoon({ id, receivedAt, connection, request, isReplayed: false });
    return id;
  }

  /** Takes an arrival in that had been rejected, or waited. @returns what became of it */
  replay(id: string, connection: ReceivingConnection, request: KeptRequest): Promise<Settled> {
    return this.taking.add({ id, receivedAt: this.time.now(), connection, request, isReplayed: true });
  }

  /** Takes in again what a node left undone. */
  takeAgain(id: string, receivedAt: Instant, connection: ReceivingConnection, request: KeptRequest): Promise<Settled> {
    return this.taking.add({ id, receivedAt, connection, request, isReplayed: false });
  }

  /** Resolves once all that is under way on this node is taken in. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.idle();
  }

  private takeSoon(taken: Taken): void {
    const work = this.taking.add(taken).catch((error: unknown) => {
      this.logger.warn(`What arrived as ${taken.id} could not be taken in, and is tried again: ${whyOf(error)}`);
    });
    this.underWay.add(work);
    void work.finally(() => this.underWay.delete(work));
  }

  /** Returns hashes of all addresses and numbers in a request, by which an erasure finds it. */
  private knownIn(
    connection: ReceivingConnection,
    request: KeptRequest,
    payload: unknown,
    settings: Directory['content']['settings'],
  ): string[] {
    const found = contactsIn(textIn(request, payload), settings);
    // The lead knows its country, by which a national number is read.
    const { email, phone, country } = payload === null ? {} : (readSubmission(connection, payload).body.contact ?? {});
    const [emailKey, phoneKey] = [identifyingAddress(email, settings), identifyingNumber(phone, country, settings)];
    const ofLead: Identifier[] = [
      ...(emailKey === null ? [] : [{ kind: 'email', key: emailKey } as const]),
      ...(phoneKey === null ? [] : [{ kind: 'phone', key: phoneKey } as const]),
    ];
    return [...new Set([...found, ...ofLead].map(hashOf))];
  }

  /** No person is erased meanwhile: their lead would come to life after its erasure. */
  private takeIn(all: readonly Taken[]): Promise<Settled[]> {
    return this.database.transaction(async (tx) => {
      const unerased = await this.store.holdUnerased(tx, pluck(all, 'id'));
      const left = all.filter(({ id }) => unerased.has(id));
      const settled = new Map((await this.takeInUnerased(left)).map((each) => [each.id, each]));
      await this.store.settle(tx, [...settled.values()]);
      return all.map(({ id }) => settled.get(id) ?? { ...rejected(id, 'failed'), reason: null });
    });
  }

  private async takeInUnerased(all: readonly Taken[]): Promise<Settled[]> {
    const directory = await this.directories.latestKnown();
    const read = await Promise.all(all.map((taken) => this.read(directory, taken)));
    const arrivals = read.flatMap((each) => ('arrival' in each ? [each.arrival] : []));
    await this.sendBurstsToReview(all, read);
    const outcomes = arrivals.length === 0 ? [] : await this.intake.receive(arrivals);
    return read.map((each, index) =>
      'arrival' in each
        ? settledBy(all[index]!.id, outcomes.shift()!, each.lead.issues)
        : rejected(all[index]!.id, each.reason),
    );
  }

  private async read(
    directory: Directory,
    { id, receivedAt, connection, request, isReplayed }: Taken,
  ): Promise<{ arrival: Writable<Arrival>; lead: ReadSubmission } | { reason: WhyNotTaken }> {
    const payload = await readPayload(request.contentType, Buffer.from(request.body, request.encoding));
    if ('isUnreadable' in payload) return { reason: 'unreadable' };
    const lead = readSubmission(connection, payload.payload);
    const { settings } = directory.content;
    if (!lead.isTest && !isReachable(lead.body, settings)) return { reason: 'noContact' };
    const body = datedBody(lead.body, directory, { now: receivedAt, cameAt: isReplayed ? request.at : null });
    const arrival = { body, at: receivedAt, actor: ACTOR, keyId: null, id, issues: lead.issues };
    return { arrival, lead };
  }

  /** What comes faster than people send waits for a person, as beyond the limit of a source. */
  private async sendBurstsToReview(
    all: readonly Taken[],
    read: readonly ({ arrival: Writable<Arrival> } | object)[],
  ): Promise<void> {
    const limited = new Map<string, { room: number; perMinute: number; name: string }>();
    for (const { connection } of all) {
      const { id, perMinute, name } = connection;
      if (perMinute === null || limited.has(id)) continue;
      const since = this.time.now() - MS_PER_MINUTE;
      limited.set(id, { room: perMinute - (await this.store.countSince(this.database, id, since)), perMinute, name });
    }
    if (limited.size === 0) return;
    for (const [index, each] of read.entries()) {
      const limit = limited.get(all[index]!.connection.id);
      if (limit === undefined || !('arrival' in each)) continue;
      limit.room -= 1;
      if (limit.room < 0) each.arrival.held = { by: 'limit', source: limit.name, perMinute: limit.perMinute };
    }
  }
}

/** Returns all that a request says as one text; what cannot be read is taken as it is. */
function textIn({ headers, body, encoding, contentType }: KeptRequest, payload: unknown): string {
  const raw = () => decoded(Buffer.from(body, encoding), /charset="?([\w-]+)/i.exec(contentType ?? '')?.[1]);
  const said = payload === null ? raw() : (jsonOrNull(payload) ?? raw());
  return `${said} ${unescaped(headers.referer ?? '')}`.replaceAll('\0', '');
}

/** @returns null if it is nested too deeply to be written */
function jsonOrNull(payload: unknown): string | null {
  try {
    return JSON.stringify(payload);
  } catch {
    return null;
  }
}

function unescaped(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** Leaves out a time that nobody may report, and dates what is taken in late by when it came. */
function datedBody(
  body: ReadSubmission['body'],
  directory: Directory,
  { now, cameAt }: { readonly now: Instant; readonly cameAt: Instant | null },
): ReadSubmission['body'] {
  const dated = body.submittedAt === undefined && cameAt !== null ? { ...body, submittedAt: toIso(cameAt) } : body;
  if (faultsOfLead(dated, directory, now).length === 0) return dated;
  const { submittedAt, ...rest } = dated;
  const hasRoom = Object.keys(rest.attributes ?? {}).length < ATTRIBUTES_MAX;
  return hasRoom ? { ...rest, attributes: { ...rest.attributes, submittedAt: submittedAt! } } : rest;
}

function settledBy(id: string, outcome: IntakeOutcome, issues: readonly string[]): Settled {
  if (outcome.status === 'invalid') return rejected(id, 'failed');
  const leadId = outcome.status === 'created' ? outcome.leadCase.lead.id : outcome.id;
  return { id, state: 'accepted', reason: null, leadId, issues };
}

function rejected(id: string, reason: WhyNotTaken): Settled {
  return { id, state: 'rejected', reason, leadId: null, issues: [] };
}
