import { Injectable } from '@nestjs/common';
import { actorOf } from '../auth/actor-of.js';
import { IdempotencyStore } from '../auth/idempotency.store.js';
import type { Caller } from '../auth/scope.js';
import type { Account } from '../deals/accounts/account.js';
import { AccountStore } from '../deals/accounts/account.store.js';
import type { DealEventBody } from '../deals/deal.dto.js';
import { DealStageError } from '../deals/deal.errors.js';
import type { Deal } from '../deals/deal.js';
import { DealStore } from '../deals/deal.store.js';
import { DealCases } from '../deals/deal-cases.service.js';
import { deliverDeal } from '../deals/deal-ends.js';
import { dealWorkSightOf, isOfSight } from '../deals/deal-sight.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { instantOf } from '../platform/formats.js';
import { type Instant, toIso } from '../platform/instant.js';
import { NotFoundError, refuse } from '../platform/refusal.js';
import { Prefilling } from './form/prefilling.service.js';
import { HandoffStore } from './handoff.store.js';
import { beginHandoff } from './handoff-beginning.js';
import type { HandoffCase } from './handoff-case.js';
import { HandoffCases } from './handoff-cases.service.js';
import { KindArchive } from './kinds/kind-archive.store.js';

/** A deal that is delivered, and the handoffs that began by it. */
export interface Delivery {
  readonly deal: Deal;
  readonly begun: readonly HandoffCase[];
}

/** Takes in that what was sold is delivered: once for each win, however often it is told. */
@Injectable()
export class Delivering {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly dealCases: DealCases,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
    private readonly kinds: KindArchive,
    private readonly prefilling: Prefilling,
    private readonly requests: IdempotencyStore,
  ) {}

  /** @throws NotFoundError unless the caller works on the deal or looks after its account, DealStageError unless it is won */
  tell(id: string, { occurredAt }: DealEventBody, caller: Caller): Promise<Delivery> {
    return this.lifecycle.perform(async (context) => {
      const { tx, now } = context;
      await this.deals.lockAll(tx);
      const [deal] = await this.deals.readMany(tx, [id]);
      const { requestId } = caller;
      const hasActed = requestId !== undefined && !(await this.requests.actOnce(tx, requestId));
      const [account] = await this.accounts.readMany(tx, deal?.accountId == null ? [] : [deal.accountId]);
      if (deal === undefined || !(hasActed || mayTell({ deal, account }, caller, context)))
        throw new NotFoundError('deal', id);
      if (hasActed || deal.deliveredAt !== null) return this.told(tx, deal);
      if (deal.stage !== 'won') throw new DealStageError('Only what is won can be delivered', deal);
      const deliveredAt = occurredAt === undefined ? now : instantOf(occurredAt);
      requireBetween(deliveredAt, deal.wonAt!, now);
      const opened = (await this.dealCases.openDeal(tx, id))!;
      const work = this.lifecycle.workOn([], context, actorOf(caller));
      this.dealCases.at(work, [opened]);
      deliverDeal(work, opened, deliveredAt);
      await this.dealCases.write(tx, { deals: [opened] });
      const about = { deal: opened.row, account: account ?? null };
      const begun: HandoffCase[] = [];
      for (const { kind } of await this.kinds.startingOn(tx, 'delivery.completed')) {
        const [known] = await this.prefilling.fill(tx, kind, [opened.row]);
        begun.push(beginHandoff(work, kind, { about, known: known! }));
      }
      await this.lifecycle.save(tx, work);
      return { deal: opened.row, begun };
    });
  }

  private async told(tx: TransactionContext['tx'], deal: Deal): Promise<Delivery> {
    return { deal, begun: await this.cases.gather(tx, await this.handoffs.readOfDelivery(tx, deal.id)) };
  }
}

/** Those who deliver know that it is: whoever looks after the account is one of them, once they have accepted it. */
function mayTell(
  { deal, account }: { readonly deal: Deal; readonly account: Account | undefined },
  caller: Caller,
  { directory }: TransactionContext,
): boolean {
  const sight = dealWorkSightOf(caller, directory);
  return isOfSight(sight, deal.ownerRepId) || isOfSight(sight, account?.ownerRepId ?? null);
}

function requireBetween(deliveredAt: Instant, wonAt: Instant, now: Instant): void {
  const pointer = '/occurredAt';
  if (deliveredAt > now)
    refuse([{ pointer, code: 'tooLate', message: `Expected an instant up to now, ${toIso(now)}.` }]);
  if (deliveredAt < wonAt)
    refuse([
      { pointer, code: 'tooEarly', message: `Expected an instant from when the deal was won on, ${toIso(wonAt)}.` },
    ]);
}
