import { isDeepStrictEqual } from 'node:util';
import type { Deal, DealStage } from '../../deals/deal.js';
import type { OfTerm, RenewalEnd } from '../../deals/renewals/renewal-deal.js';
import { type Day, daysAfter, daysBetween, endOfDay, startOfDay } from '../../platform/values/day.js';
import type { Instant } from '../../platform/values/duration.js';
import {
  type Agreement,
  type Contract,
  decidedBy,
  lastDayForNotice,
  presentTermOf,
  renewsOn,
} from '../contracts/contract.js';
import type { NextSpan } from '../contracts/contract-lines.js';
import { monthsFollowing, monthsOfTerm } from '../contracts/term-months.js';
import { worthOfTerm, worthOver } from './renewal-worth.js';

/** What has become of the renewal of a term, by its contract. */
export type RenewalOutcome =
  | { readonly stage: 'open' }
  | { readonly stage: 'won'; readonly endedBy: Extract<RenewalEnd, 'renewed' | 'auto'> }
  | { readonly stage: 'lost'; readonly endedBy: 'notice'; readonly churnReason: string }
  | { readonly stage: 'lost'; readonly endedBy: Extract<RenewalEnd, 'ended' | 'withdrawn'> };

const OPEN: RenewalOutcome = { stage: 'open' };
const ENDED: RenewalOutcome = { stage: 'lost', endedBy: 'ended' };
const WITHDRAWN: RenewalOutcome = { stage: 'lost', endedBy: 'withdrawn' };

/** @param term its number, from 1; the contract may no longer have that term */
export function outcomeOf(agreement: Agreement, term: number, today: Day): RenewalOutcome {
  const { terms, notice } = agreement;
  const next = terms[term];
  if (next !== undefined) return { stage: 'won', endedBy: next.cause === 'auto' ? 'auto' : 'renewed' };
  if (term > terms.length) return WITHDRAWN;
  if (notice !== null) return { stage: 'lost', endedBy: 'notice', churnReason: notice.reason };
  if (decidedBy(agreement) === null) return WITHDRAWN;
  return renewsOn(agreement) === null && presentTermOf(agreement).endsOn! < today ? ENDED : OPEN;
}

/** The fields of an open renewal that its contract decides. */
export type RenewalDealFields = Pick<
  Deal,
  'accountId' | 'amount' | 'currency' | 'expectedCloseAt' | 'term' | 'lastDayForNotice'
>;

/** Null if nothing is to be decided. @param timeZone of the company, for its days */
export function renewalFieldsOf(
  contract: Agreement & Pick<Contract, 'accountId'>,
  timeZone: string,
): RenewalDealFields | null {
  if (decidedBy(contract) === null) return null;
  const lastDay = lastDayForNotice(contract)!;
  const { accountId, currency, noticeDays, autoRenewMonths } = contract;
  const next = nextOf(contract);
  return {
    accountId,
    amount: worthOver(contract, presentTermOf(contract).endsOn!, next),
    currency,
    expectedCloseAt: endOfDay(lastDay, timeZone),
    term: { startsOn: next.from, endsOn: next.to, noticeDays, autoRenewMonths },
    lastDayForNotice: lastDay,
  };
}

/** The term that would follow: as long as an automatic renewal, else as long as the present term. */
export function nextOf({ terms, autoRenewMonths }: Pick<Agreement, 'terms' | 'autoRenewMonths'>): NextSpan {
  const { startsOn, endsOn } = presentTermOf({ terms });
  const months = autoRenewMonths ?? monthsOfTerm(terms, endsOn!);
  if (months !== null) return monthsFollowing(terms, endsOn!, months);
  const from = daysAfter(endsOn!, 1);
  return { from, to: daysAfter(from, daysBetween(startsOn, endsOn!)), months };
}

/** Returns the fields that the contract has changed. Where it has not, corrections made by hand on the deal stay. */
export function changesOf(before: RenewalDealFields | null, after: RenewalDealFields): Partial<RenewalDealFields> {
  if (before === null) return after;
  const changed = Object.entries(after).filter(
    ([name, value]) => !isDeepStrictEqual(before[name as keyof RenewalDealFields], value),
  );
  return Object.fromEntries(changed);
}

/** The fields of a won renewal: what its whole next term is worth, and for how long it is agreed. */
export function wonWith(
  contract: Agreement,
  {
    contractTerm,
    term,
    createdAt,
    lastDayForNotice: lastDay,
  }: Pick<Deal, 'contractTerm' | 'term' | 'createdAt' | 'lastDayForNotice'>,
  endedBy: 'renewed' | 'auto',
  { now, timeZone }: { readonly now: Instant; readonly timeZone: string },
): Pick<Deal, 'amount' | 'currency' | 'term' | 'endedBy'> & { readonly wonAt: Instant } {
  const { currency, noticeDays, autoRenewMonths } = contract;
  const next = contract.terms[contractTerm!]!;
  const { startsOn, endsOn } = next;
  const begun = startOfDay(daysAfter(lastDay!, 1), timeZone);
  return {
    amount: worthOfTerm(contract, next),
    currency,
    endedBy,
    term: endsOn === null ? term : { startsOn, endsOn, noticeDays, autoRenewMonths },
    // An automatic renewal is won when notice is no longer possible, even if no node looked at that time.
    wonAt: endedBy === 'auto' ? Math.min(now, Math.max(createdAt, begun)) : now,
  };
}

/** Reports whether a deal is in the stage that its contract implies. One ended by hand only needs that stage. */
export function agreesWith(
  { stage, endedBy, churnReason }: Pick<Deal, 'stage'> & Pick<OfTerm, 'endedBy' | 'churnReason'>,
  outcome: RenewalOutcome,
): boolean {
  if (outcome.stage === 'open') return stage === 'open' || endedBy === null;
  // Ended by hand: only a signed renewal, or a notice of the customer, overrides that.
  if (endedBy === null && stage !== 'open')
    return stage === outcome.stage || outcome.endedBy === 'ended' || outcome.endedBy === 'withdrawn';
  const reason = outcome.endedBy === 'notice' ? outcome.churnReason : null;
  return stage === outcome.stage && endedBy === outcome.endedBy && churnReason === reason;
}

/**
 * Returns why nobody may move a renewal to a stage: what its contract has decided, as the beginning of a sentence.
 * @param term its number, from 1
 * @returns undefined if it may be moved
 */
export function decidedAgainst(
  stage: DealStage,
  contract: Agreement & Pick<Contract, 'id'>,
  term: number,
  today: Day,
): string | undefined {
  const outcome = outcomeOf(contract, term, today);
  if (outcome.stage === 'open' || agreesWith({ stage, ...BY_HAND }, outcome)) return undefined;
  return `Contract ${contract.id} decides about this renewal, and ${DECIDED_WORDS[outcome.endedBy]}`;
}

const BY_HAND = { endedBy: null, churnReason: null };

const DECIDED_WORDS: Readonly<Record<RenewalEnd, string>> = {
  renewed: 'was renewed',
  auto: 'has renewed by itself',
  notice: 'notice was given for it: take that back there first',
  ended: 'has ended without being renewed: renew it instead',
  withdrawn: 'has nothing to renew in this term any more',
};

export function renewalName(account: string, term: { readonly startsOn: Day }): string {
  const what = nameOf(term);
  return `${account.slice(0, NAME_LENGTH_MAX - what.length - 2)}: ${what}`;
}

/** Returns the name of a renewal when its term moves; a name that a person has given stays. */
export function renamed({ name, term: former }: Pick<Deal, 'name' | 'term'>, term: { readonly startsOn: Day }): string {
  const ending = former === null ? null : nameOf(former);
  return ending !== null && name.endsWith(ending) ? name.slice(0, -ending.length) + nameOf(term) : name;
}

/** Returns the name of a renewal when its contract goes to another account; a name that a person has given stays. */
export function renamedFor({ name, term }: Pick<Deal, 'name' | 'term'>, former: string, account: string): string {
  return term !== null && name === renewalName(former, term) ? renewalName(account, term) : name;
}

function nameOf({ startsOn }: { readonly startsOn: Day }): string {
  return `Renewal from ${startsOn}`;
}

const NAME_LENGTH_MAX = 300;
