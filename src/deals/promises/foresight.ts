import type { DealClock } from '../../clocks/clock.js';
import type { AccountFacts } from '../../conditions/lead-facts.js';
import type { Warning } from '../../documents/version.schema.js';
import type { OrderedPolicies } from '../../lifecycle/clocks/lead-clocks.js';
import { durationInWords, type Instant } from '../../platform/values/duration.js';
import { counted } from '../../platform/values/words.js';
import type { SlaPolicy } from '../../sla/policy.js';
import type { Deal } from '../deal.js';
import { policyFor, termsOf } from './deal-terms.js';
import { NEVER } from './promised-deal.js';
import { RENEWAL_KINDS, RENEWAL_PROMISES } from './renewal-promises.js';

/** An open deal, and its promises from before a policy was saved, oldest first. */
export interface DealBefore {
  readonly deal: Deal;
  readonly account: AccountFacts | null;
  readonly clocks: readonly Pick<DealClock, 'kind' | 'state' | 'startedAt'>[];
}

interface ForesightInput {
  readonly policy: SlaPolicy;
  readonly policies: OrderedPolicies;
  /** Of the company. */
  readonly timeZone: string;
  readonly now: Instant;
}

/** The number of deals that a policy begins promises about at once, and of those with a date that has passed. */
interface Begun {
  readonly deals: number;
  readonly passed: number;
}

/**
 * Warns whoever saves a policy of the promises that it begins about open deals.
 * @param isCut whether there are more deals than these
 */
export function warningsOfDeals(before: readonly DealBefore[], isCut: boolean, input: ForesightInput): Warning[] {
  const dates = before
    .filter(({ deal, account }) => policyFor(input.policies, deal, account)?.id === input.policy.id)
    .map((each) => ({ part: each.deal.type === 'renewal' ? RENEWALS : OTHERS, begins: datesThatBegin(each, input) }))
    .filter(({ begins }) => begins.length > 0);
  return [RENEWALS, OTHERS].flatMap((part) => {
    const ofPart = dates.filter((each) => each.part === part);
    const passed = ofPart.filter(({ begins }) => begins.some((at) => at <= input.now)).length;
    if (ofPart.length === 0) return [];
    return [{ pointer: part.pointer, message: inWords(part, { deals: ofPart.length, passed }, isCut, input.policy) }];
  });
}

const RENEWALS = { pointer: '/renewal', one: 'open renewal', many: 'open renewals' };
const OTHERS = { pointer: '/deals', one: 'other open deal', many: 'other open deals' };

/** The deadlines of promises about a deal that `updatePromises` would begin. */
function datesThatBegin({ deal, clocks }: DealBefore, { policy, timeZone, now }: ForesightInput): Instant[] {
  const terms = termsOf(policy, deal, timeZone);
  const isThere = (clock: DealBefore['clocks'][number] | undefined) =>
    clock !== undefined && clock.state !== 'cancelled';
  const ofRenewal = RENEWAL_KINDS.flatMap((kind) => {
    const { by, keptAt } = RENEWAL_PROMISES[kind];
    const isBegun = isThere(clocks.findLast((each) => each.kind === kind));
    return isBegun || keptAt(deal, NEVER, now) !== null ? [] : (by(terms) ?? []);
  });
  const { expectedCloseAt } = deal;
  const isDated = clocks.findLast((each) => each.kind === 'dealDate' && each.startedAt === expectedCloseAt);
  const isDue = terms.dealDate !== null && expectedCloseAt !== null && expectedCloseAt <= now && !isThere(isDated);
  return isDue ? [...ofRenewal, expectedCloseAt] : ofRenewal;
}

function inWords(part: typeof RENEWALS, { deals, passed }: Begun, isCut: boolean, { grace }: SlaPolicy): string {
  const begun = `Promises about ${isCut ? 'at least ' : ''}${counted(deals, part.one, part.many)} begin at once.`;
  if (passed === 0) return begun;
  return `${begun} For ${passed} of them a date has passed already: what is due by that date is due after the \`grace\`, ${durationInWords(grace.text)}, and no sooner.`;
}
