import type { AccountFacts } from '../conditions/lead-facts.js';
import type { Instant } from '../platform/duration.js';
import type { MatchedAccount } from '../routing/of-account.js';
import type { AccountOwnerRole } from '../routing/rules.js';

/** The account that a lead is of, as far as decisions about it go. */
export interface LeadAccount extends MatchedAccount {
  /** What conditions read of it. */
  readonly facts: AccountFacts;
  /** Whoever has each role with it; the owner may be that of the account that it belongs to. */
  readonly reps: Readonly<Partial<Record<AccountOwnerRole, string>>>;
  /** Until when its leads are for its owner alone; null where they are not. */
  readonly protectedUntil: Instant | null;
  /** Its domains and brands, as they are compared. */
  readonly companyKeys: readonly string[];
}
