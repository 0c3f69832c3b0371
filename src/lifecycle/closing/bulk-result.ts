import { SKIPS, type Skip } from '../../disposition/bulk-closing.js';

/** Why a lead is left unchanged: a code to count by, and a sentence about this lead. */
export interface SkipReason {
  readonly skip: Skip;
  readonly why: string;
}

/** The result for one lead; `left` says why it was left unchanged. */
export interface BulkResult {
  readonly leadId: string;
  readonly left: SkipReason | null;
}

export function leave(skip: Skip, why: string = SKIPS[skip]): SkipReason {
  return { skip, why };
}

export const NO_LEAD = leave('noSuchLead');
