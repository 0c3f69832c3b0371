import { Injectable } from '@nestjs/common';
import { anotherIsOpen } from '../deals/deal.errors.js';
import type { DealStage, Loss } from '../deals/deal.js';
import { DealStore } from '../deals/deal.store.js';
import { readDecided } from '../deals/deal-contracts.store.js';
import { leaveEnd, reopenDeal } from '../deals/deal-ends.js';
import { anotherRenewalIsOpen, type ReportedEnd } from '../deals/deal-stages.service.js';
import { explainWithContract, loseWithContract, winWithContract } from '../deals/ending-deals.js';
import type { EndedDeal } from '../deals/followed-deal.js';
import { type ReadLoss, UNSAID } from '../deals/losing.js';
import { RenewalContracts, type RenewalLoss } from '../deals/renewals/renewal-contracts.service.js';
import { RenewalDealStore } from '../deals/renewals/renewal-deal.store.js';
import type { DealCase } from '../deals/row-case.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import type { RequestedAction } from '../lifecycle/lifecycle.service.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { instantOf } from '../platform/input/formats.js';

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
  constructor(
    private readonly deals: DealStore,
    private readonly renewals: RenewalDealStore,
    private readonly contracts: RenewalContracts,
  ) {}

  /** Enters ends before openings, since a lead has one open deal, and a contract one open renewal. The caller holds the lock of all deals. */
  async enter(acting: RequestedAction, reported: readonly ReportedStage[]): Promise<StageFaults> {
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
    const open = await this.findOpen(acting, opening);
    for (const move of moves) {
      const { deal, end } = move;
      if (end.stage === 'open') continue;
      for (const id of opensFor(deal)) if (open.get(id) === deal.subjectId) open.delete(id);
      await this.finish(acting, move);
    }
    for (const { deal } of opening) {
      const [taken] = opensFor(deal).filter((id) => open.has(id));
      if (taken === undefined) {
        reopenDeal(acting.work, deal, 'person');
        for (const id of opensFor(deal)) open.set(id, deal.subjectId);
      } else {
        const why = taken === deal.row.leadId ? anotherIsOpen : anotherRenewalIsOpen;
        odd.set(deal, [fault('/stage', 'taken', why(open.get(taken)!).message)]);
      }
    }
    return odd;
  }

  private async finish(acting: RequestedAction, { deal, end: { stage, wonAt, loss } }: ReportedStage): Promise<void> {
    const { work } = acting;
    // Few reports are about renewals, and each of these has a contract of its own.
    const ending = { work, deal, renewal: await this.contracts.open(acting, deal) };
    leaveEnd(work, deal);
    if (stage === 'lost') {
      const said = (loss ?? UNSAID).loss;
      await loseWithContract(ending, noticeOf(said), () => said);
      return;
    }
    const at = Math.min(wonAt === undefined ? work.now : instantOf(wonAt), work.now);
    await winWithContract(ending, { wonAt: at, renew: undefined });
  }

  /** Takes the reason of a loss that was reported before. The caller holds the lock of all deals. */
  async explain(acting: RequestedAction, { deal, lead }: Pick<ReportedStage, 'deal' | 'lead'>, loss: Loss) {
    const open = () => this.contracts.open(acting, deal);
    await explainWithContract({ work: acting.work, deal, lead }, open, noticeOf(loss), loss);
  }

  /** Returns the open deals of their leads, and the open renewals of their contracts, by the ids of these. */
  private async findOpen(
    { context: { tx } }: RequestedAction,
    opening: readonly ReportedStage[],
  ): Promise<Map<string, string>> {
    const ids = opening.flatMap(({ deal }) => opensFor(deal));
    const [deals, renewals] = [
      await this.deals.findOpenOfLeads(tx, ids),
      await this.renewals.findOpenOfContracts(tx, ids),
    ];
    return new Map([...deals, ...renewals]);
  }
}

/** What a CRM says of a loss, as the notice of a contract: its reason may be the code of a churn reason. */
function noticeOf({ lostReason, lostNote: note }: Loss): RenewalLoss {
  return { reason: lostReason ?? note, givenOn: undefined, note, isReport: true };
}

/** Returns what may have one open deal, of which this is one: its lead, and the contract that it renews. */
function opensFor({ row: { leadId, type, contractId } }: DealCase): string[] {
  return [leadId, type === 'renewal' ? contractId : null].filter((id) => id !== null);
}

/** Returns what a lead needs to follow the end of its deal. */
export function endedOf(
  deal: DealCase,
  lead: LeadCase | null,
  { wonAt, loss, why }: ReportedEnd & { readonly why?: ReadLoss | undefined },
): EndedDeal {
  return { deal, lead, wonAt, closing: (loss ?? why)?.closing ?? null };
}

export function wonAtFault({ code, message }: Fault): Fault {
  return fault('/wonAt', code, `${message} Its lead counts as won from the time of this report.`);
}
