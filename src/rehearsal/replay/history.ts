import type { RelatedLead } from '../../leads/same-person.js';
import type { Instant } from '../../platform/values/duration.js';
import type { AssignmentCause } from '../../routing/assignments/assignment.js';
import type { DeclineReason } from '../../routing/assignments/declining.js';
import type { Exclusion } from '../../routing/deciding/eligibility.js';
import type { TraceDifference, TraceSnapshot } from '../../routing/deciding/trace.js';

/** Past events that concern routing. */
export type RehearsedEvent = { readonly at: Instant; readonly leadId: string } & (
  | { readonly kind: 'received'; readonly related: RelatedLead | null }
  | { readonly kind: 'touched' }
  | { readonly kind: 'closed' }
  /** A rule closed the lead on arrival. */
  | { readonly kind: 'closedByRule'; readonly rule: string }
  | { readonly kind: 'declined'; readonly repId: string; readonly reason: DeclineReason; readonly isTakenBack: boolean }
  /** It was confirmed as junk; or that was withdrawn. */
  | { readonly kind: 'credited' }
  | { readonly kind: 'creditWithdrawn' }
  /** It was opened again, in this cycle: a new one, unless what had closed it was undone. */
  | { readonly kind: 'begun'; readonly cycle: number }
  | { readonly kind: 'placed'; readonly placed: PastPlacement }
);

export type PlacedEvent = Extract<RehearsedEvent, { kind: 'placed' }>;
export type OtherEvent = Exclude<RehearsedEvent, { kind: 'placed' }>;

export interface PastPlacement {
  readonly assignmentId: string;
  /** Null if it waits. */
  readonly repId: string | null;
  readonly fromRepId: string | null;
  readonly poolId: string | null;
  readonly rule: string | null;
  readonly cause: AssignmentCause;
  /** The milestone at which it was handed over. */
  readonly milestone?: string;
  /** The snapshot of the decision; null if nothing was decided. */
  readonly snapshotId: string | null;
  readonly because: string | null;
  /** The lead that it names as that of maybe the same person, as that was then. */
  readonly related: RelatedLead | null;
  /** Reps who were requested by name, and what excluded them. */
  readonly asked: NonNullable<TraceDifference['asked']>;
  /** Whether a person chose its pool, in which the rules then leave it. */
  readonly isPoolChosen: boolean;
  /** Whether members of its pool could claim it. */
  readonly isOffered: boolean;
  /** The first of the assignments that it undid; null for none. */
  readonly undoes: string | null;
}

/** The exclusions of reps at an instant, without those that depend on loads. */
export interface Presence {
  readonly at: Instant;
  /** By pool: members in order, with their weights and the credit in the ledger. */
  readonly pools: ReadonlyMap<string, readonly PresentMember[]>;
  /** By rep; null if eligible. */
  readonly reps: ReadonlyMap<string, Exclusion | null>;
}

export interface PresentMember {
  readonly repId: string;
  readonly weight: number;
  readonly credit: number;
  readonly exclusion: Exclusion | null;
}

/** Returns who was eligible when a batch was decided, from its snapshot and the reps requested by name. */
export function presenceIn({ at, pools }: TraceSnapshot, placed: readonly Pick<PastPlacement, 'asked'>[]): Presence {
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
