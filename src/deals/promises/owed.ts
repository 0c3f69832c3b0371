import type { DealClock, DealClockKind } from '../../clocks/clock.js';
import type { Instant } from '../../platform/duration.js';
import type { DealTerms } from '../../sla/policy.js';
import type { Deal } from '../deal.js';
import { firstTalkOf } from '../deal.view.js';
import type { Since } from './promised-deal.js';

type RenewalKind = Exclude<DealClockKind, 'dealDate'>;

/** What keeps a promise about a renewal. */
interface RenewalPromise {
  /** By when; null where its policy promises nothing of it. */
  by(terms: DealTerms): Instant | null;
  /** Since when it is kept; null while it is not. */
  keptAt(deal: Deal, since: Since, now: Instant): Instant | null;
  /** Whether what kept it is a fact of the past: without it, it never was kept. Else it counts how the deal stands at the deadline. */
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

/** When something becomes owed of a deal, or is kept, without anybody changing it; null where nothing does. */
export function nextLookAt(deal: Deal, now: Instant): Instant | null {
  if (deal.stage !== 'open') return null;
  const later = [deal.expectedCloseAt, deal.firstTalkAt].filter((at) => at !== null && at > now) as Instant[];
  return later.length === 0 ? null : Math.min(...later);
}

/** What a clock should be. */
export type Fate =
  | { readonly state: 'running' }
  | { readonly state: 'met' | 'late'; readonly metAt: Instant }
  | { readonly state: 'missed' };

/** @param keptAt when what it waits for happened; null if it has not */
export function fateOf(clock: Pick<DealClock, 'state' | 'dueAt' | 'breachedAt'>, keptAt: Instant | null): Fate {
  // What was enforced stays: a miss that is not made up for is one.
  if (keptAt === null) return { state: clock.state === 'breached' ? 'missed' : 'running' };
  return { state: clock.dueAt === null || keptAt <= clock.dueAt ? 'met' : 'late', metAt: keptAt };
}
