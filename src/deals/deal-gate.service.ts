import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { Billed } from '../forms/billing.js';
import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { BarredError } from '../lifecycle/reading-touches.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Sql, Tx } from '../platform/database.js';
import type { Account } from './accounts/account.js';
import { AccountTypes } from './accounts/account-types.service.js';
import type { ExceptionBody } from './deal.dto.js';
import type { Deal } from './deal.js';
import type { DealEventView, DealView } from './deal.schema.js';
import { tellOfDeals } from './deal-news.js';
import type { OriginalHandoffView } from './renewals/renewal-deal.js';
import type { DealCase } from './row-case.js';

/** Who does something to a deal. */
export interface Acting {
  readonly context: TransactionContext;
  readonly work: UnitOfWork;
  readonly caller: Caller;
}

/** Brings what hands deals over to what has become of them, which whoever calls has locked and written. */
export type FollowDeals = (tx: Tx, work: UnitOfWork, cases: readonly DealCase[]) => Promise<void>;

/** What has to be there before a deal is won, and hands it over then. */
export interface Handover {
  /** Somebody is about to win a deal. @throws where it may not be won yet. @returns what follows the win */
  admit(acting: Acting, deal: Deal, exception: ExceptionBody | undefined): Promise<FollowDeals>;
  /** The leads that are not won yet. @param deals of the leads that are to be won, by the ids of the leads */
  barredFrom(tx: Tx, deals: ReadonlyMap<string, Deal | UnmadeDeal>): Promise<Map<string, BarredError>>;
  follow(tx: Tx, work: UnitOfWork, cases: readonly DealCase[]): Promise<void>;
  /** What was agreed of billing when deals were won, as it is by now, by their ids. */
  readBilling(sql: Sql, dealIds: readonly string[]): Promise<ReadonlyMap<string, Billed>>;
  /** How each deal changes hands, by its id. */
  read(sql: Sql, dealIds: readonly string[]): Promise<ReadonlyMap<string, DealView['handoff']>>;
  /** By what deals that won contracts are handed over, by their ids. */
  readOriginals(sql: Sql, dealIds: readonly string[]): Promise<ReadonlyMap<string, OriginalHandoffView>>;
  /** A deal is delivered. @returns what begins by it */
  deliver(tx: Tx, work: UnitOfWork, deal: Deal, account: Account | null): Promise<BegunHandoffs>;
  /** What began by it, as it is now. */
  begunBy(tx: Tx, deal: Deal): Promise<BegunHandoffs>;
}

/** A deal that is made and won by what is told at once. */
export interface UnmadeDeal extends Pick<Deal, 'type' | 'amount' | 'currency' | 'product' | 'term'> {
  readonly id: null;
}

export type BegunHandoffs = DealEventView['handoffs'];

/** Whether a deal may be won, and what follows it: nothing, unless a satellite hands deals over. */
@Injectable()
export class DealGate {
  private handover: Handover | undefined;

  constructor(private readonly accountTypes: AccountTypes) {}

  guardWith(handover: Handover): void {
    this.handover = handover;
  }

  async admit(acting: Acting, deal: Deal, exception: ExceptionBody | undefined): Promise<FollowDeals> {
    const follow = await this.handover?.admit(acting, deal, exception);
    return async (tx, work, cases) => {
      await this.accountTypes.follow(tx, work, cases);
      await follow?.(tx, work, cases);
      await tellOfWritten(tx, cases);
    };
  }

  async follow(tx: Tx, work: UnitOfWork, cases: readonly DealCase[]): Promise<void> {
    await this.accountTypes.follow(tx, work, cases);
    await this.handover?.follow(tx, work, cases);
    await tellOfWritten(tx, cases);
  }

  async barredFrom(tx: Tx, deals: ReadonlyMap<string, Deal | UnmadeDeal>): Promise<ReadonlyMap<string, BarredError>> {
    return (await this.handover?.barredFrom(tx, deals)) ?? new Map();
  }

  async read(sql: Sql, dealIds: readonly string[]): Promise<ReadonlyMap<string, DealView['handoff']>> {
    return (await this.handover?.read(sql, dealIds)) ?? new Map();
  }

  async readOriginals(sql: Sql, dealIds: readonly string[]): Promise<ReadonlyMap<string, OriginalHandoffView>> {
    return dealIds.length === 0 ? new Map() : ((await this.handover?.readOriginals(sql, dealIds)) ?? new Map());
  }

  async readBilling(sql: Sql, dealIds: readonly string[]): Promise<ReadonlyMap<string, Billed>> {
    return (await this.handover?.readBilling(sql, dealIds)) ?? new Map();
  }

  async deliver(tx: Tx, work: UnitOfWork, deal: Deal, account: Account | null): Promise<BegunHandoffs> {
    return (await this.handover?.deliver(tx, work, deal, account)) ?? [];
  }

  async begunBy(tx: Tx, deal: Deal): Promise<BegunHandoffs> {
    return (await this.handover?.begunBy(tx, deal)) ?? [];
  }
}

async function tellOfWritten(tx: Tx, cases: readonly DealCase[]): Promise<void> {
  const written = cases.filter(({ before, row }) => before !== row).map(({ row }) => row);
  const ids = written.map(({ id }) => id);
  await tellOfDeals(tx, ids, Math.max(...written.map(({ updatedAt }) => updatedAt)));
}
