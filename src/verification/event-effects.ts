import { STATUS_OF } from '../disposition/disposition.js';
import type { EventType } from '../events/event.js';
import { become, type Fields, keep, type ReplayedEvent, type Story, type VerifiedEvent } from '../events/verified.js';
import { movesTakenBack } from '../lifecycle/tenures.js';
import { toIso } from '../platform/values/duration.js';
import { type AssignmentCause, GIVING_BACK } from '../routing/assignments/assignment.js';

/** For events that determine no field of a row. */
const nothing: VerifiedEvent = () => undefined;

/** The effect of events on rows. The type requires all events of leads and of clocks. */
export const EVENT_EFFECTS: Readonly<Record<Extract<EventType, `lead.${string}` | `sla.${string}`>, VerifiedEvent>> = {
  'lead.received': (story, { data: { imported } }) =>
    become(story, {
      status: 'open',
      ownerId: null,
      queuedSince: null,
      offeredSince: null,
      queueId: null,
      queueOverdueAt: null,
      cycle: imported === true ? 0 : 1,
      reassignments: 0,
      dispositionId: null,
      isErased: false,
    }),
  'lead.updated': nothing,
  'lead.assigned': given,
  'lead.reassigned': (story, event) => {
    const { reassignments } = leadOf(story);
    const change = movesBy(story, event);
    given(story, event);
    become(story, { reassignments: Number(reassignments) + change });
  },
  'lead.queued': (story, event) => {
    given(story, event);
    become(story, { ownerId: null, queuedSince: leadOf(story).queuedSince ?? toIso(event.at), offeredSince: null });
    become(story, inQueue(story, event.data.queueId ?? null));
  },
  'lead.queueOverdue': (story, event) => become(story, { queueOverdueAt: toIso(event.at) }),
  'lead.offered': (story, event) => {
    given(story, event);
    become(story, { ownerId: null, queuedSince: null, ...inQueue(story, null), offeredSince: toIso(event.at) });
  },
  'lead.claimed': nothing,
  'lead.inquired': ({ rows }, { data }) => {
    const { inquiryId, matchedBy, became } = data;
    keep(rows, 'inquiry', String(inquiryId), { matchedBy, became, mergedLeadId: null });
  },
  // For the merged lead, only its closing affects rows; the other lead gets an inquiry.
  'lead.merged': ({ rows }, { data }) => {
    const { inquiryId, mergedLeadId } = data;
    if (mergedLeadId !== undefined)
      keep(rows, 'inquiry', String(inquiryId), { matchedBy: 'person', became: 'merged', mergedLeadId });
  },
  'lead.unmerged': nothing,
  'lead.inquiryErased': nothing,
  'lead.declined': nothing,
  'lead.credited': nothing,
  'lead.creditWithdrawn': nothing,
  'lead.touched': ({ rows }, { data }) => {
    const { repId, kind, direction, outcome, occurredAt, automated, goodbye = false, meetingAt = null } = data;
    keep(rows, 'touch', String(data.touchId), {
      repId,
      kind,
      direction,
      outcome,
      occurredAt,
      automated,
      goodbye,
      meetingAt,
      isVoided: false,
    });
  },
  'lead.touchVoided': ({ rows }, { data }) => keep(rows, 'touch', String(data.touchId), { isVoided: true }),
  'lead.noted': nothing,
  'lead.milestone': (story, event) => {
    const { milestoneId, name, occurredAt, value } = event.data;
    keep(story.rows, 'milestone', String(milestoneId), { name, occurredAt, isReversed: false, ...worth(value) });
    if (name === 'won') closed(story, event, { status: 'won' });
  },
  'lead.disposed': (story, event) => {
    const { dispositionId, category, reason, intent } = event.data;
    closed(story, event, { status: STATUS_OF[category as keyof typeof STATUS_OF], dispositionId });
    const facts = { category, reason, intent, cycle: leadOf(story).cycle, isReversed: false };
    keep(story.rows, 'disposition', String(dispositionId), facts);
  },
  'lead.milestoneRevalued': ({ rows }, { data }) =>
    keep(rows, 'milestone', String(data.milestoneId), worth(data.value)),
  'lead.milestoneReversed': ({ rows }, { data }) =>
    keep(rows, 'milestone', String(data.milestoneId), { isReversed: true }),
  // Whether a decision is still pending depends on milestones too; an invariant compares it with the clocks.
  'lead.decisionRequested': nothing,
  'lead.decisionWithdrawn': nothing,
  'lead.corrected': (story, event) => {
    const { dispositionId, supersedes, category, reason, intent } = event.data;
    become(story, { status: STATUS_OF[category as keyof typeof STATUS_OF], dispositionId });
    const { cycle } = story.rows.disposition?.get(String(supersedes)) ?? {};
    keep(story.rows, 'disposition', String(dispositionId), { category, reason, intent, cycle, isReversed: false });
  },
  'lead.reopened': (story, event) => {
    const { dispositionId } = leadOf(story);
    // A reopening by hand reverses the disposition; one because the contact wrote again does not.
    if (event.data.by === 'person' && dispositionId !== null)
      keep(story.rows, 'disposition', String(dispositionId), { isReversed: true });
    begun(story, event);
  },
  'lead.woken': (story, event) => {
    const at = toIso(event.at);
    keep(story.rows, 'clock', String(event.data.clockId), { ...ENDED, state: 'met', metAt: at });
    begun(story, event);
  },
  'lead.erased': (story) => become(story, { isErased: true }),
  'sla.started': (story, event) => clock(story, event, { ...NEW, state: 'running' }),
  'sla.warned': (story, event) => clock(story, event),
  'sla.breached': (story, event) => clock(story, event, { ...ENDED, state: 'breached', breachedAt: toIso(event.at) }),
  // A late answer does not undo a miss.
  'sla.met': (story, event) =>
    clock(story, event, {
      ...(event.data.late !== true && { ...ENDED, state: 'met' }),
      metAt: event.data.metAt,
      ...(event.data.acknowledgedAt !== undefined && { acknowledgedAt: event.data.acknowledgedAt }),
    }),
  'sla.corrected': (story, event) =>
    clock(story, event, {
      ...ENDED,
      state: event.data.state ?? 'met',
      metAt: event.data.metAt,
      ...(event.data.breachedAt !== undefined && { breachedAt: event.data.breachedAt }),
    }),
  'sla.struck': (story, event) => {
    const { state, metAt, missedAt } = event.data;
    const breachedAt = state === 'breached' ? missedAt : null;
    clock(story, event, { ...ENDED, state, metAt, breachedAt, struckBreachAt: missedAt });
  },
  'sla.escalated': (story, event) => clock(story, event),
  // A clock that is new here was cancelled without ever having run.
  'sla.cancelled': (story, event) =>
    clock(story, event, { ...(!isKnown(story, event) && NEW), ...ENDED, state: 'cancelled' }),
  'sla.replanned': (story, event) => clock(story, event),
  'sla.paused': (story, event) =>
    clock(story, event, { pausedAt: event.data.pausedAt, resumesAt: event.data.resumesAt }),
  'sla.resumed': (story, event) => clock(story, event, ENDED),
  'sla.acknowledged': (story, event) => clock(story, event, { acknowledgedAt: toIso(event.at) }),
  'sla.held': (story, event) => clock(story, event),
};

/** Fields of a clock that is not paused. */
const ENDED: Fields = { pausedAt: null, resumesAt: null };
const NEW: Fields = { ...ENDED, metAt: null, breachedAt: null, struckBreachAt: null, acknowledgedAt: null };

/** Applies the fields that every event of a clock has. */
function clock(story: Story, event: ReplayedEvent, change: Fields = {}): void {
  const { clockId, kind, repId, dueAt, step = null, opensAt = null } = event.data;
  const cycle = isKnown(story, event) ? {} : { cycle: leadOf(story).cycle };
  keep(story.rows, 'clock', String(clockId), { ...cycle, kind, repId, dueAt, step, opensAt, ...change });
}

function isKnown({ rows }: Story, { data }: ReplayedEvent): boolean {
  return rows.clock?.has(String(data.clockId)) ?? false;
}

/** Ends the present assignment and begins a new one with the owner `repId`, or without one. */
function given(story: Story, event: ReplayedEvent): void {
  endAssignment(story, event);
  const { assignmentId, repId = null, poolId, rule, cause } = event.data;
  const { cycle } = leadOf(story);
  const fromAt = toIso(event.at);
  keep(story.rows, 'assignment', String(assignmentId), { repId, poolId, rule, cause, cycle, fromAt, untilAt: null });
  if (repId !== null) become(story, { ownerId: repId, queuedSince: null, ...inQueue(story, null), offeredSince: null });
}

/** Returns the fields of a lead in a named queue; null for none. A missed promise of a former queue is over. */
function inQueue(story: Story, queueId: unknown): Fields {
  return leadOf(story).queueId === queueId ? {} : { queueId, queueOverdueAt: null };
}

/** Returns how a move changes the number of moves: one that gives the lead back takes back earlier ones. */
function movesBy({ rows }: Story, { data: { cause, repId, undoes } }: ReplayedEvent): number {
  if (!GIVING_BACK.some((each) => each === cause)) return 1;
  const tenures = [...(rows.assignment ?? [])].map(([each, { repId: owner, cycle, cause: why }]) => {
    return { id: each, repId: owner as string | null, cycle: Number(cycle), cause: why as AssignmentCause };
  });
  return -movesTakenBack(tenures, String(repId), undoes);
}

function endAssignment({ rows }: Story, { at }: ReplayedEvent): void {
  for (const [each, { untilAt }] of rows.assignment ?? [])
    if (untilAt === null) keep(rows, 'assignment', each, { untilAt: toIso(at) });
}

/** The lead keeps its last owner. */
function closed(story: Story, event: ReplayedEvent, how: Fields): void {
  endAssignment(story, event);
  become(story, { ...how, queuedSince: null, ...inQueue(story, null), offeredSince: null });
}

/** A cycle begins, or goes on if what had closed the lead was taken back. */
function begun(story: Story, { data: { cycle } }: ReplayedEvent): void {
  const { cycle: former, reassignments } = leadOf(story);
  const moves = cycle === former ? reassignments : 0;
  become(story, { status: 'open', ownerId: null, cycle, reassignments: moves, dispositionId: null });
}

function leadOf({ rows, subjectId }: Story): Fields {
  return rows.subject?.get(subjectId) ?? {};
}

function worth(value: unknown): Fields {
  const { amount = null, currency = null } = (value ?? {}) as { readonly amount?: string; readonly currency?: string };
  return { amount, currency };
}
