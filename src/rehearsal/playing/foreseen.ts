import type { LeadClockKind } from '../../clocks/clock.js';
import type { EventType, NewEvent } from '../../events/event.js';
import { type Names } from '../../leads/names.js';
import { type Notes, sentenceOf } from '../../leads/timeline.js';
import type { Instant } from '../../platform/instant.js';

/** What would happen, in a word. */
export const FORESEEN = [
  'warning',
  'breach',
  'remind',
  'reassign',
  'escalate',
  'start',
  'open',
  'met',
  'correct',
  'end',
  'pause',
  'resume',
  'replan',
  'hold',
  'assign',
  'queue',
  'touch',
  'dispose',
  'wake',
  'reopen',
  'change',
] as const;
export type Foreseeable = (typeof FORESEEN)[number];

/** By the event that would be recorded of it. */
const WHAT: Partial<Record<EventType, Foreseeable>> = {
  'lead.assigned': 'assign',
  'lead.reassigned': 'assign',
  'lead.queued': 'queue',
  'lead.touched': 'touch',
  'lead.disposed': 'dispose',
  'lead.woken': 'wake',
  'lead.reopened': 'reopen',
  'sla.started': 'start',
  'sla.warned': 'warning',
  'sla.breached': 'breach',
  'sla.met': 'met',
  'sla.corrected': 'correct',
  'sla.cancelled': 'end',
  'sla.escalated': 'escalate',
  'sla.paused': 'pause',
  'sla.resumed': 'resume',
  'sla.replanned': 'replan',
  'sla.held': 'hold',
};

/** Facts of an event that are told of it as they are. */
const TOLD = [
  'step',
  'share',
  'opensAt',
  'dueAt',
  'to',
  'toRepId',
  'toTeamId',
  'toRepIds',
  'insteadOf',
  'wouldHave',
  'category',
  'reason',
] as const;

/** Something that would happen. */
export interface ForeseenInstant extends Partial<Readonly<Record<(typeof TOLD)[number], unknown>>> {
  readonly at: Instant;
  /** Null where it is about the lead, and no clock. */
  readonly clock: LeadClockKind | null;
  readonly what: Foreseeable;
  /** The event that would be recorded; absent where none would. */
  readonly type?: EventType;
  /** Whose clock or touch it is, or who would have the lead. */
  readonly repId?: string | null;
  readonly text: string;
}

/** @param notes what people wrote about holds and pauses */
export function foreseenOf({ type, at, data }: NewEvent, names: Names, notes: Notes): ForeseenInstant {
  const isMove = type === 'lead.reassigned' && data.cause === 'breach';
  return {
    at,
    // A touch has a kind of its own.
    clock: data.clockId === undefined ? null : ((data.kind as LeadClockKind | undefined) ?? null),
    what: whatOf({ type, data }),
    type,
    ...(data.repId !== undefined && { repId: data.repId as string | null }),
    ...(isMove && { toRepId: data.repId }),
    ...Object.fromEntries(TOLD.flatMap((fact) => (data[fact] === undefined ? [] : [[fact, data[fact]]]))),
    text: sentenceOf({ type, data }, names, notes),
  };
}

function whatOf({ type, data }: Pick<NewEvent, 'type' | 'data'>): Foreseeable {
  if (type === 'sla.warned' && data.share === 0) return 'open';
  if (type === 'sla.escalated' && data.why === 'reminder') return 'remind';
  if (type === 'lead.reassigned' && data.cause === 'breach') return 'reassign';
  return WHAT[type] ?? 'change';
}
