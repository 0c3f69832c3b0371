import type { Intent } from '../../disposition/disposition.js';
import { type Instant, MS_PER_DAY } from '../../platform/values/duration.js';

/** The intents of reasons for leads that were never worth a turn. */
const JUNK: readonly string[] = ['neverExisted', 'notAProspect', 'duplicate'] satisfies readonly Intent[];

/** How soon after its owner got a lead it has to turn out to be junk, in elapsed time. */
const FOUND_WITHIN_MS = MS_PER_DAY;

/** Reports whether a lead with this disposition costs its owner no turn, once a manager confirms it. */
export function isJunk({ intent }: { readonly intent: string }): boolean {
  return JUNK.includes(intent);
}

/** @param fromAt since when its last owner had it */
export function isFoundInTime(fromAt: Instant, decidedAt: Instant): boolean {
  return decidedAt <= fromAt + FOUND_WITHIN_MS;
}
