import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../../auth/idempotency.store.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { answererOf, mayAnswer } from '../../deals/answering-deliveries.js';
import type { Deal } from '../../deals/deal.js';
import { DealStore } from '../../deals/deal.store.js';
import { DealAccess } from '../../deals/deal-access.service.js';
import { DealCases } from '../../deals/deal-cases.service.js';
import { DealGate } from '../../deals/deal-gate.service.js';
import { begin } from '../../deals/deal-making.js';
import type { DealCase } from '../../deals/row-case.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import type { Tx } from '../../platform/sql/database.js';
import type { WonDeal } from '../won-deals/won-deal.js';
import { WonDealStore } from '../won-deals/won-deal.store.js';
import { expansionOf } from './expansion.js';
import { Expansions, type Sale } from './expansions.service.js';
import { openProposalOf, type Proposal } from './proposal.js';

interface Answering {
  readonly context: TransactionContext;
  readonly work: UnitOfWork;
  readonly deal: DealCase;
  readonly won: WonDeal;
  readonly proposal: Proposal;
  /** Who answers for the account. */
  readonly keeperRepId: string | null;
}

/** Answers to what deliveries of sales without a contract propose. */
@Injectable()
export class ExpansionVerbs {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly deals: DealStore,
    private readonly dealCases: DealCases,
    private readonly accounts: AccountStore,
    private readonly access: DealAccess,
    private readonly gate: DealGate,
    private readonly store: WonDealStore,
    private readonly expansions: Expansions,
    private readonly requests: IdempotencyStore,
  ) {}

  /** Makes the proposed deal. @throws NotFoundError without an open proposal @returns the new deal */
  apply(id: string, caller: Caller): Promise<Deal> {
    return this.answer(id, caller, async ({ context: { tx }, work, deal, won, proposal, keeperRepId }) => {
      const made = begin(work, expansionOf(deal.row, proposal, keeperRepId), caller.requestId);
      const closing = { outcome: 'applied', madeDealId: made.subjectId } as const;
      const answered = await this.expansions.close(tx, work, { deal, won }, proposal, closing);
      await this.dealCases.write(tx, { deals: [deal, made] });
      await this.store.updateMany(tx, [answered]);
      await this.gate.follow(tx, work, [made]);
      return made.row;
    });
  }

  /** @throws NotFoundError without an open proposal @returns the deal that was delivered */
  decline(id: string, reason: string, caller: Caller): Promise<Deal> {
    return this.answer(id, caller, async ({ context: { tx }, work, deal, won, proposal }) => {
      const answered = await this.expansions.close(tx, work, { deal, won }, proposal, { outcome: 'declined' });
      const reasons = { ...answered.reasons, [deal.row.eventSeq]: reason };
      await this.dealCases.write(tx, { deals: [deal] });
      await this.store.updateMany(tx, [{ ...answered, reasons }]);
      return deal.row;
    });
  }

  /** Asks again what a deal proposes that has changed since it was last looked at. */
  private async stillHolds(tx: Tx, work: UnitOfWork, sale: Sale, proposal: Proposal): Promise<boolean> {
    if (sale.won.dueAt === null) return true;
    const [followed] = await this.expansions.follow(tx, work, [sale]);
    return openProposalOf(followed!, proposal.dealId) === proposal;
  }

  private answer(id: string, caller: Caller, verb: (answering: Answering) => Promise<Deal>): Promise<Deal> {
    return this.lifecycle.perform(async (context) => {
      const { tx, directory } = context;
      await this.deals.lockAll(tx);
      const { requestId } = caller;
      const [made] = requestId === undefined ? [] : await this.deals.readMany(tx, [requestId]);
      if (made !== undefined) return made;
      const deal = await this.dealCases.openDeal(tx, id);
      const accountId = deal?.row.accountId ?? null;
      const [account] = accountId === null ? [] : await this.accounts.readMany(tx, [accountId]);
      if (deal === undefined || !mayAnswer(deal.row, account, caller, context))
        throw await this.access.refusalOf(context, deal?.row, id, caller, OF_ACCOUNT);
      // Repeated later, it would answer what was proposed since.
      if (await this.requests.hasActed(tx, requestId)) return deal.row;
      const [won] = await this.store.lockMany(tx, [id]);
      const work = this.lifecycle.workOn([], context, actorOf(caller));
      work.advanceToLatest([deal]);
      const proposal = won && openProposalOf(won, deal.subjectId);
      if (won === undefined || proposal === undefined || !(await this.stillHolds(tx, work, { deal, won }, proposal)))
        throw new NotFoundError('proposal of deal', id);
      const keeperRepId = answererOf(directory, deal.row, account);
      const answered = await verb({ context, work, deal, won, proposal, keeperRepId });
      await this.lifecycle.save(tx, work);
      return answered;
    });
  }
}

const OF_ACCOUNT = 'what a delivery proposes is answered by whoever looks after the account';
