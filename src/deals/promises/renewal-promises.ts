import type { DealClockKind } from '../../clocks/clock.js';
import type { Instant } from '../../platform/values/duration.js';
import type { DealTerms } from '../../sla/policy.js';
import type { Deal } from '../deal.js';
import { firstTalkOf } from '../deal.view.js';
import type { Since } from './promised-deal.js';

type RenewalKind = Exclude<DealClockKind, 'dealDate'>;

/** The deadline of a promise about a renewal, and what keeps it. */
interface RenewalPromise {
  /** The deadline; null if the policy has no such promise. */
  by(terms: DealTerms): Instant | null;
  /** Since when it is kept; null if it is not. */
  keptAt(deal: Deal, since: Since, now: Instant): Instant | null;
  /** Whether a past fact keeps it, which may be taken back. Otherwise the state of the deal at the deadline decides. */
  readonly isPast: boolean;
}

export const RENEWAL_PROMISES: Readonly<Record<RenewalKind, RenewalPromise>> = {
  renewalFirstTalk: {
    by: ({ firstTalkBy }) => firstTalkBy,
    keptAt: (deal, _since, now) => {
      const talkedAt = firstTalkOf(deal);
      return talkedAt === null || talkedAt > now ? null : talkedAt;
    },
    isPast: true,
  },
  renewalDecider: {
    by: ({ deciderBy }) => deciderBy,
    keptAt: ({ decisionMaker }, { deciderAt }, now) => (decisionMaker === null ? null : (deciderAt ?? now)),
    isPast: false,
  },
  renewalCommitted: {
    by: ({ committedBy }) => committedBy,
    keptAt: ({ category }, { categoryAt }, now) => (category === 'pipeline' ? null : (categoryAt ?? now)),
    isPast: false,
  },
};

export const RENEWAL_KINDS = Object.keys(RENEWAL_PROMISES) as RenewalKind[];
