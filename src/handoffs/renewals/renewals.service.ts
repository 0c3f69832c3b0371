import { Injectable } from '@nestjs/common';
import { AccountStore } from '../../deals/accounts/account.store.js';
import type { Deal } from '../../deals/deal.js';
import { DealStore } from '../../deals/deal.store.js';
import { findOfContracts, mayGetContract } from '../../deals/deal-contracts.store.js';
import type { ChangedDeal } from '../../deals/deal-gate.service.js';
import { type DueBatch, wholeBatch } from '../../lifecycle/clocks/enforcing.js';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { daysAfter } from '../../platform/values/day.js';
import type { Instant } from '../../platform/values/duration.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { Prefilling, prefillKeysOf } from '../form/prefilling.service.js';
import { beginHandoff } from '../handoff-beginning.js';
import type { HandoffCase } from '../handoff-case.js';
import type { KindVersion } from '../kinds/handoff-kind.js';
import { KindArchive } from '../kinds/handoff-kind.store.js';
import { takes } from '../kinds/kind-of-deal.js';
import { isRenewedBy, renewableUntil, throughOf } from './renewal.js';
import { RenewalHandoffStore, type RenewalOfKind } from './renewal.store.js';

/** The number of renewals that begin in one transaction. */
export const RENEWED_AT_ONCE = 100;

interface Renewal {
  readonly kind: KindVersion;
  readonly deal: Deal;
}

/**
 * Begins renewals. They become due day by day: each kind has a last day up to which all have begun, and only later days
 * are checked. If a change makes a renewal due, such as a deal that is won late, it begins at once.
 */
@Injectable()
export class Renewals {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly kinds: KindArchive,
    private readonly renewals: RenewalHandoffStore,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
    private readonly prefilling: Prefilling,
  ) {}

  /** Returns the kinds that are not checked up to today's last day, including kinds whose `daysBefore` was reduced. */
  kindsBehind(): Promise<string[]> {
    return this.lifecycle.look(async ({ sql, now, directory }) => {
      await this.renewals.forgetLooks(sql);
      const kinds = (await this.kinds.startingOn(sql, 'renewal.due')).map(({ kind }) => kind);
      if (kinds.length === 0) return [];
      const ids = kinds.map(({ id }) => id);
      const looks = await this.renewals.readLooks(sql, ids);
      const today = (await directory()).companyDay(now);
      return kinds.filter((kind) => looks.get(kind.id) !== throughOf(kind, today)).map(({ id }) => id);
    });
  }

  /**
   * Begins a batch of renewals of a kind that became due since the last check, except for deals that were left out.
   * @returns whether there may be more
   */
  beginDue(kindId: string, { limit, except, claimed }: DueBatch = wholeBatch(RENEWED_AT_ONCE)): Promise<boolean> {
    return this.lifecycle.performDue(async (context) => {
      const { tx, now, directory } = context;
      await this.deals.lockAll(tx);
      const kind = (await this.kinds.startingOn(tx, 'renewal.due')).find((each) => each.kind.id === kindId)?.kind;
      if (kind === undefined) return false;
      const today = directory.companyDay(now);
      const through = throughOf(kind, today);
      // A kind that was never checked does not renew what ended before today.
      const looked = (await this.renewals.readLooks(tx, [kindId])).get(kindId) ?? daysAfter(today, -1);
      // Another node may have begun them while this one waited.
      if (looked === through) return false;
      const due = await this.renewals.readDue(tx, kindId, { after: looked, through }, { limit, except });
      claimed(due.map(({ dealId }) => dealId));
      const deals = await this.deals.lockMany(tx, pluck(due, 'dealId'));
      const work = this.lifecycle.workOn([], context, system('renewals'));
      await this.begin(
        tx,
        work,
        deals.filter((deal) => takes(kind, deal)).map((deal) => ({ kind, deal })),
      );
      await this.lifecycle.save(tx, work);
      const isWhole = due.length < limit;
      // The last day of the batch may have more; renewals that have begun are not found again.
      const begun = isWhole ? through : daysAfter(due.at(-1)!.lastDay, -1);
      // Deals that were left out must be found again, so the position stays before the earliest of their days.
      const resting = await this.renewals.readFirstDay(tx, except, { after: looked, through: begun });
      await this.renewals.writeLook(tx, kindId, resting === null ? begun : daysAfter(resting, -1));
      return !isWhole;
    });
  }

  /**
   * Begins renewals that are due after this transaction has changed and written their deals. Those of deals from which
   * a contract may be made wait until that is known, since the contract has a renewal of its own.
   * @param opened handoffs of these deals that this work has opened, in their present state
   */
  async follow(tx: Tx, work: UnitOfWork, deals: readonly Deal[], opened: readonly HandoffCase[]): Promise<void> {
    const changed = deals.filter((deal) => !mayGetContract(deal)).map((deal) => ({ deal, changedAt: work.now }));
    await this.beginNear(tx, work, changed, opened);
  }

  /** Begins renewals that were due when their deals were changed. It is known by now which deals have contracts. */
  async renew(tx: Tx, work: UnitOfWork, changed: readonly ChangedDeal[]): Promise<void> {
    await this.beginNear(tx, work, changed, []);
  }

  private async beginNear(
    tx: Tx,
    work: UnitOfWork,
    changed: readonly ChangedDeal[],
    opened: readonly HandoffCase[],
  ): Promise<void> {
    const dayOf = (at: Instant) => work.directory.companyDay(at);
    const today = dayOf(work.now);
    // The last day may be over by now, as after any time in which the engine was down.
    const ending = changed
      .filter(({ deal, changedAt }) => (renewableUntil(deal) ?? '') >= dayOf(changedAt))
      .map(({ deal }) => deal);
    if (ending.length === 0) return;
    const kinds = await this.kinds.startingOn(tx, 'renewal.due');
    const isDue = (kind: KindVersion, deal: Deal) =>
      renewableUntil(deal)! <= throughOf(kind, today) && takes(kind, deal);
    const near = ending.filter((deal) => kinds.some(({ kind }) => isDue(kind, deal)));
    const byContracts = await findOfContracts(
      tx,
      near.filter(({ stage }) => stage === 'won').map(({ id }) => id),
    );
    const due = kinds.flatMap(({ kind }) =>
      near.filter((deal) => !byContracts.has(deal.id) && isDue(kind, deal)).map((deal): Renewal => ({ kind, deal })),
    );
    if (due.length === 0) return;
    const known = await this.renewals.readRenewed(
      tx,
      due.flatMap(({ deal: { id, follows } }) => (follows === null ? [id] : [id, follows])),
    );
    const all = [...known, ...opened.flatMap((each) => begunOf(each) ?? [])];
    const isRenewed = ({ kind, deal }: Renewal) =>
      all.some((each) => each.kindId === kind.id && isRenewedBy(deal, each));
    await this.begin(
      tx,
      work,
      due.filter((each) => !isRenewed(each)),
    );
  }

  private async begin(tx: Tx, work: UnitOfWork, due: readonly Renewal[]): Promise<void> {
    const accounts = await this.accounts.readMany(tx, [...new Set(due.flatMap(({ deal }) => deal.accountId ?? []))]);
    const account = new Map(accounts.map((each) => [each.id, each]));
    for (const [kind, ofKind] of groupBy(due, (each) => each.kind)) {
      const deals = ofKind.map(({ deal }) => deal);
      const filled = await this.prefilling.fill(tx, kind, deals.map(prefillKeysOf));
      for (const [index, deal] of deals.entries())
        beginHandoff(work, kind, {
          about: { deal, account: account.get(deal.accountId ?? '') ?? null },
          known: filled[index]!,
          renewsOn: renewableUntil(deal)!,
        });
    }
  }
}

function begunOf({ handoff, deal }: HandoffCase): RenewalOfKind | undefined {
  const { kindId, dealId, renewsOn, state } = handoff;
  if (state === 'cancelled' || renewsOn === null) return undefined;
  return { kindId, dealId: dealId!, renewsOn, endsOn: daysAfter(renewsOn, deal?.term?.noticeDays ?? 0) };
}
