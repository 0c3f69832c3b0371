import { Injectable } from '@nestjs/common';
import { AccountStore } from '../../deals/accounts/account.store.js';
import type { Deal } from '../../deals/deal.js';
import { DealStore } from '../../deals/deal.store.js';
import { DealGate, type DeliveredBilling } from '../../deals/deal-gate.service.js';
import type { ProposalOutcome } from '../../deals/delivery-words.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import { type ContractCase, turnContract } from '../contracts/contract.js';
import { soldBy } from '../won-deals/sold.js';
import { openProposalOf, type Proposal, proposalsAfter, withoutDelivery } from './proposal.js';
import { arrsOf } from './proposed-amendment.js';
import { type Concerned, tellOfProposal } from './telling.js';

/** A deal that is or was won, with the contract that it has by now. */
export interface FollowedSale {
  readonly deal: Deal;
  readonly contractId: string | null;
}

/** Proposes amendments of contracts where deliveries differ from what was sold, and tells whom that concerns. */
@Injectable()
export class Proposals {
  constructor(
    private readonly gate: DealGate,
    private readonly accounts: AccountStore,
    private readonly deals: DealStore,
  ) {}

  /** @param contracts of these sales, opened; the caller writes them */
  async follow(
    tx: Tx,
    work: UnitOfWork,
    sales: readonly FollowedSale[],
    contracts: ReadonlyMap<string, ContractCase>,
  ): Promise<void> {
    const isDelivered = ({ stage, deliveredAt }: Deal) => stage === 'won' && deliveredAt !== null;
    const ids = sales.filter(({ deal }) => isDelivered(deal)).map(({ deal }) => deal.id);
    const has = [...contracts.values()].some(({ row }) => row.proposals.length > 0);
    if (ids.length === 0 && !has) return;
    const delivered = await this.gate.handover.readDelivered(tx, ids);
    const billing = await this.gate.handover.readBilling(tx, ids);
    const accountOf = await this.accountsOf(tx, [...contracts.values()]);
    for (const { deal, contractId } of sales)
      for (const contract of contracts.values()) {
        const said = contract.subjectId === contractId ? delivered.get(deal.id) : undefined;
        const account = accountOf(contract);
        const next = proposed(work, contract, { deal, said, sold: soldBy(deal, billing.get(deal.id) ?? null) });
        if (next !== contract.row.proposals)
          this.change(work, contract, next, { deal, account, delivered: said, contract });
        giveReason(contract, openProposalOf(contract.row, deal.id), said?.difference ?? null);
      }
  }

  /**
   * Closes a proposal, and tells whom that concerns.
   * @param isAmended whether the caller has amended the contract, so that its event tells of it
   */
  async close(
    tx: Tx,
    work: UnitOfWork,
    contract: ContractCase,
    { dealId, ...proposal }: Proposal,
    { outcome, isAmended = false }: { readonly outcome: 'applied' | 'declined'; readonly isAmended?: boolean },
  ): Promise<void> {
    const state = outcome;
    const rest = contract.row.proposals.filter((each) => each.dealId !== dealId || each.state !== 'open');
    const proposals = [...rest, { ...proposal, dealId, state }];
    if (isAmended) contract.row = { ...contract.row, proposals };
    else turnContract(work, contract, closing(dealId, outcome, proposals));
    const delivered = (await this.gate.handover.readDelivered(tx, [dealId])).get(dealId);
    const account = (await this.accountsOf(tx, [contract]))(contract);
    const [deal] = await this.deals.readMany(tx, [dealId]);
    const arrs = arrsOf(contract.before!, { ...proposal, dealId });
    tell(work, contract, { deal: deal!, account, delivered, contract }, { outcome, arrs });
  }

  private change(work: UnitOfWork, contract: ContractCase, proposals: readonly Proposal[], about: Concerned): void {
    const { id: dealId } = about.deal;
    const former = openProposalOf(contract.row, dealId);
    const next = openProposalOf({ proposals }, dealId);
    if (next === undefined) {
      if (former === undefined) contract.row = { ...contract.row, proposals };
      else {
        const arrs = arrsOf(contract.row, former);
        turnContract(work, contract, closing(dealId, 'withdrawn', proposals));
        tell(work, contract, about, { outcome: 'withdrawn', arrs });
      }
      return;
    }
    const arrs = arrsOf(contract.row, next);
    const { effectiveOn, answerBy } = next;
    const facts = { deliveredDealId: dealId, effectiveOn, answerBy, ...arrs };
    turnContract(work, contract, { type: 'contract.amendmentProposed', fields: { proposals }, facts });
    tell(work, contract, about, { outcome: 'proposed', arrs, answerBy });
  }

  private async accountsOf(tx: Tx, contracts: readonly ContractCase[]) {
    const accounts = await this.accounts.readMany(tx, [...new Set(contracts.map(({ row }) => row.accountId))]);
    const byId = new Map(accounts.map((account) => [account.id, account]));
    return ({ row }: ContractCase) => byId.get(row.accountId);
  }
}

/** Keeps the words of the form, which may be corrected alone. */
function giveReason(contract: ContractCase, proposal: Proposal | undefined, why: string | null): void {
  const { reasons } = contract.row;
  if (proposal === undefined || why === null || reasons[proposal.seq] === why) return;
  contract.row = { ...contract.row, reasons: { ...reasons, [proposal.seq]: why } };
}

interface Said {
  readonly deal: Deal;
  /** Undefined if nothing was handed over after a delivery, or if the deal has another contract. */
  readonly said: DeliveredBilling | undefined;
  readonly sold: ReturnType<typeof soldBy>;
}

function proposed(work: UnitOfWork, { row }: ContractCase, { deal, said, sold }: Said): readonly Proposal[] {
  const isOfDeal = row.proposals.some(({ dealId }) => dealId === deal.id);
  if (said === undefined || row.withdrawnAt !== null) return isOfDeal ? withoutDelivery(row, deal.id) : row.proposals;
  const delivered = soldBy(deal, said.billed);
  // Without prices, it is not known yet what differs.
  if (sold === null || 'code' in sold || delivered === null || 'code' in delivered) return row.proposals;
  const on = work.directory.companyDay(deal.deliveredAt!);
  return proposalsAfter(row, { dealId: deal.id, on, sold, delivered }, work.directory.companyDay(work.now));
}

function closing(
  deliveredDealId: string,
  outcome: Exclude<ProposalOutcome, 'proposed'>,
  proposals: readonly Proposal[],
) {
  return { type: 'contract.proposalClosed', fields: { proposals }, facts: { deliveredDealId, outcome } } as const;
}

interface Told {
  readonly outcome: ProposalOutcome;
  readonly arrs: { readonly formerArr: string; readonly arr: string };
  readonly answerBy?: string;
}

function tell(
  work: UnitOfWork,
  { subjectId: contractId, row: { currency } }: ContractCase,
  concerned: Concerned,
  { outcome, arrs, answerBy }: Told,
): void {
  const facts = { contractId, outcome, currency, ...arrs, ...(answerBy !== undefined && { answerBy }) };
  tellOfProposal(work, concerned, facts);
}
