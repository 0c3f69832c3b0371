import { Injectable } from '@nestjs/common';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { type DispositionRow, DispositionStore } from '../disposition/disposition.store.js';
import type { SuppressionRow } from '../disposition/suppression.store.js';
import type { LeadBody } from '../leads/lead.dto.js';
import type { LeadDocument } from '../leads/lead.js';
import { type ExternalKey, externalKey, LeadStore } from '../leads/lead.store.js';
import { faultsOfLead, INACTIVE_OWNER, OWNER_OF_TEST, ownerGiven, readLead } from '../leads/reading.js';
import { type Actor, system } from '../platform/actor.js';
import { Database, type Sql } from '../platform/database.js';
import type { Fault } from '../platform/fault.js';
import { newId } from '../platform/ids.js';
import { type Instant, toIso } from '../platform/instant.js';
import { TimeSource } from '../platform/time-source.js';
import { Turns } from '../platform/turns.js';
import type { RoutingRequest } from '../routing/decision.js';
import { newLeadState, promisedFrom } from './cycle.js';
import { type DecidedLeads, inPortions, type ToRoute } from './decided-leads.js';
import { LeadCase } from './lead-case.js';
import { beginLeadsClock } from './lead-clocks.js';
import { LifecycleService, type TransactionContext } from './lifecycle.service.js';
import { pinPolicy } from './matching-policy.js';
import { followCondition } from './pausing.js';
import { own, type Placement } from './placing.js';
import { Router } from './router.service.js';
import { requestByRules } from './routing-requests.js';
import { keepOut, Suppressing } from './suppressing.service.js';
import type { UnitOfWork } from './unit-of-work.js';

/** As Postgres says that a unique index has the key already. */
const UNIQUE_VIOLATION = '23505';

/** Their look-ups go out with the request for the routing lock. */
const FEW = 100;

/** A lead as it arrived; the schema has checked it. */
export interface Arrival {
  readonly body: LeadBody;
  /** When its request arrived. */
  readonly at: Instant;
  readonly actor: Actor;
  /** The key that sent it. */
  readonly keyId: string | null;
  /** Which id it gets; one of its own when its sender does not mind being heard twice. */
  readonly id?: string;
}

export type Received =
  | { readonly status: 'created'; readonly leadCase: LeadCase }
  | { readonly status: 'existing'; readonly id: string }
  /** The very request made it before, and its answer was lost. */
  | { readonly status: 'madeBefore'; readonly id: string }
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] };

/** Takes leads in: recorded, owned and promised in one transaction, however many arrive together. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly directories: DirectoryService,
    private readonly leads: LeadStore,
    private readonly router: Router,
    private readonly dispositions: DispositionStore,
    private readonly suppressing: Suppressing,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** One answer for each arrival, in their order. */
  async receive(arrivals: readonly Arrival[]): Promise<Received[]> {
    const directory = await this.directories.latestKnown();
    const read = await readAll(directory, arrivals);
    // Many are looked up before the transaction, so that nobody waits for the routing lock meanwhile. A few are not worth
    // a round trip of their own.
    const found = arrivals.length > FEW ? await this.find(this.database, arrivals, read) : null;
    try {
      return await this.receiveBy(arrivals, { directory, read, found });
    } catch (error) {
      if (!isTakenMeanwhile(error)) throw error;
      return this.receiveBy(arrivals, null);
    }
  }

  /** @param ahead what was seen before anything was locked; what is null is looked at under the routing lock */
  private receiveBy(arrivals: readonly Arrival[], ahead: Ahead | null): Promise<Received[]> {
    let seen = ahead;
    return this.lifecycle.perform(async (context) => {
      // Anew by a configuration that has changed, and in a second attempt: what the first decided stands in its cases.
      const known = seen?.directory === context.directory ? seen : null;
      seen = null;
      const read = known?.read ?? (await readAll(context.directory, arrivals));
      const [now, found] = await Promise.all([
        this.router.lock(context.tx),
        known?.found ?? this.find(context.tx, arrivals, read),
      ]);
      return this.receiveIn({ ...context, now }, read, found);
    });
  }

  private async find(sql: Sql, arrivals: readonly Arrival[], read: readonly Read[]): Promise<Found> {
    const ids = arrivals.flatMap(({ id }) => id ?? []);
    const inEarnest = read.flatMap((each) => ('faults' in each || each.leadCase.lead.test ? [] : [each.leadCase]));
    const [existing, madeBefore, blocked] = await Promise.all([
      this.leads.findExisting(sql, keysOf(arrivals)),
      this.leads.findMade(sql, ids),
      this.suppressing.blocking(sql, inEarnest, this.time.now()),
    ]);
    return { existing, madeBefore, blocked };
  }

  private async receiveIn(
    context: TransactionContext,
    read: readonly Read[],
    { existing, madeBefore, blocked }: Found,
  ): Promise<Received[]> {
    const taken = new Map(existing);
    const fresh: Fresh[] = [];
    const results = read.map((each): Received => {
      // Before its faults: what was right when it was made may have become too old since.
      if (each.givenId !== undefined && madeBefore.has(each.givenId)) return { status: 'madeBefore', id: each.givenId };
      const known = each.key === null ? undefined : taken.get(each.key);
      if (known !== undefined) return { status: 'existing', id: known };
      if ('faults' in each) return { status: 'invalid', faults: each.faults };
      if (each.key !== null) taken.set(each.key, each.leadCase.lead.id);
      fresh.push(each);
      return { status: 'created', leadCase: each.leadCase };
    });
    if (fresh.length > 0) await this.take(context, fresh, blocked);
    return results;
  }

  /** Nobody knows these leads yet: they are recorded, owned and promised, in portions that Postgres stores meanwhile. */
  private async take(context: TransactionContext, fresh: readonly Fresh[], blocked: Blocked): Promise<void> {
    const { tx } = context;
    const toRoute = fresh.flatMap((each): ToRoute[] =>
      'request' in each && !blocked.has(each.leadCase.lead.id)
        ? [{ leadCase: each.leadCase, request: each.request, placing: { cause: 'intake' } }]
        : [],
    );
    const decided = await this.router.decide(tx, context, toRoute);
    const works: UnitOfWork[] = [];
    for await (const portion of inPortions(fresh)) {
      const cases = portion.map(({ leadCase }) => leadCase);
      const work = this.lifecycle.workOn(cases, context, system('intake'));
      works.push(work);
      const keptOut = portion.flatMap((each) => this.begin(work, each, decided, blocked) ?? []);
      if (portion.includes(fresh.at(-1)!)) decided.tell(work);
      await this.lifecycle.savePortion(tx, work);
      tx.send(this.dispositions.insertMany(tx, keptOut));
    }
    this.lifecycle.saveShared(tx, works);
  }

  /** @returns how it was closed again, where it is kept out */
  private begin(work: UnitOfWork, each: Fresh, decided: DecidedLeads, blocked: Blocked): DispositionRow | null {
    const { leadCase } = each;
    work.record(leadCase, 'lead.received', receivedFacts(leadCase));
    const suppression = blocked.get(leadCase.lead.id);
    if (suppression !== undefined) return keepOut(work, leadCase, suppression);
    followCondition(work, leadCase, promisedFrom(leadCase));
    if ('request' in each) decided.place(work, leadCase);
    else own(work, leadCase, givenTo(each.ownerId), { cause: 'given' });
    // After it was placed: the pool whose calendar the lead's promise is counted in is known only now.
    if (leadCase.lead.status === 'open') beginLeadsClock(work, leadCase, promisedFrom(leadCase));
    return null;
  }
}

/** By which leads are kept out, by their ids. */
type Blocked = ReadonlyMap<string, SuppressionRow>;

/** What is there already that has to do with arrivals. */
interface Found {
  /** The ids of leads that exist, by `externalKey`. */
  readonly existing: ReadonlyMap<string, string>;
  /** Of the ids that are given, those that leads have. */
  readonly madeBefore: ReadonlySet<string>;
  readonly blocked: Blocked;
}

/** What was seen before the transaction. */
interface Ahead {
  readonly directory: Directory;
  readonly read: readonly Read[];
  readonly found: Found | null;
}

/** Somebody else's transaction made one of these leads after it was looked for. */
function isTakenMeanwhile(error: unknown): boolean {
  const { code, table } = (error ?? {}) as { code?: unknown; table?: unknown };
  return code === UNIQUE_VIOLATION && table === 'lead';
}

/** What came, as far as it is known without looking at other leads. */
interface Arrived {
  /** Source and external id, as they are compared; null without the latter. */
  readonly key: string | null;
  /** Which id its sender's request has for it. */
  readonly givenId: string | undefined;
}

/** A lead that may be taken. */
type Fresh = Arrived & { readonly leadCase: LeadCase } & (
    | { readonly request: RoutingRequest }
    /** Whom its sender gives it to. */
    | { readonly ownerId: string }
  );

type Read = Fresh | (Arrived & { readonly faults: readonly Fault[] });

async function readAll(directory: Directory, arrivals: readonly Arrival[]): Promise<Read[]> {
  const read: Read[] = [];
  const turns = new Turns();
  for (const arrival of arrivals) {
    read.push(readArrival(directory, arrival));
    await turns.next();
  }
  return read;
}

function readArrival(directory: Directory, arrival: Arrival): Read {
  const { body } = arrival;
  const key = body.externalId === undefined ? null : externalKey({ ...body, externalId: body.externalId });
  const arrived = { key, givenId: arrival.id };
  const faults = faultsOfLead(body, directory, arrival.at);
  if (faults.length > 0) return { ...arrived, faults };
  const read = readLead(body, { at: arrival.at, by: arrival.keyId }, directory.content.settings);
  const ownerId = body.test ? null : ownerGiven(body, directory);
  const isPassedOver = body.owner !== undefined && ownerId === null;
  const issue = body.test ? OWNER_OF_TEST : INACTIVE_OWNER;
  const document = isPassedOver ? { ...read, issues: [...read.issues, issue] } : read;
  const leadCase = newCase(document, arrival.id ?? newId(document.receivedAt), arrival.actor);
  pinPolicy(directory, leadCase);
  const place = ownerId === null ? { request: requestByRules(directory, leadCase, 'intake') } : { ownerId };
  return { ...arrived, leadCase, ...place };
}

function keysOf(arrivals: readonly Arrival[]): ExternalKey[] {
  return arrivals.flatMap(({ body: { source, externalId, test } }) =>
    externalId === undefined ? [] : [{ source, externalId, test }],
  );
}

function givenTo(repId: string): Placement {
  return { repId, poolId: null, rule: null, snapshotId: null, trace: null };
}

function newCase(document: LeadDocument, id: string, actor: Actor): LeadCase {
  const lead = newLeadState(id, document.receivedAt, document.test);
  return new LeadCase({ lead, before: null, document, actor });
}

/** Facts alone: nothing here tells who the person is. */
function receivedFacts({ lead, document }: LeadCase): Record<string, unknown> {
  const { source, channel, campaign, test, issues, submittedAt } = document!;
  return {
    source,
    ...(channel !== null && { channel }),
    ...(campaign !== null && { campaign }),
    ...(submittedAt !== null && { submittedAt: toIso(submittedAt) }),
    ...(issues.length > 0 && { issues }),
    test,
    policy: lead.policyId === null ? null : { id: lead.policyId, version: lead.policyVersion },
  };
}
