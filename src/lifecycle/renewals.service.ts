import { Injectable } from '@nestjs/common';
import { AccountStore } from '../deals/account.store.js';
import type { Deal } from '../deals/deal.js';
import { DealStore } from '../deals/deal.store.js';
import { type Day, dayIn, daysAfter, dueThrough, lastDayOf } from '../deals/renewal.js';
import { RenewalStore } from '../deals/renewal.store.js';
import { KindArchive } from '../handoffs/kind-archive.store.js';
import type { KindVersion } from '../handoffs/kind-version.js';
import { system } from '../platform/actor.js';
import type { Tx } from '../platform/database.js';
import { groupBy } from '../platform/group.js';
import { beginHandoff } from './handoff-beginning.js';
import type { HandoffCase } from './handoff-case.js';
import { LifecycleService } from './lifecycle.service.js';
import { Prefilling } from './prefilling.service.js';
import type { UnitOfWork } from './unit-of-work.js';

/** So many renewals begin in one transaction. */
const BEGUN_MAX = 100;

/** A deal that is to be renewed, by which kind. */
interface Renewal {
  readonly kind: KindVersion;
  readonly deal: Deal;
}

/**
 * Lets renewals begin. Time makes them due day by day: of each kind it is known up to which last days all has begun, and
 * only the days after those are looked at. What makes one due by itself, as a deal that is won late, begins it at once.
 */
@Injectable()
export class Renewals {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly kinds: KindArchive,
    private readonly renewals: RenewalStore,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
    private readonly prefilling: Prefilling,
  ) {}

  /** A batch of what has become due since the last look. @returns whether there may be more */
  beginDue(): Promise<boolean> {
    return this.lifecycle.performDue(async (scene) => {
      const { tx, now, directory } = scene;
      const kinds = (await this.kinds.startingOn(tx, 'renewal.due')).map(({ kind }) => kind);
      await this.renewals.forgetLooksBut(
        tx,
        kinds.map(({ id }) => id),
      );
      const today = dayIn(now, directory.timeZoneOf(null));
      const behind = await this.behind(tx, kinds, today);
      if (behind === undefined) return false;
      await this.deals.lockAll(tx);
      // Another node may have begun them while this one waited.
      const kind = await this.behind(tx, kinds, today);
      if (kind === undefined) return false;
      const through = throughOf(kind, today);
      // What was over before anybody looked is renewed by nobody.
      const looked = (await this.renewals.readLooks(tx, [kind.id])).get(kind.id) ?? daysAfter(today, -1);
      const due = await this.renewals.readDue(tx, kind.id, { after: looked, through }, BEGUN_MAX);
      const deals = await this.deals.lockMany(
        tx,
        due.map(({ dealId }) => dealId),
      );
      const work = this.lifecycle.workOn([], scene, system('renewals'));
      await this.begin(
        tx,
        work,
        deals.map((deal) => ({ kind, deal })),
      );
      await this.lifecycle.save(tx, work);
      const isWhole = due.length < BEGUN_MAX;
      // Of the last of its days there may be more; those that have begun are not found again.
      await this.renewals.writeLook(tx, kind.id, isWhole ? through : daysAfter(due.at(-1)!.lastDay, -1));
      return true;
    });
  }

  /**
   * Begins what is due of deals that this transaction has changed and written, and that are won.
   * @param opened their handoffs that this work has opened, as they are now
   */
  async follow(tx: Tx, work: UnitOfWork, deals: readonly Deal[], opened: readonly HandoffCase[]): Promise<void> {
    const today = todayOf(work);
    const ending = deals.filter(({ stage, term }) => stage === 'won' && term !== null && lastDayOf(term) >= today);
    if (ending.length === 0) return;
    const kinds = await this.kinds.startingOn(tx, 'renewal.due');
    const due = kinds.flatMap(({ kind }) =>
      ending.filter(({ term }) => lastDayOf(term!) <= throughOf(kind, today)).map((deal): Renewal => ({ kind, deal })),
    );
    if (due.length === 0) return;
    const known = await this.renewals.readRenewed(
      tx,
      due.map(({ deal }) => deal.id),
    );
    const changed = opened.map(({ handoff }) => handoff).filter(({ state }) => state !== 'cancelled');
    const isRenewed = ({ kind, deal }: Renewal) =>
      [...known, ...changed].some(
        ({ dealId, kindId, renewsOn }) =>
          dealId === deal.id && kindId === kind.id && renewsOn !== null && renewsOn >= lastDayOf(deal.term!),
      );
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
      const filled = await this.prefilling.fill(tx, kind, deals);
      for (const [index, deal] of deals.entries())
        beginHandoff(work, kind, {
          about: { deal, account: account.get(deal.accountId ?? '') ?? null },
          known: filled[index]!,
          renewsOn: lastDayOf(deal.term!),
        });
    }
  }

  /** A kind of which not all has begun that is due today; also where it asks for less than it did. */
  private async behind(tx: Tx, kinds: readonly KindVersion[], today: Day): Promise<KindVersion | undefined> {
    if (kinds.length === 0) return undefined;
    const looks = await this.renewals.readLooks(
      tx,
      kinds.map(({ id }) => id),
    );
    return kinds.find((kind) => looks.get(kind.id) !== throughOf(kind, today));
  }
}

/** In the zone of the company: a contract is hers, whoever looks after it. */
export function todayOf({ directory, now }: UnitOfWork): Day {
  return dayIn(now, directory.timeZoneOf(null));
}

/** Up to which last days renewals of a kind are due. */
export function throughOf({ body }: KindVersion, today: Day): Day {
  // A kind that begins in another way by now has none.
  return dueThrough(today, body.start.daysBefore ?? 0);
}
