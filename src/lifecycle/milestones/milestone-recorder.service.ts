import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import type { MilestoneBody } from '../../leads/activity.dto.js';
import { ActivityStore } from '../../leads/activity.store.js';
import { LeadErasedError, LeadStateError, recordedElsewhere } from '../../leads/lead.errors.js';
import { type MilestoneRow, MilestoneStore } from '../../leads/milestone.store.js';
import { keptValue } from '../../leads/touch.js';
import { instantOf } from '../../platform/input/formats.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { nthId } from '../../platform/values/ids.js';
import { LeadFollowers, type ReachedMilestone } from '../following-leads.service.js';
import {
  LifecycleService,
  type RequestedAction,
  type TimeAndDirectory,
  type TransactionContext,
} from '../lifecycle.service.js';
import { HandingOver } from '../routing/handing-over.service.js';
import { cycleAt, isJustBack } from '../tenures.js';
import {
  type AllTaken,
  faultsOfMilestone,
  faultsOfReport,
  happenedAt,
  type OpenReport,
  type ReportRefusal,
} from '../touches/reading-touches.js';
import type { ReportKind } from '../touches/reporting.service.js';
import { entryOf, reachMilestone } from './reaching.js';

/** The results of reports, and the milestones that leads reached by them. */
interface RecordedReports {
  readonly taken: AllTaken;
  readonly reached: readonly ReachedMilestone[];
}

/** Applies milestones to their leads, within a transaction that has locked them. */
@Injectable()
export class MilestoneRecorder implements ReportKind<MilestoneBody> {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly activity: ActivityStore,
    private readonly milestones: MilestoneStore,
    private readonly followers: LeadFollowers,
    private readonly handingOver: HandingOver,
  ) {}

  async before(tx: Tx, bodies: readonly MilestoneBody[]): Promise<void> {
    await this.followers.lock(tx, pluck(bodies, 'name'));
  }

  faultsOf(present: TimeAndDirectory, { occurredAt }: MilestoneBody, caller: Caller) {
    return faultsOfReport(present, null, occurredAt, caller);
  }

  readonly happenedAt = happenedAt;

  findMade(sql: Sql, ids: readonly string[]) {
    return this.milestones.findMade(sql, ids);
  }

  async take(context: TransactionContext, reports: readonly OpenReport<MilestoneBody>[], caller: Caller) {
    const sound = reports.filter((report) => refusalOf(context, report, caller) === undefined);
    const work = this.lifecycle.workOn([...new Set(sound.map(({ leadCase }) => leadCase))], context, actorOf(caller));
    const barred = await this.followers.barredFrom(context, reports, caller);
    const { taken, reached } = await this.record({ context, work, caller }, reports, barred);
    await this.followers.follow(context, work, reached);
    await this.handingOver.handOver(context, work, reached);
    const isAnything = [...taken.values()].some(({ status }) => status === 'recorded');
    return { taken, work: isAnything ? work : null };
  }

  /**
   * Applies reports in the order given: a lead that one of them closes reaches no later milestone. A milestone reported
   * again with the same instant is not recorded twice.
   * @param barred the leads that may not be won now, with the reason
   */
  async record(
    { context, work, caller }: RequestedAction,
    reports: readonly OpenReport<MilestoneBody>[],
    barred: ReadonlyMap<string, ReportRefusal> = new Map(),
  ): Promise<RecordedReports> {
    const { tx } = context;
    const known = await this.readKnown(tx, reports);
    const attempts = await this.activity.countAttemptsOf(tx, [...new Set(reports.map(({ leadId }) => leadId))]);
    const taken: AllTaken = new Map();
    const reached: ReachedMilestone[] = [];
    for (const report of reports) {
      const { index, leadId, body } = report;
      const key = keyOf(leadId, body.name, body.occurredAt === undefined ? null : instantOf(body.occurredAt));
      const first = key === null ? undefined : known.get(key);
      const refusal = refusalOf(context, report, caller) ?? (body.name === 'won' ? barred.get(leadId) : undefined);
      if (first !== undefined) taken.set(index, { status: 'existing', id: first, leadId });
      else if (refusal !== undefined) taken.set(index, { status: 'refused', refusal });
      else {
        const milestone = reach({ context, work, caller }, report);
        reached.push({ leadCase: report.leadCase, milestone });
        if (key !== null) known.set(key, milestone.id);
        taken.set(index, { status: 'recorded', id: milestone.id, leadId });
      }
    }
    const rows = reached.map(({ milestone }) => milestone);
    tx.send(this.milestones.insertMany(tx, rows));
    const entries = rows.map((row) => entryOf(work, row, attempts.get(row.leadId) ?? 0));
    tx.send(this.milestones.appendEntries(tx, entries));
    return { taken, reached };
  }

  /** Returns the ids of milestones that were not reversed, by the key that a repeated report has. */
  private async readKnown(tx: Sql, reports: readonly OpenReport<MilestoneBody>[]): Promise<Map<string, string>> {
    const dated = reports.filter(({ body }) => body.occurredAt !== undefined).map(({ leadId }) => leadId);
    const rows = await this.milestones.readOf(tx, [...new Set(dated)]);
    const standing = rows.filter(({ reversedAt }) => reversedAt === null);
    return new Map(standing.map(({ id, leadId, name, occurredAt }) => [keyOf(leadId, name, occurredAt)!, id]));
  }
}

/** Returns null if the report had no instant. */
function keyOf(leadId: string, name: string, at: Instant | null): string | null {
  return at === null ? null : `${leadId} ${name} ${at}`;
}

function refusalOf(
  context: TransactionContext,
  { leadCase, body }: OpenReport<MilestoneBody>,
  caller: Caller,
): ReportRefusal | undefined {
  const { lead } = leadCase;
  if (lead.erasedAt !== null) return new LeadErasedError(lead.erasedAt);
  const faults = faultsOfMilestone(context, leadCase, body.occurredAt, caller);
  if (faults.length > 0) return new InvalidRequestError(faults);
  if (lead.mergedInto !== null) return recordedElsewhere(lead.mergedInto, lead);
  return lead.status === 'open' ? undefined : new LeadStateError('Only an open lead can reach a milestone', lead);
}

function reach(
  { context, work, caller: { requestId } }: RequestedAction,
  { index, leadCase, body: { name, occurredAt: reportedAt, value: worth } }: OpenReport<MilestoneBody>,
): MilestoneRow {
  const { lead } = leadCase;
  const value = worth === undefined ? null : keptValue(worth);
  const occurredAt = reportedAt === undefined ? context.now : instantOf(reportedAt);
  const milestone: MilestoneRow = {
    id: requestId === undefined ? work.newId() : nthId(requestId, index),
    leadId: lead.id,
    // A lead that has come back in order to be won is won as it is now.
    cycle: isJustBack(leadCase) ? lead.cycle : cycleAt(leadCase, Math.min(occurredAt, work.now)),
    name,
    occurredAt,
    recordedAt: work.now,
    value,
    reversedAt: null,
  };
  reachMilestone(work, leadCase, milestone);
  return milestone;
}
