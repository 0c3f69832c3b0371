import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { hashOf } from '../../disposition/suppression.js';
import { UNREADABLE_FIELD } from '../../leads/lenient-lead.js';
import { type IntakeOutcome, IntakeService } from '../../lifecycle/arrivals/intake.service.js';
import type { Arrival } from '../../lifecycle/arrivals/reading-arrivals.js';
import { whyOf } from '../../platform/running/failure.js';
import { Gatherer } from '../../platform/running/gatherer.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { type Instant, MS_PER_MINUTE } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import type { ReceivingConnection } from '../connections/inbound.store.js';
import { Expressions } from '../maps/expressions.service.js';
import { type ReadSubmission, readSubmission } from '../products/reading.js';
import { isReachable, PAUSED_FOR_MS, stateFor, TAKEN_FOR_MS, type WhyNotTaken } from './arrival.js';
import { ArrivalStore, type NewArrival, pausedUntil, type Settled } from './arrival.store.js';
import { contactsOf } from './contacts-in.js';
import { datedBody } from './dated-body.js';
import { fetchedRequest, type KeptRequest } from './kept-request.js';
import { KnownPersons } from './known-persons.service.js';
import { readPayload } from './payload.js';
import { SealedRequests } from './sealed-requests.service.js';

const TOGETHER_MAX = 500;
const ACTOR = system('connection');

/** A stored arrival that may become a lead. */
interface Taken {
  readonly id: string;
  readonly receivedAt: Instant;
  readonly connection: ReceivingConnection;
  /** Null if it cannot be read. */
  readonly lead: ReadSubmission | null;
  /** When it came, if a person takes it in some time later. */
  readonly cameAt: Instant | null;
}

/** What arrived, and when to read it again, if expressions of its map cannot be evaluated just now. */
type Read = ReadSubmission & { readonly againAt: Instant | null };

/** A lead with its fields, as the product that it comes from has it. */
export interface FetchedLead {
  readonly id: string;
  readonly connection: ReceivingConnection;
  /** Its id there. */
  readonly ref: string | null;
  readonly payload: unknown;
}

/**
 * Stores what arrives at connections before it is acknowledged, and takes it in as leads. A lead has the id of its
 * arrival, so that taking it in again after a crash changes nothing.
 */
@Injectable()
export class Arrivals implements BeforeApplicationShutdown {
  private readonly logger = new Logger('connections');
  /** Returns whether it is new: what was told before, by its `ref`, is there already. */
  private readonly keeping = new Gatherer<NewArrival, boolean>(async (all) => {
    const stored = await this.store.insert(this.database, all);
    return all.map(({ id }) => stored.has(id));
  }, TOGETHER_MAX);
  private readonly taking = new Gatherer<Taken, Settled>((all) => this.takeIn(all), TOGETHER_MAX);
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly store: ArrivalStore,
    private readonly requests: SealedRequests,
    private readonly intake: IntakeService,
    private readonly persons: KnownPersons,
    private readonly directories: DirectoryService,
    private readonly expressions: Expressions,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /**
   * Stores a request. Unless something speaks against it, it is taken in right away, and that is not waited for.
   * @returns its id; null if it was told before
   */
  async keep(
    connection: ReceivingConnection,
    request: KeptRequest,
    {
      payload,
      reason,
      ref = null,
    }: { readonly payload: unknown; readonly reason: WhyNotTaken | null; readonly ref?: string | null },
  ): Promise<string | null> {
    const receivedAt = this.time.now();
    const id = newId(receivedAt);
    const { row, taken } = await this.prepare({ id, connection, receivedAt, ref }, request, payload, reason);
    if (!(await this.keeping.add(row))) return null;
    if (row.reason === null) this.takeSoon(taken);
    return id;
  }

  /**
   * Stores leads that were fetched from where they came, and takes them in.
   * @param store returns the ids of those that are to be taken in
   */
  async keepFetched(
    fetched: readonly FetchedLead[],
    store: (rows: readonly NewArrival[]) => Promise<ReadonlySet<string>>,
  ): Promise<void> {
    const receivedAt = this.time.now();
    const prepared = await Promise.all(
      fetched.map(({ payload, ...lead }) =>
        this.prepare({ ...lead, receivedAt }, fetchedRequest(receivedAt, payload), payload, null),
      ),
    );
    const stored = await store(prepared.map(({ row }) => row));
    for (const { row, taken } of prepared) if (row.reason === null && stored.has(row.id)) this.takeSoon(taken);
  }

  /** Reads and seals what is no lead but a report about one. */
  async prepareReport(
    connection: ReceivingConnection,
    request: KeptRequest,
    payload: unknown,
    ref: string | null,
  ): Promise<NewArrival> {
    const receivedAt = this.time.now();
    const lead = { id: newId(receivedAt), connection, receivedAt, ref };
    return (await this.prepare(lead, request, payload, null)).row;
  }

  /** Takes an arrival in that had been rejected, or waited. @returns what became of it */
  async replay(id: string, connection: ReceivingConnection, request: KeptRequest): Promise<Settled> {
    const receivedAt = this.time.now();
    return this.takeKept({ id, receivedAt, connection, cameAt: request.at }, request);
  }

  /** Takes in again what a node left undone. */
  async takeAgain(
    id: string,
    receivedAt: Instant,
    connection: ReceivingConnection,
    request: KeptRequest,
  ): Promise<Settled> {
    return this.takeKept({ id, receivedAt, connection, cameAt: null }, request);
  }

  /** Resolves once all that is under way on this node is taken in. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.idle();
  }

  /** Reads and seals what arrived. */
  private async prepare(
    { id, connection, receivedAt, ref }: Omit<FetchedLead, 'payload'> & { readonly receivedAt: Instant },
    request: KeptRequest,
    payload: unknown,
    reason: WhyNotTaken | null,
  ): Promise<{ readonly row: NewArrival; readonly taken: Taken }> {
    const { content } = await this.directories.latestKnown();
    const lead = payload === null ? null : await this.readOrNull(connection, payload);
    const againAt = lead?.againAt ?? null;
    const why = reason ?? (payload !== null && lead === null ? 'failed' : againAt === null ? null : 'paused');
    const row = {
      id,
      inboundId: connection.id,
      receivedAt,
      state: why === null ? 'waiting' : stateFor(why),
      reason: why,
      sealed: this.requests.seal(id, request),
      known: contactsOf(request, payload, lead, content.settings).map(hashOf),
      dueAt: why === null || why === 'paused' ? (againAt ?? receivedAt + TAKEN_FOR_MS) : null,
      ref,
    } as const;
    return { row, taken: { id, receivedAt, connection, lead, cameAt: null } };
  }

  private takeSoon(taken: Taken): void {
    const work = this.taking.add(taken).catch((error: unknown) => {
      this.logger.warn(`What arrived as ${taken.id} could not be taken in, and is tried again: ${whyOf(error)}`);
    });
    this.underWay.add(work);
    void work.finally(() => this.underWay.delete(work));
  }

  /** A fault of our own must not keep an arrival from being stored. */
  private async readOrNull(connection: ReceivingConnection, payload: unknown): Promise<Read | null> {
    try {
      return await this.read(connection, payload);
    } catch (error) {
      this.logger.error(`What arrived at "${connection.name}" cannot be read: ${whyOf(error)}`);
      return null;
    }
  }

  private async takeKept(taken: Omit<Taken, 'lead'>, { contentType, body, encoding }: KeptRequest): Promise<Settled> {
    const read = await readPayload(contentType, Buffer.from(body, encoding));
    const lead = 'payload' in read ? await this.read(taken.connection, read.payload) : null;
    const now = this.time.now();
    if (lead === null || lead.againAt === null || now - taken.receivedAt >= PAUSED_FOR_MS)
      return this.taking.add({ ...taken, lead });
    const waiting = pausedUntil(taken.id, lead.againAt);
    await this.store.settle(this.database, [waiting], now);
    return waiting;
  }

  private async read(connection: ReceivingConnection, payload: unknown): Promise<Read> {
    const { map, failures, againAt } = await this.expressions.resolve(connection, payload);
    const lead = readSubmission({ ...connection, map }, payload);
    if (Object.keys(failures).length === 0) return { ...lead, againAt };
    return { ...lead, issues: [...new Set([...lead.issues, UNREADABLE_FIELD])], againAt };
  }

  /** No person is erased meanwhile: their lead would come to life after its erasure. */
  private takeIn(all: readonly Taken[]): Promise<Settled[]> {
    return this.database.transaction(async (tx) => {
      const unerased = await this.store.holdUnerased(tx, pluck(all, 'id'));
      const left = all.filter(({ id }) => unerased.has(id));
      const settled = new Map((await this.takeInUnerased(left)).map((each) => [each.id, each]));
      await this.store.settle(tx, [...settled.values()], this.time.now());
      return all.map(({ id }) => settled.get(id) ?? { ...rejected(id, 'failed'), reason: null });
    });
  }

  private async takeInUnerased(all: readonly Taken[]): Promise<Settled[]> {
    const directory = await this.directories.latestKnown();
    const known = await this.persons.find(
      all.map(({ lead }) => (lead?.isRecord === true ? lead.body : null)),
      directory.content.settings,
    );
    const read = all.map((taken, index) => known[index] ?? arrivalOf(directory, taken));
    const arrivals = read.flatMap((each) => ('arrival' in each ? [each.arrival] : []));
    await this.sendBurstsToReview(all, read);
    const outcomes = arrivals.length === 0 ? [] : await this.intake.receive(arrivals);
    return read.map((each, index) => {
      const { id, lead } = all[index]!;
      if ('leadId' in each) return accepted(id, each.leadId, []);
      return 'arrival' in each ? settledBy(id, outcomes.shift()!, lead!.issues) : rejected(id, each.reason);
    });
  }

  /** What comes faster than people send waits for a person, as beyond the limit of a source. */
  private async sendBurstsToReview(all: readonly Taken[], read: readonly ReadArrival[]): Promise<void> {
    const limits = new Map(
      all.flatMap(({ connection: { id, perMinute } }) => (perMinute === null ? [] : [[id, perMinute] as const])),
    );
    if (limits.size === 0) return;
    const since = this.time.now() - MS_PER_MINUTE;
    const counts = await this.store.countSince(this.database, [...limits.keys()], since);
    for (const [index, each] of read.entries()) {
      const { id, name } = all[index]!.connection;
      const perMinute = limits.get(id);
      if (perMinute === undefined || !('arrival' in each)) continue;
      const count = (counts.get(id) ?? 0) + 1;
      counts.set(id, count);
      if (count > perMinute) each.arrival.held = { by: 'limit', source: name, perMinute };
    }
  }
}

/** An arrival for the intake, or why it is none. */
type ReadArrival =
  | { readonly arrival: Writable<Arrival> }
  | { readonly reason: WhyNotTaken }
  /** The record of a person whom a lead knows. */
  | { readonly leadId: string };

function arrivalOf(directory: Directory, { id, receivedAt, lead, cameAt }: Taken): ReadArrival {
  if (lead === null) return { reason: 'unreadable' };
  if (!lead.isTest && !isReachable(lead.body, directory.content.settings)) return { reason: 'noContact' };
  const body = datedBody(lead.body, directory, { now: receivedAt, cameAt });
  return { arrival: { body, at: receivedAt, actor: ACTOR, keyId: null, id, issues: lead.issues } };
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

function settledBy(id: string, outcome: IntakeOutcome, issues: readonly string[]): Settled {
  if (outcome.status === 'invalid') return rejected(id, 'failed');
  const leadId = outcome.status === 'created' ? outcome.leadCase.lead.id : outcome.id;
  return accepted(id, leadId, issues);
}

function accepted(id: string, leadId: string, issues: readonly string[]): Settled {
  return { id, state: 'accepted', reason: null, leadId, issues };
}

function rejected(id: string, reason: WhyNotTaken): Settled {
  return { id, state: 'rejected', reason, leadId: null, issues: [] };
}
