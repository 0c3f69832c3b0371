import { Injectable } from '@nestjs/common';
import { actorOf } from '../auth/actor-of.js';
import { IdempotencyStore } from '../auth/idempotency.store.js';
import type { Caller } from '../auth/scope.js';
import type { MilestoneBody } from '../leads/activity.dto.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { MilestoneRecorder } from '../lifecycle/milestone-recorder.service.js';
import { instantOf } from '../platform/formats.js';
import { toIso } from '../platform/instant.js';
import { InvalidRequestError, NotFoundError, refuse } from '../platform/refusal.js';
import type { ExceptionBody } from './deal.dto.js';
import { DealExistsError, DealStageError } from './deal.errors.js';
import type { Deal, DealStage } from './deal.js';
import { DealStore } from './deal.store.js';
import { DealCases } from './deal-cases.service.js';
import { loseDeal, reopenDeal, winDeal } from './deal-ends.js';
import { type Acting, DealGate } from './deal-gate.service.js';
import { mayWorkOnDeal } from './deal-sight.js';
import type { DealCase } from './row-case.js';

/** What is told of a deal's end. */
export interface ToldEnd {
  readonly wonAt?: string | undefined;
  readonly reason?: string | null;
  readonly exception?: ExceptionBody | undefined;
}

/** A deal, and its lead where it has one. */
interface OpenedDeal {
  readonly deal: DealCase;
  readonly lead: LeadCase | null;
}

const DOCUMENTS = { withDocuments: true };

/** Lets deals be won, be lost, and come back. */
@Injectable()
export class DealStages {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly leadCases: LeadCases,
    private readonly dealCases: DealCases,
    private readonly deals: DealStore,
    private readonly gate: DealGate,
    private readonly recorder: MilestoneRecorder,
    private readonly requests: IdempotencyStore,
  ) {}

  /** @throws NotFoundError unless the caller may work on it, DealStageError where it is not open */
  change(id: string, stage: DealStage, told: ToldEnd, caller: Caller): Promise<Deal> {
    return this.lifecycle.perform(async (context) => {
      await this.deals.lockAll(context.tx);
      const [deal] = await this.deals.readMany(context.tx, [id]);
      const { requestId } = caller;
      const hasActed = requestId !== undefined && !(await this.requests.actOnce(context.tx, requestId));
      if (deal === undefined || !(hasActed || mayWorkOnDeal(deal, caller, context.directory)))
        throw new NotFoundError('deal', id);
      if (hasActed) return deal;
      // Leads are locked before deals.
      const [lead] = deal.leadId === null ? [] : await this.leadCases.open(context.tx, [deal.leadId], DOCUMENTS);
      const opened = (await this.dealCases.openDeal(context.tx, id))!;
      const work = this.lifecycle.workOn(lead === undefined ? [] : [lead], context, actorOf(caller));
      this.dealCases.at(work, [opened]);
      const acting = { context, work, caller };
      const isWon = stage === 'won' && opened.row.stage === 'open';
      const admitted = isWon ? await this.gate.admit(acting, opened.row, told.exception) : null;
      await this.enter(acting, { deal: opened, lead: lead ?? null }, stage, told);
      await this.dealCases.write(context.tx, { deals: [opened] });
      if (admitted === null) await this.gate.follow(context.tx, work, [opened]);
      else await admitted(context.tx, work, [opened]);
      await this.lifecycle.save(context.tx, work);
      return opened.row;
    });
  }

  /** A deal that this transaction has opened, with its lead where it has one; the caller writes them. */
  async enter(
    { context, work, caller }: Acting,
    { deal, lead }: OpenedDeal,
    stage: DealStage,
    told: ToldEnd,
  ): Promise<void> {
    const wonAt = told.wonAt === undefined ? null : instantOf(told.wonAt);
    if (wonAt !== null && wonAt > context.now)
      refuse([
        { pointer: '/wonAt', code: 'tooLate', message: `Expected an instant up to now, ${toIso(context.now)}.` },
      ]);
    if (stage === 'won') {
      requireOpen(deal.row, 'Only an open deal is won');
      winDeal(work, deal, wonAt ?? work.now, null);
      if (lead?.lead.status === 'open' && lead.lead.erasedAt === null)
        await this.winLead({ context, work, caller }, lead, deal.row, told);
    } else if (stage === 'lost') {
      requireOpen(deal.row, 'Only an open deal is lost');
      loseDeal(work, deal, told.reason ?? null);
    } else {
      if (deal.row.stage === 'open') throw new DealStageError('Only what was won or lost is opened again', deal.row);
      await this.requireNoOther(context.tx, deal.row);
      reopenDeal(work, deal, 'person');
    }
  }

  /** To the stage in which a system has it: there a deal that was won may be lost in one step, and nothing is open meanwhile. */
  async turn(
    acting: Acting,
    opened: OpenedDeal,
    { stage, ...told }: ToldEnd & { readonly stage: DealStage },
  ): Promise<void> {
    if (stage === opened.deal.row.stage) return;
    if (stage !== 'open' && opened.deal.row.stage !== 'open') reopenDeal(acting.work, opened.deal, 'person');
    await this.enter(acting, opened, stage, told);
  }

  /** Whoever wins the deal wins the lead, and its channel is told what it is worth. */
  private async winLead(acting: Acting, leadCase: LeadCase, deal: Deal, told: ToldEnd): Promise<void> {
    const { requestId: _, ...caller } = acting.caller;
    const report = { index: 0, leadId: leadCase.lead.id, leadCase, body: wonBodyOf(deal, told) };
    const { taken } = await this.recorder.record({ ...acting, caller }, [report]);
    const became = taken.get(0)!;
    if (became.status !== 'refused') return;
    const { refusal } = became;
    if (!(refusal instanceof InvalidRequestError)) throw refusal;
    throw new InvalidRequestError(refusal.errors.map((fault) => ({ ...fault, pointer: '/wonAt' })));
  }

  private async requireNoOther(tx: TransactionContext['tx'], { id, leadId }: Deal): Promise<void> {
    const open = leadId === null ? undefined : await this.deals.readOpenOfLead(tx, leadId);
    if (open !== undefined && open.id !== id) throw anotherIsOpen(open.id);
  }
}

/** Why a deal is not opened again. */
export function anotherIsOpen(dealId: string): DealExistsError {
  return new DealExistsError('Its lead has another deal that is open', dealId);
}

/** What its lead has reached by the win of a deal, and what its channel is told that it is worth. */
export function wonBodyOf({ amount, currency }: Deal, { wonAt }: ToldEnd): MilestoneBody {
  const value = amount !== null && currency !== null && { value: { amount, currency } };
  return { name: 'won', ...(wonAt !== undefined && { occurredAt: wonAt }), ...value };
}

function requireOpen(deal: Deal, what: string): void {
  if (deal.stage !== 'open') throw new DealStageError(what, deal);
}
