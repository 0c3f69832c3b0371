import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { readDisposition } from '../disposition/disposition.js';
import { DispositionStore } from '../disposition/disposition.store.js';
import type { MilestoneBody, ReverseBody, ValueBody } from '../leads/activity.dto.js';
import { ActivityStore } from '../leads/activity.store.js';
import { MilestoneReversedError } from '../leads/lead.errors.js';
import { type MilestoneEntry, type MilestoneRow, MilestoneStore } from '../leads/milestone.store.js';
import type { NamedMilestoneBody } from '../leads/outcome-batch.dto.js';
import type { Tx } from '../platform/database.js';
import { under } from '../platform/fault.js';
import { newId } from '../platform/ids.js';
import { InvalidRequestError, NotFoundError, refuse } from '../platform/refusal.js';
import { ActingService, type Opened } from './acting.service.js';
import { dispose, grounds, writtenBy } from './disposing.js';
import { LeadFollowers } from './following-leads.service.js';
import type { LeadCase } from './lead-case.js';
import type { AllTaken, Report } from './lead-reports.js';
import { MilestoneRecorder } from './milestone-recorder.service.js';
import { ReopeningService } from './reopening.service.js';
import { Reporting } from './reporting.service.js';
import { Suppressing } from './suppressing.service.js';
import { takeBack } from './taking-back.js';
import { TellingAgain } from './telling-again.service.js';

/** A milestone of a lead. */
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
    private readonly activity: ActivityStore,
    private readonly milestones: MilestoneStore,
    private readonly dispositions: DispositionStore,
    private readonly reopening: ReopeningService,
    private readonly suppressing: Suppressing,
    private readonly telling: TellingAgain,
  ) {}

  reach(id: string, body: MilestoneBody, caller: Caller): Promise<LeadCase> {
    const before = (tx: Tx) => this.recorder.before(tx, [body]);
    return this.acting.change({ id, caller, before }, async ({ context, work, leadCase }) => {
      const report = { index: 0, leadId: leadCase.lead.id, leadCase, body };
      const barred = await this.followers.barredFrom(context.tx, [report], caller);
      const { taken, reached } = await this.recorder.record({ context, work, caller }, [report], barred);
      const told = taken.get(0)!;
      if (told.status === 'refused') throw told.refusal;
      await this.followers.follow(context, work, reached);
    });
  }

  /** Records milestones of any leads, each on its own. @returns the result of each, by its place */
  reachMany(reports: readonly Report<NamedMilestoneBody>[], caller: Caller): Promise<AllTaken> {
    return this.reporting.takeNamed<MilestoneBody>(this.recorder, reports, caller);
  }

  /** Changes the value of a milestone. */
  revalue({ leadId, milestoneId }: MilestoneRef, value: ValueBody, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id: leadId, caller }, async (opened) => {
      const { context, work, leadCase } = opened;
      const { milestone } = await this.find(opened, milestoneId);
      if (milestone.reversedAt !== null) throw new MilestoneReversedError(milestone);
      if (milestone.value?.amount === value.amount && milestone.value.currency === value.currency) return;
      const revalued = { ...milestone, value };
      await this.milestones.update(context.tx, revalued);
      await this.tell(opened, revalued, 'revalued');
      work.record(leadCase, 'lead.milestoneRevalued', { milestoneId, name: milestone.name, value });
    });
  }

  /**
   * Reverses a milestone. A second reversal changes nothing. A lead that was won by it is open again, or closed with
   * the given disposition.
   */
  reverse(
    { leadId, milestoneId }: MilestoneRef,
    { reason, disposition }: ReverseBody,
    caller: Caller,
  ): Promise<LeadCase> {
    const before = (tx: Tx) => this.followers.lock(tx, null);
    return this.acting.change({ id: leadId, caller, before }, async (opened) => {
      const { context, work, leadCase } = opened;
      const { milestone, all, standing } = await this.find(opened, milestoneId);
      if (milestone.reversedAt !== null) return;
      const { lead } = leadCase;
      const isWon = lead.status === 'won' && wins(milestone, lead);
      const endsWin = isWon && !standing.some((each) => each.id !== milestone.id && wins(each, lead));
      if (disposition !== undefined && !endsWin)
        refuse([
          {
            pointer: '/disposition',
            code: 'notWon',
            message: 'Only a lead that was won by this milestone is closed anew.',
          },
        ]);
      const reversed = { ...milestone, reversedAt: work.now };
      await this.milestones.update(context.tx, reversed);
      await this.tell(opened, reversed, 'milestoneReversed', reason);
      work.record(leadCase, 'lead.milestoneReversed', { milestoneId, name: milestone.name });
      if (endsWin) await this.followers.takeBack(context, work, leadCase);
      if (endsWin && disposition !== undefined) await this.closeAnew(opened, disposition);
      else if (endsWin) await this.reopening.bringBack(opened, [leadCase], 'person', reason);
      else if (lead.status === 'open' && milestone.cycle === lead.cycle) {
        const told = await this.telling.readOf(context.tx, leadCase, all);
        const left = { ...told, milestones: told.milestones.filter(({ id }) => id !== milestone.id) };
        takeBack(work, leadCase, { told, standing: left, why: 'milestoneReversed' });
      }
    });
  }

  private async closeAnew({ context, work, leadCase }: Opened, disposition: NonNullable<ReverseBody['disposition']>) {
    const read = readDisposition(disposition, context.directory.content.reasons, work.now);
    if ('faults' in read) throw new InvalidRequestError(under('/disposition', read.faults));
    const attempts = await this.activity.countAttempts(context.tx, leadCase.lead.id);
    const row = dispose(work, leadCase, read.disposition, grounds(work, attempts));
    await this.dispositions.insert(context.tx, row);
    await this.suppressing.block(context.tx, work, [{ leadCase, row }]);
  }

  /** @throws NotFoundError unless the lead has the milestone */
  private async find({ context, leadCase }: Opened, milestoneId: string) {
    const all = await this.milestones.readOf(context.tx, [leadCase.lead.id]);
    const milestone = all.find(({ id }) => id === milestoneId.toLowerCase());
    if (milestone === undefined) throw new NotFoundError('milestone', milestoneId);
    return { milestone, all, standing: all.filter(({ reversedAt }) => reversedAt === null) };
  }

  private async tell(
    { context: { tx }, work }: Opened,
    { id: milestoneId, leadId, value }: MilestoneRow,
    kind: MilestoneEntry['kind'],
    note: string | null = null,
  ): Promise<void> {
    const attempts = await this.activity.countAttempts(tx, leadId);
    const told = { kind, milestoneId, leadId, value, note, attempts, decidedAt: work.now };
    await this.milestones.tellMany(tx, [{ id: newId(work.now), ...told, ...writtenBy(work.actor) }]);
  }
}

/** Whether this milestone has closed the lead as it is now, even if its date lies before the lead came back. */
function wins({ name, cycle, recordedAt }: MilestoneRow, lead: LeadCase['lead']): boolean {
  return name === 'won' && (cycle === lead.cycle || recordedAt > lead.cycleStartedAt);
}
