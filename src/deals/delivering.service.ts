import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../auth/idempotency.store.js';
import { actorOf, type Caller, may } from '../auth/scope.js';
import type { Warning } from '../documents/version.schema.js';
import { LifecycleService } from '../lifecycle/lifecycle.service.js';
import { futureFault, isAhead } from '../platform/input/ahead.js';
import { fault } from '../platform/input/fault.js';
import { instantOf } from '../platform/input/formats.js';
import { refuse } from '../platform/input/refusal.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { AccountStore } from './accounts/account.store.js';
import type { DealEventBody } from './deal.dto.js';
import { DealStageError, HandoverOpenError, handoverOpen } from './deal.errors.js';
import type { Deal } from './deal.js';
import { DealStore } from './deal.store.js';
import { DealAccess } from './deal-access.service.js';
import { mayDeliver } from './deal-acts.js';
import { DealCases } from './deal-cases.service.js';
import { deliverDeal } from './deal-ends.js';
import { type BegunHandoffs, DealGate } from './deal-gate.service.js';

export interface DeliveredDeal {
  readonly deal: Deal;
  readonly begun: BegunHandoffs;
  readonly warnings: readonly Warning[];
}

const WHO_REPORTS = 'the delivery of a deal is reported by its owner or the rep who looks after its account';

/** Records that what was sold is delivered: once for each win, however often it is reported. */
@Injectable()
export class Delivering {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly dealCases: DealCases,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
    private readonly gate: DealGate,
    private readonly requests: IdempotencyStore,
    private readonly access: DealAccess,
  ) {}

  /**
   * @throws NotFoundError or ForbiddenError for callers without the deal or its account, DealStageError unless won,
   * HandoverOpenError for people while its handover is not finished
   */
  report(id: string, { occurredAt, anyway }: DealEventBody, caller: Caller): Promise<DeliveredDeal> {
    return this.lifecycle.perform(async (context) => {
      const { tx, now } = context;
      await this.deals.lockAll(tx);
      const [deal] = await this.deals.readMany(tx, [id]);
      const hasActed = await this.requests.hasActed(tx, caller.requestId);
      const [account] = await this.accounts.readMany(tx, deal?.accountId == null ? [] : [deal.accountId]);
      if (deal === undefined || !(hasActed || mayDeliver(deal, account, caller, context)))
        throw await this.access.refusalOf(context, deal, id, caller, WHO_REPORTS);
      if (hasActed || deal.deliveredAt !== null)
        return { deal, begun: await this.gate.handover.begunBy(tx, deal), warnings: [] };
      if (deal.stage !== 'won') throw new DealStageError('Only a deal that was won can be delivered', deal);
      const deliveredAt = readDelivery(occurredAt, deal.wonAt!, now);
      const open = await this.gate.handover.findOpen(tx, deal);
      const isAsked = open.length > 0 && !anyway;
      if (isAsked && !may(caller, 'integration')) throw new HandoverOpenError(open);
      const opened = (await this.dealCases.openDeal(tx, id))!;
      const work = this.lifecycle.workOn([], context, actorOf(caller));
      work.advanceToLatest([opened]);
      deliverDeal(work, opened, deliveredAt);
      await this.dealCases.write(tx, { deals: [opened] });
      const begun = await this.gate.handover.deliver(tx, work, opened.row, account ?? null);
      await this.lifecycle.save(tx, work);
      const warnings = isAsked ? [{ pointer: '/anyway', message: handoverOpen(open) }] : [];
      return { deal: opened.row, begun, warnings };
    });
  }
}

/** Clocks differ: nothing was delivered before it was won, nor is it delivered in the future. */
function readDelivery(occurredAt: string | undefined, wonAt: Instant, now: Instant): Instant {
  if (occurredAt === undefined) return Math.max(now, wonAt);
  const at = instantOf(occurredAt);
  if (isAhead(at, now)) refuse(futureFault('/occurredAt'));
  if (at < wonAt)
    refuse(fault('/occurredAt', 'tooEarly', `Expected an instant from when the deal was won on, ${toIso(wonAt)}.`));
  return Math.max(Math.min(at, now), wonAt);
}
