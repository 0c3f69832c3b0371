import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../auth/scope.js';
import { MissedClockStore } from '../clocks/missed-clocks.store.js';
import { PauseStore } from '../clocks/pause.store.js';
import type { LedgerRow } from '../events/event.js';
import { LedgerStore } from '../events/ledger.store.js';
import { readNamed } from '../events/named.js';
import { ActivityStore } from '../leads/activity.store.js';
import { namesOf } from '../leads/lead.js';
import { pauseView, touchOfListView } from '../leads/lead.view.js';
import { MilestoneStore } from '../leads/milestone.store.js';
import { NoteStore } from '../leads/note.store.js';
import { timelineEntry, weightInTimeline } from '../leads/timeline.js';
import { cutPage, PAGE_WEIGHT_MAX, readCursor, toCursor } from '../platform/http/page.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import { isoOrNull, toIso } from '../platform/values/duration.js';
import { AssignmentStore } from '../routing/assignments/assignment.store.js';
import { closedByRule } from '../routing/deciding/because.js';
import type { TraceDifference, TraceSnapshot } from '../routing/deciding/trace.js';
import { renderTrace } from '../routing/deciding/trace-reading.js';
import { asSeenBy, type SeenTrace } from '../routing/deciding/trace-sight.js';
import { shadowView } from '../routing/rules/shadow.js';
import { type ShadowDecision, ShadowStore } from '../routing/rules/shadow.store.js';
import { HoldStore } from '../sla/hold.store.js';
import { LeadsService } from './leads.service.js';

@Injectable()
export class LeadHistoryService {
  constructor(
    private readonly leads: LeadsService,
    private readonly assignments: AssignmentStore,
    private readonly shadows: ShadowStore,
    private readonly activity: ActivityStore,
    private readonly notes: NoteStore,
    private readonly milestones: MilestoneStore,
    private readonly missed: MissedClockStore,
    private readonly pauseStore: PauseStore,
    private readonly holds: HoldStore,
    private readonly ledger: LedgerStore,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** Oldest first. */
  async timeline(id: string, caller: Caller, page: { limit?: number; cursor?: string }) {
    const { directory } = await this.leads.find(id, caller);
    const { limit = 1_000, cursor } = page;
    const after = readCursor(cursor, ['number'])?.[0] ?? 0;
    const rows = await this.ledger.readSubject(id, after, limit + 1);
    const named = await readNamed(this.database.reads, rows);
    const names = namesOf(directory, directory.timeZoneOf(caller.repId), named);
    const touchIds = rows.flatMap(({ data }) => (typeof data.touchId === 'string' ? [data.touchId] : []));
    const holdIds = rows.flatMap(({ data }) => (typeof data.holdId === 'string' ? [data.holdId] : []));
    const pauses = await this.pauseStore.readOf(this.database.reads, 'lead', [id]);
    const notes = new Map([
      ...pauses.flatMap(({ id: pauseId, reason }) => (reason === null ? [] : [[pauseId, reason] as const])),
      ...(await this.assignments.readNotes(this.database.reads, id)),
      ...[...(await this.activity.readVoidReasons(this.database.reads, id))].map(
        ([touchId, reason]) => [`void ${touchId}`, reason] as const,
      ),
      ...(await this.milestones.readReasons(this.database.reads, id)),
      ...(await this.missed.readStrikeReasons(this.database.reads, { subjectType: 'lead', subjectId: id })),
      ...(await this.notes.readTexts(this.database.reads, id)),
      ...(await this.activity.readNotes(this.database.reads, touchIds)),
      ...(await this.holds.readReasons(this.database.reads, holdIds)),
    ]);
    const entries = rows.map((row) => ({ row, weight: weightInTimeline(row, notes) }));
    const { taken, hasMore } = cutPage(entries, limit, PAGE_WEIGHT_MAX);
    const last = hasMore ? taken.at(-1)!.row : null;
    return {
      data: taken.map(({ row }) => timelineEntry(row, names, notes)),
      nextCursor: last && toCursor([last.subjectSeq]),
    };
  }

  /** Oldest first. */
  async touches(id: string, caller: Caller, page: { limit?: number; cursor?: string }) {
    await this.leads.find(id, caller);
    const { limit = 100, cursor } = page;
    const key = readCursor(cursor, ['instant', 'id']);
    const after = key && { at: key[0], id: key[1] };
    const { taken, hasMore } = await this.activity.readPage(this.database.reads, id, after, limit);
    const last = hasMore ? taken.at(-1)! : null;
    return { data: taken.map(touchOfListView), nextCursor: last && toCursor([last.occurredAt, last.id]) };
  }

  /** Newest first. */
  async routing(id: string, caller: Caller) {
    const { directory } = await this.leads.find(id, caller);
    const names = namesOf(directory);
    const { reads } = this.database;
    const repIds = rowsSeenBy(caller);
    const now = this.time.now();
    const traceOf = (snapshot: TraceSnapshot | null, trace: object | null) =>
      snapshot === null || trace === null
        ? null
        : asSeenBy(renderTrace(snapshot, trace as TraceDifference), repIds, now);
    const [rows, shadow] = [await this.assignments.readHistory(reads, id), await this.shadows.find(reads, id)];
    const causers = await this.ledger.readCausers(id);
    const closed = closedByRuleOf(await this.ledger.readSubject(id, 0, EVENTS_OF_INTAKE));
    return {
      data: rows.map((row) => ({
        id: row.id,
        repId: row.repId,
        poolId: row.poolId,
        ...(row.queueId !== null && { queue: names.queue(row.queueId) }),
        rule: row.rule,
        cause: row.cause,
        ...(row.note !== null && { reason: row.note }),
        by: causers.get(row.id) ?? null,
        cycle: row.cycle,
        from: isoOrNull(row.fromAt),
        until: isoOrNull(row.untilAt),
        trace: traceOf(row.snapshot, row.trace),
        ...(row.stayedAt !== null && {
          stayed: { at: toIso(row.stayedAt), trace: traceOf(row.stayedSnapshot, row.stayedTrace) },
        }),
      })),
      ...(closed !== undefined && { closed }),
      ...(shadow !== undefined && { shadow: shadowOf(shadow, traceOf(shadow.snapshot, shadow.trace)) }),
    };
  }

  /** Earliest first. */
  async pauses(id: string, caller: Caller) {
    await this.leads.find(id, caller);
    return { data: (await this.pauseStore.readOf(this.database.reads, 'lead', [id])).map(pauseView) };
  }
}

/** The most events of an intake, including a closing by a rule. */
const EVENTS_OF_INTAKE = 3;

function closedByRuleOf(events: readonly LedgerRow[]) {
  const event = events.find(({ type, data }) => type === 'lead.disposed' && typeof data.rule === 'string');
  if (event === undefined) return undefined;
  const { rule, category, reason } = event.data as { rule: string; category: string; reason: string };
  return { at: toIso(event.occurredAt), rule, category, reason, because: `${closedByRule(rule)}.` };
}

function shadowOf(decision: ShadowDecision, trace: SeenTrace | null) {
  return { at: toIso(decision.at), ...shadowView(decision, trace?.because ?? null), trace };
}

/** Returns the reps whose rows of a trace a caller sees in full, the others being counted; null for all. */
function rowsSeenBy(caller: Caller): readonly string[] | null {
  return caller.repId === null || may(caller, 'read', 'integration', 'manager') ? null : [caller.repId];
}
