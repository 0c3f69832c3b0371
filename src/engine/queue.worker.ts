import { Injectable, Logger } from '@nestjs/common';
import { ClockStore } from '../clocks/clock.store.js';
import type { Directory } from '../directory/directory.js';
import type { LeadState } from '../leads/lead.js';
import { LeadStore, type WaitingPlace } from '../leads/lead.store.js';
import { WaitingStore } from '../leads/waiting.store.js';
import { Holding } from '../lifecycle/clocks/holding.service.js';
import { missedClock } from '../lifecycle/clocks/lead-clocks.js';
import { StormBreaker } from '../lifecycle/clocks/storm-breaker.service.js';
import { LeadAccounts } from '../lifecycle/lead-accounts.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { ToRoute } from '../lifecycle/routing/decided-leads.js';
import { placingFromQueue } from '../lifecycle/routing/out-of-queue.js';
import { Router } from '../lifecycle/routing/router.service.js';
import { RoutingDecisions } from '../lifecycle/routing/routing-decisions.service.js';
import { requestFromQueue } from '../lifecycle/routing/routing-requests.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { whyOf } from '../platform/running/failure.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { isolateFailing } from '../platform/sql/isolate-failing.js';
import { system } from '../platform/values/actor.js';
import { type Instant, MS_PER_SECOND } from '../platform/values/duration.js';
import { offerEndsAt } from '../routing/assignments/claiming.js';
import { outsideOfAll, type Roster } from '../routing/deciding/roster.js';
import { canReturn, canServe, canTake } from '../routing/queues/could-be-served.js';
import { nextChance } from '../routing/queues/next-chance.js';
import { poolsOfRules, repsOfRules } from '../routing/rules/rules.js';
import { SetAside } from './set-aside.js';
import type { Worker } from './worker.js';

const BATCH_MAX = 1_000;

/** Version of the rules before the first batch. */
const ANY = -1;
/** Delay until the queue is gone through again, if another transaction had locked a lead. */
const SKIPPED_MS = MS_PER_SECOND;
/** How long a node holds the queue; far longer than a batch takes. */
const TAKEN_FOR_MS = 10 * MS_PER_SECOND;

/** One pass through the queue, from the oldest lead to the newest. */
interface Passage {
  /** Until when this node holds the queue. */
  readonly taken: Instant;
  /** Where the last batch ended. */
  readonly after: WaitingPlace | null;
  /**
   * The version of the rules by which the whole queue so far was gone through; null if another transaction had locked a
   * lead, or the rules have changed.
   */
  readonly rulesVersion: number | null;
}

/** Deals out the leads that wait, oldest first, as soon as somebody can take them. */
@Injectable()
export class QueueWorker implements Worker {
  readonly serves = ['queue'] as const;
  private readonly logger = new Logger('queue');
  private underWay: Passage | null = null;

  constructor(
    private readonly database: Database,
    private readonly time: TimeSource,
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly leads: LeadStore,
    private readonly clocks: ClockStore,
    private readonly waiting: WaitingStore,
    private readonly routing: RoutingDecisions,
    private readonly router: Router,
    private readonly accounts: LeadAccounts,
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
   * the end of a long queue. A lead is not passed over because others cannot be served.
   * @returns whether the queue was due
   */
  async round(): Promise<boolean> {
    const passage = this.underWay ?? (await this.beginPassage());
    if (passage === null) return false;
    // A failure ends the pass: the queue is due again when this node's time with it has run out.
    this.underWay = null;
    this.underWay = await isolateFailing<LeadState, Passage | null>(
      BATCH_MAX,
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
    const taken = now + TAKEN_FOR_MS;
    return (await this.clocks.takeQueue(this.database.engine, now, taken))
      ? { taken, after: null, rulesVersion: ANY }
      : null;
  }

  /**
   * @param claimed receives the leads that are locked
   * @returns how to go on; null if the queue has been gone through and its next chance is planned
   */
  private async dealBatch(
    context: TransactionContext,
    passage: Passage,
    limit: number,
    claimed: (rows: readonly LeadState[]) => void,
  ): Promise<Passage | null> {
    const { tx, now, directory } = context;
    const { taken, after } = passage;
    // In shadow mode, no lead is dealt out until the rules act, which makes the queue due.
    if (directory.isShadow) {
      await this.clocks.planQueue(tx, taken, null, directory.rulesVersion);
      return null;
    }
    const served = await this.whoCanBeServed(context);
    const among = { pools: served, ...this.passedOver(context) };
    const rows = served?.length === 0 ? [] : await this.leads.lockWaitingMany(tx, after, among, limit);
    claimed(rows);
    const isEnd = rows.length < limit;
    const rulesVersion = await this.goneThrough(context, passage, served === null ? { rows, isEnd } : null);
    if (rows.length > 0) await this.deal(context, rows);
    if (isEnd) {
      await this.planNext(context, taken, rulesVersion);
      return null;
    }
    const longer = now + TAKEN_FOR_MS;
    await this.clocks.holdQueue(tx, taken, longer);
    return { taken: longer, after: positionOf(rows.at(-1)!), rulesVersion };
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
   * Returns the leads to deal. Moves by breach wait on while a hold or the storm breaker stops them; leads without an
   * owner are dealt out.
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

  /**
   * Returns the pools (null: no pool) whose leads somebody could take, so that a long queue that cannot be served is
   * not read again and again. Null if the rules have changed since all of it was gone through: then any lead may go
   * anywhere.
   */
  private async whoCanBeServed({ tx, now, directory }: TransactionContext): Promise<(string | null)[] | null> {
    const { rulesVersion } = await this.clocks.readQueue(tx);
    const { rulebook } = directory.content;
    if (rulesVersion !== directory.rulesVersion) return null;
    const roster = await this.routing.readRoster(tx, directory, now);
    const named = repsOfRules(rulebook.rules).some((repId) => canTake(roster, repId));
    const [pools, preferred] = await Promise.all([this.waiting.readPools(tx), this.waiting.readPreferred(tx)]);
    // Reps of accounts and companies are preferred, too, if rules ask for them or an account is protected.
    const byName = preferred.length > 0 && (await this.accounts.routingQuestions(tx, directory)).accounts;
    const awaited = new Set(
      preferred.filter(({ repId }) => canReturn(roster, repId, byName)).map(({ poolId }) => poolId),
    );
    const ruled = await this.poolsOfRules(tx, pools, directory);
    const anywhere = named || ruled.some((poolId) => canServe(roster, poolId));
    const ofTests = new Set(await this.poolsOfTests(tx, directory, (poolId) => canServe(outsideOfAll(roster), poolId)));
    const offered = await this.waiting.readFirstOffered(tx);
    const lapsed = new Set(
      offered.filter(({ poolId, since }) => offerEnds(directory, poolId, since) <= now).map(({ poolId }) => poolId),
    );
    return pools.filter(
      (poolId) =>
        (poolId !== null && lapsed.has(poolId)) ||
        canServe(roster, poolId) ||
        (poolId === null && anywhere) ||
        awaited.has(poolId) ||
        ofTests.has(poolId),
    );
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

  /** Returns the pools in which tests wait, if the pool for tests can take them. */
  private async poolsOfTests(tx: Tx, { content }: Directory, canServeTests: (poolId: string) => boolean) {
    const { testPoolId } = content.settings;
    if (testPoolId === null) return [];
    const pools = await this.waiting.readPoolsOfTests(tx);
    return pools.length > 0 && canServeTests(testPoolId) ? pools : [];
  }

  /**
   * Returns the pools to which rules may send a lead that came to its owner past the pools and waits for another rep;
   * empty if no such lead waits.
   */
  private async poolsOfRules(tx: Tx, pools: readonly (string | null)[], { content }: Directory): Promise<string[]> {
    if (!pools.includes(null) || !(await this.waiting.hasMovePastPools(tx))) return [];
    return poolsOfRules(content.rulebook.rules);
  }

  /** @param batch given if the rules have changed since all was gone through, so that every lead counts */
  private async goneThrough(
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

  private async planNext(context: TransactionContext, taken: Instant, rulesVersion: number | null): Promise<void> {
    const { tx, now, directory } = context;
    const { rulebook } = directory.content;
    if (rulesVersion === null) {
      const { rulesVersion: former } = await this.clocks.readQueue(tx);
      return this.clocks.planQueue(tx, taken, now + SKIPPED_MS, former);
    }
    const pools = await this.waiting.readPools(tx);
    if (pools.length === 0) return this.clocks.planQueue(tx, taken, null, directory.rulesVersion);
    const roster = await this.routing.readRoster(tx, directory, now);
    const ruled = await this.poolsOfRules(tx, pools, directory);
    const poolIds = [...pools.filter((poolId) => poolId !== null), ...ruled];
    const repIds = repsOfRules(rulebook.rules);
    const preferredRepIds = (await this.waiting.readPreferred(tx)).map(({ repId }) => repId);
    const chance = nextChance({ poolIds, repIds, preferredRepIds }, roster, now);
    const ofTests = await this.nextChanceOfTests(context, roster);
    await this.clocks.planQueue(
      tx,
      taken,
      [chance, ofTests, await this.nextOfferEnd(context), this.setAside.nextAt].reduce(earlier, null),
      directory.rulesVersion,
    );
  }

  /**
   * Returns when the first offer ends; a moment from now if one has ended whose lead another transaction has locked.
   */
  private async nextOfferEnd({ tx, now, directory }: TransactionContext): Promise<Instant | null> {
    const offered = await this.waiting.readFirstOffered(tx);
    const ends = offered.map(({ poolId, since }) => offerEnds(directory, poolId, since));
    return ends.map((end): Instant | null => (end > now ? end : now + SKIPPED_MS)).reduce(earlier, null);
  }

  private async nextChanceOfTests({ tx, now, directory }: TransactionContext, roster: Roster): Promise<Instant | null> {
    const { testPoolId } = directory.content.settings;
    if (testPoolId === null || (await this.waiting.readPoolsOfTests(tx)).length === 0) return null;
    return nextChance({ poolIds: [testPoolId] }, outsideOfAll(roster), now);
  }
}

function offerEnds(directory: Directory, poolId: string, since: Instant): Instant {
  return offerEndsAt(directory.pool(poolId)!, since);
}

function earlier(one: Instant | null, other: Instant | null): Instant | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function positionOf(lead: LeadState): WaitingPlace {
  return { since: lead.waitingSince!, id: lead.id };
}
