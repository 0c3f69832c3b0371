import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { DispositionRow } from '../disposition/disposition.store.js';
import type { TouchRow, UnjudgedTouch } from '../leads/activity.store.js';
import type { MilestoneRow, Value } from '../leads/milestone.store.js';
import type { MilestoneName } from '../leads/touch.js';
import type { Tx } from '../platform/sql/database.js';
import type { LeadCase } from './lead-case.js';
import type { TransactionContext } from './lifecycle.service.js';
import type { OpenDeal } from './open-deals.service.js';
import type { BarredError } from './touches/reading-touches.js';
import type { UnitOfWork } from './unit-of-work.js';

/** The data of a touch that followers need. */
export type FollowedTouch = Pick<
  UnjudgedTouch,
  'id' | 'leadId' | 'repId' | 'direction' | 'outcome' | 'automated' | 'goodbye' | 'occurredAt' | 'recordedAt'
>;

export interface ReportedMilestone {
  readonly leadId: string;
  readonly leadCase: LeadCase;
  readonly body: { readonly name: MilestoneName; readonly value?: Value | undefined };
}

/** A milestone that a lead has reached. */
export interface ReachedMilestone {
  readonly leadCase: LeadCase;
  readonly milestone: MilestoneRow;
}

/** Changes the subjects of a satellite in the transaction that records or voids touches of leads. */
export interface TouchFollower {
  /**
   * Locks the subjects that the touches may change, before anything is written.
   * @returns a function to call with each recorded touch
   */
  listen(tx: Tx, work: UnitOfWork, touches: readonly FollowedTouch[]): Promise<(touch: FollowedTouch) => void>;
  /** Locks the subjects that a touch has changed. @returns a function that takes the changes back */
  listenBack(tx: Tx, work: UnitOfWork, touch: TouchRow): Promise<() => Promise<void>>;
}

/** Changes the subjects of a satellite in the transaction that records or reverses milestones of leads. */
export interface MilestoneFollower {
  /**
   * Takes its locks before any lead is locked. @param names the reported milestones; null if one is reversed or
   * revalued
   */
  lock(tx: Tx, names: readonly MilestoneName[] | null): Promise<void>;
  /** Returns the leads whose milestone is refused, with the reason, by their ids. */
  barredFrom(
    context: TransactionContext,
    reported: readonly ReportedMilestone[],
    caller: Caller,
  ): Promise<ReadonlyMap<string, BarredError>>;
  follow(context: TransactionContext, work: UnitOfWork, reached: readonly ReachedMilestone[]): Promise<void>;
  /** Applies the new value of a milestone. */
  revalue(context: TransactionContext, work: UnitOfWork, milestone: MilestoneRow): Promise<void>;
  /**
   * Takes back the effects of a reversed milestone.
   * @param lostWith the disposition of the lead for whose reason its deal is lost; null to leave the deal open
   * @returns the deal that is no longer won
   * @throws if they cannot be taken back
   */
  takeBack(
    context: TransactionContext,
    work: UnitOfWork,
    milestone: MilestoneRow,
    lostWith: DispositionRow | null,
  ): Promise<OpenDeal | undefined>;
}

/**
 * The followers of touches and milestones, which act within the same transaction. The module of a satellite adds its
 * follower.
 */
@Injectable()
export class LeadFollowers {
  private readonly ofTouches: TouchFollower[] = [];
  private readonly ofMilestones: MilestoneFollower[] = [];

  addOfTouches(follower: TouchFollower): void {
    this.ofTouches.push(follower);
  }

  addOfMilestones(follower: MilestoneFollower): void {
    this.ofMilestones.push(follower);
  }

  async listen(tx: Tx, work: UnitOfWork, touches: readonly FollowedTouch[]): Promise<(touch: FollowedTouch) => void> {
    const listening: ((touch: FollowedTouch) => void)[] = [];
    for (const each of this.ofTouches) listening.push(await each.listen(tx, work, touches));
    return (touch) => {
      for (const hear of listening) hear(touch);
    };
  }

  async listenBack(tx: Tx, work: UnitOfWork, touch: TouchRow): Promise<() => Promise<void>> {
    const listening: (() => Promise<void>)[] = [];
    for (const each of this.ofTouches) listening.push(await each.listenBack(tx, work, touch));
    return async () => {
      for (const takeBack of listening) await takeBack();
    };
  }

  async lock(tx: Tx, names: readonly MilestoneName[] | null): Promise<void> {
    for (const each of this.ofMilestones) await each.lock(tx, names);
  }

  async barredFrom(
    context: TransactionContext,
    reported: readonly ReportedMilestone[],
    caller: Caller,
  ): Promise<ReadonlyMap<string, BarredError>> {
    const barred = new Map<string, BarredError>();
    for (const each of this.ofMilestones)
      for (const [leadId, refusal] of await each.barredFrom(context, reported, caller)) barred.set(leadId, refusal);
    return barred;
  }

  async follow(context: TransactionContext, work: UnitOfWork, reached: readonly ReachedMilestone[]): Promise<void> {
    for (const each of this.ofMilestones) await each.follow(context, work, reached);
  }

  async revalue(context: TransactionContext, work: UnitOfWork, milestone: MilestoneRow): Promise<void> {
    for (const each of this.ofMilestones) await each.revalue(context, work, milestone);
  }

  async takeBack(
    context: TransactionContext,
    work: UnitOfWork,
    milestone: MilestoneRow,
    lostWith: DispositionRow | null,
  ): Promise<OpenDeal | undefined> {
    let deal: OpenDeal | undefined;
    for (const each of this.ofMilestones) deal = (await each.takeBack(context, work, milestone, lostWith)) ?? deal;
    return deal;
  }
}
