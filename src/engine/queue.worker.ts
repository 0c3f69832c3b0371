import { Injectable, Logger } from '@nestjs/common';
import { ClockStore } from '../clocks/clock.store.js';
import type { LeadState } from '../leads/lead.js';
import { LeadStore, type WaitingPlace } from '../leads/lead.store.js';
import { Holding } from '../lifecycle/clocks/holding.service.js';
import { missedClock } from '../lifecycle/clocks/lead-clocks.js';
import { StormBreaker } from '../lifecycle/clocks/storm-breaker.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { ToRoute } from '../lifecycle/routing/decided-leads.js';
import { placingFromQueue } from '../lifecycle/routing/out-of-queue.js';
import { Router } from '../lifecycle/routing/router.service.js';
import { requestFromQueue } from '../lifecycle/routing/routing-requests.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { whyOf } from '../platform/running/failure.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import { BatchSize, isolateFailing } from '../platform/sql/isolate-failing.js';
import { system } from '../platform/values/actor.js';
import { earliest, type Instant, MS_PER_SECOND } from '../platform/values/duration.js';
import { offerEndsAt } from '../routing/assignments/claiming.js';
import { LOCKED_MS, QueueOutlook } from './queue-outlook.service.js';
import { QueuePromises } from './queue-promises.service.js';
import { SetAside } from './set-aside.js';
import type { Worker } from './worker.js';

const BATCH_MAX = 1_000;

/** The version of the rules before the first batch of a pass. */
const ANY = -1;
/** How long a node holds the queue; far longer than a batch takes. */
const HELD_FOR_MS = 10 * MS_PER_SECOND;

/** One pass through the queue, from the oldest lead to the newest, in several batches if it is long. */
interface Passage {
  readonly heldUntil: Instant;
  /** Where the last batch ended; null before the first. */
  readonly after: WaitingPlace | null;
  /**
   * The version of the rules that every lead so far was offered to; null if a lead was left out because another
   * transaction had locked it, or if the rules have changed during the pass.
   */
  readonly rulesVersion: number | null;
}

/**
 * Deals out the leads that wait, oldest first, as soon as somebody can take them. Before that, it sees to the promises of
 * the queues.
 */
@Injectable()
export class QueueWorker implements Worker {
  readonly serves = ['queue'] as const;
  private readonly logger = new Logger('queue');
  private readonly batchSize = new BatchSize(BATCH_MAX);
  private underWay: Passage | null = null;

  constructor(
    private readonly database: Database,
    private readonly time: TimeSource,
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly leads: LeadStore,
    private readonly clocks: ClockStore,
    private readonly outlook: QueueOutlook,
    private readonly promises: QueuePromises,
    private readonly router: Router,
    private readonly holding: Holding,
    private readonly breaker: StormBreaker,
    private readonly setAside: SetAside,
  ) {}

  /** Whether this node is in the middle of the queue. */
  get isUnderWay(): boolean {
    return this.underWay !== null;
  }

  /**
   * Deals a batch if the queue is due, or goes on where the last batch ended, so that other due work does not wait for
   * the end of a long queue. A lead that nobody can take does not hold up those behind it.
   * @returns whether the queue was due
   */
  async round(): Promise<boolean> {
    const passage = this.underWay ?? (await this.beginPassage());
    if (passage === null) return false;
    // If the batch fails, the pass is over. The queue falls due again when this node's claim on it ends.
    this.underWay = null;
    this.underWay = await isolateFailing<LeadState, Passage | null>(
      this.batchSize,
      (limit, claimed) => this.lifecycle.performDue((context) => this.dealBatch(context, passage, limit, claimed)),
      async ({ id }, cause) => {
        this.setAside.add(id, this.time.now(), cause);
        this.logger.error(`Lead ${id} cannot be dealt out and is set aside for a minute: ${whyOf(cause)}`);
        return passage;
      },
    );
    return true;
  }

  private async beginPassage(): Promise<Passage | null> {
    const now = this.time.now();
    const { nextAt } = await this.clocks.readQueue(this.database.engine);
    if (nextAt === null || nextAt > now) return null;
    const heldUntil = now + HELD_FOR_MS;
    if (!(await this.clocks.takeQueue(this.database.engine, now, heldUntil))) return null;
    await this.promises.settle();
    return { heldUntil, after: null, rulesVersion: ANY };
  }

  /**
   * @param claimed receives the leads that are locked
   * @returns where to go on; null at the end of the queue, when its next pass is planned
   */
  private async dealBatch(
    context: TransactionContext,
    passage: Passage,
    limit: number,
    claimed: (rows: readonly LeadState[]) => void,
  ): Promise<Passage | null> {
    const { tx, now, directory } = context;
    const { heldUntil, after } = passage;
    // In shadow mode, no lead is dealt out until the rules act, which makes the queue due.
    if (directory.isShadow) {
      await this.clocks.planQueue(tx, heldUntil, await this.promises.nextAt(context), directory.rulesVersion);
      return null;
    }
    const served = await this.outlook.poolsServed(context);
    const among = { pools: served, ...this.passedOver(context) };
    const rows = served?.length === 0 ? [] : await this.leads.lockWaitingMany(tx, after, among, limit);
    claimed(rows);
    const isEnd = rows.length < limit;
    const rulesVersion = await this.versionSoFar(context, passage, served === null ? { rows, isEnd } : null);
    if (rows.length > 0) await this.deal(context, rows);
    if (isEnd) {
      await this.planNext(context, heldUntil, rulesVersion);
      return null;
    }
    const extended = now + HELD_FOR_MS;
    await this.clocks.holdQueue(tx, heldUntil, extended);
    return { heldUntil: extended, after: positionOf(rows.at(-1)!), rulesVersion };
  }

  private async deal(context: TransactionContext, rows: readonly LeadState[]): Promise<void> {
    const { tx } = context;
    const cases = await this.cases.openLocked(tx, rows, { withDocuments: true });
    const work = this.lifecycle.workOn(cases, context, system('queue'));
    const waiting = await this.withoutHeld(context, work, cases);
    work.advanceTo(await this.router.lock(tx));
    await this.router.deal(
      tx,
      work,
      waiting.map(
        (leadCase): ToRoute => ({
          leadCase,
          request: requestFromQueue(work.directory, leadCase),
          placing: placingFromQueue(leadCase),
        }),
      ),
    );
    this.breaker.count(tx, work);
    await this.lifecycle.save(tx, work);
  }

  /**
   * Returns the leads to deal out. Leads that a breach moves go on waiting while a hold or the storm breaker stops
   * moves; leads without an owner do not.
   */
  private async withoutHeld(
    { tx }: TransactionContext,
    work: UnitOfWork,
    cases: readonly LeadCase[],
  ): Promise<LeadCase[]> {
    const holdOn = await this.holding.on(tx, work, cases);
    const isMove = ({ lead }: LeadCase) => lead.waiting === 'move';
    const free = cases.filter((leadCase) => !isMove(leadCase) || holdOn(leadCase) === null);
    const moves = free
      .filter(isMove)
      .map((leadCase) => ({ leadCase, missedAt: missedClock(leadCase)?.breachedAt ?? null }));
    const held = await this.breaker.holdBackWaiting(tx, work, moves);
    return free.filter((leadCase) => !held.has(leadCase));
  }

  /** Returns the leads to skip: those set aside, and those that may still be claimed. */
  private passedOver({ now, directory }: TransactionContext) {
    // All pools, because one that no longer offers leads deals out those that it has offered.
    const offers = Array.from(directory.content.pools.values(), (pool) => ({
      poolId: pool.id,
      since: now - offerEndsAt(pool, 0),
    }));
    return { except: this.setAside.at(now), offers };
  }

  /**
   * Returns the `rulesVersion` of the pass after a batch.
   * @param batch null if the last complete pass was by the present rules, so that a lead that is left out loses nothing
   */
  private async versionSoFar(
    context: TransactionContext,
    { after, rulesVersion }: Passage,
    batch: { readonly rows: readonly LeadState[]; readonly isEnd: boolean } | null,
  ): Promise<number | null> {
    const { tx, directory } = context;
    const version = directory.rulesVersion;
    if (rulesVersion !== ANY && rulesVersion !== version) return null;
    if (batch === null) return version;
    const upTo = batch.isEnd ? null : positionOf(batch.rows.at(-1)!);
    const waiting = await this.leads.countWaiting(tx, after, upTo, this.passedOver(context));
    return waiting > batch.rows.length ? null : version;
  }

  private async planNext(context: TransactionContext, heldUntil: Instant, rulesVersion: number | null): Promise<void> {
    const { tx, now, directory } = context;
    if (rulesVersion === null) {
      const { rulesVersion: former } = await this.clocks.readQueue(tx);
      return this.clocks.planQueue(tx, heldUntil, now + LOCKED_MS, former);
    }
    const chance = await this.outlook.nextChance(context);
    const missedAt = await this.promises.nextAt(context);
    await this.clocks.planQueue(
      tx,
      heldUntil,
      earliest([chance, missedAt, this.setAside.nextAt]),
      directory.rulesVersion,
    );
  }
}

function positionOf(lead: LeadState): WaitingPlace {
  return { since: lead.waitingSince!, id: lead.id };
}
