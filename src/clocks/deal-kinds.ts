import type { Instant } from '../platform/duration.js';
import type { DealTerms } from '../sla/policy.js';
import type { Clock, DealClockKind } from './clock.js';
import type { DealClockRules } from './clock-rules.js';
import { promise } from './enforcement.js';

/** When half of the time is left, and a tenth. */
const WARNED_AT = [0.5, 0.9];

const chain = ({ onMiss }: DealTerms) => onMiss;
const held = ({ acknowledge }: DealTerms) => acknowledge;

/** A date that has passed when the promise begins gives whoever owes it the grace. */
const notBeforeGrace = (at: Instant | null, { graceAt }: Clock) => (at === null ? null : Math.max(at, graceAt ?? at));

/** Every kind of clock of a deal. */
export const DEAL_CLOCKS = {
  renewalFirstTalk: {
    subject: 'deal',
    description: 'the owner’s, to talk with the customer about a renewal, until so long before the last day for notice',
    ...promise<DealTerms>({
      label: 'first talk about the renewal',
      owedBy: 'owner',
      missed: (deal, owner) => `${owner} did not talk with the customer about ${deal} in time`,
      warnings: () => WARNED_AT,
      promised: () => ({ within: null }),
      agreed: ({ firstTalkBy }, clock) => notBeforeGrace(firstTalkBy, clock),
      chain,
      held,
    }),
  },
  renewalDecider: {
    subject: 'deal',
    description: 'the owner’s, to name who decides about a renewal, until so long before the last day for notice',
    ...promise<DealTerms>({
      label: 'name of the decision maker',
      owedBy: 'owner',
      missed: (deal, owner) => `${owner} did not name in time who decides about ${deal}`,
      warnings: () => WARNED_AT,
      promised: () => ({ within: null }),
      agreed: ({ deciderBy }, clock) => notBeforeGrace(deciderBy, clock),
      chain,
      held,
    }),
  },
  renewalCommitted: {
    subject: 'deal',
    description:
      'the owner’s, to say how likely a renewal is, by another category than `pipeline`, until so long before the last day for notice',
    ...promise<DealTerms>({
      label: 'forecast category',
      owedBy: 'owner',
      missed: (deal, owner) => `${owner} did not say in time how likely ${deal} is`,
      warnings: () => WARNED_AT,
      promised: () => ({ within: null }),
      agreed: ({ committedBy }, clock) => notBeforeGrace(committedBy, clock),
      chain,
      held,
    }),
  },
  dealDate: {
    subject: 'deal',
    description: 'the owner’s, from the expected date on, to close the deal or to name another date',
    ...promise<DealTerms>({
      label: 'outcome or new date',
      owedBy: 'owner',
      missed: (deal, owner) => `${owner} neither closed ${deal} in time nor named another date`,
      warnings: () => WARNED_AT,
      promised: ({ dealDate }) => (dealDate === null ? null : { within: dealDate }),
      chain,
      held,
    }),
  },
} satisfies Record<DealClockKind, DealClockRules>;
