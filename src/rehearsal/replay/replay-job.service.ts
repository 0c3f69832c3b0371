import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import type { LedgerRow } from '../../events/event.js';
import type { FeedPosition } from '../../events/feed.js';
import { LedgerStore } from '../../events/ledger.store.js';
import type { JobRunner, JobStep, TakenJob } from '../../jobs/job.js';
import type { LeadDocument } from '../../leads/lead.js';
import { type LeadRow, LeadStore } from '../../leads/lead.store.js';
import type { RelatedLead } from '../../leads/same-person.js';
import { LeadAccounts } from '../../lifecycle/lead-accounts.service.js';
import { instantOf } from '../../platform/input/formats.js';
import { Turns } from '../../platform/running/turns.js';
import { Database } from '../../platform/sql/database.js';
import { type Instant, MS_PER_MINUTE } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { AssignmentStore } from '../../routing/assignments/assignment.store.js';
import { compileRules, prepareRules } from '../../routing/rules/rules.js';
import { draftOf } from './draft.js';
import { type OtherEvent, presenceIn, type RehearsedEvent } from './history.js';
import { batchesOf, eventIn, inOrder, isOfRouting, REPLAYED_TYPES } from './reading-events.js';
import type { ReplayBody } from './replay.schema.js';
import { ReplayStore } from './replay.store.js';
import { newReplayedLead, type ReplayedTenure } from './replayed-lead.js';
import { ReplayedLoads } from './replayed-loads.js';
import { ReplayedStandings } from './replayed-standings.js';
import { ReplayRun } from './replaying.js';

const SLICE_MAX = 1_000;
/** Longer than any transaction: no event is read later than this after others of its time. */
const OUT_OF_ORDER_MS = MS_PER_MINUTE;

interface Going {
  readonly jobId: string;
  readonly replaying: ReplayRun;
  readonly span: { readonly from: Instant; readonly to: Instant };
  after: FeedPosition | null;
  /** Events that were read, but may still be preceded by others. */
  pending: LedgerRow[];
}

/** Replays past routing by a draft. It only reads, on the lane of read-only queries. */
@Injectable()
export class ReplayJob implements JobRunner {
  /** The replay in progress, in memory only: on another node it starts over. */
  private going: Going | null = null;

  constructor(
    private readonly database: Database,
    private readonly store: ReplayStore,
    private readonly ledger: LedgerStore,
    private readonly leads: LeadStore,
    private readonly assignments: AssignmentStore,
    private readonly directories: DirectoryService,
    private readonly accounts: LeadAccounts,
  ) {}

  async step({ id, request }: Pick<TakenJob, 'id' | 'request'>): Promise<JobStep> {
    const body = request as ReplayBody;
    const going = this.going?.jobId === id ? this.going : await this.begin(id, body);
    this.going = going;
    const isOver = await this.goOn(going);
    if (isOver) {
      this.going = null;
      return { kind: 'done', result: going.replaying.result(body) };
    }
    const { from, to } = going.span;
    const reached = going.pending[0]?.occurredAt ?? from;
    return { kind: 'goOn', cursor: {}, progress: Math.min(1, Math.max(0, (reached - from) / (to - from))) };
  }

  async windUp(nextId: string | undefined): Promise<void> {
    if (this.going?.jobId !== nextId) this.going = null;
  }

  private async begin(jobId: string, body: ReplayBody): Promise<Going> {
    const { reads } = this.database;
    const span = { from: instantOf(body.from), to: instantOf(body.to) };
    const directory = await this.directories.now();
    await prepareRules(body.rules ?? [], new Turns());
    const draft = draftOf(
      directory,
      body.rules && compileRules(body.rules, directory.content.queues),
      body.pools ?? [],
    );
    const loads = new ReplayedLoads(await this.store.readLoads(reads, span.from), directory);
    const lastTurns = await this.store.readLastTurns(reads, span.from);
    const since = await this.store.readSince(reads, span.from);
    const replaying = new ReplayRun(draft, loads, new ReplayedStandings(lastTurns, since));
    return { jobId, replaying, span, after: await this.store.findStart(reads, span.from), pending: [] };
  }

  /** @returns whether it has reached the end */
  private async goOn(going: Going): Promise<boolean> {
    const { from, to } = going.span;
    const horizon = await this.ledger.readHorizon();
    const read =
      going.after === null
        ? []
        : await this.ledger.readNews({ after: going.after, horizon }, REPLAYED_TYPES, SLICE_MAX);
    const last = read.at(-1);
    if (last !== undefined) going.after = last;
    const inTime = read.filter(({ occurredAt }) => occurredAt >= from && occurredAt < to);
    const all = [...going.pending, ...inTime].sort(inOrder);
    const isOver = read.length < SLICE_MAX || read.every(({ occurredAt }) => occurredAt >= to + OUT_OF_ORDER_MS);
    const settledBefore = isOver ? Number.POSITIVE_INFINITY : last!.occurredAt - OUT_OF_ORDER_MS;
    const settled = all.filter(({ occurredAt }) => occurredAt < settledBefore);
    going.pending = all.slice(settled.length);
    await this.play(going, settled);
    return isOver;
  }

  private async play({ replaying, span }: Going, rows: readonly LedgerRow[]): Promise<void> {
    if (rows.length === 0) return;
    const { reads } = this.database;
    const leadIds = [...new Set(rows.map(({ subjectId }) => subjectId))];
    const routed = rows.filter(isOfRouting);
    const related = await this.store.findRelated(reads, routed);
    const documents = await this.readDocuments(replaying, leadIds, customersIn(related));
    const real = rows.filter(({ subjectId }) => documents.get(subjectId)?.test === false);
    const placing = real.flatMap(({ data }) => (typeof data.assignmentId === 'string' ? [data.assignmentId] : []));
    const decided = await this.store.readDecided(reads, { leadIds, assignmentIds: placing });
    const touches = real.flatMap(({ type, data }) => (type === 'lead.touched' ? [String(data.touchId)] : []));
    const counting = await this.store.findCounting(reads, touches);
    const byAssignment = new Map(decided.map((each) => [each.assignmentId, each]));
    const events = real.flatMap((row) => eventIn(row, { decided: byAssignment, counting, related }));
    for (const leadId of await this.store.findTakenBack(reads, leadIds, span))
      replaying.standings.takenBack.add(leadId);
    await this.learn(replaying, events, documents, span.from);
    const snapshotIds = decided.flatMap(({ snapshotId }) => snapshotId ?? []);
    const snapshots = await this.assignments.readSnapshots(reads, snapshotIds);
    const documentOf = (leadId: string): LeadDocument | undefined => {
      const row = documents.get(leadId);
      return row === undefined || row.erasedAt !== null ? undefined : row;
    };
    const turns = new Turns();
    const happen = (event: OtherEvent) => replaying.happen(event, documents.get(event.leadId)!);
    for (const batch of batchesOf(events)) {
      await turns.next();
      if ('other' in batch) {
        happen(batch.other);
        continue;
      }
      for (const event of batch.began) happen(event);
      const placed = batch.placed.map((event) => event.placed);
      const snapshot = snapshots.get(placed[0]!.snapshotId ?? '');
      if (snapshot !== undefined) replaying.enter(presenceIn(snapshot, placed));
      const asking = replaying.ask(batch.placed, documentOf);
      if (asking.length > 0) replaying.decide(asking);
    }
  }

  /** Reads leads as they are now, with accounts if the draft's rules need them or the lead is a customer's. */
  private async readDocuments(
    replaying: ReplayRun,
    leadIds: readonly string[],
    customers: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, LeadRow>> {
    const { reads } = this.database;
    const rows = await this.leads.readMany(reads, leadIds);
    const read = rows.map((row) => ({ lead: { id: row.id }, document: row as LeadDocument | null, row }));
    await this.accounts.knowToRoute(reads, replaying.directory, read);
    const ofCustomers = read.filter(({ lead }) => customers.has(lead.id));
    await this.accounts.know(reads, ofCustomers, { accounts: true, companies: false });
    return new Map(read.map(({ row, document }) => [row.id, { ...row, ...document }]));
  }

  /** Restores leads received before the span to their state at its start. */
  private async learn(
    replaying: ReplayRun,
    events: readonly RehearsedEvent[],
    documents: ReadonlyMap<string, LeadRow>,
    from: Instant,
  ): Promise<void> {
    const arriving = new Set(events.flatMap(({ kind, leadId }) => (kind === 'received' ? [leadId] : [])));
    const unknown = [...new Set(events.map(({ leadId }) => leadId))].filter(
      (leadId) => !arriving.has(leadId) && !replaying.knows(leadId),
    );
    if (unknown.length === 0) return;
    const { reads } = this.database;
    const tenures = groupBy(await this.assignments.readTenures(reads, 'lead', unknown), ({ subjectId }) => subjectId);
    const touched = await this.store.findTouched(reads, unknown, from);
    const before = new Map(unknown.map((id) => [id, (tenures.get(id) ?? []).filter(({ fromAt }) => fromAt < from)]));
    const assignmentIds = [...before.values()].flatMap((had) => had.at(-1)?.id ?? []);
    const places = await this.store.readPlaces(reads, { leadIds: unknown, assignmentIds });
    const takenBack = unknown.filter((leadId) => replaying.standings.takenBack.has(leadId));
    const given = takenBack.flatMap((leadId) => before.get(leadId)!.map(({ id }) => ({ leadId, id })));
    const dealt = new Map((await this.assignments.readDealt(reads, given)).map((each) => [each.id, each]));
    const credited = await this.store.findCredited(reads, takenBack, from);
    for (const [leadId, had] of before) {
      const last = had.at(-1);
      const tenures = had.map((tenure): ReplayedTenure => {
        const { id, cycle, repId, cause, snapshotId, fromAt, untilAt, takenBackAt = null } = tenure;
        const declinedFor = untilAt !== null && untilAt < from ? (tenure.declinedFor ?? null) : null;
        const isTakenBack = credited.has(id) || (takenBackAt !== null && takenBackAt < from);
        const traced = dealt.get(id);
        const turn = traced === undefined ? null : replaying.standings.formerTurn(traced);
        const past = { id, cycle, repId, cause, snapshotId, fromAt, declinedFor };
        return { ...past, takenBackAt: isTakenBack ? from : null, turn };
      });
      const isOpen = last !== undefined && (last.untilAt === null || last.untilAt >= from);
      const { rule = null, isOffered = false } = places.get(leadId) ?? {};
      replaying.know({
        ...newReplayedLead(leadId, replaying.sourceOf(documents.get(leadId)!)),
        isOpen,
        cycle: last?.cycle ?? 1,
        ownerId: isOpen ? last.repId : null,
        poolId: last?.poolId ?? null,
        rule,
        isUntouched: !touched.has(leadId),
        isPoolChosen: last?.poolChosen ?? false,
        waiting: !isOpen || last.repId !== null ? null : isOffered ? 'claim' : 'queue',
        tenures,
        credited: tenures.find(({ id }) => credited.has(id!)) ?? null,
      });
    }
  }
}

/** Returns the leads whose person had bought before. */
function customersIn(related: ReadonlyMap<LedgerRow, RelatedLead>): ReadonlySet<string> {
  return new Set([...related].flatMap(([{ subjectId }, { status }]) => (status === 'won' ? subjectId : [])));
}
