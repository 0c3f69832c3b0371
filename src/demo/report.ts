import type { FeedEvent } from './feed-reader.js';

/** What became of a group of leads, or of the leads of a rep. */
export interface Tally {
  /** Leads that came in; of a rep: how often one was given to them. */
  leads: number;
  /** Leads of which somebody tried to reach the contact; of a rep: those whom they tried first. */
  touched: number;
  /** From receipt to that first attempt, elapsed time. */
  readonly speedsMs: number[];
  /** Promises that were decided, and how many of them were kept. */
  promises: number;
  kept: number;
  /** Moves to another owner; of a rep: away from them. */
  moves: number;
  won: number;
  nurture: number;
  recycle: number;
  suppress: number;
  lost: number;
}

export interface Report {
  /** By the promise to the lead (`leadResponse`). */
  readonly bySource: ReadonlyMap<string, Tally>;
  /** By the owner's own promise (`firstTouch`); the key is a rep's id. */
  readonly byRep: ReadonlyMap<string, Tally>;
  /** How often each type of event happened. */
  readonly events: ReadonlyMap<string, number>;
}

type ClosingKind = 'won' | 'nurture' | 'recycle' | 'suppress' | 'lost';

interface Known {
  readonly source: string;
  readonly receivedAt: number;
  ownerId: string | null;
  firstTouch: { readonly at: number; readonly repId: string } | null;
}

interface Promised {
  readonly leadId: string;
  readonly kind: string;
  readonly repId: string | null;
  verdict: 'kept' | 'missed' | null;
}

/** Outcomes that reach nobody, whatever a policy counts. */
const NO_ATTEMPT: ReadonlySet<unknown> = new Set(['bounced', 'wrongNumber']);

/**
 * Works everything out of the whole feed, in its order.
 * An attempt that was told of later counts from when it was made: the first is the earliest made, not the first told.
 */
export function readReport(events: readonly FeedEvent[]): Report {
  const leads = new Map<string, Known>();
  const promises = new Map<string, Promised>();
  const report = { bySource: new Map(), byRep: new Map(), events: new Map<string, number>() };
  for (const event of events) {
    report.events.set(event.type, (report.events.get(event.type) ?? 0) + 1);
    if (event.type === 'lead.received') receive(leads, event);
    const lead = leads.get(event.subject.id);
    if (lead === undefined) continue;
    if (event.type.startsWith('lead.')) followLead(report, lead, event);
    else judge(promises, event);
  }
  for (const lead of leads.values()) countLead(report, lead);
  for (const promise of promises.values()) countPromise(report, leads.get(promise.leadId)!, promise);
  return report;
}

/** The sum of all rows. */
export function totalOf(rows: Iterable<Tally>): Tally {
  const total = emptyTally();
  for (const row of rows) {
    for (const key of COUNTS) total[key] += row[key];
    total.speedsMs.push(...row.speedsMs);
  }
  return total;
}

/** The share of decided promises that were kept; null when none was decided. */
export function attainment({ promises, kept }: Pick<Tally, 'promises' | 'kept'>): number | null {
  return promises === 0 ? null : kept / promises;
}

const COUNTS = [
  'leads',
  'touched',
  'promises',
  'kept',
  'moves',
  'won',
  'nurture',
  'recycle',
  'suppress',
  'lost',
] as const;

function emptyTally(): Tally {
  return {
    ...(Object.fromEntries(COUNTS.map((key) => [key, 0])) as Record<(typeof COUNTS)[number], number>),
    speedsMs: [],
  };
}

function receive(leads: Map<string, Known>, { subject, data, occurredAt }: FeedEvent): void {
  const receivedAt = Date.parse(occurredAt);
  leads.set(subject.id, { source: String(data.source), receivedAt, ownerId: null, firstTouch: null });
}

function followLead(report: Report, lead: Known, { type, data }: FeedEvent): void {
  const bySource = row(report.bySource, lead.source);
  switch (type) {
    case 'lead.assigned':
    case 'lead.reassigned':
      row(report.byRep, data.repId as string).leads += 1;
      if (type === 'lead.reassigned') countBoth(report, lead, data.fromRepId as string, 'moves');
      lead.ownerId = data.repId as string;
      return;
    case 'lead.queued':
      lead.ownerId = null;
      return;
    case 'lead.touched':
      noteTouch(lead, data);
      return;
    case 'lead.disposed':
      countBoth(report, lead, lead.ownerId, data.category as ClosingKind);
      return;
    case 'lead.milestone':
      if (data.name === 'won') countBoth(report, lead, lead.ownerId, 'won');
      return;
    case 'lead.received':
      bySource.leads += 1;
      return;
  }
}

function noteTouch(lead: Known, data: FeedEvent['data']): void {
  if (data.direction !== 'outbound' || data.automated === true || NO_ATTEMPT.has(data.outcome)) return;
  const at = Date.parse(data.occurredAt as string);
  if (lead.firstTouch === null || at < lead.firstTouch.at) lead.firstTouch = { at, repId: data.repId as string };
}

function judge(promises: Map<string, Promised>, { type, subject, data }: FeedEvent): void {
  const clockId = data.clockId as string;
  if (type === 'sla.started') {
    // Without a deadline nothing was promised; it only measures. What wakes a lead is no promise either.
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

function countLead(report: Report, { source, receivedAt, firstTouch }: Known): void {
  if (firstTouch === null) return;
  for (const tally of [row(report.bySource, source), row(report.byRep, firstTouch.repId)]) {
    tally.touched += 1;
    tally.speedsMs.push(firstTouch.at - receivedAt);
  }
}

function countPromise(report: Report, lead: Known, { kind, repId, verdict }: Promised): void {
  if (verdict === null) return;
  const tally = kind === 'leadResponse' ? row(report.bySource, lead.source) : row(report.byRep, repId!);
  tally.promises += 1;
  if (verdict === 'kept') tally.kept += 1;
}

function countBoth(report: Report, lead: Known, repId: string | null, what: ClosingKind | 'moves'): void {
  row(report.bySource, lead.source)[what] += 1;
  row(report.byRep, repId ?? NOBODY)[what] += 1;
}

/** Stands for the owner of a lead that has none. */
export const NOBODY = 'nobody';

function row(rows: ReadonlyMap<string, Tally>, key: string): Tally {
  const found = rows.get(key);
  if (found !== undefined) return found;
  const tally = emptyTally();
  (rows as Map<string, Tally>).set(key, tally);
  return tally;
}
