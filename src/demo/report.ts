import type { FeedEvent } from './feed-reader.js';
import type { Organisation } from './founding.js';
import { renderGrid } from './table.js';
import { type ClosingKind, emptyTally, type Tally } from './tally.js';

export interface DemoReport {
  /** By source, judged by the promise to the lead (`leadResponse`). */
  readonly bySource: ReadonlyMap<string, Tally>;
  /** The same leads by the id of the policy they came in under. */
  readonly byPolicy: ReadonlyMap<string, Tally>;
  /** By rep id, judged by the owner's own promise (`firstTouch`). */
  readonly byRep: ReadonlyMap<string, Tally>;
  /** Leads per final state, and how many of them had no attempt to reach the contact. */
  readonly now: ReadonlyMap<FinalState, { readonly leads: number; readonly untried: number }>;
  readonly events: ReadonlyMap<string, number>;
}

/** The state of a lead at the end of the demo. */
export type FinalState = 'open' | ClosingKind;

/** A lead as far as the feed has told of it. */
interface FollowedLead {
  readonly source: string;
  readonly policy: string;
  readonly receivedAt: number;
  ownerId: string | null;
  now: FinalState;
  /** When each of its owners, by rep id, first had it. */
  readonly hadSince: Map<string, number>;
  firstTouch: { readonly at: number; readonly repId: string } | null;
}

interface Promised {
  readonly leadId: string;
  readonly kind: string;
  readonly repId: string | null;
  verdict: 'kept' | 'missed' | null;
}

/** Outcomes that never count as an attempt, whatever the policy says. */
const NO_ATTEMPT: ReadonlySet<unknown> = new Set(['bounced', 'wrongNumber']);

/** Key for leads without an owner, and for leads without a policy. */
export const NOBODY = 'nobody';

/**
 * Computes the report from the whole feed, in its order.
 * The first attempt is the earliest one made, even if it was reported late.
 */
export function readReport(events: readonly FeedEvent[]): DemoReport {
  const leads = new Map<string, FollowedLead>();
  const promises = new Map<string, Promised>();
  const report = {
    bySource: new Map(),
    byPolicy: new Map(),
    byRep: new Map(),
    now: new Map<FinalState, { leads: number; untried: number }>(),
    events: new Map<string, number>(),
  };
  for (const event of events) {
    report.events.set(event.type, (report.events.get(event.type) ?? 0) + 1);
    if (event.type === 'lead.received') receive(leads, event);
    const lead = leads.get(event.subject.id);
    if (lead === undefined) continue;
    if (event.type.startsWith('lead.')) followLead(report, lead, event);
    else judge(promises, event);
  }
  for (const lead of leads.values()) {
    countLead(report, lead);
    const { leads: count, untried } = report.now.get(lead.now) ?? { leads: 0, untried: 0 };
    report.now.set(lead.now, { leads: count + 1, untried: untried + (lead.firstTouch === null ? 1 : 0) });
  }
  for (const promise of promises.values()) countPromise(report, leads.get(promise.leadId)!, promise);
  return report;
}

function receive(leads: Map<string, FollowedLead>, { subject, data, occurredAt }: FeedEvent): void {
  leads.set(subject.id, {
    source: String(data.source),
    policy: (data.policy as { id: string } | null | undefined)?.id ?? NOBODY,
    receivedAt: Date.parse(occurredAt),
    ownerId: null,
    now: 'open',
    hadSince: new Map(),
    firstTouch: null,
  });
}

function followLead(report: DemoReport, lead: FollowedLead, { type, data, occurredAt }: FeedEvent): void {
  switch (type) {
    case 'lead.received':
      for (const tally of groupsOf(report, lead)) tally.leads += 1;
      return;
    case 'lead.assigned':
    case 'lead.reassigned': {
      const repId = data.repId as string;
      row(report.byRep, repId).leads += 1;
      if (type === 'lead.reassigned') countEverywhere(report, lead, data.fromRepId as string, 'moves');
      lead.ownerId = repId;
      if (!lead.hadSince.has(repId)) lead.hadSince.set(repId, Date.parse(occurredAt));
      return;
    }
    case 'lead.queued':
      lead.ownerId = null;
      return;
    case 'lead.touched':
      noteTouch(lead, data);
      return;
    case 'lead.disposed':
      lead.now = data.category as ClosingKind;
      countEverywhere(report, lead, lead.ownerId, lead.now);
      return;
    case 'lead.milestone':
      if (data.name !== 'won') return;
      lead.now = 'won';
      countEverywhere(report, lead, lead.ownerId, lead.now);
      return;
    case 'lead.woken':
    case 'lead.reopened':
      lead.now = 'open';
      return;
  }
}

function noteTouch(lead: FollowedLead, data: FeedEvent['data']): void {
  if (data.direction !== 'outbound' || data.automated === true || NO_ATTEMPT.has(data.outcome)) return;
  const at = Date.parse(data.occurredAt as string);
  if (lead.firstTouch === null || at < lead.firstTouch.at) lead.firstTouch = { at, repId: data.repId as string };
}

function judge(promises: Map<string, Promised>, { type, subject, data }: FeedEvent): void {
  const clockId = data.clockId as string;
  if (type === 'sla.started') {
    // A clock without a deadline only measures; one that wakes a lead is no promise either.
    const isPromise = data.dueAt !== null && (data.kind === 'firstTouch' || data.kind === 'leadResponse');
    const repId = data.repId as string | null;
    if (isPromise) promises.set(clockId, { leadId: subject.id, kind: data.kind as string, repId, verdict: null });
    return;
  }
  const promise = promises.get(clockId);
  if (promise === undefined) return;
  if (type === 'sla.breached') promise.verdict = 'missed';
  else if (type === 'sla.corrected' || (type === 'sla.met' && data.late !== true)) promise.verdict = 'kept';
}

function countLead(report: DemoReport, lead: FollowedLead): void {
  const { receivedAt, firstTouch, hadSince } = lead;
  if (firstTouch === null) return;
  const { at, repId } = firstTouch;
  const isOwn = (hadSince.get(repId) ?? Number.POSITIVE_INFINITY) <= at;
  row(report.byRep, repId)[isOwn ? 'touched' : 'forOthers'] += 1;
  for (const tally of groupsOf(report, lead)) tally.touched += 1;
  for (const tally of [...groupsOf(report, lead), row(report.byRep, repId)]) tally.speedsMs.push(at - receivedAt);
}

function countPromise(report: DemoReport, lead: FollowedLead, { kind, repId, verdict }: Promised): void {
  if (verdict === null) return;
  for (const tally of kind === 'leadResponse' ? groupsOf(report, lead) : [row(report.byRep, repId!)]) {
    tally.promises += 1;
    if (verdict === 'kept') tally.kept += 1;
  }
}

function countEverywhere(
  report: DemoReport,
  lead: FollowedLead,
  repId: string | null,
  what: ClosingKind | 'moves',
): void {
  for (const tally of [...groupsOf(report, lead), row(report.byRep, repId ?? NOBODY)]) tally[what] += 1;
}

function groupsOf({ bySource, byPolicy }: DemoReport, { source, policy }: FollowedLead): Tally[] {
  return [row(bySource, source), row(byPolicy, policy)];
}

function row(rows: ReadonlyMap<string, Tally>, key: string): Tally {
  const found = rows.get(key);
  if (found !== undefined) return found;
  const tally = emptyTally();
  (rows as Map<string, Tally>).set(key, tally);
  return tally;
}

/** A member's row of `GET /v1/pools/{id}/fairness`. */
export interface MemberFairness {
  readonly repId: string;
  readonly weight: number;
  readonly shareDue: number;
  readonly leadsGot: number;
  readonly credit: number;
  readonly missed: Readonly<Record<string, number>>;
}

const MISSED = [
  ['off hours', ['offHours']],
  ['away', ['absent', 'unavailable', 'inactive']],
  ['full', ['capacity']],
  ['had it', ['earlierOwner']],
] as const;

export async function readFairness({ pools, reader }: Organisation): Promise<Map<string, MemberFairness[]>> {
  const members = new Map<string, MemberFairness[]>();
  for (const [name, id] of pools) {
    members.set(name, (await reader.get<{ data: MemberFairness[] }>(`/v1/pools/${id}/fairness`)).data);
  }
  return members;
}

export function renderFairness(
  pools: ReadonlyMap<string, readonly MemberFairness[]>,
  nameOf: (repId: string) => string,
): string {
  return [...pools].map(([pool, members]) => poolTable(pool, members, nameOf)).join('\n\n');
}

function poolTable(pool: string, members: readonly MemberFairness[], nameOf: (repId: string) => string): string {
  const titles = [`pool ${pool}`, 'weight', 'due', 'got', 'ahead', ...MISSED.map(([title]) => title)];
  const lines = members.map(({ repId, weight, shareDue, leadsGot, credit, missed }) => [
    nameOf(repId),
    String(weight),
    shareDue.toFixed(1),
    String(leadsGot),
    signed(-credit),
    ...MISSED.map(([, reasons]) => String(reasons.reduce((sum, reason) => sum + (missed[reason] ?? 0), 0))),
  ]);
  return renderGrid([titles, ...lines], false);
}

function signed(value: number): string {
  const text = value.toFixed(1);
  if (text === '-0.0' || text === '0.0') return '0.0';
  return value > 0 ? `+${text}` : text;
}
