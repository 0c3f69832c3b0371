import type { AccountFacts } from '../conditions/lead-facts.js';
import type { Instant } from '../platform/values/duration.js';
import type { MatchedAccount } from '../routing/rules/of-account.js';
import type { AccountOwnerRole } from '../routing/rules/rules.js';

/** The account of a lead, as far as decisions need it. */
export interface LeadAccount extends MatchedAccount {
  readonly facts: AccountFacts;
  /** The rep in each role; the owner may be that of the parent account. */
  readonly reps: Readonly<Partial<Record<AccountOwnerRole, string>>>;
  /** Until when its leads go to its owner alone; null if they do not. */
  readonly protectedUntil: Instant | null;
  /** Its domains and brands, in the form in which they are compared. */
  readonly companyKeys: readonly string[];
}
