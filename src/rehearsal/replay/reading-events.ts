import type { LedgerRow } from '../../events/event.js';
import type { AssignmentCause } from '../../routing/assignment.js';
import type { OtherEvent, Placed, PlacedEvent, ReplayedEvent } from './history.js';
import type { Decided } from './replay.store.js';

/** The types of events that a replay goes by. */
export const REPLAYED_TYPES = [
  'lead.received',
  'lead.assigned',
  'lead.reassigned',
  'lead.queued',
  'lead.offered',
  'lead.declined',
  'lead.credited',
  'lead.creditWithdrawn',
  'lead.touched',
  'lead.milestone',
  'lead.disposed',
  'lead.reopened',
  'lead.woken',
  'lead.erased',
] as const;

/** Where an event is in the order in which everything was decided. */
export function inOrder(one: LedgerRow, other: LedgerRow): number {
  return one.occurredAt - other.occurredAt || one.seq - other.seq;
}

/** What is read beside events. */
export interface ReadBeside {
  /** By assignment. */
  readonly decided: ReadonlyMap<string, Decided>;
  /** The touches that show that somebody works on their lead. */
  readonly counting: ReadonlySet<string>;
  /** Who won those who had bought when their leads came in, by lead. */
  readonly customers: ReadonlyMap<string, string | null>;
}

/** What an event means for the replay; nothing where it changes nothing. */
export function eventIn(row: LedgerRow, { decided, counting, customers }: ReadBeside): ReplayedEvent[] {
  const { type, occurredAt: at, data, subjectId: leadId } = row;
  const of = (kind: 'touched' | 'closed' | 'begun'): ReplayedEvent[] => [{ kind, at, leadId }];
  switch (type) {
    case 'lead.received':
      return [{ kind: 'received', at, leadId, wonBy: customers.get(leadId) }];
    case 'lead.touched':
      return counting.has(String(data.touchId)) ? of('touched') : [];
    case 'lead.milestone':
      return of(data.name === 'won' ? 'closed' : 'touched');
    case 'lead.disposed':
      return typeof data.rule === 'string' ? [{ kind: 'closedByRule', at, leadId, rule: data.rule }] : of('closed');
    case 'lead.erased':
      return of('closed');
    case 'lead.declined':
      return data.countsAsTurn === true ? [] : [{ kind: 'turn', by: -1, at, leadId }];
    case 'lead.credited':
      return [{ kind: 'turn', by: -1, at, leadId }];
    case 'lead.creditWithdrawn':
      return [{ kind: 'turn', by: 1, at, leadId }];
    case 'lead.reopened':
    case 'lead.woken':
      return of('begun');
    case 'lead.assigned':
    case 'lead.reassigned':
    case 'lead.queued':
    case 'lead.offered':
      return [
        { kind: 'placed', at, leadId, placed: { ...placedBy(row, decided), isOffered: type === 'lead.offered' } },
      ];
    default:
      return [];
  }
}

function placedBy({ data, actorRule }: LedgerRow, decided: ReadonlyMap<string, Decided>): Omit<Placed, 'isOffered'> {
  const assignmentId = String(data.assignmentId);
  const { snapshotId = null, because = null, asked } = decided.get(assignmentId) ?? {};
  return {
    assignmentId,
    repId: textOrNull(data.repId),
    fromRepId: textOrNull(data.fromRepId),
    poolId: textOrNull(data.poolId),
    rule: textOrNull(data.rule),
    // Out of the queue it goes on waiting for what had it wait, and whoever stands in for somebody gets it by that absence.
    cause: actorRule === 'queue' && data.cause !== 'breach' ? 'queue' : (data.cause as AssignmentCause),
    ...(typeof data.milestone === 'string' && { milestone: data.milestone }),
    // That a source was over its limit, or that somebody put it back, the replay takes as it was.
    snapshotId: data.why === 'limit' || data.why === 'putBack' ? null : snapshotId,
    because,
    asked: asked ?? [],
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** What is decided at once, behind what began for its leads; or something else that happens. */
export type Batch =
  | { readonly began: readonly OtherEvent[]; readonly placed: readonly PlacedEvent[] }
  | { readonly other: OtherEvent };

interface Together {
  readonly place: number;
  readonly snapshotId: string | null;
  readonly began: OtherEvent[];
  readonly placed: PlacedEvent[];
}

/** Events in their order, with those together that rest on one snapshot. */
export function batchesOf(events: readonly ReplayedEvent[]): Batch[] {
  const batches: (Batch | null)[] = [];
  const begun = new Map<string, number>();
  let together: Together | null = null;
  for (const event of events) {
    if (event.kind !== 'placed') {
      const place = batches.push({ other: event }) - 1;
      if (event.kind === 'received' || event.kind === 'begun') begun.set(event.leadId, place);
      continue;
    }
    const { snapshotId } = event.placed;
    if (snapshotId !== null && together?.snapshotId === snapshotId) {
      // A lead comes in, and is placed, after others of its batch were: it was there when all of them were decided.
      const place = begun.get(event.leadId) ?? -1;
      const before = place > together.place ? batches[place] : null;
      if (before != null && 'other' in before) {
        together.began.push(before.other);
        batches[place] = null;
      }
      together.placed.push(event);
      continue;
    }
    const batch: Together = { place: batches.length, snapshotId, began: [], placed: [event] };
    batches.push(batch);
    together = batch;
  }
  return batches.filter((batch) => batch !== null);
}
