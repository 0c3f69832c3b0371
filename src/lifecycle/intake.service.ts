import { Injectable } from '@nestjs/common';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { type DispositionRow, DispositionStore } from '../disposition/disposition.store.js';
import type { SuppressionRow } from '../disposition/suppression.store.js';
import { type AskedPerson, InquiryStore } from '../leads/inquiry.store.js';
import type { LeadBody } from '../leads/lead.dto.js';
import type { LeadDocument } from '../leads/lead.js';
import { type ExternalKey, externalKey, LeadStore } from '../leads/lead.store.js';
import { faultsOfLead, INACTIVE_OWNER, OWNER_OF_TEST, ownerGiven, readLead } from '../leads/reading.js';
import { keysOfPerson, type SamePerson } from '../leads/same-person.js';
import { type Actor, system } from '../platform/actor.js';
import { Database, type Sql } from '../platform/database.js';
import type { Instant } from '../platform/duration.js';
import type { Fault } from '../platform/fault.js';
import { newId } from '../platform/ids.js';
import { TimeSource } from '../platform/time-source.js';
import { Turns } from '../platform/turns.js';
import type { RoutingRequest } from '../routing/request.js';
import { type ShadowDecision, ShadowStore } from '../routing/shadow.store.js';
import type { Duplicates } from '../routing/source.dto.js';
import type { Sources } from '../routing/sources.js';
import { closeByRule } from './closing-by-rule.js';
import { type DecidedLeads, inPortions, type ToRoute } from './decided-leads.js';
import { type Inquiring, InquiringService, type Joined } from './inquiring.service.js';
import { LeadAccounts } from './lead-accounts.service.js';
import { LeadCase } from './lead-case.js';
import { beginLeadsClock, pinPolicy } from './lead-clocks.js';
import { LifecycleService, type TransactionContext } from './lifecycle.service.js';
import { followCondition } from './pausing.js';
import { PersonsOfBatch } from './persons-of-batch.js';
import { give } from './placing.js';
import { receivedFacts } from './received-facts.js';
import { Router } from './router.service.js';
import { requestByRules, requestInShadow, requestOfCustomer } from './routing-requests.js';
import { type Shadowed, ShadowRouting } from './shadow-routing.service.js';
import { SourceLimits } from './source-limits.service.js';
import { type Closed, keepOut, Suppressing } from './suppressing.service.js';
import { newLeadState, promisedFrom } from './tenures.js';
import type { UnitOfWork } from './unit-of-work.js';

/** The code of Postgres for a violated unique index. */
const UNIQUE_VIOLATION = '23505';

/** Up to this many leads are looked up together with the request for the routing lock. */
const FEW = 100;

/** A lead as it arrived, checked by the schema. */
export interface Arrival {
  readonly body: LeadBody;
  /** When its request arrived. */
  readonly at: Instant;
  readonly actor: Actor;
  /** The key of the sender. */
  readonly keyId: string | null;
  /** The id that it gets; a new one if the request has no Idempotency-Key. */
  readonly id?: string;
}

export type Received =
  | { readonly status: 'created'; readonly leadCase: LeadCase }
  | { readonly status: 'existing'; readonly id: string }
  /** The person has a lead already, which it has joined. */
  | { readonly status: 'joined'; readonly id: string; readonly inquiryId: string }
  /** The same request has made the lead before, and its answer was lost. */
  | { readonly status: 'madeBefore'; readonly id: string }
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] };

/** Takes leads in: records and routes them and starts their clocks in one transaction, however many arrive together. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly directories: DirectoryService,
    private readonly leads: LeadStore,
    private readonly router: Router,
    private readonly limits: SourceLimits,
    private readonly dispositions: DispositionStore,
    private readonly suppressing: Suppressing,
    private readonly accounts: LeadAccounts,
    private readonly inquiries: InquiryStore,
    private readonly inquiring: InquiringService,
    private readonly shadow: ShadowRouting,
    private readonly shadows: ShadowStore,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** One answer for each arrival, in their order. */
  async receive(arrivals: readonly Arrival[]): Promise<Received[]> {
    const results = await this.receiveAll(arrivals, true);
    const joining = results.flatMap((result) => (result.status === 'joins' ? [result.form] : []));
    if (joining.length === 0) return results as Received[];
    const joined = new Map((await this.inquiring.join(joining)).map((result, index) => [joining[index]!, result]));
    const alone = arrivals.filter((_, index) => becameOf(results[index]!, joined) === null);
    // Their leads have been closed, merged or erased since: they are leads of their own.
    const taken = alone.length === 0 ? [] : ((await this.receiveAll(alone, false)) as Received[]);
    return results.map((result) => becameOf(result, joined) ?? taken.shift()!);
  }

  /** @param mayJoin whether forms of persons of whom there is a lead are set aside, to join it */
  private async receiveAll(arrivals: readonly Arrival[], mayJoin: boolean): Promise<(Received | Joins)[]> {
    const directory = await this.directories.latestKnown();
    const read = await readAll(directory, arrivals);
    // Many leads are looked up before the transaction, so that nobody waits for the routing lock meanwhile. A few are
    // not worth a round trip of their own, and where a source has several spellings, or persons are looked for, no unique index tells what has come since.
    const found =
      arrivals.length > FEW && !read.some((each) => isSpeltOtherwise(each) || asksWho(each))
        ? await this.find(this.database, directory, arrivals, read)
        : null;
    try {
      return await this.receiveBy(arrivals, { directory, read, found }, mayJoin);
    } catch (error) {
      if (!isTakenMeanwhile(error)) throw error;
      return this.receiveBy(arrivals, null, mayJoin);
    }
  }

  /** @param ahead what was looked up before anything was locked; null parts are looked up under the routing lock */
  private receiveBy(
    arrivals: readonly Arrival[],
    ahead: Ahead | null,
    mayJoin: boolean,
  ): Promise<(Received | Joins)[]> {
    let seen = ahead;
    return this.lifecycle.perform(async (context) => {
      // Made anew after a change of configuration, and for a second attempt, because the first has changed its cases.
      const known = seen?.directory === context.directory ? seen : null;
      seen = null;
      const read = known?.read ?? (await readAll(context.directory, arrivals));
      const [now, found] = await Promise.all([
        this.router.lock(context.tx),
        known?.found ?? this.find(context.tx, context.directory, arrivals, read),
      ]);
      return this.receiveIn({ ...context, now }, read, found, mayJoin);
    });
  }

  private async find(
    sql: Sql,
    directory: Directory,
    arrivals: readonly Arrival[],
    read: readonly Read[],
  ): Promise<Found> {
    const ids = arrivals.flatMap(({ id }) => id ?? []);
    const inEarnest = read.flatMap((each) => ('faults' in each || each.leadCase.lead.test ? [] : [each.leadCase]));
    // A lead is known by its external id in any spelling of its source.
    const keys = read.flatMap(({ externalKeys }) => externalKeys);
    const [existing, madeBefore, blocked, same, inquiriesMade] = await Promise.all([
      this.inquiries.findExisting(sql, keys),
      this.leads.findMade(sql, ids),
      this.suppressing.blocking(sql, inEarnest, this.time.now()),
      this.inquiries.findSame(sql, read.flatMap(personOf)),
      directory.content.sources.all.length === 0 ? NO_INQUIRIES : this.inquiries.findMade(sql, ids),
      this.knowAccounts(sql, directory, read),
    ]);
    return { existing, madeBefore, blocked, same, inquiriesMade };
  }

  /** Asks policies and rules again, of leads of whose account, or company, something is known. */
  private async knowAccounts(sql: Sql, directory: Directory, read: readonly Read[]): Promise<void> {
    const leads = read.filter((each): each is Fresh => !('faults' in each));
    const byCase = new Map(leads.map((each) => [each.leadCase, each]));
    const asked = await this.accounts.askedToRoute(sql, directory);
    const accounts = asked.accounts || directory.policiesAskAccounts;
    if (!accounts) return;
    const turns = new Turns();
    for (const leadCase of await this.accounts.know(sql, [...byCase.keys()], { ...asked, accounts })) {
      const { account, companyOwnerId } = leadCase.document!;
      if (account == null && companyOwnerId === undefined) continue;
      pinPolicy(directory, leadCase);
      const each = byCase.get(leadCase)!;
      if ('request' in each) each.request = requestByRules(directory, leadCase, 'intake');
      if (each.shadow !== undefined) each.shadow = requestInShadow(directory, leadCase);
      await turns.next();
    }
  }

  private async receiveIn(
    context: TransactionContext,
    read: readonly Read[],
    { existing, madeBefore, blocked, same, inquiriesMade }: Found,
    mayJoin: boolean,
  ): Promise<(Received | Joins)[]> {
    const taken = new Map(existing);
    const fresh: Fresh[] = [];
    const persons = new PersonsOfBatch(same, read.some(asksWho));
    const results = read.map((each): Received | Joins => {
      // Checked before its faults: a lead that was valid when it was made may be too old by now.
      if (each.givenId !== undefined && madeBefore.has(each.givenId)) return { status: 'madeBefore', id: each.givenId };
      const known = each.keys.find((key) => taken.has(key));
      if (known !== undefined) return { status: 'existing', id: taken.get(known)! };
      const inquiryOf = inquiriesMade.get(each.givenId ?? '');
      if (inquiryOf !== undefined) return { status: 'joined', id: inquiryOf, inquiryId: each.givenId! };
      if ('faults' in each) return { status: 'invalid', faults: each.faults };
      const form = persons.formOf(each);
      if (
        form !== null &&
        mayJoin &&
        each.duplicates === 'join' &&
        !blocked.has(each.leadCase.lead.id) &&
        isJoined(form)
      )
        return { status: 'joins', form };
      if (form !== null) each.leadCase.lead = { ...each.leadCase.lead, duplicateOf: form.same.id };
      persons.add(each);
      if (each.keys.length > 0) taken.set(each.keys[0]!, each.leadCase.lead.id);
      fresh.push(each);
      return { status: 'created', leadCase: each.leadCase };
    });
    await this.sendToOwners(context, fresh, persons);
    if (fresh.length > 0) await this.take(context, fresh, blocked);
    return results;
  }

  /** Leads of persons who have bought go to whoever owns their account, else to who won them, as far as these can take them. */
  private async sendToOwners(
    { tx, directory }: TransactionContext,
    fresh: readonly Fresh[],
    persons: PersonsOfBatch,
  ): Promise<void> {
    if (directory.isShadow) return;
    const ofCustomers = fresh.filter((each) => 'request' in each && persons.boughtBefore(each));
    if (ofCustomers.length === 0) return;
    await this.accounts.know(
      tx,
      ofCustomers.map(({ leadCase }) => leadCase),
      { accounts: true, companies: false },
    );
    for (const each of ofCustomers)
      if ('request' in each)
        each.request = requestOfCustomer(directory, each.leadCase, each.request, persons.boughtBefore(each)!.ownerId);
  }

  /** Records and routes new leads and starts their clocks, in portions that Postgres stores meanwhile. */
  private async take(context: TransactionContext, fresh: readonly Fresh[], blocked: Blocked): Promise<void> {
    const { tx } = context;
    const toRoute = fresh.flatMap((each): ToRoute[] =>
      'request' in each && each.request.closing === undefined && !blocked.has(each.leadCase.lead.id)
        ? [{ leadCase: each.leadCase, request: each.request, placing: { cause: 'intake' } }]
        : [],
    );
    const { isShadow } = context.directory;
    // What rests while the rules are in shadow floods nobody.
    const limited = isShadow ? toRoute : await this.limits.apply(context, toRoute);
    const decided = await this.router.decide(tx, context, limited, { isKnown: true });
    const shadowed = isShadow ? await this.decideInShadow(context, fresh, blocked) : [];
    const works: UnitOfWork[] = [];
    const closedByRules: Closed[] = [];
    for await (const portion of inPortions(fresh)) {
      const cases = portion.map(({ leadCase }) => leadCase);
      const work = this.lifecycle.workOn(cases, context, system('intake'));
      works.push(work);
      const closed = portion.flatMap((each): Closed[] => {
        const row = this.begin(work, each, decided, blocked);
        return row === null ? [] : [{ leadCase: each.leadCase, row }];
      });
      if (portion.includes(fresh.at(-1)!)) decided.tell(work);
      await this.lifecycle.savePortion(tx, work);
      const rows = closed.map(({ row }) => row);
      tx.send(this.dispositions.insertMany(tx, rows));
      closedByRules.push(...closed.filter(({ row }) => row.suppressionId === null));
    }
    if (shadowed.length > 0) tx.send(this.shadows.insertMany(tx, shadowed));
    if (closedByRules.length > 0) works.push(await this.keepAway(context, closedByRules));
    this.lifecycle.saveShared(tx, works);
  }

  /** What the rules would have done, beside the owners that are given. */
  private decideInShadow(
    context: TransactionContext,
    fresh: readonly Fresh[],
    blocked: Blocked,
  ): Promise<ShadowDecision[]> {
    const { tx, directory, now } = context;
    const asked = fresh.flatMap((each): Shadowed[] => {
      const { leadCase, shadow: request } = each;
      if (request === undefined || blocked.has(leadCase.lead.id)) return [];
      const givenRepId = 'ownerId' in each ? directory.standInFor(each.ownerId, now) : null;
      return [{ leadCase, request, givenRepId }];
    });
    return this.shadow.decide(tx, context, asked);
  }

  /** Suppresses whom a rule has closed with a reason that blocks. */
  private async keepAway(context: TransactionContext, closed: readonly Closed[]): Promise<UnitOfWork> {
    const work = this.lifecycle.workOn([], context, system('routing'));
    await this.suppressing.block(context.tx, work, closed);
    await this.lifecycle.savePortion(context.tx, work);
    return work;
  }

  /** @returns the disposition of a lead that a suppression or a rule closes at once */
  private begin(work: UnitOfWork, each: Fresh, decided: DecidedLeads, blocked: Blocked): DispositionRow | null {
    const { leadCase } = each;
    work.record(leadCase, 'lead.received', receivedFacts(leadCase));
    const suppression = blocked.get(leadCase.lead.id);
    if (suppression !== undefined) return keepOut(work, leadCase, suppression);
    if ('request' in each && each.request.closing !== undefined)
      return closeByRule(work, leadCase, each.request.closing);
    followCondition(work, leadCase, promisedFrom(leadCase));
    if ('request' in each) decided.place(work, leadCase);
    else give(work, leadCase, each.ownerId);
    // After routing: only now is the pool known in whose calendar the company's promise counts.
    if (leadCase.lead.status === 'open') beginLeadsClock(work, leadCase, promisedFrom(leadCase));
    return null;
  }
}

/** The suppressions that close leads at once, by lead id. */
type Blocked = ReadonlyMap<string, SuppressionRow>;

/** What exists already of the arriving leads. */
interface Found {
  /** The ids of existing leads, by `externalKey`. */
  readonly existing: ReadonlyMap<string, string>;
  /** Those of the given ids that exist. */
  readonly madeBefore: ReadonlySet<string>;
  readonly blocked: Blocked;
  /** The leads of the same persons, by the ids of those that arrive. */
  readonly same: ReadonlyMap<string, SamePerson>;
  /** The leads of inquiries that have one of the given ids. */
  readonly inquiriesMade: ReadonlyMap<string, string>;
}

const NO_INQUIRIES: ReadonlyMap<string, string> = new Map();

/** A form that is about a lead that there is: it joins that once the others are stored. */
interface Joins {
  readonly status: 'joins';
  readonly form: Inquiring;
}

/** What has become of an arrival; null of one that could not join its lead after all. */
function becameOf(result: Received | Joins, joined: ReadonlyMap<Inquiring, Joined>): Received | null {
  if (result.status !== 'joins') return result;
  const became = joined.get(result.form)!;
  return became.status === 'none' ? null : became;
}

/** A win is over, and whoever was lost for good is asked about by the transaction that locks their lead. */
function isJoined({ same: { status } }: Inquiring): boolean {
  return status !== 'won';
}

/** Whether it is looked for a lead of the same person. */
function asksWho(each: Read): boolean {
  return !('faults' in each) && each.duplicates !== 'separate';
}

function personOf(each: Read): AskedPerson[] {
  if ('faults' in each || each.duplicates === 'separate') return [];
  const { lead, document } = each.leadCase;
  return [{ key: lead.id, knownBy: keysOfPerson(document!) }];
}

/** What was looked up before the transaction. */
interface Ahead {
  readonly directory: Directory;
  readonly read: readonly Read[];
  readonly found: Found | null;
}

function isSpeltOtherwise({ keys }: Arrived): boolean {
  return keys.length > 1 && new Set(keys).size > 1;
}

/** Another transaction made one of these leads after it was looked up. */
function isTakenMeanwhile(error: unknown): boolean {
  const { code, table } = (error ?? {}) as { code?: unknown; table?: unknown };
  return code === UNIQUE_VIOLATION && table === 'lead';
}

/** An arrival, as far as it can be judged without looking at other leads. */
interface Arrived {
  /** Source and external id in all spellings of the source, its own first; none without an external id. */
  readonly externalKeys: readonly ExternalKey[];
  /** The same in the form in which they are compared. */
  readonly keys: readonly string[];
  /** The id that its request gives it. */
  readonly givenId: string | undefined;
}

/** A lead that may be taken in. */
type Fresh = Arrived & {
  readonly leadCase: LeadCase;
  readonly duplicates: Duplicates;
  /** What the rules would ask, while they are in shadow. */
  shadow?: RoutingRequest | undefined;
} & (
    | { request: RoutingRequest }
    /** The owner that its sender names. */
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
  const { sources } = directory.content;
  const externalKeys = externalKeysOf(body, sources);
  const arrived = { externalKeys, keys: externalKeys.map(externalKey), givenId: arrival.id };
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
  // Whoever names the owner knows whose lead it is, and nobody is behind a test.
  const duplicates = body.test || ownerId !== null ? 'separate' : (sources.of(body.source)?.duplicates ?? 'separate');
  const shadow = directory.isShadow && !document.test ? { shadow: requestInShadow(directory, leadCase) } : {};
  return { ...arrived, leadCase, duplicates, ...place, ...shadow };
}

function externalKeysOf({ source: own, externalId, test }: LeadBody, sources: Sources): ExternalKey[] {
  if (externalId === undefined) return [];
  const spellings = [own, ...(sources.spellingsOf(own) ?? [])];
  return spellings.map((source) => ({ source, externalId, test }));
}

function newCase(document: LeadDocument, id: string, actor: Actor): LeadCase {
  const lead = newLeadState(id, document.receivedAt, document.test);
  return new LeadCase({ lead, before: null, document, actor });
}
