import { Injectable } from '@nestjs/common';
import type { DealStage } from '../deals/deal.js';
import { DealStore } from '../deals/deal.store.js';
import { readDecided } from '../deals/deal-contracts.store.js';
import { leaveEnd, loseDeal, reopenDeal, winDeal } from '../deals/deal-ends.js';
import type { Acting } from '../deals/deal-gate.service.js';
import type { EndedDeal } from '../deals/deal-leads.service.js';
import { anotherIsOpen, type ReportedEnd } from '../deals/deal-stages.service.js';
import { type ReadLoss, UNSAID } from '../deals/losing.js';
import type { DealCase } from '../deals/row-case.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { type Fault, fault } from '../platform/fault.js';
import { instantOf } from '../platform/formats.js';

/** The stage of a deal in the reporting system. */
interface ReportedStage {
  /** With changes of this unit of work; the caller saves it. */
  readonly deal: DealCase;
  readonly lead: LeadCase | null;
  readonly end: ReportedEnd & { readonly stage: DealStage };
}

type StageFaults = Map<DealCase, readonly Fault[]>;

/** Enters reported stages, with one statement per table. An impossible one is a fault and does not affect others. */
@Injectable()
export class ReportedStages {
  constructor(private readonly deals: DealStore) {}

  /** Enters ends before openings, since a lead has one open deal. The caller holds the lock of all deals. */
  async enter(acting: Acting, reported: readonly ReportedStage[]): Promise<StageFaults> {
    const differing = reported.filter(({ deal, end }) => end.stage !== deal.row.stage);
    const decided = await readDecided(
      acting.context,
      differing.map(({ deal, end }) => ({ deal: deal.row, stage: end.stage })),
    );
    const moves = differing.filter(({ deal }) => !decided.has(deal.subjectId));
    const opening = moves.filter(({ end }) => end.stage === 'open');
    const odd: StageFaults = new Map(
      differing.flatMap(({ deal }) => {
        const message = decided.get(deal.subjectId);
        return message === undefined ? [] : [[deal, [{ pointer: '/stage', code: 'value', message: `${message}.` }]]];
      }),
    );
    const open = await this.deals.findOpenOfLeads(
      acting.context.tx,
      opening.flatMap(({ deal }) => deal.row.leadId ?? []),
    );
    for (const move of moves) {
      const { deal, end } = move;
      if (end.stage === 'open') continue;
      if (deal.row.leadId !== null && open.get(deal.row.leadId) === deal.subjectId) open.delete(deal.row.leadId);
      finish(acting, move);
    }
    for (const { deal } of opening) {
      const { leadId } = deal.row;
      const other = leadId === null ? undefined : open.get(leadId);
      if (other !== undefined) odd.set(deal, [fault('/stage', 'taken', anotherIsOpen(other).message)]);
      else {
        reopenDeal(acting.work, deal, 'person');
        if (leadId !== null) open.set(leadId, deal.subjectId);
      }
    }
    return odd;
  }
}

/** Returns what a lead needs to follow the end of its deal. */
export function endedOf(
  deal: DealCase,
  lead: LeadCase | null,
  { wonAt, loss, why }: ReportedEnd & { readonly why?: ReadLoss | undefined },
): EndedDeal {
  return { deal, lead, wonAt, closing: (loss ?? why)?.closing ?? null };
}

function finish({ work }: Acting, { deal, end: { stage, wonAt, loss } }: ReportedStage): void {
  leaveEnd(work, deal);
  if (stage === 'lost') loseDeal(work, deal, (loss ?? UNSAID).loss);
  else winDeal(work, deal, { wonAt: wonAt === undefined ? work.now : instantOf(wonAt) });
}

export function wonAtFault({ code, message }: Fault): Fault {
  return fault('/wonAt', code, `${message} Its lead counts as won from the time of this report.`);
}
