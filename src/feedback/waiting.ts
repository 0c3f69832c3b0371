import type { Instant } from '../platform/instant.js';
import type { Destination } from './destination.js';
import { transportOf } from './platforms.js';

/** What says why things wait for a destination. */
export interface WaitingAt {
  readonly destinationId: string;
  readonly now: Instant;
  /** The platform wants stages in their order. */
  readonly inOrder: boolean;
  /** The platform takes nothing back, so that new leads wait. */
  readonly quarantines: boolean;
  readonly isStopped: boolean;
}

export function waitingAt({ id, platform, settings, stopped }: Destination, now: Instant): WaitingAt {
  return {
    destinationId: id,
    now,
    inOrder: transportOf(platform, settings, 'conversion').abilities.earlierStagesFirst,
    quarantines: !transportOf(platform, settings, 'retract').abilities.retract,
    isStopped: stopped !== null,
  };
}
