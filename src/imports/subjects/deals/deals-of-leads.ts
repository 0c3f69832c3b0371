import type { LeadState } from '../../../leads/lead.js';

interface Standing {
  /** Whether it has a win that stands. */
  readonly isWon: boolean;
  readonly hasOpenDeal: boolean;
  /** The name of a won deal that came along with it, without an id elsewhere. */
  readonly namelessWin: string | undefined;
}

/** Returns why a deal that is brought along cannot have come of a lead; null if it can. The lead stays as it is. */
export function whyNotOfLead(
  { erasedAt, test, status }: Pick<LeadState, 'erasedAt' | 'test' | 'status'>,
  stage: 'open' | 'won' | 'lost',
  { isWon, hasOpenDeal, namelessWin }: Standing,
): string | null {
  if (erasedAt !== null) return 'Its lead was erased.';
  if (test) return 'Its lead is a test, which counts nowhere.';
  if (stage === 'won' && !isWon) return 'Its lead is not won: bring the lead along as won, or win it first.';
  if (stage === 'won' && namelessWin !== undefined)
    return `Its lead has a deal already that came along as won, ${JSON.stringify(namelessWin)}, so it would count twice: leave the row out, or the name of the deal in the file of leads.`;
  if (stage !== 'open') return null;
  if (status !== 'open' && status !== 'won')
    return 'Its lead is closed, so no deal of it is open: reopen the lead first.';
  return hasOpenDeal ? 'Its lead has a deal already that is open.' : null;
}
