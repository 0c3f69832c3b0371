import type { Intent } from '../disposition/disposition.js';
import { type Instant, MS_PER_DAY } from '../platform/duration.js';

/** What a reason means whose leads were never worth a turn. */
const JUNK: readonly string[] = ['neverExisted', 'notAProspect', 'duplicate'] satisfies readonly Intent[];

/** How soon after somebody got a lead it has to turn out to be junk, in elapsed time. */
const FOUND_WITHIN_MS = MS_PER_DAY;

/** Whether a lead that is closed so takes no turn of whoever had it, once a manager confirms it. */
export function isJunk({ intent }: { readonly intent: string }): boolean {
  return JUNK.includes(intent);
}

/** @param fromAt since when its last owner had it */
export function isFoundInTime(fromAt: Instant, decidedAt: Instant): boolean {
  return decidedAt <= fromAt + FOUND_WITHIN_MS;
}
