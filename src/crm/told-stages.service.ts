import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { DealStage } from '../deals/deal.js';
import { DealStore } from '../deals/deal.store.js';
import { loseDeal, reopenDeal, winDeal } from '../deals/deal-ends.js';
import { anotherIsOpen, type ToldEnd, wonBodyOf } from '../deals/deal-stages.service.js';
import type { DealCase } from '../deals/row-case.js';
import { faultsOfReport } from '../lifecycle/backdating-limits.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import type { OpenReport } from '../lifecycle/lead-reports.js';
import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import { MilestoneRecorder } from '../lifecycle/milestone-recorder.service.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Fault } from '../platform/fault.js';
import { instantOf } from '../platform/formats.js';

/** How a deal stands where it is told from. */
export interface ToldStage {
  /** As the work has it by now; the caller writes it. */
  readonly deal: DealCase;
  readonly lead: LeadCase | null;
  readonly end: ToldEnd & { readonly stage: DealStage };
}

interface Acting {
  readonly context: TransactionContext;
  readonly work: UnitOfWork;
  readonly caller: Caller;
}

/** What cannot be as it is told, by its deal. */
type Odd = Map<DealCase, readonly Fault[]>;

/** Brings deals to the stages in which systems have them, a statement for each table: what is odd about one is told, and the rest taken. */
@Injectable()
export class ToldStages {
  constructor(
    private readonly deals: DealStore,
    private readonly recorder: MilestoneRecorder,
  ) {}

  /** All at once: what is over makes room for what is open. Whoever calls has the lock of all deals. */
  async enter(acting: Acting, told: readonly ToldStage[]): Promise<Odd> {
    const moves = told.filter(({ deal, end }) => end.stage !== deal.row.stage);
    const opening = moves.filter(({ end }) => end.stage === 'open');
    const odd: Odd = new Map();
    const open = await this.deals.findOpenOfLeads(
      acting.context.tx,
      opening.flatMap(({ deal }) => deal.row.leadId ?? []),
    );
    const won = new Map<LeadCase, ToldStage>();
    for (const move of moves) {
      const { deal, lead, end } = move;
      if (end.stage === 'open') continue;
      if (deal.row.leadId !== null && open.get(deal.row.leadId) === deal.subjectId) open.delete(deal.row.leadId);
      finish(acting, move);
      const wins = end.stage === 'won' && lead?.lead.status === 'open' && lead.lead.erasedAt === null;
      // Two of its deals may be won at once; the lead is won once.
      if (wins && !won.has(lead)) won.set(lead, move);
    }
    await this.winLeads(acting, won, odd);
    for (const { deal } of opening) {
      const { leadId } = deal.row;
      const other = leadId === null ? undefined : open.get(leadId);
      if (other !== undefined)
        odd.set(deal, [{ pointer: '/stage', code: 'taken', message: anotherIsOpen(other).message }]);
      else {
        reopenDeal(acting.work, deal, 'person');
        if (leadId !== null) open.set(leadId, deal.subjectId);
      }
    }
    return odd;
  }

  /** A lead that cannot have been won then is won when that is told: its deal is none the less. */
  private async winLeads(acting: Acting, won: ReadonlyMap<LeadCase, ToldStage>, odd: Odd): Promise<void> {
    if (won.size === 0) return;
    const { requestId: _, ...caller } = acting.caller;
    const reports = [...won].map(([leadCase, { deal, end }], index) => {
      const body = wonBodyOf(deal.row, end);
      const faults = faultsOfReport(acting.context, leadCase, body.occurredAt, caller);
      if (faults.length > 0) odd.set(deal, faults.map(oddDate));
      const { occurredAt: __, ...undated } = body;
      const report: OpenReport<typeof body> = {
        ...{ index, leadId: leadCase.lead.id, leadCase },
        body: faults.length > 0 ? undated : body,
      };
      return report;
    });
    await this.recorder.record({ ...acting, caller }, reports);
  }
}

/** Where it comes from, a deal that was won may be lost in one step. */
function finish({ context: { now }, work }: Acting, { deal, end: { stage, wonAt, reason } }: ToldStage): void {
  if (deal.row.stage !== 'open') reopenDeal(work, deal, 'person');
  if (stage === 'lost') loseDeal(work, deal, reason ?? null);
  // Clocks differ: what is won there just now is not won in the future.
  else winDeal(work, deal, wonAt === undefined ? work.now : Math.min(instantOf(wonAt), now), null);
}

function oddDate({ code, message }: Fault): Fault {
  return { pointer: '/wonAt', code, message: `${message} Its lead is won since this was told.` };
}
