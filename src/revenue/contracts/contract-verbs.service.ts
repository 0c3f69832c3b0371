import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../../auth/idempotency.store.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import type { Warning } from '../../documents/version.schema.js';
import type { RenewBody } from '../../forms/contract-lines.dto.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { ChurnReasonStore } from '../churn-reasons/churn-reason.store.js';
import { churnReasonNamed } from '../churn-reasons/churn-reason-named.js';
import { openProposalOf, type Proposal, reasonOf } from '../proposals/proposal.js';
import { Proposals } from '../proposals/proposals.service.js';
import { amendmentOf } from '../proposals/proposed-amendment.js';
import { RenewalDeals } from '../renewals/renewal-deals.service.js';
import { lookAtDeals } from '../won-deals/won-deal.store.js';
import { amended } from './amending.js';
import { renewDue } from './auto-renewal.js';
import { ContractWithdrawnError, NoticeStandsError } from './contract.errors.js';
import { beginContract, type ContractCase, type ContractTurn, turnContract } from './contract.js';
import type { AmendBody, ContractPatch, DeclineBody, NoticeBody, TransferBody } from './contract.schema.js';
import { ContractStore } from './contract.store.js';
import { warningsOfNotice } from './contract.view.js';
import { ContractAccess } from './contract-access.service.js';
import { ContractCases } from './contract-cases.service.js';
import { faultsOfDeal } from './contract-names.js';
import type { TakenContract } from './contracts.service.js';
import { moved } from './moving.js';
import { faultOfDayAhead, noticeWithdrawn, turnsOfNotice } from './notice.js';
import { renewed } from './renewing.js';

interface Acting {
  readonly context: TransactionContext;
  readonly work: UnitOfWork;
  readonly contract: ContractCase;
}

interface Done {
  readonly warnings?: readonly Warning[];
  /** A contract that the action created, which is returned instead. */
  readonly made?: ContractCase;
}

@Injectable()
export class ContractVerbs {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: ContractCases,
    private readonly access: ContractAccess,
    private readonly contracts: ContractStore,
    private readonly accounts: AccountStore,
    private readonly reasons: ChurnReasonStore,
    private readonly renewals: RenewalDeals,
    private readonly proposals: Proposals,
    private readonly requests: IdempotencyStore,
  ) {}

  /** Replaces the lines from a day on. */
  amend(id: string, body: AmendBody, caller: Caller): Promise<TakenContract> {
    return this.act(id, caller, async ({ work, contract }) => {
      const { faults, turn, warnings } = amended(contract.row, body);
      refuse(faults);
      if (turn === null) return { warnings };
      this.record(work, contract, turn, body.reason);
      return { warnings };
    });
  }

  /** Amends the contract as a delivery has proposed. @throws NotFoundError without an open proposal */
  applyProposal(id: string, dealId: string, caller: Caller): Promise<TakenContract> {
    return this.answer(id, dealId, caller, async ({ context, work, contract }, proposal) => {
      const reason = reasonOf(contract.row, proposal);
      const { faults, turn, warnings } = amended(contract.row, amendmentOf(contract.row, proposal, reason));
      refuse(faults);
      if (turn !== null) this.record(work, contract, turn, reason);
      await this.proposals.close(context.tx, work, contract, proposal, {
        outcome: 'applied',
        isAmended: turn !== null,
      });
      return { warnings };
    });
  }

  /** @throws NotFoundError without an open proposal */
  declineProposal(id: string, dealId: string, { reason }: DeclineBody, caller: Caller): Promise<TakenContract> {
    return this.answer(id, dealId, caller, async ({ context, work, contract }, proposal) => {
      await this.proposals.close(context.tx, work, contract, proposal, { outcome: 'declined' });
      giveReason(contract, reason);
      return {};
    });
  }

  /** Adds a term that was signed. */
  renew(id: string, body: RenewBody, caller: Caller): Promise<TakenContract> {
    return this.act(id, caller, async ({ work, contract }) => {
      const { faults, turn, warnings } = renewed(contract.row, body);
      refuse(faults);
      if (turn !== null) turnContract(work, contract, turn);
      return { warnings };
    });
  }

  /** Records a notice of the customer, in time or late. */
  giveNotice(id: string, { givenOn, reason }: NoticeBody, caller: Caller): Promise<TakenContract> {
    return this.act(id, caller, async ({ context, work, contract }) => {
      const named = churnReasonNamed(reason, await this.reasons.readCodes(context.tx));
      const { faults, turns } = turnsOfNotice(contract.row, { givenOn, reason: named.code ?? reason });
      const today = context.directory.companyDay(work.now);
      refuse(named.faults, faultOfDayAhead(contract.row, givenOn, today) ?? faults);
      for (const turn of turns) turnContract(work, contract, turn);
      const { notice } = contract.row;
      return { warnings: notice === null ? [] : warningsOfNotice(notice) };
    });
  }

  /** Takes a notice back, as if it had never been given. @throws NoticeStandsError */
  withdrawNotice(id: string, caller: Caller): Promise<TakenContract> {
    return this.act(id, caller, async ({ context, work, contract }) => {
      if (contract.row.notice === null) return {};
      const turn = noticeWithdrawn(contract.row, context.directory.companyDay(work.now));
      if ('term' in turn) throw new NoticeStandsError(id, turn.term);
      turnContract(work, contract, turn);
      return {};
    });
  }

  /** Says by which deal the contract was sold. Both deals are looked at: one may have a contract of its own. */
  tie(id: string, body: ContractPatch, caller: Caller): Promise<TakenContract> {
    return this.act(id, caller, async ({ context, work, contract }) => {
      const dealId = body.dealId?.toLowerCase() ?? null;
      const { dealId: former, reported } = contract.row;
      if (dealId === former) return {};
      const deal = dealId === null ? undefined : await this.access.seenDeal(context.tx, dealId, caller, context);
      refuse(
        reported === null && fault('/dealId', 'value', former === null ? OF_TRANSFER : OF_WIN),
        dealId === null ? [] : faultsOfDeal(dealId, deal, contract.row.accountId),
      );
      const fields = { dealId, reported: { ...reported!, dealId } };
      turnContract(work, contract, { type: 'contract.amended', fields, facts: { fields: ['dealId'] } });
      await lookAtDeals(
        context.tx,
        [former, dealId].filter((each) => each !== null),
        work.now,
      );
      return {};
    });
  }

  /** Moves the contract, or some of its lines, to another account from today on. */
  async transfer(id: string, body: TransferBody, caller: Caller): Promise<TakenContract> {
    return this.act(id, caller, async ({ context, work, contract }) => {
      const { tx, directory } = context;
      const accountId = body.accountId.toLowerCase();
      const [account] = await this.accounts.readMany(tx, [accountId]);
      const faults: Fault[] = account === undefined ? [unknownAccount(accountId)] : [];
      const today = directory.companyDay(work.now);
      const move = moved(contract.row, {
        accountId,
        products: body.lines ?? null,
        today,
        newId: caller.requestId ?? work.newId(),
      });
      refuse(faults, move.faults);
      if (move.turn !== null) turnContract(work, contract, move.turn);
      if (move.made === null) return {};
      const other = beginContract(work, move.made.id, move.made.fields);
      turnContract(work, other, { type: 'contract.started', fields: {}, facts: { fromContractId: id } });
      return { made: other };
    });
  }

  private record(work: UnitOfWork, contract: ContractCase, turn: ContractTurn, reason: string): void {
    turnContract(work, contract, turn);
    giveReason(contract, reason);
  }

  private answer(
    id: string,
    proposedBy: string,
    caller: Caller,
    verb: (acting: Acting, proposal: Proposal) => Promise<Done>,
  ): Promise<TakenContract> {
    const dealId = proposedBy.toLowerCase();
    return this.act(id, caller, (acting) => verb(acting, proposalNamed(acting.contract, dealId)), dealId);
  }

  /** @param answered the deal whose delivery proposes what the action answers */
  private act(
    id: string,
    caller: Caller,
    verb: (acting: Acting) => Promise<Done>,
    answered?: string,
  ): Promise<TakenContract> {
    return this.lifecycle.perform(async (context) => {
      await this.renewals.lock(context.tx);
      const renewals = await this.renewals.open(context.tx, [id]);
      const contract = await this.cases.open(context.tx, id);
      if (answered === undefined) await this.access.requireWork(context.tx, id, caller, context);
      else {
        const asked = { id, contract: contract?.row, dealId: answered };
        await this.access.requireAnswer(context.tx, asked, caller, context);
      }
      if (contract === undefined) throw new NotFoundError('contract', id);
      const { requestId } = caller;
      // Repeated later, it would undo what was agreed since.
      if (await this.requests.hasActed(context.tx, requestId)) {
        const made = await this.contracts.read(context.tx, requestId!);
        return { row: made ?? contract.row, isNew: false, warnings: [] };
      }
      if (contract.row.withdrawnAt !== null) throw new ContractWithdrawnError(contract.row);
      const work = this.lifecycle.workOn([], context, actorOf(caller));
      work.advanceToLatest([contract]);
      const { warnings = [], made } = await verb({ context, work, contract });
      // The new contract is written first, because the old one refers to it.
      const cases = made === undefined ? [contract] : [made, contract];
      renewDue(
        work,
        cases.filter(({ before, row }) => before !== row),
      );
      await this.renewals.follow(context.tx, work, [contract], renewals);
      await this.cases.write(context.tx, cases, work);
      await this.lifecycle.save(context.tx, work);
      return { row: (made ?? contract).row, isNew: false, warnings };
    });
  }
}

/** Keeps why the latest event happened, apart from the ledger. */
function giveReason(contract: ContractCase, reason: string): void {
  const { reasons, eventSeq } = contract.row;
  contract.row = { ...contract.row, reasons: { ...reasons, [eventSeq]: reason } };
}

function proposalNamed({ subjectId, row }: ContractCase, dealId: string): Proposal {
  const proposal = openProposalOf(row, dealId);
  if (proposal === undefined) throw new NotFoundError('proposal of contract', subjectId);
  return proposal;
}

const OF_WIN = 'Expected its deal: the win of that deal made the contract, which follows it.';
const OF_TRANSFER = 'Expected none: it came from the contract of another account. Tie that one to its deal.';

function unknownAccount(accountId: string): Fault {
  return fault('/accountId', 'unknownId', `There is no account ${accountId}.`);
}
