import { Injectable } from '@nestjs/common';
import type { LeadClock, LeadClockKind } from '../../clocks/clock.js';
import { ClockStore } from '../../clocks/clock.store.js';
import { PauseStore } from '../../clocks/pause.store.js';
import { compileCondition } from '../../conditions/condition-evaluate.js';
import type { Condition } from '../../conditions/condition-language.js';
import { compilePatterns, POLICIES_PATTERNS_MAX } from '../../conditions/pattern.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import type { JobRunner, JobStep, TakenJob } from '../../jobs/job.js';
import { ActivityStore } from '../../leads/activity.store.js';
import type { LeadDocument } from '../../leads/lead.js';
import { LeadStore } from '../../leads/lead.store.js';
import { LeadAccounts } from '../../lifecycle/lead-accounts.service.js';
import { OpenDeals } from '../../lifecycle/open-deals.service.js';
import { instantOf } from '../../platform/input/formats.js';
import { Turns } from '../../platform/running/turns.js';
import { Database } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { AssignmentStore } from '../../routing/assignments/assignment.store.js';
import type { PolicyShape } from '../../sla/policy.dto.js';
import { readPolicy } from '../../sla/policy-reading.js';
import type { DryRunBody } from './backtest.schema.js';
import { BacktestStore } from './backtest.store.js';
import type { Acknowledgement, History } from './history.js';
import {
  type BacktestTally,
  type ComparedLead,
  compare,
  count,
  NO_TALLY,
  type PolicyDraft,
  type Reality,
  resultOf,
} from './result.js';

/** Leads compared per step: read by a handful of statements, played in a fraction of a second. */
const BATCH_MAX = 250;
const NOTHING_RECORDED = { warned: 0, escalations: 0 };

interface BacktestPosition {
  readonly jobId: string;
  /** All leads are compared by one state of the configuration. */
  readonly directory: Directory;
  readonly afterId: string | null;
  readonly tally: BacktestTally;
}

/** Plays a draft of policies over past leads. It only reads, on the lane of read-only queries. */
@Injectable()
export class Backtest implements JobRunner {
  /** The dry run in progress, in memory only: on another node it starts over. */
  private going: BacktestPosition | null = null;

  constructor(
    private readonly database: Database,
    private readonly store: BacktestStore,
    private readonly leads: LeadStore,
    private readonly assignments: AssignmentStore,
    private readonly clocks: ClockStore,
    private readonly pauses: PauseStore,
    private readonly activity: ActivityStore,
    private readonly directories: DirectoryService,
    private readonly accounts: LeadAccounts,
    private readonly openDeals: OpenDeals,
  ) {}

  async step({ id: jobId, request, createdAt }: Pick<TakenJob, 'id' | 'request' | 'createdAt'>): Promise<JobStep> {
    const body = request as DryRunBody;
    const span = { from: instantOf(body.from), to: instantOf(body.to) };
    const { directory, afterId, tally } = this.going?.jobId === jobId ? this.going : await this.begin(jobId);
    const received = await this.store.readReceived(this.database.reads, span, afterId, BATCH_MAX);
    const draft = await draftOf(body, createdAt);
    const ids = received.map(({ id }) => id);
    const sum = count(tally, await this.compareAll(draft, ids, directory));
    if (received.length < BATCH_MAX) {
      this.going = null;
      return { kind: 'done', result: resultOf(sum, body) };
    }
    const { id, receivedAt } = received.at(-1)!;
    this.going = { jobId, directory, afterId: id, tally: sum };
    return { kind: 'goOn', cursor: {}, progress: (receivedAt - span.from) / (span.to - span.from) };
  }

  async windUp(nextId: string | undefined): Promise<void> {
    if (this.going?.jobId !== nextId) this.going = null;
  }

  private async begin(jobId: string): Promise<BacktestPosition> {
    return { jobId, directory: await this.directories.now(), afterId: null, tally: NO_TALLY };
  }

  private async compareAll(draft: PolicyDraft, ids: readonly string[], directory: Directory): Promise<ComparedLead[]> {
    if (ids.length === 0) return [];
    const compared: ComparedLead[] = [];
    const turns = new Turns();
    for (const { history, reality } of await this.readAll(ids, asksAccounts(draft))) {
      compared.push(compare(draft, history, reality, directory));
      await turns.next();
    }
    return compared;
  }

  /** Runs its statements one after the other: a job has one connection at a time. */
  private async readAll(ids: readonly string[], accounts: boolean): Promise<{ history: History; reality: Reality }[]> {
    const { reads } = this.database;
    const rows = await this.leads.readMany(reads, ids);
    const leads = rows.map((lead) => ({ lead, document: lead as LeadDocument }));
    await this.accounts.know(reads, leads, { accounts, companies: false });
    const tenures = groupBy(await this.assignments.readTenures(reads, 'lead', ids), ({ subjectId }) => subjectId);
    const touches = groupBy(await this.activity.readEver(reads, ids), ({ leadId }) => leadId);
    const milestones = groupBy(await this.store.readMilestones(reads, ids), ({ leadId }) => leadId);
    const closings = groupBy(await this.store.readClosings(reads, ids), ({ leadId }) => leadId);
    const pauses = groupBy(
      (await this.pauses.readOf(reads, 'lead', ids)).filter(({ kind }) => kind === 'hand'),
      ({ subjectId }) => subjectId,
    );
    const clocks = groupBy(await this.clocks.readOf<LeadClockKind>(reads, 'lead', ids), ({ subjectId }) => subjectId);
    const sold = await this.openDeals.findTimes(reads, ids);
    const recorded = await this.store.readRecorded(reads, ids);
    const recordedOf = new Map(recorded.map((each) => [each.leadId, each]));
    return leads.map(({ lead: { id }, document }) => {
      const { warned, escalations } = recordedOf.get(id) ?? NOTHING_RECORDED;
      return {
        history: {
          leadId: id,
          document,
          tenures: tenures.get(id)!,
          touches: touches.get(id) ?? [],
          milestones: milestones.get(id) ?? [],
          closings: closings.get(id) ?? [],
          pauses: pauses.get(id) ?? [],
          acknowledgements: acknowledgementsOf(clocks.get(id) ?? []),
          sold: sold.get(id) ?? [],
        },
        reality: { clocks: clocks.get(id) ?? [], recorded: { warned, escalations } },
      };
    });
  }
}

function acknowledgementsOf(clocks: readonly LeadClock[]): Acknowledgement[] {
  // Leads that were handed over are accepted regardless of any policy.
  return clocks.flatMap(({ id, kind, acknowledgedAt, repId }) =>
    acknowledgedAt === null || kind === 'accept' ? [] : [{ id, at: acknowledgedAt, repId }],
  );
}

function asksAccounts({ policies }: PolicyDraft): boolean {
  return policies.some(({ policy, when }) => when.asksAccount || policy.pauseWhile?.asksAccount === true);
}

async function draftOf({ policy, policies }: DryRunBody, requestedAt: Instant): Promise<PolicyDraft> {
  const bodies: readonly PolicyShape[] = policies ?? [policy!];
  await compilePatterns(
    bodies.flatMap(({ when, pauseWhile }) => (pauseWhile ? [when, pauseWhile] : [when])),
    POLICIES_PATTERNS_MAX,
    new Turns(),
  );
  return {
    policies: bodies.map((body, index) => ({
      policy: readPolicy(`draft ${index}`, 1, { name: '', ...body }),
      when: compileCondition(body.when as Condition),
    })),
    askedAt: requestedAt,
  };
}
