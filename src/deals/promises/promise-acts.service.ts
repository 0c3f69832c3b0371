import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../../auth/idempotency.store.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import type { DealClock } from '../../clocks/clock.js';
import { LeadStore } from '../../leads/lead.store.js';
import { acknowledge } from '../../lifecycle/clocks/judging-steps.js';
import { repsLedBy, requireStrikable } from '../../lifecycle/corrections/strikable.js';
import { strikeByHand } from '../../lifecycle/corrections/striking.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import type { Tx } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { NotAcknowledgeableError } from '../deal.errors.js';
import { DealStore } from '../deal.store.js';
import { DealAccess } from '../deal-access.service.js';
import { mayWorkOnDeal } from '../deal-sight.js';
import { delayOf } from './deal-clock-acts.js';
import { updatePromises } from './deal-promises.js';
import type { PromisedDeal } from './promised-deal.js';
import { PromisedDeals } from './promised-deals.service.js';

export interface Which {
  readonly dealId: string;
  readonly clockId: string;
}

interface Opened {
  readonly context: TransactionContext;
  readonly work: UnitOfWork;
  readonly subject: PromisedDeal;
  readonly clock: DealClock;
}

@Injectable()
export class PromiseActs {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: PromisedDeals,
    private readonly deals: DealStore,
    private readonly leads: LeadStore,
    private readonly access: DealAccess,
    private readonly requests: IdempotencyStore,
  ) {}

  /**
   * Strikes a miss, as for leads: whoever leads the rep who missed it decides, even if the deal has moved or is closed.
   * @returns the deal, with its clocks
   * @throws NotFoundError ForbiddenError MissStruckError NotMissedError
   */
  strike(which: Which, reason: string, caller: Caller): Promise<PromisedDeal> {
    const mayToo = ({ clocks }: PromisedDeal, { directory }: TransactionContext) =>
      clocks.some(({ repId }) => repId !== null && repsLedBy(caller, directory).has(repId));
    return this.change(which, caller, mayToo, async ({ context, work, subject, clock }) => {
      requireStrikable(clock, caller, context, () => mayWorkOnDeal(subject.deal.row, caller, context));
      strikeByHand(work, subject, clock, (await this.isOfErased(context.tx, subject)) ? null : reason);
    });
  }

  /** Delays the move after a miss of the owner, once, for as long as the policy says. Idempotent. */
  acknowledge(which: Which, caller: Caller): Promise<PromisedDeal> {
    const nobodyElse = () => false;
    return this.change(which, caller, nobodyElse, async ({ work, subject, clock }) => {
      if (clock.acknowledgedAt !== null) return;
      const holds = delayOf(clock, subject.deal.row, () => subject.policyOf(clock));
      if (holds === null) throw new NotAcknowledgeableError(clock.state);
      acknowledge(work, subject, { clock, holds });
    });
  }

  private change(
    { dealId, clockId }: Which,
    caller: Caller,
    mayToo: (subject: PromisedDeal, context: TransactionContext) => boolean,
    act: (opened: Opened) => Promise<void>,
  ): Promise<PromisedDeal> {
    return this.lifecycle.perform(async (context) => {
      const { tx } = context;
      await this.deals.lockAll(tx);
      const [subject] = await this.cases.open(tx, [dealId]);
      const hasActed = await this.requests.hasActed(tx, caller.requestId);
      if (subject === undefined || !(hasActed || mayToo(subject, context)))
        await this.access.requireWork(context, subject?.deal.row, dealId, caller);
      if (hasActed) return subject!;
      // Updates promises first, so that nobody judges one that has changed since the last look.
      const before = this.lifecycle.workOn([subject!], context, system('sla'));
      updatePromises(before, subject!);
      await this.lifecycle.savePortion(tx, before);
      const clock = subject!.clocks.find(({ id }) => id === clockId);
      if (clock === undefined) throw new NotFoundError('clock', clockId);
      const work = this.lifecycle.workOn([subject!], context, actorOf(caller));
      await act({ context, work, subject: subject!, clock });
      await this.lifecycle.save(tx, work);
      return subject!;
    });
  }

  /** Nothing new is stored about an erased person. */
  private async isOfErased(tx: Tx, { deal: { row } }: PromisedDeal): Promise<boolean> {
    const leads = await this.leads.readMany(tx, row.leadId === null ? [] : [row.leadId]);
    return leads.some(({ erasedAt }) => erasedAt !== null);
  }
}
