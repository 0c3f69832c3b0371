import { Injectable } from '@nestjs/common';
import { ForbiddenError } from '../auth/auth.errors.js';
import type { Caller } from '../auth/scope.js';
import type { TimeAndDirectory, TransactionContext } from '../lifecycle/lifecycle.service.js';
import { NotFoundError } from '../platform/input/refusal.js';
import type { Sql } from '../platform/sql/database.js';
import type { Deal } from './deal.js';
import { DealStore } from './deal.store.js';
import { dealSightOf, isOfSight, mayWorkOnDeal } from './deal-sight.js';

@Injectable()
export class DealAccess {
  constructor(private readonly deals: DealStore) {}

  async isSeen(sql: Sql, deal: Deal, caller: Caller, { directory, now }: TimeAndDirectory): Promise<boolean> {
    const sight = dealSightOf(caller, directory, now);
    if (isOfSight(sight, deal.ownerRepId)) return true;
    return sight.repIds.length > 0 && this.deals.isSeen(sql, deal.id, sight.repIds);
  }

  /** @throws NotFoundError if the caller may not see it, ForbiddenError if they may only read it */
  async requireWork(context: TransactionContext, deal: Deal | undefined, id: string, caller: Caller): Promise<Deal> {
    if (deal !== undefined && mayWorkOnDeal(deal, caller, context)) return deal;
    throw await this.refusalOf(context, deal, id, caller, 'a deal is changed by its owner');
  }

  /** @param whose beginning of the message, which goes on with managers and programs */
  async refusalOf(
    context: TransactionContext,
    deal: Deal | undefined,
    id: string,
    caller: Caller,
    whose: string,
  ): Promise<ForbiddenError | NotFoundError> {
    if (deal === undefined || !(await this.isSeen(context.tx, deal, caller, context)))
      return new NotFoundError('deal', id);
    return new ForbiddenError(`You may only read it: ${whose}, by a manager above them, or by a program.`);
  }
}
