import { Injectable } from '@nestjs/common';
import { DealStageError } from '../../deals/deal.errors.js';
import { loseDeal, reopenDeal, winDeal } from '../../deals/deal-ends.js';
import { change } from '../../deals/deal-making.js';
import type {
  OpenedRenewal,
  RenewalEnded,
  RenewalLoss,
  RenewalWin,
} from '../../deals/renewals/renewal-contracts.service.js';
import type { DealCase } from '../../deals/row-case.js';
import { isWorth } from '../../leads/touch.js';
import type { RequestedAction } from '../../lifecycle/lifecycle.service.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { InvalidRequestError, refuse } from '../../platform/input/refusal.js';
import { dayInWords, laterOf } from '../../platform/values/day.js';
import { moneyInWords } from '../../platform/values/money.js';
import { ChurnReasonStore } from '../churn-reasons/churn-reason.store.js';
import { churnReasonNamed } from '../churn-reasons/churn-reason-named.js';
import { renewDue, renewedBy } from '../contracts/auto-renewal.js';
import { type ContractCase, endOf, lastDayForNotice, turnContract } from '../contracts/contract.js';
import { warningsOfNotice } from '../contracts/contract.view.js';
import { ContractAccess } from '../contracts/contract-access.service.js';
import { ContractCases } from '../contracts/contract-cases.service.js';
import { renewalDraft } from '../contracts/contract-drafts.js';
import { faultOfDayAhead, noticeWithdrawn, turnsOfNotice } from '../contracts/notice.js';
import { renewed, unrenewed } from '../contracts/renewing.js';
import { outcomeOf, renewalFieldsOf, wonWith } from './renewal.js';
import { readBoundRenewals } from './renewal.store.js';
import { hasRenewal, RenewalDeals } from './renewal-deals.service.js';
import { takePresentTerm } from './renewal-making.js';

/** A contract with the renewal that ends, and those of its other terms. */
interface FoundContract {
  readonly contract: ContractCase;
  readonly others: readonly DealCase[];
}

interface Renewing extends FoundContract {
  readonly acting: RequestedAction;
  readonly deal: DealCase;
}

/** Ends a renewal and the term of its contract in one act, and takes both back. */
@Injectable()
export class RenewalEnding {
  constructor(
    private readonly renewals: RenewalDeals,
    private readonly cases: ContractCases,
    private readonly access: ContractAccess,
    private readonly reasons: ChurnReasonStore,
  ) {}

  /** @returns null if the deal renews no contract */
  async open(acting: RequestedAction, deal: DealCase): Promise<OpenedRenewal | null> {
    const found = await this.find(acting, deal);
    if (found === null) return null;
    const renewing = { ...found, acting, deal };
    return {
      renew: (win) => this.renew(renewing, win),
      giveNotice: (loss) => this.giveNotice(renewing, loss),
      takeBack: () => this.takeBack(renewing),
    };
  }

  private async renew(renewing: Renewing, { wonAt, renew }: RenewalWin): Promise<RenewalEnded> {
    const { contract, deal } = renewing;
    const { work } = renewing.acting;
    const said = deal.row;
    const timeZone = work.directory.timeZoneOf(null);
    const proposed = renewalFieldsOf(contract.row, timeZone);
    const { faults, turn, warnings } = renewed(contract.row, renew ?? renewalDraft(contract.row));
    refuse(faults.map((each) => ({ ...each, pointer: `/renew${each.pointer}` })));
    if (turn === null) throw new InvalidRequestError([repeatsPresent(contract)]);
    turnContract(work, contract, by(deal, turn));
    winDeal(work, deal, { ...wonWith(contract.row, deal.row, 'renewed', { now: work.now, timeZone }), wonAt });
    await this.write(renewing);
    const { amount, currency } = deal.row;
    // Nobody has said what the contract itself proposed.
    const isSame = said.amount === null || [proposed, deal.row].some((each) => each !== null && isWorth(said, each));
    const isOther = renew === undefined && !isSame;
    const message = `The deal was worth ${moneyInWords(said.amount, said.currency)}, and its contract is renewed at ${moneyInWords(amount, currency)} for the term: amend the contract if that is not what was agreed.`;
    return { warnings: [...warnings, ...(isOther ? [{ pointer: '/renew', message }] : [])] };
  }

  private async giveNotice(renewing: Renewing, loss: RenewalLoss): Promise<RenewalEnded | null> {
    const { contract, deal } = renewing;
    const { context, work } = renewing.acting;
    const { code, faults: unknown } = churnReasonNamed(loss.reason, await this.reasons.readCodes(context.tx));
    if (code === null && loss.isReport) return this.leaveContract(renewing);
    refuse(unknown);
    const today = context.directory.companyDay(work.now);
    const givenOn = loss.givenOn ?? laterOf(today, contract.row.startsOn);
    refuse(faultOfDayAhead(contract.row, givenOn, today));
    const { faults, turns } = turnsOfNotice(contract.row, { givenOn, reason: code! });
    if (!loss.isReport) refuse(faults);
    const after = { ...contract.row, ...Object.assign({}, ...turns.map(({ fields }) => fields)) };
    const isLost = outcomeOf(after, deal.row.contractTerm!, givenOn).stage === 'lost';
    if (faults.length > 0 || !isLost) {
      if (loss.isReport) return this.leaveContract(renewing);
      throw tooLate(contract, endOf(after)!, deal);
    }
    for (const turn of turns) turnContract(work, contract, by(deal, turn));
    const words = { lostReason: null, lostNote: loss.note ?? deal.row.lostNote, lostFields: null };
    // It was lost before its reason was known.
    if (deal.row.stage !== 'open') reopenDeal(work, deal, 'contract');
    loseDeal(work, deal, { ...words, endedBy: 'notice', churnReason: code! });
    await this.write(renewing);
    return { warnings: warningsOfNotice(contract.row.notice!) };
  }

  /** The deal ends alone. What was noted of the contract as it was opened stays. */
  private async leaveContract(renewing: Renewing): Promise<null> {
    await this.write(renewing);
    return null;
  }

  private async takeBack(renewing: Renewing): Promise<RenewalEnded | null> {
    const { contract, deal } = renewing;
    const { context, work } = renewing.acting;
    const { endedBy } = deal.row;
    if (endedBy !== 'renewed' && endedBy !== 'notice') return null;
    // What has been agreed since stands, and only the contract can change it.
    const bound = await readBoundRenewals(context.tx, [deal.subjectId]);
    if (bound.length > 0) return null;
    const today = context.directory.companyDay(work.now);
    const turn = endedBy === 'renewed' ? unrenewed(contract.row) : noticeWithdrawn(contract.row, today);
    if ('term' in turn) return null;
    // Without it the term may have ended, or another have followed by itself meanwhile.
    const after = renewedBy({ ...contract.row, ...turn.fields }, today);
    if (outcomeOf(after, deal.row.contractTerm!, today).stage !== 'open') return null;
    turnContract(work, contract, by(deal, turn));
    reopenDeal(work, deal, 'person');
    const { amount, term } = renewalFieldsOf(contract.row, work.directory.timeZoneOf(null))!;
    if (endedBy === 'renewed') change(work, deal, { ...deal.row, amount, term }, 'contract');
    await this.write(renewing);
    return { warnings: [] };
  }

  /** A deal that was made by hand takes the present term, if no other has it. */
  private async find({ context, work, caller }: RequestedAction, deal: DealCase): Promise<FoundContract | null> {
    const { tx } = context;
    const { type, contractId, contractTerm } = deal.row;
    if (type !== 'renewal' || contractId === null) return null;
    const others = (await this.renewals.open(tx, [contractId])).filter((each) => each.subjectId !== deal.subjectId);
    const contract = await this.cases.open(tx, contractId);
    if (contract === undefined || contract.row.withdrawnAt !== null) return null;
    work.advanceToLatest([contract]);
    if (contractTerm !== null) return { contract, others };
    if (deal.row.stage !== 'open') return null;
    const agreed = renewalFieldsOf(contract.row, work.directory.timeZoneOf(null));
    const hasRenewal = others.some(({ row }) => row.contractTerm === contract.row.terms.length);
    if (agreed === null || hasRenewal || deal.row.accountId !== contract.row.accountId) return null;
    // Whoever makes such a deal owns it, and not yet what it is about.
    await this.access.requireWork(tx, contractId, caller, context);
    takePresentTerm(work, contract.row, deal, agreed);
    return { contract, others };
  }

  private async write({ acting, contract, deal, others }: Renewing): Promise<void> {
    const { work } = acting;
    const { tx } = acting.context;
    renewDue(work, [contract]);
    await this.renewals.follow(tx, work, [contract], others);
    hasRenewal(contract, deal);
    await this.cases.write(tx, [contract], work);
  }
}

/** Says in the event of the contract which deal has caused it. */
function by<Turn extends Parameters<typeof turnContract>[2]>({ subjectId }: DealCase, turn: Turn): Turn {
  return { ...turn, facts: { ...turn.facts, byDealId: subjectId } };
}

/** A term that equals the present one was signed before, and cannot follow on itself. */
function repeatsPresent({ row }: ContractCase): Fault {
  const message = `Expected a day after ${endOf(row)}, the end of the present term.`;
  return fault('/renew/endsOn', 'tooEarly', message);
}

function tooLate({ row }: ContractCase, boundUntil: string, { row: deal }: DealCase): DealStageError {
  const lastDay = dayInWords(lastDayForNotice(row)!);
  return new DealStageError(
    `Too late: the last day for notice was ${lastDay}, and the contract is bound until ${dayInWords(boundUntil)}`,
    deal,
  );
}
