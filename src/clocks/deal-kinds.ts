import type { Instant } from '../platform/values/duration.js';
import type { DealTerms } from '../sla/policy.js';
import type { Clock, DealClockKind } from './clock.js';
import type { DealClockRules } from './clock-rules.js';
import { promise } from './promise.js';

/** Shares of the time after which the owner is warned: half of it is left, or a tenth. */
const WARNED_AT = [0.5, 0.9];

const chain = ({ onMiss }: DealTerms) => onMiss;
const postponedBy = ({ acknowledge }: DealTerms) => acknowledge;

/** The grace delays a date that had already passed when the promise began. */
const notBeforeGrace = (at: Instant | null, { graceAt }: Clock) => (at === null ? null : Math.max(at, graceAt ?? at));

const ALL = { owedBy: 'owner', warnings: () => WARNED_AT, chain, postponedBy } as const;

interface OfRenewal {
  readonly what: string;
  readonly label: string;
  missed(deal: string, owner: string): string;
  by(terms: DealTerms): Instant | null;
}

function ofRenewal({ what, label, missed, by }: OfRenewal) {
  return {
    subject: 'deal' as const,
    description: `the owner’s, to ${what}, until so long before the last day for notice`,
    ...promise<DealTerms>({
      ...ALL,
      label,
      missed,
      promised: () => ({ within: null }),
      agreed: (terms, clock) => notBeforeGrace(by(terms), clock),
    }),
  };
}

export const DEAL_CLOCKS = {
  renewalFirstTalk: ofRenewal({
    what: 'talk with the customer about a renewal',
    label: 'first conversation about the renewal',
    missed: (deal, owner) => `${owner} did not talk with the customer about ${deal} in time`,
    by: ({ firstTalkBy }) => firstTalkBy,
  }),
  renewalDecider: ofRenewal({
    what: 'name who decides about a renewal',
    label: 'name of the decision maker',
    missed: (deal, owner) => `${owner} did not name in time who decides about ${deal}`,
    by: ({ deciderBy }) => deciderBy,
  }),
  renewalCommitted: ofRenewal({
    what: 'say how likely a renewal is, by another category than `pipeline`',
    label: 'forecast category',
    missed: (deal, owner) => `${owner} did not say in time how likely ${deal} is`,
    by: ({ committedBy }) => committedBy,
  }),
  dealDate: {
    subject: 'deal',
    description: 'the owner’s, from the expected date on, to close the deal or to name another date',
    ...promise<DealTerms>({
      ...ALL,
      label: 'outcome or new date',
      missed: (deal, owner) => `${owner} neither closed ${deal} in time nor named another date`,
      promised: ({ dealDate }) => (dealDate === null ? null : { within: dealDate }),
    }),
  },
} satisfies Record<DealClockKind, DealClockRules>;
