import { Injectable, Logger } from '@nestjs/common';
import { type LeadScope, MissedClockStore } from '../../clocks/missed-clocks.store.js';
import { ActivityStore, type WorkOnLead } from '../../leads/activity.store.js';
import { whyOf } from '../../platform/running/failure.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Sql } from '../../platform/sql/database.js';
import { BatchSize, isolateFailing } from '../../platform/sql/isolate-failing.js';
import type { Actor } from '../../platform/values/actor.js';
import { type Interval, MS_PER_DAY } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { AssignmentStore } from '../../routing/assignments/assignment.store.js';
import { type FormerPolicyVersion, PolicyArchive, type SavedVersions } from '../../sla/policy.store.js';
import { FormsMeanwhile } from '../arrivals/forms-meanwhile.service.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import { pausesAsWork } from '../moves/giving-back.js';
import { TakingLeadsBack } from '../moves/taking-leads-back.service.js';
import { Router } from '../routing/router.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { StrikingMisses } from './striking-misses.service.js';
import {
  giveBackMoved,
  type LeadUndo,
  notifyOfUndoings,
  promisesRunning,
  type UndoResult,
  undoingOf,
} from './undoing.js';

/** The number of leads in one transaction. Other transactions wait for one of these leads as long as this one takes. */
const BATCH_MAX = 500;

/**
 * The number of leads that are found to fail on their own. Beyond that the cause is common to many, and each would cost
 * a transaction, so a batch with one of them fails as a whole.
 */
const ISOLATED_MAX = 100;

/** The span whose moves are undone, and the policies whose misses are struck. */
export interface Undo {
  readonly span: Interval;
  /** The policies that were saved in the span: their misses are struck. Empty if none are to be struck. */
  readonly saved: SavedVersions;
}

interface Undoer {
  readonly undo: Undo;
  readonly actor: Actor;
  /** Receives the leads that are to be undone, then those that are locked. */
  readonly claimed: (leadIds: readonly string[]) => void;
}

/** What was done for some leads, and the ids of those that are dealt with. */
type Part = UndoResult & { readonly gone: readonly string[] };

const NOTHING: UndoResult = { undoings: [], struck: [], promised: [], failed: [] };

/** Misses that are not struck, because the version of their policy was saved before the span. */
export type TooEarly = FormerPolicyVersion & { readonly missed: number };

/** How long before the span a saved version is still reported as a possible mistake. */
const TOO_EARLY_MS = MS_PER_DAY;

/** Takes back moves by breach and strikes misses that only a mistaken policy made due, or previews that. */
@Injectable()
export class UndoingService {
  private readonly logger = new Logger('undo');

  constructor(
    private readonly database: Database,
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly activity: ActivityStore,
    private readonly assignments: AssignmentStore,
    private readonly missed: MissedClockStore,
    private readonly archive: PolicyArchive,
    private readonly striking: StrikingMisses,
    private readonly router: Router,
    private readonly takingBack: TakingLeadsBack,
    private readonly formsMeanwhile: FormsMeanwhile,
    private readonly time: TimeSource,
  ) {}

  /** @param isStriking whether misses are struck as well */
  async read(span: Interval, isStriking: boolean): Promise<Undo> {
    return { span, saved: isStriking ? await this.archive.readSaved(this.database, span) : new Map() };
  }

  /** Returns the ids of the leads concerned, up to the limit. */
  async find({ span, saved }: Undo, scope: LeadScope, limit: number): Promise<string[]> {
    const versions = [...saved].flatMap(([policyId, of]) => [...of.versions].map((version) => ({ policyId, version })));
    const [moved, missed] = await Promise.all([
      this.assignments.readBreachMoved(this.database, span, scope, limit),
      this.missed.readMissedLeads(this.database, span, versions, scope, limit),
    ]);
    return [...new Set([...moved, ...missed])].sort().slice(0, limit);
  }

  /** Counts misses in the span by versions that were saved shortly before it, because the span may begin too late. */
  async findTooEarly(span: Interval, scope: LeadScope): Promise<TooEarly[]> {
    const before = { from: span.from - TOO_EARLY_MS, to: span.from };
    return this.missed.countMissed(this.database, span, await this.archive.readChanges(this.database, before), scope);
  }

  /** Counts the misses in the span that are struck already, by an earlier undo or by hand. */
  countStruck(span: Interval, scope: LeadScope): Promise<number> {
    return this.missed.countStruck(this.database, span, scope);
  }

  /** Computes the whole undo in memory, and stores no change. A lead whose undo cannot be computed fails here, too. */
  async foresee(
    leadIds: readonly string[],
    undo: Undo,
    directory: TransactionContext['directory'],
    actor: Actor,
  ): Promise<UndoResult> {
    const now = this.time.now();
    const foreseen: UndoResult[] = [];
    const parts = this.inBatches(leadIds, async (ids, claimed) => {
      claimed(ids);
      const cases = await this.cases.look(this.database.reads, ids);
      const work = this.lifecycle.workOn(cases, { directory, now }, actor);
      return { gone: ids, ...(await this.undoAll(this.database.reads, work, cases, undo)) };
    });
    for await (const part of parts) foreseen.push(part);
    return together(foreseen);
  }

  /**
   * Works in batches, each in its own transaction. Each person gets one notification about all of it, even if the
   * database fails in between.
   */
  async undo(leadIds: readonly string[], undo: Undo, actor: Actor): Promise<UndoResult> {
    const undone: UndoResult[] = [];
    const parts = this.inBatches(leadIds, (ids, claimed) =>
      this.lifecycle.perform((context) => this.undoSome(context, ids, { undo, actor, claimed })),
    );
    try {
      for await (const part of parts) undone.push(part);
    } finally {
      await this.notify(together(undone), actor);
    }
    return together(undone);
  }

  /** Goes through leads in batches. A lead that fails for a reason of its own is left as it is, without the others. */
  private async *inBatches(
    leadIds: readonly string[],
    some: (leadIds: readonly string[], claimed: Undoer['claimed']) => Promise<Part>,
  ): AsyncGenerator<UndoResult> {
    const left = new Set(leadIds);
    const size = new BatchSize(BATCH_MAX);
    let failures = 0;
    while (left.size > 0) {
      const isIsolating = failures < ISOLATED_MAX;
      const { gone, ...done } = await isolateFailing<string, Part>(
        isIsolating ? size : new BatchSize(BATCH_MAX),
        (limit, claimed) => some([...left].slice(0, limit), claimed),
        async (_, cause, failed) => {
          const what = failed.length === 1 ? `lead ${failed[0]}` : `${failed.length} leads`;
          this.logger.error(`Nothing of ${what} could be undone: ${whyOf(cause)}`);
          return { ...NOTHING, gone: failed, failed };
        },
        isIsolating ? 1 : BATCH_MAX,
      );
      for (const id of gone) left.delete(id);
      failures += done.failed.length;
      yield done;
    }
  }

  private async notify(undone: UndoResult, actor: Actor): Promise<void> {
    if (undone.undoings.length + undone.struck.length + undone.promised.length === 0) return;
    await this.lifecycle.perform(async (context) => {
      const work = this.lifecycle.workOn([], context, actor);
      notifyOfUndoings(work, undone);
      await this.lifecycle.save(context.tx, work);
    });
  }

  /** Deals with the leads that could be locked. */
  private async undoSome(
    context: TransactionContext,
    ids: readonly string[],
    { undo, actor, claimed }: Undoer,
  ): Promise<Part> {
    const { tx } = context;
    // A lead that cannot even be opened is one of these.
    claimed(ids);
    const cases = await this.cases.openFreeOrFirst(tx, ids, { withDocuments: false });
    const opened = cases.map(({ lead }) => lead.id);
    claimed(opened);
    const work = this.lifecycle.workOn(cases, context, actor);
    work.advanceTo(await this.router.lock(tx));
    const done = await this.undoAll(tx, work, cases, undo);
    const back = done.undoings.filter(({ left }) => left === null);
    const given = back.flatMap(({ leadId, moves }) => moves.map(({ id }) => ({ leadId, id })));
    await this.takingBack.takeBack(tx, work, given);
    const movedAt = new Map(back.map(({ leadId, moves }) => [leadId, moves[0]!.fromAt]));
    await this.formsMeanwhile.notify(
      tx,
      work,
      cases.flatMap((leadCase) => {
        const since = movedAt.get(leadCase.lead.id);
        return since === undefined ? [] : [{ leadCase, since }];
      }),
    );
    await this.lifecycle.save(tx, work);
    // Leads that do not exist cannot be locked.
    return { gone: opened.length === 0 ? ids : opened, ...done };
  }

  private async undoAll(sql: Sql, work: UnitOfWork, cases: readonly LeadCase[], undo: Undo): Promise<UndoResult> {
    const judged = new Map(await this.judge(sql, work, cases, undo.span));
    const ran = new Set(cases.flatMap(promisesRunning).map(({ clock }) => clock.id));
    const isLeaving = (leadCase: LeadCase) => judged.get(leadCase)?.left === null;
    const struck = await this.striking.strike(sql, work, cases, undo, isLeaving);
    const back = [...judged].filter(([leadCase]) => isLeaving(leadCase));
    // What their owners owe next may depend on how the persons may be contacted.
    await this.cases.readDocuments(
      sql,
      back.map(([leadCase]) => leadCase),
    );
    for (const [leadCase, undoing] of back) giveBackMoved(work, leadCase, undoing);
    return {
      undoings: [...judged.values()],
      struck,
      promised: cases.flatMap(promisesRunning).filter(({ clock }) => !ran.has(clock.id)),
      failed: [],
    };
  }

  private async judge(
    sql: Sql,
    { directory, now }: UnitOfWork,
    cases: readonly LeadCase[],
    span: Interval,
  ): Promise<(readonly [LeadCase, LeadUndo])[]> {
    const ids = cases.map(({ lead }) => lead.id);
    const worked = groupBy(await this.activity.readWorked(sql, ids, span.from), ({ leadId }: WorkOnLead) => leadId);
    return cases.flatMap((leadCase) => {
      const { lead, tenures } = leadCase;
      const moved = { lead, tenures, worked: [...(worked.get(lead.id) ?? []), ...pausesAsWork(leadCase)] };
      const undoing = undoingOf(moved, span, directory, now);
      return undoing === null ? [] : [[leadCase, undoing] as const];
    });
  }
}

/** Merges results, in the order of the leads. */
function together(all: readonly UndoResult[]): UndoResult {
  const inOrder = <Each extends { readonly leadId: string }>(some: readonly Each[]) =>
    [...some].sort((a, b) => (a.leadId < b.leadId ? -1 : a.leadId === b.leadId ? 0 : 1));
  return {
    undoings: inOrder(all.flatMap(({ undoings }) => undoings)),
    struck: inOrder(all.flatMap(({ struck }) => struck)),
    promised: inOrder(all.flatMap(({ promised }) => promised)),
    failed: all.flatMap(({ failed }) => failed).sort(),
  };
}
