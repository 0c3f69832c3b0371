import { SKIPS, type Skip } from '../disposition/bulk-closing.js';

/** Why a lead is left as it is: as it is counted, and in a sentence about this one. */
export interface Left {
  readonly skip: Skip;
  readonly why: string;
}

/** What became of a lead; `left` says why nothing did. */
export interface BulkResult {
  readonly leadId: string;
  readonly left: Left | null;
}

export function leave(skip: Skip, why: string = SKIPS[skip]): Left {
  return { skip, why };
}

export const NO_LEAD = leave('noSuchLead');
