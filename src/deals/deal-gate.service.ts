import { Injectable } from '@nestjs/common';
import type { BilledLines } from '../forms/billing.js';
import type { RequestedAction } from '../lifecycle/lifecycle.service.js';
import type { BarredError } from '../lifecycle/touches/reading-touches.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Fault } from '../platform/input/fault.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import type { Account } from './accounts/account.js';
import { AccountTypes } from './accounts/account-types.service.js';
import type { ExceptionBody } from './deal.dto.js';
import type { Deal } from './deal.js';
import type { DealEventView, DealView } from './deal.schema.js';
import { notifyDealListeners } from './deal-listeners.js';
import type { OriginalHandoffView } from './renewals/renewal-deal.js';
import type { DealCase } from './row-case.js';

/** Updates what depends on deals, such as handoffs. The caller has locked and written the deals. */
export type FollowDeals = (tx: Tx, work: UnitOfWork, cases: readonly DealCase[]) => Promise<void>;

/** Decides whether deals may be won, and hands won deals over. */
export interface Handover {
  /** Checks a deal that is about to be won. @throws if it may not be won yet @returns what to do after the win */
  admit(acting: RequestedAction, deal: Deal, exception: ExceptionBody | undefined): Promise<FollowDeals>;
  /** Returns the leads that may not be won yet. @param deals of the leads that are to be won, by lead id */
  barredFrom(tx: Tx, deals: ReadonlyMap<string, Deal | UnmadeDeal>): Promise<Map<string, BarredError>>;
  /**
   * Returns the leads without a deal whose win would be handed over. @param deals that would have to be made of the
   * leads that are to be won, by lead id
   */
  barredWithoutDeal(tx: Tx, deals: ReadonlyMap<string, UnmadeDeal>): Promise<Map<string, BarredError>>;
  follow(tx: Tx, work: UnitOfWork, cases: readonly DealCase[]): Promise<void>;
  /** Called once it is known whether contracts were made from changed deals. Those without one are renewed themselves. */
  renew(tx: Tx, work: UnitOfWork, changed: readonly ChangedDeal[]): Promise<void>;
  /** Returns the current terms of billing agreed for won deals, by deal id. */
  readBilling(sql: Sql, dealIds: readonly string[]): Promise<ReadonlyMap<string, BilledLines>>;
  /** Returns what the handoffs of deliveries say was delivered, once they were handed over, by deal id. */
  readDelivered(sql: Sql, dealIds: readonly string[]): Promise<ReadonlyMap<string, DeliveredBilling>>;
  read(sql: Sql, dealIds: readonly string[]): Promise<ReadonlyMap<string, DealView['handoff']>>;
  /** Returns the handoffs of the deals that sold contracts, by deal id. */
  readOriginals(sql: Sql, dealIds: readonly string[]): Promise<ReadonlyMap<string, OriginalHandoffView>>;
  /** Finds deals of a rep that are in handoffs which the rep still gives. */
  findGivenBy(sql: Sql, repId: string): Promise<string[]>;
  /** Returns what is open in the handover of a won deal: blockers, and entries of checklists. */
  findOpen(tx: Tx, deal: Deal): Promise<readonly Fault[]>;
  /** Called when a deal is delivered. @returns the handoffs that this begins */
  deliver(tx: Tx, work: UnitOfWork, deal: Deal, account: Account | null): Promise<BegunHandoffs>;
  /** Returns the handoffs that the delivery of a deal began, in their current state. */
  begunBy(tx: Tx, deal: Deal): Promise<BegunHandoffs>;
}

export interface ChangedDeal {
  readonly deal: Deal;
  readonly changedAt: Instant;
}

/** What is billed after a delivery, and whom that concerns. */
export interface DeliveredBilling {
  readonly billed: BilledLines;
  /** Why it differs from what was sold; null if nobody says. */
  readonly difference: string | null;
  /** The reps who answer for the receivers that see it. */
  readonly receiverRepIds: readonly string[];
}

/** A deal that does not exist yet: one request creates and wins it. */
export interface UnmadeDeal extends Pick<Deal, 'type' | 'amount' | 'currency' | 'product' | 'term'> {
  readonly id: null;
}

export type BegunHandoffs = DealEventView['handoffs'];

const NO_HANDOVER: Handover = {
  admit: async () => async () => undefined,
  barredFrom: async () => new Map(),
  barredWithoutDeal: async () => new Map(),
  follow: async () => undefined,
  renew: async () => undefined,
  readBilling: async () => new Map(),
  readDelivered: async () => new Map(),
  read: async () => new Map(),
  readOriginals: async () => new Map(),
  findGivenBy: async () => [],
  findOpen: async () => [],
  deliver: async () => [],
  begunBy: async () => [],
};

/** Decides whether deals may be won, and updates what depends on them. Without a handover, all may be won. */
@Injectable()
export class DealGate {
  /** To ask about handoffs and begin them. Win deals with `admit` and change them with `follow`, which do more. */
  handover = NO_HANDOVER;

  constructor(private readonly accountTypes: AccountTypes) {}

  guardWith(handover: Handover): void {
    this.handover = handover;
  }

  async admit(acting: RequestedAction, deal: Deal, exception: ExceptionBody | undefined): Promise<FollowDeals> {
    const follow = await this.handover.admit(acting, deal, exception);
    return async (tx, work, cases) => {
      await this.accountTypes.follow(tx, work, cases);
      await follow(tx, work, cases);
      await notifyOfWritten(tx, cases);
    };
  }

  async follow(tx: Tx, work: UnitOfWork, cases: readonly DealCase[]): Promise<void> {
    await this.accountTypes.follow(tx, work, cases);
    // Whatever is corrected of a deal that ended elsewhere, nothing follows from that.
    const here = cases.filter(({ row }) => !row.broughtAlong);
    await this.handover.follow(tx, work, here);
    await notifyOfWritten(tx, here);
  }
}

async function notifyOfWritten(tx: Tx, cases: readonly DealCase[]): Promise<void> {
  const written = cases.filter(({ before, row }) => before !== row).map(({ row }) => row);
  const ids = written.map(({ id }) => id);
  await notifyDealListeners(tx, ids, Math.max(...written.map(({ updatedAt }) => updatedAt)));
}
