import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { identifyingAddress, identifyingNumber } from '../../contact/identifying.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import type { LeadTouchBody } from '../../leads/activity.dto.js';
import type { LeadBody } from '../../leads/lead.dto.js';
import { LeadMatchStore } from '../../leads/lead-match.store.js';
import { faultsOfLead } from '../../leads/reading.js';
import { IntakeService } from '../../lifecycle/arrivals/intake.service.js';
import { TouchesService } from '../../lifecycle/touches/touches.service.js';
import { instantIn } from '../../platform/input/written-instant.js';
import { whyOf } from '../../platform/running/failure.js';
import { Gatherer } from '../../platform/running/gatherer.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { caseless } from '../../platform/values/text.js';
import { PAUSED_FOR_MS, type WhyNotTaken } from '../arrivals/arrival.js';
import { ArrivalStore, pausedUntil, type Settled } from '../arrivals/arrival.store.js';
import { Arrivals } from '../arrivals/arrivals.service.js';
import type { KeptRequest } from '../arrivals/kept-request.js';
import { readPayload } from '../arrivals/payload.js';
import type { ReceivingConnection } from '../connections/inbound.store.js';
import { Expressions } from '../maps/expressions.service.js';
import { sourceOf } from '../products/reading.js';
import { readContact } from './reading-contacts.js';
import type { ReportedContact } from './reported-contact.js';

const TOGETHER_MAX = 200;
const NOTE_MAX = 10_000;
const EXTERNAL_ID_MAX = 300;

/** A stored arrival that is a touch. */
interface Reported {
  readonly id: string;
  readonly receivedAt: Instant;
  readonly connection: ReceivingConnection;
  /** By which the source of a lead is found, if it becomes one. */
  readonly payload: unknown;
  readonly contact: ReportedContact;
}

/**
 * Records what tools report of calls, messages and meetings as touches of leads. A touch has the id of its arrival, so
 * that recording it again changes nothing.
 */
@Injectable()
export class ContactReports implements BeforeApplicationShutdown {
  private readonly logger = new Logger('connections');
  private readonly taking = new Gatherer<Reported, Settled>((all) => this.takeIn(all), TOGETHER_MAX);
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly store: ArrivalStore,
    private readonly arrivals: Arrivals,
    private readonly matches: LeadMatchStore,
    private readonly touches: TouchesService,
    private readonly intake: IntakeService,
    private readonly directories: DirectoryService,
    private readonly expressions: Expressions,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /**
   * Stores what a tool reports, and records it, which is not waited for. What is no touch, and what was reported before,
   * is left out.
   * @returns its id; null if it is left out
   */
  async keep(connection: ReceivingConnection, request: KeptRequest, payload: unknown): Promise<string | null> {
    const { read, againAt } = await this.read(connection, payload);
    if (againAt !== null) return this.arrivals.keep(connection, request, { payload, reason: 'paused' });
    if (read.is === 'aside') return null;
    if (read.is !== 'contact') return this.arrivals.keep(connection, request, { payload, reason: 'unreadable' });
    const { contact } = read;
    const row = await this.arrivals.prepareReport(connection, request, payload, contact.ref);
    const stored = await this.store.insert(this.database, [row]);
    if (!stored.has(row.id)) return null;
    this.takeSoon({ id: row.id, receivedAt: row.receivedAt, connection, payload, contact });
    return row.id;
  }

  /** Records what was rejected, or what a node left undone. */
  async take(
    id: string,
    receivedAt: Instant,
    connection: ReceivingConnection,
    { contentType, body, encoding }: KeptRequest,
  ): Promise<Settled> {
    const read = await readPayload(contentType, Buffer.from(body, encoding));
    const payload = 'payload' in read ? read.payload : null;
    const { read: found, againAt } = await this.read(connection, payload);
    if (againAt !== null && this.time.now() - receivedAt < PAUSED_FOR_MS)
      return this.settleOne(pausedUntil(id, againAt));
    if (found.is !== 'contact') return this.settleOne(rejected(id, 'unreadable'));
    return this.taking.add({ id, receivedAt, connection, payload, contact: found.contact });
  }

  /** Resolves once all that is under way on this node is recorded. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.idle();
  }

  private async read(connection: ReceivingConnection, payload: unknown) {
    const { map, againAt } = await this.expressions.resolve(connection, payload);
    return { read: readContact({ ...connection, map }, payload), againAt };
  }

  private async settleOne(settled: Settled): Promise<Settled> {
    await this.store.settle(this.database, [settled], this.time.now());
    return settled;
  }

  private takeSoon(reported: Reported): void {
    const work = this.taking.add(reported).catch((error: unknown) => {
      this.logger.warn(
        `What was reported as ${reported.id} could not be recorded, and is tried again: ${whyOf(error)}`,
      );
    });
    this.underWay.add(work);
    void work.finally(() => this.underWay.delete(work));
  }

  /** No person is erased meanwhile. */
  private takeIn(all: readonly Reported[]): Promise<Settled[]> {
    return this.database.transaction(async (tx) => {
      const unerased = await this.store.holdUnerased(tx, pluck(all, 'id'));
      const settled = await this.record(all.filter(({ id }) => unerased.has(id)));
      await this.store.settle(tx, [...settled.values()], this.time.now());
      return all.map(({ id }) => settled.get(id) ?? rejected(id, 'failed'));
    });
  }

  private async record(all: readonly Reported[]): Promise<Map<string, Settled>> {
    const settled = new Map<string, Settled>();
    for (const { id, leadId } of await this.touches.findRecorded(pluck(all, 'id')))
      settled.set(id, accepted(id, leadId));
    const unrecorded = all.filter(({ id }) => !settled.has(id));
    const directory = await this.directories.latestKnown();
    const { settings } = directory.content;
    const found = await this.matches.findNewest(
      this.database,
      [...unrecorded.map(({ contact }) => contact), ...unrecorded.map(callerOf)].map(({ email, phone }) => ({
        email: identifyingAddress(email ?? undefined, settings),
        phone: identifyingNumber(phone ?? undefined, undefined, settings),
      })),
    );
    const callers = found.slice(unrecorded.length);
    const isTheirs = unrecorded.map((_, index) => found[index] === null && callers[index] !== null);
    const known = unrecorded.map((_, index) => found[index] ?? callers[index] ?? null);
    const left = unrecorded.map((each, index) => (isTheirs[index] ? asCalledBy(each) : each));
    const strangers = left.filter((_, index) => known[index] === null);
    const made = await this.takeInStrangers(directory, strangers);
    const touches: (Reported & { leadId: string; isNew: boolean })[] = [];
    for (const [index, reported] of left.entries()) {
      const leadId = known[index] ?? made.get(reported.id);
      const isNew = known[index] === null;
      if (leadId === undefined) settled.set(reported.id, rejected(reported.id, 'unknownPerson'));
      // A missed call of a stranger is the lead.
      else if (isNew && reported.contact.outcome !== 'booked') settled.set(reported.id, accepted(reported.id, leadId));
      else touches.push({ ...reported, leadId, isNew });
    }
    for (const [, ofConnection] of groupBy(touches, ({ connection }) => connection.id))
      for (const each of await this.recordOf(directory, ofConnection)) settled.set(each.id, each);
    return settled;
  }

  /** Takes strangers in who have booked a meeting, or whose call was missed. @returns their leads, by the arrival */
  private async takeInStrangers(directory: Directory, strangers: readonly Reported[]): Promise<Map<string, string>> {
    const becoming = strangers.filter(isToBecomeLead).flatMap((reported) => {
      const body = leadOf(reported, directory);
      return body === null ? [] : [{ reported, body }];
    });
    if (becoming.length === 0) return new Map();
    const outcomes = await this.intake.receive(
      becoming.map(({ reported: { id, receivedAt: at }, body }) => ({
        body,
        at,
        actor: system('connection'),
        keyId: null,
        id,
      })),
    );
    return new Map(
      outcomes.flatMap((outcome, index) => {
        if (outcome.status === 'invalid') return [];
        const leadId = outcome.status === 'created' ? outcome.leadCase.lead.id : outcome.id;
        return [[becoming[index]!.reported.id, leadId] as const];
      }),
    );
  }

  private async recordOf(
    directory: Directory,
    reported: readonly (Reported & { readonly leadId: string; readonly isNew: boolean })[],
  ): Promise<Settled[]> {
    const { connection } = reported[0]!;
    const { id: connectionId, name } = connection;
    const caller: Caller = { keyId: connectionId, name, scopes: ['integration'], repId: null, connectionId };
    const results = await this.touches.touchLeads(
      reported.map((each, index) => ({ index, id: each.id, leadId: each.leadId, body: touchOf(each, directory) })),
      caller,
    );
    return reported.map(({ id }, index): Settled => {
      const result = results.get(index)!;
      if (result.status === 'failed') throw result.cause;
      if ('leadId' in result) return accepted(id, result.leadId);
      return rejected(id, result.status === 'noMatch' ? 'unknownPerson' : 'notRecorded');
    });
  }
}

/** Who called, if that may be the person. */
function callerOf({ contact: { caller } }: Reported): Pick<ReportedContact, 'email' | 'phone'> {
  return { email: null, phone: caller?.phone ?? null };
}

/** What is reported, as a call of whoever called. */
function asCalledBy(reported: Reported): Reported {
  const { contact } = reported;
  const { phone, ref } = contact.caller!;
  return { ...reported, contact: { ...contact, direction: 'inbound', phone, ref } };
}

/** Whether somebody whom no lead knows becomes one. */
function isToBecomeLead({ connection: { settings }, contact: { kind, direction, outcome } }: Reported): boolean {
  if (outcome === 'booked') return true;
  const isMissed = kind === 'call' && direction === 'inbound' && (outcome === 'noAnswer' || outcome === 'voicemail');
  return isMissed && settings?.missedCalls === 'lead';
}

/** @returns null if nobody can be reached */
function leadOf({ connection, contact, payload, receivedAt }: Reported, directory: Directory): LeadBody | null {
  const { settings } = directory.content;
  const email = identifyingAddress(contact.email ?? undefined, settings) === null ? null : contact.email;
  const phone = identifyingNumber(contact.phone ?? undefined, undefined, settings) === null ? null : contact.phone;
  if (email === null && phone === null) return null;
  const body: LeadBody = {
    source: sourceOf(connection, payload),
    contact: {
      ...(contact.name !== null && { name: contact.name.slice(0, 300) }),
      ...(email !== null && { email: email.slice(0, 320) }),
      ...(phone !== null && { phone: phone.slice(0, 100) }),
    },
    message: contact.outcome === 'booked' ? 'Booked a meeting' : 'Called, and nobody answered',
    test: false,
  };
  const at = contact.occurredAt === null ? null : instantIn(contact.occurredAt);
  const dated = at === null ? body : { ...body, submittedAt: toIso(at) };
  return faultsOfLead(dated, directory, receivedAt).length === 0 ? dated : body;
}

function touchOf(
  { contact, receivedAt, isNew }: Reported & { readonly isNew: boolean },
  { content }: Directory,
): LeadTouchBody {
  const { kind, direction, outcome, durationSeconds, meetingAt, note, ref, repEmail } = contact;
  const at = contact.occurredAt === null ? null : instantIn(contact.occurredAt);
  const meeting = outcome === 'booked' && meetingAt !== null ? instantIn(meetingAt) : null;
  const rep = repEmail === null ? undefined : repBy(content.reps, repEmail);
  return {
    kind,
    direction,
    outcome,
    occurredAt: toIso(at === null || isNew ? receivedAt : at),
    automated: false,
    goodbye: false,
    ...(durationSeconds !== null && { durationSeconds: Math.min(durationSeconds, 86_400) }),
    ...(meeting !== null && { meetingAt: toIso(meeting) }),
    ...(rep !== undefined && { repId: rep }),
    ...(note !== null && { note: note.slice(0, NOTE_MAX) }),
    ...(ref !== null && ref.length <= EXTERNAL_ID_MAX && { externalId: ref }),
  };
}

function repBy(reps: Directory['content']['reps'], email: string): string | undefined {
  const sought = caseless(email.trim());
  return [...reps.values()].find((rep) => caseless(rep.email) === sought)?.id;
}

function accepted(id: string, leadId: string): Settled {
  return { id, state: 'accepted', reason: null, leadId, issues: [] };
}

function rejected(id: string, reason: WhyNotTaken): Settled {
  return { id, state: 'rejected', reason, leadId: null, issues: [] };
}
