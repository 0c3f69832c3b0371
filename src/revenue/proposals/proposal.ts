import { isDeepStrictEqual } from 'node:util';
import { isOverdue } from '../../deals/answering-deliveries.js';
import type { LineKind } from '../../forms/contract-lines.dto.js';
import { type Day, daysAfter, laterOf } from '../../platform/values/day.js';
import { amended, faultOfDay } from '../contracts/amending.js';
import type { Contract } from '../contracts/contract.js';
import type { SoldContract } from '../won-deals/sold.js';
import { differenceOf } from './delivered-changes.js';
import { amendmentOf } from './proposed-amendment.js';

/** How long whoever looks after an account has to answer, in days. */
const ANSWER_WITHIN_DAYS = 14;

export const PROPOSAL_STATES = ['open', 'applied', 'declined'] as const;

/** What was delivered of a product otherwise than it was sold. Amounts are decimals, for the whole term. */
export interface ProposedChange {
  readonly product: string;
  readonly kind: LineKind;
  readonly soldAmount: string;
  readonly amount: string;
  /** A year; nulls for a line without ARR. */
  readonly soldArr: string | null;
  readonly arr: string | null;
}

/** An amendment of a contract, or a further deal, that follows from a delivery, until somebody applies or declines it. */
export interface Proposal {
  /** The deal that was delivered. */
  readonly dealId: string;
  readonly state: (typeof PROPOSAL_STATES)[number];
  /** The day of the delivery. */
  readonly effectiveOn: Day;
  readonly answerBy: Day;
  /** Of the amounts, even if the sale is in another one by now. */
  readonly currency: string;
  readonly changes: readonly ProposedChange[];
  /** Who was asked last; null while nobody who answers is active, absent if it is not known. */
  readonly askedRepId?: string | null;
  /** The day on which whoever answers was reminded, since `answerBy` was over. */
  readonly remindedOn?: Day;
  /** The day on which those above were told, since nobody who answers was active. */
  readonly raisedOn?: Day;
  /** The deal that was made of it; absent for an amendment. */
  readonly madeDealId?: string;
  /** The number of the event that proposed it, by which the reason is kept. */
  readonly seq: number;
}

/** What the form of a delivery says, priced for the term that was sold. */
export interface DeliveredSale {
  readonly dealId: string;
  readonly on: Day;
  readonly sold: SoldContract;
  readonly delivered: SoldContract;
}

export function openProposalOf({ proposals }: Pick<Contract, 'proposals'>, dealId: string): Proposal | undefined {
  return proposals.find((each) => each.dealId === dealId && each.state === 'open');
}

/** Reports whether nobody has answered in time, and nobody was reminded of it. */
export function awaitsReminder(proposal: Proposal, today: Day): boolean {
  return proposal.state === 'open' && isOverdue(proposal, today) && proposal.remindedOn === undefined;
}

/**
 * Notes who was told that nobody has answered in time.
 * @param tell returns who was reminded; null if nobody can be, so that those above are told, once
 */
export function afterTelling(
  proposals: readonly Proposal[],
  today: Day,
  tell: (proposal: Proposal) => string | null,
): readonly Proposal[] {
  return proposals.map((each) => {
    if (!awaitsReminder(each, today)) return each;
    const askedRepId = tell(each);
    return { ...each, askedRepId, [askedRepId === null ? 'raisedOn' : 'remindedOn']: today };
  });
}

/**
 * Notes who answers what a deal proposes by now, which follows the account. A new proposal was told to them already, and
 * one that awaits a reminder is told with that.
 * @param tell tells whoever answers now, in place of whoever was asked
 * @returns the same proposals if nothing has changed
 */
export function askedAnew(
  proposals: readonly Proposal[],
  {
    dealId,
    answererRepId,
    today,
  }: { readonly dealId: string; readonly answererRepId: string | null; readonly today: Day },
  tell: (proposal: Proposal, outcome: 'proposed' | 'overdue') => void,
): readonly Proposal[] {
  const open = openProposalOf({ proposals }, dealId);
  if (open === undefined || open.askedRepId === answererRepId) return proposals;
  if (open.askedRepId !== undefined && !awaitsReminder(open, today))
    tell(open, isOverdue(open, today) ? 'overdue' : 'proposed');
  return proposals.map((each) => (each === open ? { ...open, askedRepId: answererRepId } : each));
}

/** Returns why the delivery differs, in the words of its form. */
export function reasonOf({ reasons }: Pick<Contract, 'reasons'>, { seq }: Proposal): string {
  return reasons[seq] ?? 'It was delivered otherwise than it was sold';
}

/** Returns the proposals without those of a deal that only hold as long as it is delivered like that. */
export function withoutDelivery({ proposals }: Pick<Contract, 'proposals'>, dealId: string): readonly Proposal[] {
  return proposals.filter((each) => each.dealId !== dealId || each.state === 'applied');
}

/** What a delivery proposes now, beside the proposals of its deal. */
export interface Difference {
  readonly changes: readonly ProposedChange[];
  readonly own: readonly Proposal[];
}

interface Differing extends Difference, Pick<Proposal, 'dealId' | 'currency'> {}

/** Reports whether something was applied in another currency, so that nobody can say what is left to propose. */
export function isInOtherCurrency(own: readonly Proposal[], currency: string): boolean {
  return own.some((each) => each.state === 'applied' && each.currency !== currency);
}

/**
 * Returns the proposals after a delivery of a deal, or a change of its form. What was declined is not proposed again.
 * @param changes what differs now @param own the former proposals of the deal, as they count now
 * @param propose returns null if the proposal would be of no use
 */
export function nextProposals(
  former: readonly Proposal[],
  { dealId, currency, changes, own }: Differing,
  propose: () => Proposal | null,
): readonly Proposal[] {
  const isKnown = (proposals: readonly Proposal[], state: Proposal['state']) =>
    proposals.some(
      (each) =>
        each.dealId === dealId &&
        each.state === state &&
        each.currency === currency &&
        isDeepStrictEqual(each.changes, changes),
    );
  // One that waits amends the lines that it names.
  if (isKnown(former, 'open')) return former;
  const proposal = changes.length === 0 || isKnown(own, 'declined') ? null : propose();
  const rest = former.filter((each) => each.dealId !== dealId || each.state !== 'open');
  if (proposal !== null) return [...rest, proposal];
  return rest.length === former.length ? former : rest;
}

/** Returns the day by which a proposal of today is to be answered. */
export function answerByOf(today: Day): Day {
  return daysAfter(today, ANSWER_WITHIN_DAYS);
}

/** Returns the proposals of a contract after a delivery, or a change of its form. What was applied counts as sold. */
export function proposalsAfter(contract: Contract, sale: DeliveredSale, today: Day): readonly Proposal[] {
  const { proposals } = contract;
  const { dealId } = sale;
  const own = proposals.filter((each) => each.dealId === dealId);
  const { currency } = contract;
  // A contract keeps its currency where its invoices say so, whatever the deal says by now.
  const isOne = sale.sold.currency === currency && !isInOtherCurrency(own, currency);
  const difference = isOne ? differenceOf(sale, own) : { own, changes: [] };
  const { changes } = difference;
  return nextProposals(proposals, { dealId, currency, ...difference }, () => {
    const effectiveOn = laterOf(sale.on, contract.startsOn);
    if (faultOfDay(contract, effectiveOn) !== null) return null;
    const answerBy = answerByOf(today);
    const seq = contract.eventSeq + 1;
    const proposal: Proposal = { dealId, state: 'open', effectiveOn, answerBy, currency, changes, seq };
    return amended(contract, amendmentOf(contract, proposal, '')).turn === null ? null : proposal;
  });
}
