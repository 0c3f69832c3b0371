import { Injectable } from '@nestjs/common';
import type { Account } from '../../deals/accounts/account.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { answererOf } from '../../deals/answering-deliveries.js';
import type { Deal } from '../../deals/deal.js';
import { DealStore } from '../../deals/deal.store.js';
import { DealGate, type DeliveredBilling } from '../../deals/deal-gate.service.js';
import { factsOf } from '../../deals/deal-making.js';
import type { ProposalOutcome, TakenBackCause } from '../../deals/delivery-words.js';
import type { DealCase } from '../../deals/row-case.js';
import { soldFor } from '../../deals/sold-for.js';
import type { BilledLines } from '../../forms/billing.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import { pluck } from '../../platform/values/group.js';
import type { WonDeal } from '../won-deals/won-deal.js';
import { expansionOfDelivery, worthOf } from './delivered-expansion.js';
import {
  answerByOf,
  askedAnew,
  isInOtherCurrency,
  nextProposals,
  openProposalOf,
  type Proposal,
  withoutDelivery,
} from './proposal.js';
import { askInstead, type Concerned, tellOfProposal } from './telling.js';

/** A deal that is or was won, with what it has made of contracts. */
export interface Sale {
  readonly deal: DealCase;
  readonly won: WonDeal;
}

interface Closing {
  readonly outcome: Exclude<ProposalOutcome, 'proposed' | 'overdue'>;
  readonly madeDealId?: string;
  readonly cause?: TakenBackCause;
}

/** Proposes further deals where deliveries differ from sales without a contract, and tells whom that concerns. */
@Injectable()
export class Expansions {
  constructor(
    private readonly gate: DealGate,
    private readonly accounts: AccountStore,
    private readonly deals: DealStore,
  ) {}

  /** @param sales the caller writes them @returns what they have made, with what is proposed now */
  async follow(tx: Tx, work: UnitOfWork, sales: readonly Sale[]): Promise<WonDeal[]> {
    const concerned = sales.filter((sale) => isWithoutContract(sale) || sale.won.proposals.length > 0);
    if (concerned.length === 0) return pluck(sales, 'won');
    const ids = concerned.map(({ deal }) => deal.subjectId);
    const delivered = await this.gate.handover.readDelivered(tx, ids);
    const sold = await this.gate.handover.readBilling(tx, ids);
    const accountOf = await this.accountsOf(tx, concerned);
    const lost = await this.lostOf(tx, concerned);
    return sales.map((sale) => {
      if (!concerned.includes(sale)) return sale.won;
      const { deal } = sale;
      const said = isWithoutContract(sale) ? delivered.get(deal.subjectId) : undefined;
      const about = { deal: deal.row, account: accountOf(deal.row), delivered: said };
      const own = sale.won.proposals.map((each) => asDeclined(each, lost));
      const proposals = proposedBy(work, { ...sale, own }, said, sold.get(deal.subjectId) ?? null);
      const next = proposals === sale.won.proposals ? sale.won : change(work, sale, proposals, about);
      return withReason(withAsked(work, next, about), said?.difference ?? null);
    });
  }

  /** Closes a proposal, and tells whom that concerns. @returns what the sale has made, with the answer */
  async close(tx: Tx, work: UnitOfWork, sale: Sale, proposal: Proposal, closing: Closing): Promise<WonDeal> {
    const { deal, won } = sale;
    const delivered = (await this.gate.handover.readDelivered(tx, [deal.subjectId])).get(deal.subjectId);
    const account = (await this.accountsOf(tx, [sale]))(deal.row);
    const rest = won.proposals.filter(({ state }) => state !== 'open');
    const state = closing.outcome === 'applied' ? 'applied' : 'declined';
    recordClosing(work, deal, closing);
    tell(work, { deal: deal.row, account, delivered }, proposal, { outcome: closing.outcome });
    return {
      ...won,
      proposals: [
        ...rest,
        { ...proposal, state, ...(closing.madeDealId !== undefined && { madeDealId: closing.madeDealId }) },
      ],
    };
  }

  /** Returns the deals that were made of proposals, and lost. */
  private async lostOf(tx: Tx, sales: readonly Sale[]): Promise<ReadonlySet<string>> {
    const made = sales.flatMap(({ won }) => won.proposals.flatMap(({ madeDealId }) => madeDealId ?? []));
    const deals = made.length === 0 ? [] : await this.deals.readMany(tx, made);
    return new Set(deals.filter(({ stage }) => stage === 'lost').map(({ id }) => id));
  }

  private async accountsOf(tx: Tx, sales: readonly Sale[]): Promise<(deal: Deal) => Account | undefined> {
    const ids = sales.flatMap(({ deal }) => deal.row.accountId ?? []);
    const byId = new Map((await this.accounts.readMany(tx, [...new Set(ids)])).map((each) => [each.id, each]));
    return ({ accountId }) => byId.get(accountId ?? '');
  }
}

/** Reports whether a delivery of a deal can amend nothing, since its sale says no term. */
function isWithoutContract({ deal: { row }, won }: Sale): boolean {
  const isDelivered = row.stage === 'won' && row.deliveredAt !== null;
  return isDelivered && won.contractId === null && soldFor(row)?.kind !== 'term' && row.type !== 'renewal';
}

/** What was made into a deal that is lost was not sold, and is not proposed again. */
function asDeclined(proposal: Proposal, lost: ReadonlySet<string>): Proposal {
  return lost.has(proposal.madeDealId ?? '') ? { ...proposal, state: 'declined' } : proposal;
}

/** @param said what is billed after the delivery; undefined without one */
function proposedBy(
  work: UnitOfWork,
  { deal: { row }, won, own }: Sale & { readonly own: readonly Proposal[] },
  said: DeliveredBilling | undefined,
  sold: BilledLines | null,
): readonly Proposal[] {
  const { id: dealId } = row;
  const { directory } = work;
  if (said === undefined) return won.proposals.every(isApplied) ? won.proposals : withoutDelivery(won, dealId);
  const sale = { deal: row, sold, delivered: said.billed, wonOn: directory.companyDay(row.wonAt!) };
  const { currency } = row;
  const none = { own, changes: [] };
  const differs = currency === null || isInOtherCurrency(own, currency) ? none : expansionOfDelivery(sale, own);
  // Without prices, it is not known yet what differs, but for what was proposed in another currency.
  const difference = differs ?? (own.some((each) => each.currency !== currency) ? none : null);
  if (currency === null || difference === null) return won.proposals;
  const { changes } = difference;
  return nextProposals(won.proposals, { dealId, currency, ...difference }, () => {
    const answerBy = answerByOf(directory.companyDay(work.now));
    const effectiveOn = directory.companyDay(row.deliveredAt!);
    return { dealId, state: 'open', effectiveOn, answerBy, currency, changes, seq: row.eventSeq + 1 };
  });
}

const isApplied = ({ state }: Proposal) => state === 'applied';

function change(work: UnitOfWork, { deal, won }: Sale, proposals: readonly Proposal[], about: Concerned): WonDeal {
  const former = openProposalOf(won, deal.subjectId);
  const next = openProposalOf({ proposals }, deal.subjectId);
  if (next !== undefined) {
    const { effectiveOn, answerBy } = next;
    const worth = worthOf(next);
    work.record(deal, 'deal.expansionProposed', { ...factsOf(deal.row), effectiveOn, answerBy, worth });
    tell(work, about, next, { outcome: 'proposed' });
  } else if (former !== undefined) {
    const cause = causeOf({ deal, won }, about);
    recordClosing(work, deal, { outcome: 'withdrawn', cause });
    tell(work, about, former, { outcome: 'withdrawn', cause });
  }
  return { ...won, proposals };
}

/** Why a proposal is taken back. */
function causeOf(sale: Sale, { delivered }: Concerned): TakenBackCause {
  const { stage, deliveredAt } = sale.deal.row;
  if (stage !== 'won' || deliveredAt === null) return 'reopened';
  if (!isWithoutContract(sale)) return 'contract';
  return delivered === undefined ? 'notHandedOver' : 'noMore';
}

/** Asks whoever answers now, if that was somebody else. */
function withAsked(work: UnitOfWork, won: WonDeal, about: Omit<Concerned, 'deal'> & { readonly deal: Deal }): WonDeal {
  const { directory } = work;
  const answererRepId = answererOf(directory, about.deal, about.account);
  const now = { dealId: won.dealId, answererRepId, today: directory.companyDay(work.now) };
  const proposals = askedAnew(won.proposals, now, (proposal, outcome) => {
    const { answerBy, currency } = proposal;
    askInstead(work, about, { outcome, worth: worthOf(proposal), currency, answerBy });
  });
  return proposals === won.proposals ? won : { ...won, proposals };
}

function recordClosing(work: UnitOfWork, deal: DealCase, closing: Closing): void {
  work.record(deal, 'deal.proposalClosed', { ...factsOf(deal.row), ...closing });
}

interface Told {
  readonly outcome: ProposalOutcome;
  readonly cause?: TakenBackCause;
}

function tell(work: UnitOfWork, about: Concerned, proposal: Proposal, { outcome, cause }: Told): void {
  const { answerBy, currency } = proposal;
  const worth = worthOf(proposal);
  const asked = outcome === 'proposed' ? { answerBy } : {};
  tellOfProposal(work, about, { outcome, worth, currency, ...asked, ...(cause !== undefined && { cause }) });
}

/** Keeps the words of the form, which may be corrected alone. */
function withReason(won: WonDeal, why: string | null): WonDeal {
  const proposal = openProposalOf(won, won.dealId);
  if (proposal === undefined || why === null || won.reasons[proposal.seq] === why) return won;
  return { ...won, reasons: { ...won.reasons, [proposal.seq]: why } };
}
