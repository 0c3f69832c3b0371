import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../auth/idempotency.store.js';
import { actorOf, type Caller, may } from '../auth/scope.js';
import type { Disposition } from '../disposition/disposition.js';
import { faultsOfReportedInstant } from '../leads/reported-instant.js';
import { DispositionRecorder } from '../lifecycle/closing/disposition-recorder.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type RequestedAction, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { futureFault, isAhead } from '../platform/input/ahead.js';
import type { Fault } from '../platform/input/fault.js';
import { instantOf } from '../platform/input/formats.js';
import { refuse } from '../platform/input/refusal.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { ExceptionBody } from './deal.dto.js';
import { anotherIsOpen, DealExistsError, DealStageError } from './deal.errors.js';
import type { Deal, DealStage } from './deal.js';
import { DealStore } from './deal.store.js';
import { DealAccess } from './deal-access.service.js';
import { DealCases } from './deal-cases.service.js';
import { readDecided } from './deal-contracts.store.js';
import { explainLoss, leaveEnd, loseDeal, reopenDeal, winDeal } from './deal-ends.js';
import { DealGate } from './deal-gate.service.js';
import { DealLeads } from './deal-leads.service.js';
import type { EndedDeal } from './followed-deal.js';
import { type ReadLoss, type ReportedLoss, readLoss, UNSAID } from './losing.js';
import { RenewalDealStore } from './renewals/renewal-deal.store.js';
import { RenewalOwners } from './renewals/renewal-owners.service.js';
import type { DealCase } from './row-case.js';

export interface ReportedEnd {
  readonly wonAt?: string | undefined;
  readonly loss?: ReadLoss | undefined;
  readonly exception?: ExceptionBody | undefined;
}

interface OpenedDeal {
  readonly deal: DealCase;
  readonly lead: LeadCase | null;
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
  lose(id: string, reported: ReportedLoss, caller: Caller): Promise<Deal> {
    return this.change(id, 'lost', {}, caller, ({ directory, now }) => {
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
    read = (_context: TransactionContext): ReportedEnd => reported,
  ): Promise<Deal> {
    return this.lifecycle.perform(async (context) => {
      await this.deals.lockAll(context.tx);
      const [deal] = await this.deals.readMany(context.tx, [id]);
      const hasActed = await this.requests.hasActed(context.tx, caller.requestId);
      if (hasActed && deal !== undefined) return deal;
      const { leadId } = await this.access.requireWork(context, deal, id, caller);
      const end = read(context);
      // Leads are locked before deals.
      const [lead] = leadId === null ? [] : await this.leadCases.open(context.tx, [leadId], DOCUMENTS);
      const opened = (await this.dealCases.openDeal(context.tx, id))!;
      const work = this.lifecycle.workOn(lead === undefined ? [] : [lead], context, actorOf(caller));
      work.advanceToLatest([opened]);
      const acting = { context, work, caller };
      const isWon = stage === 'won' && opened.row.stage === 'open';
      const admitted = isWon ? await this.gate.admit(acting, opened.row, end.exception) : null;
      const ended = await this.enter(acting, { deal: opened, lead: lead ?? null }, stage, end);
      await this.renewalOwners.bringBack(context.tx, work, opened);
      await this.dealCases.write(context.tx, { deals: [opened] });
      if (admitted === null) await this.gate.follow(context.tx, work, [opened]);
      else await admitted(context.tx, work, [opened]);
      await this.followLead(acting, ended);
      await this.lifecycle.save(context.tx, work);
      return opened.row;
    });
  }

  /** Changes the stage of a deal that this transaction has opened. The caller writes it, and updates the lead. */
  private async enter(
    acting: RequestedAction,
    { deal, lead }: OpenedDeal,
    stage: DealStage,
    end: ReportedEnd,
  ): Promise<EndedDeal> {
    const { context, work } = acting;
    if (stage === 'won') {
      const reportedAt = end.wonAt === undefined ? null : instantOf(end.wonAt);
      if (reportedAt !== null) refuse(faultsOfWin(acting, reportedAt));
      requireOpen(deal.row, 'Only an open deal can be won');
      const wonAt = Math.min(reportedAt ?? work.now, work.now);
      winDeal(work, deal, { wonAt });
      return { deal, lead, wonAt: reportedAt === null ? undefined : toIso(wonAt) };
    }
    if (stage === 'lost') {
      requireOpen(deal.row, 'Only an open deal can be lost');
      const { loss, closing } = end.loss ?? UNSAID;
      refuse(await this.unproven(acting, lead, closing));
      loseDeal(work, deal, loss);
      return { deal, lead, closing };
    }
    if (deal.row.stage === 'open')
      throw new DealStageError('Only a deal that was won or lost can be reopened', deal.row);
    await requireUndecided(context, deal.row, 'open');
    await this.requireNoOther(context.tx, deal.row);
    reopenDeal(work, deal, 'person');
    return { deal, lead };
  }

  /** Moves a deal to its stage in another system, where a won deal may become a lost one in one step. */
  async turn(
    acting: RequestedAction,
    opened: OpenedDeal,
    { stage, ...rest }: ReportedEnd & { readonly stage: DealStage },
  ): Promise<EndedDeal> {
    if (stage === opened.deal.row.stage) {
      const { loss, closing } = rest.loss ?? UNSAID;
      explainLoss(acting.work, opened, loss);
      return stage === 'lost' ? { ...opened, closing } : opened;
    }
    if (stage !== 'open') {
      await requireUndecided(acting.context, opened.deal.row, stage);
      leaveEnd(acting.work, opened.deal);
    }
    return this.enter(acting, opened, stage, rest);
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

function requireOpen(deal: Deal, what: string): void {
  if (deal.stage !== 'open') throw new DealStageError(what, deal);
}
