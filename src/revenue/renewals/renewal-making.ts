import type { Account } from '../../deals/accounts/account.js';
import type { Deal } from '../../deals/deal.js';
import { begin, change } from '../../deals/deal-making.js';
import { PLAIN } from '../../deals/pipeline.js';
import type { DealCase } from '../../deals/row-case.js';
import { UNSAID_SOLD_FOR } from '../../deals/sold-for.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Contract } from '../contracts/contract.js';
import { type RenewalDealFields, renewalFieldsOf, renewalName } from './renewal.js';

export interface RenewalParts {
  readonly account: Account;
  readonly ownerRepId: string | null;
}

/**
 * Returns the renewal of the present term: one that was made by hand for it, or a new one.
 * @param opened the renewals of the contract
 * @returns undefined if there is one already, or nothing to renew
 */
export function renewalOf(
  work: UnitOfWork,
  contract: Contract,
  opened: readonly DealCase[],
  { account, ownerRepId }: RenewalParts,
): DealCase | undefined {
  const agreed = renewalFieldsOf(contract, work.directory.timeZoneOf(null));
  const contractTerm = contract.terms.length;
  if (agreed === null || opened.some(({ row }) => row.contractTerm === contractTerm)) return undefined;
  const byHand = opened.find(({ row }) => row.contractTerm === null && row.accountId === contract.accountId);
  if (byHand !== undefined) return takePresentTerm(work, contract, byHand, agreed);
  return begin(work, {
    name: renewalName(account.name, agreed.term!),
    externalId: null,
    refs: {},
    leadId: null,
    source: null,
    channel: null,
    campaign: null,
    product: null,
    ...PLAIN,
    ...UNSAID_SOLD_FOR,
    ...agreed,
    type: 'renewal',
    follows: contract.dealId,
    contractId: contract.id,
    contractTerm,
    ownerRepId,
  });
}

/** Makes a deal that was made by hand the renewal of the present term. Its own values stay. */
export function takePresentTerm(
  work: UnitOfWork,
  contract: Contract,
  deal: DealCase,
  agreed: RenewalDealFields,
): DealCase {
  work.advanceTo(deal.row.updatedAt);
  const { lastDayForNotice, term, expectedCloseAt } = agreed;
  const { amount, currency } = deal.row.amount === null ? agreed : deal.row;
  const rest = { amount, currency, term: deal.row.term ?? term };
  const contractTerm = contract.terms.length;
  const dated = { expectedCloseAt: deal.row.expectedCloseAt ?? expectedCloseAt, lastDayForNotice, contractTerm };
  const follows = deal.row.follows ?? soldBefore(contract, deal.row);
  return change(work, deal, { ...deal.row, ...rest, ...dated, follows }, 'contract');
}

/** The deal that sold the contract. No deal follows itself, or a later one: ids are in the order of creation. */
function soldBefore({ dealId }: Contract, { id }: Pick<Deal, 'id'>): string | null {
  return dealId !== null && dealId < id ? dealId : null;
}
