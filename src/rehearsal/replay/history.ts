import type { Instant } from '../../platform/duration.js';
import type { AssignmentCause } from '../../routing/assignment.js';
import type { DeclineReason } from '../../routing/declining.js';
import type { Exclusion } from '../../routing/eligibility.js';
import type { TraceDifference, TraceSnapshot } from '../../routing/trace.js';

/** What happened to leads, as far as it concerns who gets which. */
export type RehearsedEvent = { readonly at: Instant; readonly leadId: string } & (
  | { readonly kind: 'received'; readonly wonBy?: string | null | undefined }
  | { readonly kind: 'touched' }
  | { readonly kind: 'closed' }
  /** A rule closed it as it came in. */
  | { readonly kind: 'closedByRule'; readonly rule: string }
  | { readonly kind: 'declined'; readonly repId: string; readonly reason: DeclineReason; readonly isTakenBack: boolean }
  /** It was confirmed as junk, or that was withdrawn. */
  | { readonly kind: 'credited' }
  | { readonly kind: 'creditWithdrawn' }
  /** A new cycle began. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'placed'; readonly placed: Placed }
);

export type PlacedEvent = Extract<RehearsedEvent, { kind: 'placed' }>;
export type OtherEvent = Exclude<RehearsedEvent, { kind: 'placed' }>;

/** Where a lead really went. */
export interface Placed {
  readonly assignmentId: string;
  /** Null where it waits. */
  readonly repId: string | null;
  readonly fromRepId: string | null;
  readonly poolId: string | null;
  readonly rule: string | null;
  readonly cause: AssignmentCause;
  /** The milestone at which it was handed over. */
  readonly milestone?: string;
  /** What the decision was based on; null where nothing was decided. */
  readonly snapshotId: string | null;
  readonly because: string | null;
  /** Reps who were asked for by name, and what excluded them. */
  readonly asked: NonNullable<TraceDifference['asked']>;
  /** Whether members of its pool might claim it. */
  readonly isOffered: boolean;
  /** The first of the assignments that were undone by it; null for none. */
  readonly undoes: string | null;
}

/** What excluded people at an instant, whatever they had been dealt. */
export interface Presence {
  readonly at: Instant;
  /** By pool, the members in their order, with their weights and what the ledger said of them. */
  readonly pools: ReadonlyMap<string, readonly PresentMember[]>;
  /** By rep; null for somebody who was eligible. */
  readonly reps: ReadonlyMap<string, Exclusion | null>;
}

export interface PresentMember {
  readonly repId: string;
  readonly weight: number;
  readonly credit: number;
  readonly exclusion: Exclusion | null;
}

/** Who was there when a batch was decided, by its snapshot and by whom its leads asked for by name. */
export function presenceIn({ at, pools }: TraceSnapshot, placed: readonly Pick<Placed, 'asked'>[]): Presence {
  const reps = new Map<string, Exclusion | null>();
  for (const { repId, excludedBy, detail } of placed.flatMap(({ asked }) => asked))
    reps.set(repId, exclusionOf(excludedBy, detail));
  const present = new Map<string, readonly PresentMember[]>();
  for (const { poolId, candidates } of pools) {
    const members = candidates.map(({ repId, weight, credit = 0, excludedBy, detail }): PresentMember => {
      const exclusion = exclusionOf(excludedBy, detail);
      reps.set(repId, exclusion);
      return { repId, weight, credit, exclusion };
    });
    present.set(poolId, members);
  }
  return { at, pools: present, reps };
}

function exclusionOf(excludedBy: Exclusion['excludedBy'] | undefined, detail: string | undefined): Exclusion | null {
  return excludedBy === undefined ? null : { excludedBy, ...(detail !== undefined && { detail }) };
}
