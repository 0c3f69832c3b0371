import { Injectable, Logger } from '@nestjs/common';
import type { Clock } from '../clocks/clock.js';
import { ClockStore } from '../clocks/clock.store.js';
import { DueClockStore } from '../clocks/due-clocks.store.js';
import { type Demand, enforceDue } from '../lifecycle/clocks/enforcing.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { OwnedSubject } from '../lifecycle/subject.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { whyOf } from '../platform/running/failure.js';
import { TimeSource } from '../platform/running/time-source.js';
import type { Tx } from '../platform/sql/database.js';
import { BatchSize, isolateFailing } from '../platform/sql/isolate-failing.js';
import { system } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import type { Hold } from '../sla/hold.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import { SET_ASIDE_MS } from './set-aside.js';

/** Large enough to share the cost of a transaction, small enough not to keep others waiting. */
const BATCH_MAX = 1_000;
/** Two batches of a backlog are worked on at a time: while one decides, the other reads or stores. */
const SIDE_BY_SIDE = 2;
/** After this number of batches each, all other due work has its turn. */
const TURNS = 10;

/**
 * What the worker of one type of subject provides: how subjects are opened, and how the demands of their clocks are
 * met.
 */
export interface SubjectEnforcement<Row extends { readonly id: string }, Owned extends OwnedSubject> {
  readonly subjectType: OwnedType;
  /** Columns that are read of subjects with a due clock, when their rows are locked. */
  readonly columns: string;
  /** Limit for the subjects in one transaction; BATCH_MAX by default. */
  readonly atOnce?: number;
  /** Takes locks that have to be taken before those of subjects. */
  lock?(tx: Tx): Promise<void>;
  openLocked(tx: Tx, rows: readonly Row[]): Promise<Owned[]>;
  /** Brings subjects up to date before their clocks are enforced. */
  prepare?(work: UnitOfWork, subjects: readonly Owned[]): void;
  /** Returns, for each subject, the hold on it; null if its clocks are enforced. */
  holdsOn(
    context: TransactionContext,
    work: UnitOfWork,
    subjects: readonly Owned[],
  ): Promise<(subject: Owned) => Hold | null>;
  /** Carries out the demands that `enforceDue` has returned. */
  carryOut(context: TransactionContext, work: UnitOfWork, demands: readonly Demand<Owned>[]): Promise<void>;
}

/** Enforces due clocks of any type of subject, in batches. Any number of nodes may do so side by side. */
@Injectable()
export class DueSweep {
  private readonly logger = new Logger('enforcement');
  private readonly batchSizes = new Map<OwnedType, BatchSize>();
  private readonly listeners: ((latenessMs: readonly number[]) => void)[] = [];

  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly clocks: ClockStore,
    private readonly dueClocks: DueClockStore,
    private readonly time: TimeSource,
  ) {}

  /** Calls the listener after each committed batch with how late each of its clocks was. */
  onEnforced(listener: (latenessMs: readonly number[]) => void): void {
    this.listeners.push(listener);
  }

  /**
   * Enforces batch after batch while there is a backlog, up to a limit.
   * @returns whether anything was due that no other transaction had locked
   */
  async round<Row extends { readonly id: string }, Owned extends OwnedSubject>(
    enforced: SubjectEnforcement<Row, Owned>,
    isStopping: () => boolean,
  ): Promise<boolean> {
    const first = await this.once(enforced);
    const size = this.batchSizeOf(enforced);
    if (first < size.next) return first > 0;
    const lane = async () => {
      for (let turn = 0; turn < TURNS && !isStopping(); turn += 1) if ((await this.once(enforced)) === 0) return;
    };
    // While failing subjects are isolated, a second lane would run into the same one.
    const lanes = size.next < size.most ? 1 : SIDE_BY_SIDE;
    const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return true;
  }

  /**
   * Enforces one batch. @returns how many subjects had a due clock; 0 if none is left that no other transaction has
   * locked
   */
  async once<Row extends { readonly id: string }, Owned extends OwnedSubject>(
    enforced: SubjectEnforcement<Row, Owned>,
  ): Promise<number> {
    const { subjectType, columns } = enforced;
    return isolateFailing<Row, number>(
      this.batchSizeOf(enforced),
      async (limit, claimed) => {
        const { count, dueAts } = await this.lifecycle.performDue(async (context) => {
          await enforced.lock?.(context.tx);
          const rows = await this.dueClocks.claimDue<Row>(context.tx, subjectType, columns, context.now, limit);
          claimed(rows);
          return { count: rows.length, dueAts: rows.length > 0 ? await this.enforce(enforced, context, rows) : [] };
        });
        if (dueAts.length > 0) this.notifyListeners(dueAts);
        return count;
      },
      ({ id }, cause) => this.setAside(subjectType, id, cause),
    );
  }

  private batchSizeOf({
    subjectType,
    atOnce = BATCH_MAX,
  }: Pick<SubjectEnforcement<never, never>, 'subjectType' | 'atOnce'>): BatchSize {
    const known = this.batchSizes.get(subjectType);
    if (known !== undefined) return known;
    const size = new BatchSize(atOnce);
    this.batchSizes.set(subjectType, size);
    return size;
  }

  /** @param rows of subjects that are locked @returns when each of the enforced clocks was due */
  private async enforce<Row extends { readonly id: string }, Owned extends OwnedSubject>(
    enforced: SubjectEnforcement<Row, Owned>,
    context: TransactionContext,
    rows: readonly Row[],
  ): Promise<Instant[]> {
    const subjects = await enforced.openLocked(context.tx, rows);
    const work = this.lifecycle.workOn(subjects, context, system('sla'));
    const dueAts = subjects.flatMap(({ clocks }) => dueOf(clocks, work.now));
    enforced.prepare?.(work, subjects);
    const holdOn = await enforced.holdsOn(context, work, subjects);
    const demands = subjects.flatMap((subject) => enforceDue(work, subject, holdOn(subject)));
    await enforced.carryOut(context, work, demands);
    await this.lifecycle.save(context.tx, work);
    return dueAts;
  }

  private notifyListeners(dueAts: readonly Instant[]): void {
    const now = this.time.now();
    const latenessMs = dueAts.map((at) => now - at);
    for (const listener of this.listeners) listener(latenessMs);
  }

  /** Logs and postpones a subject that cannot be enforced, so that it does not block all others. */
  private async setAside(subjectType: OwnedType, id: string, cause: unknown): Promise<number> {
    await this.lifecycle.performDue(({ tx, now }) =>
      this.clocks.postponeOf(tx, { subjectType, subjectId: id }, now, now + SET_ASIDE_MS),
    );
    this.logger.error(`The ${subjectType} ${id} cannot be enforced and is set aside for a minute: ${whyOf(cause)}`);
    return 1;
  }
}

/** Returns when each of the due clocks was due. */
function dueOf(clocks: readonly Clock[], now: Instant): Instant[] {
  return clocks.flatMap(({ nextAt }) => (nextAt !== null && nextAt <= now ? [nextAt] : []));
}
