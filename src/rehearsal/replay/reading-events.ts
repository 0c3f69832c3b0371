import type { EventType, LedgerRow } from '../../events/event.js';
import type { RelatedLead } from '../../leads/same-person.js';
import type { AssignmentCause } from '../../routing/assignments/assignment.js';
import type { DeclineReason } from '../../routing/assignments/declining.js';
import { isHeldBy } from '../../routing/queues/sent-to-queue.js';
import type { OtherEvent, PastPlacement, PlacedEvent, RehearsedEvent } from './history.js';
import type { DecisionBasis } from './replay.store.js';

interface ReadBeside {
  /** By assignment. */
  readonly decided: ReadonlyMap<string, DecisionBasis>;
  /** The touches that show that the lead is being worked on. */
  readonly counting: ReadonlySet<string>;
  /** For arrivals and placements, the lead that theirs names as that of maybe the same person, as that was then. */
  readonly related: ReadonlyMap<LedgerRow, RelatedLead>;
}

/** Translates an event for the replay; undefined if it changes nothing. */
type Reader = (row: LedgerRow, beside: ReadBeside) => EventContent | undefined;
type EventContent = RehearsedEvent extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'at' | 'leadId'>
    : never
  : never;

const begun: Reader = ({ data }) => ({ kind: 'begun', cycle: Number(data.cycle) });
const placed: Reader = (row, beside) => ({ kind: 'placed', placed: placedBy(row, beside) });

/** The events that a replay uses. */
const REPLAYED = {
  'lead.received': (row, { related }) => ({ kind: 'received', related: related.get(row) ?? null }),
  'lead.assigned': placed,
  'lead.reassigned': placed,
  'lead.queued': placed,
  'lead.offered': placed,
  'lead.declined': ({ data: { repId, reason, countsAsTurn } }) => ({
    kind: 'declined',
    repId: String(repId),
    reason: reason as DeclineReason,
    isTakenBack: countsAsTurn === false,
  }),
  'lead.credited': () => ({ kind: 'credited' }),
  'lead.creditWithdrawn': () => ({ kind: 'creditWithdrawn' }),
  'lead.touched': ({ data }, { counting }) => (counting.has(String(data.touchId)) ? { kind: 'touched' } : undefined),
  'lead.milestone': ({ data }) => ({ kind: data.name === 'won' ? 'closed' : 'touched' }),
  'lead.disposed': ({ data: { rule } }) =>
    typeof rule === 'string' ? { kind: 'closedByRule', rule } : { kind: 'closed' },
  'lead.reopened': begun,
  'lead.woken': begun,
  'lead.erased': () => ({ kind: 'closed' }),
} as const satisfies Partial<Record<EventType, Reader>>;

export const REPLAYED_TYPES = Object.keys(REPLAYED) as (keyof typeof REPLAYED)[];

/** Reports whether an event says that a lead came in, or where it went. */
export function isOfRouting({ type }: LedgerRow): boolean {
  return type === 'lead.received' || REPLAYED[type as keyof typeof REPLAYED] === placed;
}

/** Translates an event of one of these types; empty if it changes nothing. */
export function eventIn(row: LedgerRow, beside: ReadBeside): RehearsedEvent[] {
  const { type, occurredAt: at, subjectId: leadId } = row;
  const happened = REPLAYED[type as keyof typeof REPLAYED](row, beside);
  return happened === undefined ? [] : [{ ...happened, at, leadId } as RehearsedEvent];
}

/** The order in which events were decided. */
export function inOrder(one: LedgerRow, other: LedgerRow): number {
  return one.occurredAt - other.occurredAt || one.seq - other.seq;
}

function placedBy(row: LedgerRow, { decided, related }: Pick<ReadBeside, 'decided' | 'related'>): PastPlacement {
  const { type, data, actorRule } = row;
  const assignmentId = String(data.assignmentId);
  const { snapshotId = null, because = null, asked, isPoolChosen = false } = decided.get(assignmentId) ?? {};
  return {
    assignmentId,
    repId: textOrNull(data.repId),
    fromRepId: textOrNull(data.fromRepId),
    poolId: textOrNull(data.poolId),
    rule: textOrNull(data.rule),
    // The ledger gives a lead from the queue the cause for which it waited, or `absence` for a stand-in.
    cause: actorRule === 'queue' && data.cause !== 'breach' ? 'queue' : (data.cause as AssignmentCause),
    ...(typeof data.milestone === 'string' && { milestone: data.milestone }),
    // Replays as it was that a source was over its limit, or that a person put the lead back.
    snapshotId: isHeldBy(data.why) ? null : snapshotId,
    because,
    related: related.get(row) ?? null,
    asked: asked ?? [],
    isPoolChosen,
    isOffered: type === 'lead.offered',
    undoes: textOrNull(data.undoes),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Placements decided together, after the events that began their leads; or another event. */
type ReplayedBatch =
  | { readonly began: readonly OtherEvent[]; readonly placed: readonly PlacedEvent[] }
  | { readonly other: OtherEvent };

interface Together {
  readonly place: number;
  readonly snapshotId: string | null;
  readonly began: OtherEvent[];
  readonly placed: PlacedEvent[];
}

/** Groups events by snapshot, otherwise keeping their order. */
export function batchesOf(events: readonly RehearsedEvent[]): ReplayedBatch[] {
  const batches: (ReplayedBatch | null)[] = [];
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
      // A lead may come in after others of its batch were placed; the whole batch was decided when it was already
      // there.
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
