import { Injectable } from '@nestjs/common';
import { actorOf, type Caller, may } from '../auth/scope.js';
import type { LeadClock } from '../clocks/clock.js';
import { PauseStore } from '../clocks/pause.store.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { promiseOfQueue } from '../directory/queue-promises.js';
import { DispositionStore } from '../disposition/disposition.store.js';
import type { KnownBy } from '../disposition/suppression.js';
import type { BatchBody } from '../leads/lead.dto.js';
import type { BatchResult } from '../leads/lead.schema.js';
import type { LeadRow } from '../leads/lead.store.js';
import { clockView, type LeadView, leadView } from '../leads/lead.view.js';
import { faultsByHand } from '../leads/lead-by-hand.js';
import { LeadListStore } from '../leads/lead-list.store.js';
import { MilestoneStore } from '../leads/milestone.store.js';
import { QueueStayStore } from '../leads/queue-stay.store.js';
import { SUPPRESSED_NUMBER } from '../leads/reading.js';
import { UrgentLeadsStore } from '../leads/urgent-leads.store.js';
import { isSeen, sightOf } from '../leads/visibility.js';
import { type IntakeOutcome, IntakeService } from '../lifecycle/arrivals/intake.service.js';
import type { Arrival } from '../lifecycle/arrivals/reading-arrivals.js';
import { Suppressing } from '../lifecycle/arrivals/suppressing.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { DecliningService } from '../lifecycle/moves/declining.service.js';
import { TOLD_SINGLY_MAX } from '../notifications/news-of-acts.js';
import { readCursor, toCursor } from '../platform/http/page.js';
import { under } from '../platform/input/fault.js';
import { InvalidRequestError, NotFoundError, OverloadError, refuse } from '../platform/input/refusal.js';
import { Gatherer } from '../platform/running/gatherer.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Turns } from '../platform/running/turns.js';
import { Database, type Sql } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { groupBy, pluck } from '../platform/values/group.js';
import { nthId } from '../platform/values/ids.js';
import { offerEndsAt } from '../routing/assignments/claiming.js';
import type { UnknownFields } from '../vocabulary/lead-fields.js';
import { ReadingLeads } from './reading-leads.service.js';

/** Batches of this size share the cost of a transaction without delaying any request. */
const GATHERED_MAX = 500;
/** Requests beyond this would wait longer than their senders do. */
const WAITING_MAX = 10_000;

/** The current state of a lead, and the number of its latest event. */
export interface LeadRead extends Pick<LeadRow, 'ownerId' | 'poolId' | 'waiting' | 'status' | 'offer'> {
  readonly seq: number;
  readonly view: LeadView;
}

/** What a key receives of a lead that it may not see. */
type UnseenLead = Pick<LeadRow, 'id' | 'status'>;

interface JoinedLead {
  readonly joined: true;
  readonly inquiryId: string;
}

@Injectable()
export class LeadsService {
  private readonly gatherer = new Gatherer<Arrival, IntakeOutcome>(
    (arrivals) => this.intake.receive(arrivals),
    GATHERED_MAX,
  );

  constructor(
    private readonly reading: ReadingLeads,
    private readonly intake: IntakeService,
    private readonly lists: LeadListStore,
    private readonly urgent: UrgentLeadsStore,
    private readonly dispositions: DispositionStore,
    private readonly milestones: MilestoneStore,
    private readonly pauses: PauseStore,
    private readonly stays: QueueStayStore,
    private readonly declining: DecliningService,
    private readonly suppressing: Suppressing,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError */
  async create(
    sent: unknown,
    unknown: UnknownFields | undefined,
    caller: Caller,
  ): Promise<{ view: (LeadView | UnseenLead) & Partial<JoinedLead>; isNew: boolean }> {
    const { body, issues } = await this.reading.readOne(sent, unknown);
    if (this.gatherer.waiting >= WAITING_MAX)
      throw new OverloadError('More leads wait to be recorded than this node can take.');
    const at = this.time.now();
    const isByHand = !may(caller, 'intake', 'integration');
    if (isByHand) refuse(faultsByHand(body, caller, await this.directories.now(), at));
    const received = await this.gatherer.add({ body, issues, at, isByHand, ...senderOf(caller) });
    switch (received.status) {
      case 'invalid':
        throw new InvalidRequestError(received.faults);
      case 'existing':
        return { view: await this.asFarAsSeen(received.id, caller), isNew: false };
      case 'joined': {
        const { id, inquiryId } = received;
        return { view: { ...(await this.asFarAsSeen(id, caller)), joined: true, inquiryId }, isNew: false };
      }
      case 'madeBefore':
        return { view: await this.asFarAsSeen(received.id, caller), isNew: true };
      case 'created':
        return { view: await this.viewOf(received.leadCase, true), isNew: true };
    }
  }

  /** Processes each lead by itself: faults are reported for their lead, with pointers into the whole request. */
  async createMany(
    { leads }: BatchBody,
    unknown: UnknownFields | undefined,
    caller: Caller,
  ): Promise<{ results: BatchResult[] }> {
    const results: BatchResult[] = [];
    const arrivals: Arrival[] = [];
    const positions: number[] = [];
    const at = this.time.now();
    for (const { index, body, issues, faults } of await this.reading.readMany(leads, unknown)) {
      if (faults.length > 0) results[index] = batchResult(index, { status: 'invalid', faults });
      else {
        arrivals.push({ body, issues, at, isOfMany: leads.length > TOLD_SINGLY_MAX, ...senderOf(caller, index) });
        positions.push(index);
      }
    }
    const received = arrivals.length === 0 ? [] : await this.intake.receive(arrivals);
    for (const [position, result] of received.entries())
      results[positions[position]!] = batchResult(positions[position]!, result);
    return { results };
  }

  async get(id: string, caller: Caller): Promise<LeadView> {
    const { row, directory } = await this.find(id, caller);
    return (await this.views([row], directory))[0]!;
  }

  /** Shows a lead that this request has just changed. @param isNew it then has no milestones, and is suppressed only if that was noticed */
  async viewOf(leadCase: LeadCase, isNew = false): Promise<LeadView> {
    const directory = await this.directories.latestKnown();
    const now = this.time.now();
    const { lead, document, clocks } = leadCase;
    const dispositions = await this.dispositions.readClosings(
      this.database,
      lead.dispositionId === null ? [] : [lead.dispositionId],
    );
    const disposition = lead.dispositionId === null ? null : dispositions.get(lead.dispositionId)!;
    const declinable = await this.declining.readUntil(this.database, [lead], { directory, now });
    const mayBeSuppressed =
      !isNew || disposition?.suppressionId != null || document!.issues.includes(SUPPRESSED_NUMBER);
    const suppressed = await this.suppressing.covering(this.database, mayBeSuppressed ? [{ lead, document }] : [], now);
    const queuedSince =
      isNew && !lead.test
        ? new Map([[lead.id, lead.updatedAt]])
        : await this.queuedSince(this.database, [lead], directory);
    return leadView(lead, document!, {
      clocks,
      pauses: leadCase.pauses,
      disposition,
      suppression: suppressed.get(lead.id) ?? null,
      queuedSince: queuedSince.get(lead.id) ?? null,
      milestones: isNew ? [] : await this.milestones.readOf(this.database, [lead.id]),
      declinableUntil: declinable.get(lead.id) ?? null,
      directory,
      now,
    });
  }

  async clockViewOf({ pauses }: LeadCase, clock: LeadClock) {
    return clockView(clock, { pauses, directory: await this.directories.latestKnown(), now: this.time.now() });
  }

  async inbox(repId: string, caller: Caller, page: { limit?: number; cursor?: string }) {
    const directory = await this.directories.now();
    const sight = sightOf(caller, directory);
    if (directory.rep(repId) === undefined || !(sight.all || sight.repIds.includes(repId)))
      throw new NotFoundError('rep', repId);
    const { limit = 100, cursor } = page;
    const key = readCursor(cursor, ['text', 'id']);
    const offers = directory
      .poolsOfferingTo([repId])
      .map((poolId) => ({ poolId, forMs: offerEndsAt(directory.pool(poolId)!, 0) }));
    const { rows, last } = await this.urgent.readInbox({ repId, offers }, key && { dueAt: key[0], id: key[1] }, limit);
    const nextCursor = last && toCursor([last.urgentAt, last.id]);
    return { data: await this.views(rows, directory), nextCursor, serverTime: toIso(this.time.now()) };
  }

  /** Reads leads with the fields that their live updates are routed by. The caller checks whether they may be seen. */
  async readNow(ids: readonly string[]): Promise<LeadRead[]> {
    if (ids.length === 0) return [];
    const rows = await this.lists.readMany(this.database.reads, ids);
    const views = await this.views(rows, await this.directories.now());
    return rows.map(({ ownerId, poolId, waiting, status, offer, eventSeq }, index) => ({
      ownerId,
      poolId,
      waiting,
      status,
      offer,
      seq: eventSeq,
      view: views[index]!,
    }));
  }

  /** Returns the leads of the people whom suppressions name, also those that are lifted. */
  async namedBy(
    suppressionIds: readonly string[],
    people: readonly (KnownBy & { readonly id: string })[],
  ): Promise<string[]> {
    const named = await this.suppressing.namedBy(this.database.reads, suppressionIds, people);
    return named.map(({ id }) => id);
  }

  /** @throws NotFoundError unless the caller may see the lead */
  async find(id: string, caller: Caller): Promise<{ row: LeadRow; directory: Directory }> {
    const directory = await this.directories.now();
    const [row] = await this.lists.readMany(this.database.reads, [id]);
    if (row === undefined || !isSeen(sightOf(caller, directory), row)) throw new NotFoundError('lead', id);
    return { row, directory };
  }

  /** Responds to the sender of an existing lead, who may not be allowed to see what an earlier sender included. */
  private async asFarAsSeen(id: string, caller: Caller): Promise<LeadView | UnseenLead> {
    const directory = await this.directories.now();
    const [row] = await this.lists.readMany(this.database, [id]);
    if (!isSeen(sightOf(caller, directory), row!)) return { id, status: row!.status };
    return (await this.views([row!], directory, this.database))[0]!;
  }

  async views(rows: readonly LeadRow[], directory: Directory, sql: Sql = this.database.reads): Promise<LeadView[]> {
    const now = this.time.now();
    const clocks = groupBy(await this.lists.readClocks(sql, pluck(rows, 'id')), (clock) => clock.subjectId);
    const pauses = groupBy(await this.pauses.readOf(sql, 'lead', withPausedClock(clocks)), (pause) => pause.subjectId);
    const dispositions = await this.dispositions.readClosings(
      sql,
      rows.flatMap((row) => row.dispositionId ?? []),
    );
    const milestones = groupBy(await this.milestones.readOf(sql, pluck(rows, 'id')), ({ leadId }) => leadId);
    const declinable = await this.declining.readUntil(sql, rows, { directory, now });
    const cases = rows.map((row) => ({ lead: row, document: row }));
    const suppressed = await this.suppressing.covering(sql, cases, now);
    const queuedSince = await this.queuedSince(sql, rows, directory);
    const views: LeadView[] = [];
    const turns = new Turns();
    for (const row of rows) {
      const disposition = row.dispositionId === null ? null : dispositions.get(row.dispositionId)!;
      const view = leadView(row, row, {
        clocks: clocks.get(row.id) ?? [],
        pauses: pauses.get(row.id) ?? [],
        disposition,
        suppression: suppressed.get(row.id) ?? null,
        queuedSince: queuedSince.get(row.id) ?? null,
        milestones: milestones.get(row.id) ?? [],
        declinableUntil: declinable.get(row.id) ?? null,
        directory,
        now,
      });
      views.push(view);
      // Computing the time left of clocks takes a while, so other work gets a turn.
      await turns.next();
    }
    return views;
  }

  /** Returns since when leads are in queues that promise something. Asks nothing for leads in none. */
  private async queuedSince(
    sql: Sql,
    leads: readonly Pick<LeadRow, 'id' | 'queueId' | 'test'>[],
    directory: Directory,
  ): Promise<ReadonlyMap<string, Instant>> {
    const promised = leads.filter(({ queueId, test }) => !test && promiseOfQueue(directory, queueId) !== null);
    return promised.length === 0 ? new Map() : this.stays.readSince(sql, pluck(promised, 'id'));
  }
}

function withPausedClock(clocks: ReadonlyMap<string, readonly LeadClock[]>): string[] {
  return [...clocks].flatMap(([id, ofLead]) => (ofLead.some(({ pausedAt }) => pausedAt !== null) ? [id] : []));
}

function senderOf(caller: Caller, index = 0): Pick<Arrival, 'actor' | 'keyId' | 'id'> {
  const { keyId, requestId } = caller;
  return { actor: actorOf(caller), keyId, ...(requestId !== undefined && { id: nthId(requestId, index) }) };
}

function batchResult(index: number, received: IntakeOutcome): BatchResult {
  switch (received.status) {
    case 'created':
      return { index, status: 'created', id: received.leadCase.lead.id };
    case 'madeBefore':
      return { index, status: 'created', id: received.id };
    case 'existing':
      return { index, status: 'existing', id: received.id };
    case 'joined':
      return { index, status: 'joined', id: received.id, inquiryId: received.inquiryId };
    case 'invalid':
      return { index, status: 'invalid', errors: under(`/leads/${index}`, received.faults) };
  }
}
