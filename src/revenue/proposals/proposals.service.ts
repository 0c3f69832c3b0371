import { Injectable } from '@nestjs/common';
import type { Account } from '../../deals/accounts/account.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { answererOf } from '../../deals/answering-deliveries.js';
import type { Deal } from '../../deals/deal.js';
import { DealStore } from '../../deals/deal.store.js';
import { DealGate, type DeliveredBilling } from '../../deals/deal-gate.service.js';
import type { ProposalOutcome, TakenBackCause } from '../../deals/delivery-words.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import { type ContractCase, turnContract } from '../contracts/contract.js';
import { soldBy } from '../won-deals/sold.js';
import { differenceOf } from './delivered-changes.js';
import {
  askedAnew,
  type DeliveredSale,
  openProposalOf,
  type Proposal,
  proposalsAfter,
  withoutDelivery,
} from './proposal.js';
import { arrsOf } from './proposed-amendment.js';
import { askInstead, type Concerned, tellOfProposal } from './telling.js';

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
        const sale = { deal, contractId, said, sold: soldBy(deal, billing.get(deal.id) ?? null) };
        const next = proposed(work, contract, sale);
        const about = { deal, account, delivered: said, contract };
        if (next !== contract.row.proposals) this.change(work, contract, next, about, causeOf(work, contract, sale));
        askAnew(work, contract, about);
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

  /** @param cause why there is none any more, in that case */
  private change(
    work: UnitOfWork,
    contract: ContractCase,
    proposals: readonly Proposal[],
    about: Concerned,
    cause: TakenBackCause,
  ): void {
    const { id: dealId } = about.deal;
    const former = openProposalOf(contract.row, dealId);
    const next = openProposalOf({ proposals }, dealId);
    if (next === undefined) {
      if (former === undefined) contract.row = { ...contract.row, proposals };
      else {
        const arrs = arrsOf(contract.row, former);
        turnContract(work, contract, closing(dealId, 'withdrawn', proposals, cause));
        tell(work, contract, about, { outcome: 'withdrawn', arrs, cause });
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

/** Asks whoever answers now, if that was somebody else. */
function askAnew(
  work: UnitOfWork,
  contract: ContractCase,
  { deal, account }: { deal: Deal; account: Account | undefined },
) {
  const { directory } = work;
  const { row } = contract;
  const answererRepId = answererOf(directory, deal, account);
  const now = { dealId: deal.id, answererRepId, today: directory.companyDay(work.now) };
  const proposals = askedAnew(row.proposals, now, (proposal, outcome) => {
    const { answerBy } = proposal;
    const facts = { contractId: row.id, currency: row.currency, ...arrsOf(row, proposal) };
    askInstead(work, { deal, account, contract }, { ...facts, outcome, answerBy });
  });
  if (proposals !== row.proposals) contract.row = { ...row, proposals };
}

/** Keeps the words of the form, which may be corrected alone. */
function giveReason(contract: ContractCase, proposal: Proposal | undefined, why: string | null): void {
  const { reasons } = contract.row;
  if (proposal === undefined || why === null || reasons[proposal.seq] === why) return;
  contract.row = { ...contract.row, reasons: { ...reasons, [proposal.seq]: why } };
}

interface Said extends FollowedSale {
  /** Undefined if nothing was handed over after a delivery, or if the deal has another contract. */
  readonly said: DeliveredBilling | undefined;
  readonly sold: ReturnType<typeof soldBy>;
}

function proposed(work: UnitOfWork, { row }: ContractCase, { deal, said, sold }: Said): readonly Proposal[] {
  const isOfDeal = row.proposals.some(({ dealId }) => dealId === deal.id);
  if (said === undefined || row.withdrawnAt !== null) return isOfDeal ? withoutDelivery(row, deal.id) : row.proposals;
  const sale = deliveredSale(work, { deal, said, sold });
  // Without prices, it is not known yet what differs.
  return sale === null ? row.proposals : proposalsAfter(row, sale, work.directory.companyDay(work.now));
}

/** Null without prices. */
function deliveredSale(work: UnitOfWork, { deal, said, sold }: Omit<Said, 'contractId'>): DeliveredSale | null {
  const delivered = said === undefined ? null : soldBy(deal, said.billed);
  if (sold === null || 'code' in sold || delivered === null || 'code' in delivered) return null;
  return { dealId: deal.id, on: work.directory.companyDay(deal.deliveredAt!), sold, delivered };
}

/** Why a proposal is taken back. */
function causeOf(work: UnitOfWork, { row }: ContractCase, sale: Said): TakenBackCause {
  const { deal, contractId, said } = sale;
  if (deal.stage !== 'won' || deal.deliveredAt === null) return 'reopened';
  if (contractId !== row.id || row.withdrawnAt !== null) return 'otherContract';
  if (said === undefined) return 'notHandedOver';
  const own = row.proposals.filter(({ dealId }) => dealId === deal.id);
  const delivered = deliveredSale(work, sale);
  return delivered !== null && differenceOf(delivered, own).changes.length > 0 ? 'declined' : 'same';
}

function closing(
  deliveredDealId: string,
  outcome: Exclude<ProposalOutcome, 'proposed'>,
  proposals: readonly Proposal[],
  cause?: TakenBackCause,
) {
  const facts = { deliveredDealId, outcome, ...(cause !== undefined && { cause }) };
  return { type: 'contract.proposalClosed', fields: { proposals }, facts } as const;
}

interface Told {
  readonly outcome: ProposalOutcome;
  readonly arrs: { readonly formerArr: string; readonly arr: string };
  readonly answerBy?: string;
  readonly cause?: TakenBackCause;
}

function tell(
  work: UnitOfWork,
  { subjectId: contractId, row: { currency } }: ContractCase,
  concerned: Concerned,
  { outcome, arrs, ...more }: Told,
): void {
  tellOfProposal(work, concerned, { contractId, outcome, currency, ...arrs, ...more });
}
