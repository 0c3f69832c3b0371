import { Injectable } from '@nestjs/common';
import { ClockStore } from '../clocks/clock.store.js';
import type { Directory } from '../directory/directory.js';
import { WaitingStore } from '../leads/waiting.store.js';
import { LeadAccounts } from '../lifecycle/lead-accounts.service.js';
import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import { FurtherLeads } from '../lifecycle/routing/further-leads.service.js';
import { RoutingDecisions } from '../lifecycle/routing/routing-decisions.service.js';
import type { Tx } from '../platform/sql/database.js';
import { earliest, type Instant, MS_PER_SECOND } from '../platform/values/duration.js';
import { pluck } from '../platform/values/group.js';
import { offerEndsAt } from '../routing/assignments/claiming.js';
import { outsideOfAll, type Roster } from '../routing/deciding/roster.js';
import { canReturn, canServe, canTake } from '../routing/queues/could-be-served.js';
import { nextChance } from '../routing/queues/next-chance.js';
import { poolsOfRules, repsOfRules } from '../routing/rules/rules.js';

/** Delay until waiting leads are looked at again, if another transaction had locked one of them. */
export const LOCKED_MS = MS_PER_SECOND;

/** Answers which waiting leads somebody could take now, and when somebody could take the others. */
@Injectable()
export class QueueOutlook {
  constructor(
    private readonly clocks: ClockStore,
    private readonly waiting: WaitingStore,
    private readonly routing: RoutingDecisions,
    private readonly accounts: LeadAccounts,
    private readonly further: FurtherLeads,
  ) {}

  /**
   * Returns the pools (null: no pool) whose leads somebody could take, so that a long queue that cannot be served is
   * not read again and again. Null if the rules have changed since the last complete pass: then any lead may go
   * anywhere.
   */
  async poolsServed({ tx, now, directory }: TransactionContext): Promise<(string | null)[] | null> {
    const { rulesVersion } = await this.clocks.readQueue(tx);
    const { rulebook } = directory.content;
    if (rulesVersion !== directory.rulesVersion) return null;
    const roster = await this.routing.readRoster(tx, directory, now);
    const named = repsOfRules(rulebook.rules).some((repId) => canTake(roster, repId));
    const [pools, preferred] = await Promise.all([this.waiting.readPools(tx), this.readPreferred(tx, directory)]);
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

  /** Returns when a lead that waits now could first be taken, as far as is known; null if none waits. */
  async nextChance(context: TransactionContext): Promise<Instant | null> {
    const { tx, now, directory } = context;
    const { rulebook } = directory.content;
    const pools = await this.waiting.readPools(tx);
    if (pools.length === 0) return null;
    const roster = await this.routing.readRoster(tx, directory, now);
    const ruled = await this.poolsOfRules(tx, pools, directory);
    const poolIds = [...pools.filter((poolId) => poolId !== null), ...ruled];
    const repIds = repsOfRules(rulebook.rules);
    const preferredRepIds = pluck(await this.readPreferred(tx, directory), 'repId');
    const chance = nextChance({ poolIds, repIds, preferredRepIds }, roster, now);
    const ofTests = await this.nextChanceOfTests(context, roster);
    return earliest([chance, ofTests, await this.nextOfferEnd(context)]);
  }

  /**
   * Returns the reps for whom leads wait besides their pool. Whoever has the person of a further lead may have changed
   * since it was asked about.
   */
  private async readPreferred(tx: Tx, directory: Directory) {
    const [asked, now] = await Promise.all([this.waiting.readPreferred(tx), this.further.awaitedNow(tx, directory)]);
    return [...asked, ...now];
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

  /**
   * Returns when the first offer ends; a moment from now if one has ended whose lead another transaction has locked.
   */
  private async nextOfferEnd({ tx, now, directory }: TransactionContext): Promise<Instant | null> {
    const offered = await this.waiting.readFirstOffered(tx);
    const ends = offered.map(({ poolId, since }) => offerEnds(directory, poolId, since));
    return earliest(ends.map((end) => (end > now ? end : now + LOCKED_MS)));
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
