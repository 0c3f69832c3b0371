import type { Dealing } from './dealing.js';
import type { Policy } from './promise.js';
import type { Week } from './working-hours.js';

/**
 * The instant of a touch: relative to now or to the arrival of its lead; never before that, and never in the future.
 */
export type When = { readonly ago: number } | { readonly after: number };

export function happenedAt(when: When, receivedAt: number, now: number): number {
  return 'ago' in when ? Math.max(receivedAt, now - when.ago) : Math.min(receivedAt + when.after, now);
}

/** A stage that a lead can reach; an opportunity has a deal, which a win wins. */
export type MilestoneName = 'qualified' | 'opportunity' | 'won';

/** How a person closes a lead. Forms bring back what was put away, except after a fraud. */
export type ClosedAs = 'lost' | 'nurture' | 'fraud';

/** What a person has said about the use of their data. */
export type Consent = 'granted' | 'denied' | null;

/** What a lead comes in with, by the owner that its sender names. */
export const CONSENT_OF: readonly Consent[] = ['granted', 'denied', null];

/** An act. The objects that it concerns are identified by names. */
export type Act =
  | {
      readonly do: 'arrive';
      readonly lead: string;
      readonly owner: number;
      /** Whether a rule hands it over to the closers once it is qualified. */
      readonly handsOver?: boolean;
    }
  | {
      readonly do: 'touch';
      readonly lead: string;
      readonly touch: string;
      readonly kind: string;
      readonly outcome: string;
      readonly when: When;
      /** The rep who made it, or null if not given. */
      readonly rep: number | null;
      /** In which time the meeting takes place that was booked, from now; null if that is not said. */
      readonly meetingIn: number | null;
    }
  | { readonly do: 'void'; readonly lead: string; readonly touch: string }
  | {
      readonly do: 'milestone';
      readonly lead: string;
      readonly milestone: string;
      readonly name: MilestoneName;
      readonly when: When;
    }
  | { readonly do: 'reverse'; readonly lead: string; readonly milestone: string }
  | { readonly do: 'accept'; readonly lead: string }
  /** The person of a lead sends another form, which begins the lead `own` if it joins none. */
  | { readonly do: 'ask'; readonly lead: string; readonly own: string }
  | { readonly do: 'reassign'; readonly lead: string; readonly to: Target }
  /** Gives all leads to a rep or a pool. */
  | { readonly do: 'bulk'; readonly move: string; readonly to: Target }
  | { readonly do: 'undoBulk'; readonly move: string }
  /** Closes all leads. */
  | { readonly do: 'closeAll'; readonly closing: string }
  | { readonly do: 'undoClosing'; readonly closing: string }
  | { readonly do: 'merge'; readonly lead: string; readonly into: string }
  | { readonly do: 'unmerge'; readonly lead: string }
  /** Of a deal of the lead: a new one of a rep, its open one, or the one that ended last. */
  | { readonly do: 'deal'; readonly lead: string; readonly what: Dealing; readonly rep: number }
  | { readonly do: 'decline'; readonly lead: string }
  | { readonly do: 'close'; readonly lead: string; readonly as: ClosedAs }
  | { readonly do: 'pause'; readonly lead: string; readonly ms: number }
  | { readonly do: 'resume'; readonly lead: string }
  | {
      readonly do: 'away';
      readonly rep: number;
      /** When it begins, relative to now; negative if it has begun already. */
      readonly inMs: number;
      readonly ms: number;
      readonly openLeads: 'keep' | 'reassignUntouched' | 'reassignAll';
    }
  | { readonly do: 'hours'; readonly week: Week }
  | { readonly do: 'policy'; readonly policy: Policy; readonly applyTo: 'new' | 'open' }
  /** Undoes the moves by misses in the last `ms` milliseconds. */
  | { readonly do: 'undo'; readonly ms: number }
  | { readonly do: 'hold'; readonly ms: number }
  | { readonly do: 'release' };

/** A sweep by one node, the other, or both at once. A configuration change (`change`) only checks for absences. */
export interface Sweep {
  readonly do: 'sweep';
  readonly by: 'one' | 'other' | 'both' | 'change';
}

export type Moment = { readonly at: number } & (Act | Sweep);

export interface Story {
  readonly policy: Policy;
  readonly week: Week;
  readonly moments: readonly Moment[];
}

export const REPS = ['Ann', 'Bo', 'Cy'] as const;
export const ANN = 0;
export const BO = 1;
/** Cy is never away and declines nothing, so that each lead finds an owner. */
export const CY = 2;
/** The members of the pools: all reps, those to whom qualified leads are handed over, and Bo alone. */
export const POOLS = { team: [ANN, BO, CY], closers: [BO, CY], solo: [BO] } as const satisfies Record<
  string,
  readonly number[]
>;
export type Pool = keyof typeof POOLS;

/** To whom a person gives leads: a rep, or a pool, which deals them. */
export type Target = { readonly rep: number } | { readonly pool: Pool };
