import type { TouchRow } from '../../leads/activity.store.js';
import type { Instant } from '../../platform/values/duration.js';
import type { CycleFacts } from '../corrections/cycle-events.js';
import type { LeadCase } from '../lead-case.js';

/** What the closing of a lead ended, and what happened to the lead while it was closed. */
export interface SinceClosing {
  /** When pauses end by themselves, by their ids. */
  readonly pauseEnds: ReadonlyMap<unknown, Instant>;
  /** Whether a decision was pending that a lost deal had asked for. */
  readonly decisionPending: boolean;
  /** The valid touches that were reported meanwhile, in the order in which they happened. */
  readonly reported: readonly TouchRow[];
  /** What was known until the closing, with and without what was taken back meanwhile; null if nothing was. */
  readonly takenBack: { readonly before: CycleFacts; readonly standing: CycleFacts } | null;
}

/** Returns when a closed lead was closed. */
export function closedAtOf({ tenures }: Pick<LeadCase, 'tenures'>): Instant {
  return tenures.at(-1)!.untilAt!;
}
