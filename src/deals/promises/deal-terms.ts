import type { AccountFacts, LeadFacts } from '../../conditions/lead-facts.js';
import type { OrderedPolicies } from '../../lifecycle/clocks/lead-clocks.js';
import { daysAfter, startOfDay } from '../../platform/values/day.js';
import { type Instant, MS_PER_SECOND } from '../../platform/values/duration.js';
import type { DatedDeals, DealTerms, PromisedDuration, SlaPolicy } from '../../sla/policy.js';
import type { Deal } from '../deal.js';

export function promisesOfDeals({ renewal, deals }: SlaPolicy): boolean {
  return renewal !== null || deals !== null;
}

/** Returns what a policy promises about deals of this type, or null for nothing. */
export function partOf({ renewal, deals }: SlaPolicy, { type }: Pick<Deal, 'type'>): DatedDeals | null {
  return type === 'renewal' ? renewal : deals;
}

/** Returns the first policy that covers deals of this type and whose condition this one meets. */
export function policyFor(
  { policies, lists, sources }: OrderedPolicies,
  deal: Deal,
  account: AccountFacts | null,
): SlaPolicy | null {
  const facts = factsOfDeal(deal, account);
  const found = policies.find(
    ({ policy, when }) => partOf(policy, deal) !== null && when.evaluate(facts, lists, sources).matched,
  );
  return found?.policy ?? null;
}

/** What conditions on leads read of a deal; all else is missing, as for a lead of which it is not known. */
function factsOfDeal({ source, channel, campaign }: Deal, account: AccountFacts | null): LeadFacts {
  const company = account && { name: account.name, domain: account.domains[0] ?? null };
  return { source, channel, campaign, account, company } as unknown as LeadFacts;
}

/** @param timeZone of the company, for its days */
export function termsOf(policy: SlaPolicy, deal: Deal, timeZone: string): DealTerms {
  const { mode, time, calendar, grace } = policy;
  const part = partOf(policy, deal) ?? NO_PART;
  const renewal = deal.type === 'renewal' ? policy.renewal : null;
  const by = (before: PromisedDuration | null | undefined) => deadline(deal, before ?? null, timeZone);
  return {
    mode,
    time,
    calendar,
    grace,
    dealDate: part.dealDate,
    acknowledge: part.acknowledge,
    onMiss: part.onMiss,
    firstTalkBy: by(renewal?.firstTalkBefore),
    deciderBy: by(renewal?.deciderNamedBefore),
    committedBy: by(renewal?.committedBefore),
  };
}

const NO_PART: DatedDeals = { dealDate: null, acknowledge: null, onMiss: [] };

/** The instant that lies `before` the end (the last second) of the last day for notice; null if either is missing. */
function deadline({ lastDayForNotice }: Deal, before: PromisedDuration | null, timeZone: string): Instant | null {
  if (lastDayForNotice === null || before === null) return null;
  return startOfDay(daysAfter(lastDayForNotice, 1 - before.days), timeZone) - MS_PER_SECOND - before.ms;
}
