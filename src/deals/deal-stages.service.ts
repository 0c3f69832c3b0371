import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../auth/idempotency.store.js';
import { actorOf, type Caller, may } from '../auth/scope.js';
import type { Disposition } from '../disposition/disposition.js';
import type { Warning } from '../documents/version.schema.js';
import type { RenewBody } from '../forms/contract-lines.dto.js';
import { faultsOfReportedInstant } from '../leads/reported-instant.js';
import { DispositionRecorder } from '../lifecycle/closing/disposition-recorder.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type RequestedAction, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { futureFault, isAhead } from '../platform/input/ahead.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { instantOf } from '../platform/input/formats.js';
import { refuse } from '../platform/input/refusal.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { ExceptionBody, LoseBody, SoldForBody } from './deal.dto.js';
import { anotherIsOpen, DealExistsError, DealStageError } from './deal.errors.js';
import type { Deal, DealStage } from './deal.js';
import { DealStore } from './deal.store.js';
import { DealAccess } from './deal-access.service.js';
import { DealCases } from './deal-cases.service.js';
import { findWithoutAnswer, readDecided } from './deal-contracts.store.js';
import { leaveEnd, reopenDeal } from './deal-ends.js';
import { DealGate } from './deal-gate.service.js';
import { DealLeads } from './deal-leads.service.js';
import { explainWithContract, loseWithContract, winWithContract } from './ending-deals.js';
import type { EndedDeal } from './followed-deal.js';
import { type ReadLoss, type ReportedLoss, readLoss, UNSAID } from './losing.js';
import {
  type OpenedRenewal,
  RenewalContracts,
  type RenewalEnded,
  type RenewalLoss,
} from './renewals/renewal-contracts.service.js';
import { RenewalDealStore } from './renewals/renewal-deal.store.js';
import { RenewalOwners } from './renewals/renewal-owners.service.js';
import type { DealCase } from './row-case.js';
import { answered, faultsOfAnswer, NOTHING_FOLLOWS, SAY_FOR_HOW_LONG, type SaidSoldFor, saidIn } from './sold-for.js';

/** What it is sold for is that of its win. */
export interface ReportedEnd extends SoldForBody {
  readonly wonAt?: string | undefined;
  readonly loss?: ReadLoss | undefined;
  readonly exception?: ExceptionBody | undefined;
  /** The term that was signed with the win of a renewal. */
  readonly renew?: RenewBody | undefined;
  /** The notice with which a renewal is lost. */
  readonly notice?: RenewalLoss | undefined;
}

/** A deal after its stage has changed, and what is unwise about that. */
export interface TurnedDeal {
  readonly deal: Deal;
  readonly warnings: readonly Warning[];
}

interface OpenedDeal {
  readonly deal: DealCase;
  readonly lead: LeadCase | null;
}

/** What a win says its deal is sold for; null if it does not say. */
interface Answer {
  readonly answer: SaidSoldFor | null;
  readonly warnings: TurnedDeal['warnings'];
}

const NO_ANSWER: Answer = { answer: null, warnings: [] };

interface Renewing {
  readonly renewal: OpenedRenewal | null;
}

const DOCUMENTS = { withDocuments: true };

@Injectable()
export class DealStages {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly leadCases: LeadCases,
    private readonly dealCases: DealCases,
    private readonly deals: DealStore,
    private readonly renewals: RenewalDealStore,
    private readonly renewalContracts: RenewalContracts,
    private readonly renewalOwners: RenewalOwners,
    private readonly gate: DealGate,
    private readonly closing: DispositionRecorder,
    private readonly leads: DealLeads,
    private readonly requests: IdempotencyStore,
    private readonly access: DealAccess,
  ) {}

  /**
   * @throws NotFoundError or ForbiddenError if the caller may not work on it, DealStageError if it is not open,
   * InvalidRequestError if the reason is unknown, or lacks what it requires
   */
  lose(id: string, { givenOn, ...reported }: LoseBody, caller: Caller): Promise<TurnedDeal> {
    return this.change(id, 'lost', {}, caller, ({ directory, now }, deal) => {
      const { reason, note = null } = reported;
      if (renewsContract(deal)) return { notice: { reason, givenOn, note, isReport: false } };
      refuse(givenOn !== undefined && NOTICE_OF_RENEWALS);
      const loss = readLoss(reported, directory.content.reasons, now);
      refuse(loss.faults);
      return { loss };
    });
  }

  /** @throws NotFoundError or ForbiddenError if the caller may not work on it, DealStageError for a wrong stage */
  change(
    id: string,
    stage: DealStage,
    reported: ReportedEnd,
    caller: Caller,
    read = (_context: TransactionContext, _deal: Deal): ReportedEnd => reported,
  ): Promise<TurnedDeal> {
    return this.lifecycle.perform(async (context) => {
      await this.deals.lockAll(context.tx);
      const [deal] = await this.deals.readMany(context.tx, [id]);
      const hasActed = await this.requests.hasActed(context.tx, caller.requestId);
      if (hasActed && deal !== undefined) return { deal, warnings: [] };
      const { leadId } = await this.access.requireWork(context, deal, id, caller);
      const end = read(context, deal!);
      // Leads are locked before deals.
      const [lead] = leadId === null ? [] : await this.leadCases.open(context.tx, [leadId], DOCUMENTS);
      const opened = (await this.dealCases.openDeal(context.tx, id))!;
      const work = this.lifecycle.workOn(lead === undefined ? [] : [lead], context, actorOf(caller));
      work.advanceToLatest([opened]);
      const acting = { context, work, caller };
      const renewal = await this.renewalContracts.open(acting, opened);
      const isWon = stage === 'won' && opened.row.stage === 'open';
      const { answer, warnings: silent } = isWon ? await this.answerOf(acting, opened.row, end) : NO_ANSWER;
      // A form may require what the win says.
      const admitted = isWon ? await this.gate.admit(acting, { ...opened.row, ...answer }, end.exception) : null;
      const { warnings, ...ended } = await this.enter(
        acting,
        { deal: opened, lead: lead ?? null, renewal, answer },
        stage,
        end,
      );
      await this.renewalOwners.bringBack(context.tx, work, opened);
      await this.dealCases.write(context.tx, { deals: [opened] });
      if (admitted === null) await this.gate.follow(context.tx, work, [opened]);
      else await admitted(context.tx, work, [opened]);
      await this.followLead(acting, ended);
      await this.lifecycle.save(context.tx, work);
      return { deal: opened.row, warnings: [...warnings, ...silent] };
    });
  }

  /** @throws InvalidRequestError if it is none, or if the settings require one */
  private async answerOf({ context, work }: RequestedAction, deal: Deal, end: ReportedEnd): Promise<Answer> {
    const { tx, directory } = context;
    refuse(faultsOfAnswer(end, deal, directory.companyDay(end.wonAt === undefined ? work.now : instantOf(end.wonAt))));
    const handoff = deal.type === 'renewal' ? null : (await this.gate.handover.read(tx, [deal.id])).get(deal.id);
    const { answer, warnings } = answered(saidIn(end), handoff?.term ?? null);
    const isSilent = (await findWithoutAnswer(tx, [{ ...deal, ...answer }])).size > 0;
    refuse(isSilent && directory.content.settings.termAtWin === 'required' && SAY_FOR_HOW_LONG);
    return { answer, warnings: isSilent ? [NOTHING_FOLLOWS] : warnings };
  }

  /** Changes the stage of a deal that this transaction has opened. The caller writes it, and updates the lead. */
  private async enter(
    acting: RequestedAction,
    { deal, lead, renewal, answer = null }: OpenedDeal & Partial<Pick<Answer, 'answer'>> & Renewing,
    stage: DealStage,
    end: ReportedEnd,
  ): Promise<EndedDeal & RenewalEnded> {
    const { context, work } = acting;
    if (stage === 'won') {
      const reportedAt = end.wonAt === undefined ? null : instantOf(end.wonAt);
      if (reportedAt !== null) refuse(faultsOfWin(acting, reportedAt));
      requireOpen(deal.row, 'Only an open deal can be won');
      const wonAt = Math.min(reportedAt ?? work.now, work.now);
      refuse(end.renew !== undefined && renewal === null && RENEWS_NOTHING);
      const { warnings } = await winWithContract({ work, deal, renewal }, { wonAt, renew: end.renew, answer });
      return { deal, lead, wonAt: reportedAt === null ? undefined : toIso(wonAt), warnings };
    }
    if (stage === 'lost') {
      requireOpen(deal.row, 'Only an open deal can be lost');
      const { notice } = end;
      const { loss, closing } = end.loss ?? UNSAID;
      const gave = await loseWithContract({ work, deal, renewal }, notice, async () => {
        // No contract can be given notice of, so that a reason of the taxonomy is asked for, as of other deals.
        if (notice?.isReport === false)
          refuse(readLoss(reasonOf(notice), context.directory.content.reasons, context.now).faults);
        refuse(await this.unproven(acting, lead, closing));
        return { ...loss, ...(notice !== undefined && { lostNote: notice.note }) };
      });
      return { deal, lead, closing: gave === null ? closing : null, warnings: gave?.warnings ?? [] };
    }
    if (deal.row.stage === 'open')
      throw new DealStageError('Only a deal that was won or lost can be reopened', deal.row);
    await this.requireNoOther(context.tx, deal.row);
    const takenBack = await renewal?.takeBack();
    if (takenBack) return { deal, lead, ...takenBack };
    await requireUndecided(context, deal.row, 'open');
    reopenDeal(work, deal, 'person');
    return { deal, lead, warnings: [] };
  }

  /** Moves a deal to its stage in another system, where a won deal may become a lost one in one step. */
  async turn(
    acting: RequestedAction,
    opened: OpenedDeal,
    { stage, ...rest }: ReportedEnd & { readonly stage: DealStage },
  ): Promise<EndedDeal> {
    if (stage === opened.deal.row.stage) {
      const { loss, closing } = rest.loss ?? UNSAID;
      const open = () => this.renewalContracts.open(acting, opened.deal);
      await explainWithContract({ ...opened, work: acting.work }, open, rest.notice, loss);
      return stage === 'lost' ? { ...opened, closing } : opened;
    }
    const { deal } = opened;
    const renewal = await this.renewalContracts.open(acting, deal);
    if (stage !== 'open' && !(await renewal?.takeBack())) {
      await requireUndecided(acting.context, deal.row, stage);
      leaveEnd(acting.work, deal);
    }
    return this.enter(acting, { ...opened, renewal }, stage, rest);
  }

  /** @throws InvalidRequestError if the lead cannot have been won at that instant */
  async followLead(acting: RequestedAction, ended: EndedDeal): Promise<void> {
    const misdated = await this.leads.follow(acting, [ended]);
    refuse([...misdated.values()].flat().map((fault) => ({ ...fault, pointer: '/wonAt' })));
  }

  private async unproven(
    { context, caller }: RequestedAction,
    leadCase: LeadCase | null,
    disposition: Disposition | null,
  ) {
    if (leadCase?.lead.status !== 'open' || disposition === null) return [];
    return this.closing.faultsOfProof(context, { leadCase, disposition }, caller);
  }

  private async requireNoOther(tx: TransactionContext['tx'], { id, leadId, type, contractId }: Deal): Promise<void> {
    const open = leadId === null ? undefined : await this.deals.readOpenOfLead(tx, leadId);
    if (open !== undefined && open.id !== id) throw anotherIsOpen(open.id);
    const isRenewal = type === 'renewal' && contractId !== null;
    const renewal = isRenewal ? await this.renewals.findOpenOf(tx, contractId) : undefined;
    if (renewal !== undefined && renewal !== id) throw anotherRenewalIsOpen(renewal);
  }
}

/** A program reports deals of any age. Reps are paid by the day of a win, so they date it back no further than touches. */
function faultsOfWin({ context: { now, directory }, caller }: RequestedAction, wonAt: Instant): Fault[] {
  if (may(caller, 'integration')) return isAhead(wonAt, now) ? [futureFault('/wonAt')] : [];
  return faultsOfReportedInstant(wonAt, '/wonAt', { now, backdating: directory.content.settings.backdating.rep });
}

export function anotherRenewalIsOpen(dealId: string): DealExistsError {
  return new DealExistsError('The contract has another renewal that is open', dealId);
}

/** @throws DealStageError if the contract that the deal renews has decided otherwise */
async function requireUndecided(context: TransactionContext, deal: Deal, stage: DealStage): Promise<void> {
  const why = (await readDecided(context, [{ deal, stage }])).get(deal.id);
  if (why !== undefined) throw new DealStageError(why, deal);
}

const RENEWS_NOTHING = fault('/renew', 'value', 'Expected none: this deal is not the renewal of a contract.');
const NOTICE_OF_RENEWALS = fault('/givenOn', 'value', 'Expected none: this deal is not the renewal of a contract.');

function renewsContract({ type, contractId }: Deal): boolean {
  return type === 'renewal' && contractId !== null;
}

/** A notice as the loss of another deal. */
function reasonOf({ reason, note }: RenewalLoss): ReportedLoss {
  return { reason, ...(note !== null && { note }) };
}

function requireOpen(deal: Deal, what: string): void {
  if (deal.stage !== 'open') throw new DealStageError(what, deal);
}
