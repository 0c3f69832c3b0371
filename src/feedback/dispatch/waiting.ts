import type { Instant } from '../../platform/values/duration.js';
import { isAdjustment, WITHHELD_WORDS } from '../delivery.js';
import type { DeliveryRow } from '../delivery-row.js';
import type { Destination } from '../destinations/destination.js';
import { transportOf } from '../platforms.js';

/** Why a delivery is not handed out yet. `WAITS_FOR` in `due.store.ts` decides which reason holds. */
export const WAITING_WORDS = {
  correction: 'what it follows from may still be corrected',
  quarantine: 'spam and duplicates may still be found, and the platform takes nothing back',
  clickAge: 'the platform does not take it so soon after the click',
  pause: 'the platform was busy or did not take it, and is tried again then',
  destinationStopped: 'the destination is stopped',
  earlierStage: 'an earlier stage of the lead comes first',
  otherAdjustment: 'an earlier change of the same event comes first',
  formerCounts: 'what was sent before has to be taken back first',
} as const;
export type WaitingReason = keyof typeof WAITING_WORDS;

/** The state of a destination that decides why deliveries wait. */
export interface WaitingAt {
  readonly destinationId: string;
  readonly now: Instant;
  /** Whether the platform requires stages in their order. */
  readonly inOrder: boolean;
  /** Whether new leads wait, because the platform cannot retract them. */
  readonly quarantines: boolean;
  readonly isStopped: boolean;
  readonly isShadow: boolean;
}

export function waitingAt({ id, platform, settings, stopped, mode }: Destination, now: Instant): WaitingAt {
  return {
    destinationId: id,
    now,
    inOrder: transportOf(platform, settings, 'conversion').abilities.earlierStagesFirst,
    quarantines: !transportOf(platform, settings, 'retract').abilities.retract,
    isStopped: stopped !== null,
    isShadow: mode === 'shadow',
  };
}

/** Returns in words why a delivery is not sent, or not yet; null if it was, may be fetched, or failed. */
export function whyOf(
  row: Pick<DeliveryRow, 'state' | 'kind' | 'revision' | 'withheldReason'>,
  waitsFor: WaitingReason | null,
): string | null {
  if (row.withheldReason !== null) return WITHHELD_WORDS[row.withheldReason];
  if (waitsFor !== null) return WAITING_WORDS[waitsFor];
  if (row.state === 'expired') return 'the platform no longer takes it, and it was not reported as sent in time';
  return row.state === 'superseded' ? whyNeedless(row) : null;
}

function whyNeedless({ kind, revision }: Pick<DeliveryRow, 'kind' | 'revision'>): string {
  if (isAdjustment({ kind }))
    return 'it is not needed any more: there was a later decision, or what it would have changed was never sent';
  return revision > 1
    ? 'it was cancelled before it was sent: it would no longer count, or what was sent before still counts'
    : 'it was cancelled before it was sent: the lead’s outcome does not count';
}
