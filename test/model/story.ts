import type { Policy } from './promise.js';
import type { Week } from './working-hours.js';

/** When a touch happened: so long ago, or so long after its lead came in; never before that, and never in the future. */
export type When = { readonly ago: number } | { readonly after: number };

export function happenedAt(when: When, receivedAt: number, now: number): number {
  return 'ago' in when ? Math.max(receivedAt, now - when.ago) : Math.min(receivedAt + when.after, now);
}

/** How far a lead comes; an opportunity has a deal, which a win wins. */
export type MilestoneName = 'qualified' | 'opportunity' | 'won';

/** What somebody does, so many milliseconds after the story began. Whatever it is about is called by a name. */
export type Act =
  | { readonly do: 'arrive'; readonly lead: string; readonly owner: number }
  | {
      readonly do: 'touch';
      readonly lead: string;
      readonly touch: string;
      readonly kind: string;
      readonly outcome: string;
      readonly when: When;
      /** Whose it is, where that is said. */
      readonly rep: number | null;
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
  | { readonly do: 'close'; readonly lead: string }
  | { readonly do: 'pause'; readonly lead: string; readonly ms: number }
  | { readonly do: 'resume'; readonly lead: string }
  | {
      readonly do: 'away';
      readonly rep: number;
      /** From when on, seen from now; it may have begun. */
      readonly inMs: number;
      readonly ms: number;
      readonly openLeads: 'keep' | 'reassignUntouched' | 'reassignAll';
    }
  | { readonly do: 'hours'; readonly week: Week }
  | { readonly do: 'policy'; readonly policy: Policy; readonly applyTo: 'new' | 'open' }
  /** Takes back the moves because of misses of so long until now. */
  | { readonly do: 'undo'; readonly ms: number }
  | { readonly do: 'hold'; readonly ms: number }
  | { readonly do: 'release' };

/**
 * Somebody looks what is due: one node, the other, or both at once. Who changes the configuration looks, too, but only
 * whether somebody goes away.
 */
export interface Sweep {
  readonly do: 'sweep';
  readonly by: 'one' | 'other' | 'both' | 'change';
}

export type Moment = { readonly at: number } & (Act | Sweep);

export interface Story {
  readonly policy: Policy;
  readonly week: Week;
  /** In the order in which things are done. */
  readonly moments: readonly Moment[];
}

export const REPS = ['Ann', 'Bo', 'Cy'] as const;
