import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { type Disposition, readDisposition } from '../../disposition/disposition.js';
import type { Warning } from '../../documents/version.schema.js';
import type { MilestoneBody, NamedMilestoneBody, ReverseBody, ValueBody } from '../../leads/activity.dto.js';
import { MilestoneReversedError } from '../../leads/lead.errors.js';
import { isPutAway } from '../../leads/lead.js';
import { MilestoneStore } from '../../leads/milestone.store.js';
import { isWorth, keptValue } from '../../leads/touch.js';
import { fault, under } from '../../platform/input/fault.js';
import { InvalidRequestError, NotFoundError, refuse } from '../../platform/input/refusal.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { ActingService, type LeadAction } from '../acting.service.js';
import type { DisposedLead } from '../closing/closing.service.js';
import { ReopeningService } from '../closing/reopening.service.js';
import { LeadFollowers } from '../following-leads.service.js';
import type { LeadCase } from '../lead-case.js';
import type { TransactionContext } from '../lifecycle.service.js';
import { type OpenDeal, OpenDeals, warningsOfKept } from '../open-deals.service.js';
import { HandingOver } from '../routing/handing-over.service.js';
import type { AllTaken, TouchReport } from '../touches/reading-touches.js';
import { Reporting } from '../touches/reporting.service.js';
import { MilestoneMending } from './milestone-mending.service.js';
import { MilestoneRecorder } from './milestone-recorder.service.js';
import { endsWin } from './wins.js';

interface MilestoneRef {
  readonly leadId: string;
  readonly milestoneId: string;
}

/** Records milestones, their changed values and their reversals. */
@Injectable()
export class MilestonesService {
  constructor(
    private readonly acting: ActingService,
    private readonly reporting: Reporting,
    private readonly recorder: MilestoneRecorder,
    private readonly followers: LeadFollowers,
    private readonly handingOver: HandingOver,
    private readonly milestones: MilestoneStore,
    private readonly mending: MilestoneMending,
    private readonly reopening: ReopeningService,
    private readonly openDeals: OpenDeals,
    private readonly database: Database,
  ) {}

  reach(id: string, body: MilestoneBody, caller: Caller): Promise<LeadCase> {
    const before = (tx: Tx) => this.recorder.before(tx, [body]);
    return this.acting.change({ id, caller, before }, async ({ context, work, leadCase }) => {
      const report = { index: 0, leadId: leadCase.lead.id, leadCase, body };
      const barred = await this.followers.barredFrom(context, [report], caller);
      const { taken, reached } = await this.recorder.record({ context, work, caller }, [report], barred);
      const result = taken.get(0)!;
      if (result.status === 'refused') throw result.refusal;
      await this.followers.follow(context, work, reached);
      await this.handingOver.handOver(context, work, reached);
    });
  }

  /** Records milestones of any leads, each on its own. @returns the result of each, by its place */
  reachMany(reports: readonly TouchReport<NamedMilestoneBody>[], caller: Caller): Promise<AllTaken> {
    return this.reporting.takeNamed<MilestoneBody>(this.recorder, reports, caller);
  }

  revalue({ leadId, milestoneId }: MilestoneRef, body: ValueBody, caller: Caller): Promise<LeadCase> {
    const value = keptValue(body);
    const before = (tx: Tx) => this.followers.lock(tx, null);
    return this.acting.change({ id: leadId, caller, before }, async (opened) => {
      const { milestone } = await this.find(opened, milestoneId);
      if (milestone.reversedAt !== null) throw new MilestoneReversedError(milestone);
      if (isWorth(milestone.value, value)) return;
      await this.mending.revalue(opened, [{ leadCase: opened.leadCase, milestone, value }]);
      await this.followers.revalue(opened.context, opened.work, { ...milestone, value });
    });
  }

  /**
   * Reverses a milestone. A second reversal changes nothing. A lead that was won by it is opened again, or closed with
   * the given disposition. The deal that had won the lead is open again, and so is its lead.
   * @returns the lead, with warnings about its deal
   */
  async reverse(
    { leadId, milestoneId }: MilestoneRef,
    { reason, disposition: body }: ReverseBody,
    caller: Caller,
  ): Promise<DisposedLead> {
    let warnings: readonly Warning[] | null = null;
    const before = (tx: Tx) => this.followers.lock(tx, null);
    const reversed = await this.acting.change({ id: leadId, caller, before }, async (opened) => {
      warnings = [];
      const { context, work, leadCase } = opened;
      const { milestone, all } = await this.find(opened, milestoneId);
      if (milestone.reversedAt !== null) return;
      if (body !== undefined && !endsWin(milestone, all, leadCase.lead)) refuse(NOT_WON);
      const disposition = body === undefined ? null : readAnew(opened, body);
      const reversal = { leadCase, milestone, note: reason, disposition };
      const { back, closed } = await this.mending.reverse(opened, [reversal], new Map([[leadCase.lead.id, all]]));
      const lostWith = body?.deals === 'lose' ? (closed.get(leadCase) ?? null) : null;
      const unwon = await this.followers.takeBack(context, work, milestone, lostWith);
      const deal = unwon ?? (await this.openDeals.find(context.tx, [leadCase.lead.id])).get(leadCase.lead.id);
      if (body !== undefined) {
        this.requireChoice(deal, body, caller, context);
        if (unwon === undefined && deal !== undefined && lostWith !== null)
          await this.openDeals.lose({ context, work, caller }, [{ leadCase, row: lostWith }]);
        warnings = under('/disposition', warningsOfKept(deal, body.deals));
      } else if (deal !== undefined && (back.length > 0 || (unwon !== undefined && isPutAway(leadCase.lead))))
        await this.reopening.openForDeals(opened, [{ leadCase, deal, why: 'dealReopened', isOwnClosing: false }]);
      else if (back.length > 0) await this.reopening.bringBack(opened, back, 'person', { because: { reason } });
    });
    if (warnings !== null || body === undefined) return { leadCase: reversed, warnings: warnings ?? [] };
    const again = await this.openDeals.warningsAgain(this.database, reversed, body);
    return { leadCase: reversed, warnings: under('/disposition', again) };
  }

  /** @throws OpenDealsError unless the caller has chosen what becomes of the deal that is no longer won */
  private requireChoice(
    deal: OpenDeal | undefined,
    body: NonNullable<ReverseBody['disposition']>,
    caller: Caller,
    context: TransactionContext,
  ): void {
    const refusal = this.openDeals.refusalOf(deal, body, caller, context);
    if (refusal instanceof InvalidRequestError) throw new InvalidRequestError(under('/disposition', refusal.errors));
    if (refusal !== undefined) throw refusal;
  }

  /** @throws NotFoundError unless the lead has the milestone */
  private async find({ context, leadCase }: LeadAction, milestoneId: string) {
    const all = await this.milestones.readOf(context.tx, [leadCase.lead.id]);
    const milestone = all.find(({ id }) => id === milestoneId.toLowerCase());
    if (milestone === undefined) throw new NotFoundError('milestone', milestoneId);
    return { milestone, all };
  }
}

const NOT_WON = fault(
  '/disposition',
  'notWon',
  'Expected no disposition: only a lead that was won by this milestone is closed again.',
);

/** @throws InvalidRequestError */
function readAnew({ context, work }: LeadAction, body: NonNullable<ReverseBody['disposition']>): Disposition {
  const read = readDisposition(body, context.directory.content.reasons, work.now);
  if ('faults' in read) throw new InvalidRequestError(under('/disposition', read.faults));
  return read.disposition;
}
