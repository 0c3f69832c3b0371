import { Injectable } from '@nestjs/common';
import { ForbiddenError } from '../../auth/auth.errors.js';
import { actorOf, type Caller, may } from '../../auth/scope.js';
import type { TouchBody } from '../../leads/activity.dto.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import { faultsOfTouch, happenedAt } from '../../lifecycle/touches/reading-touches.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { mapPage, type Page, type PageRequest, readPage } from '../../platform/http/page.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { Database } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { DealStore } from '../deal.store.js';
import { DealAccess } from '../deal-access.service.js';
import { DealCases } from '../deal-cases.service.js';
import { factsOf } from '../deal-making.js';
import { dealWorkSightOf, isOfSight } from '../deal-sight.js';
import { DealsReadingService } from '../deals-reading.service.js';
import type { DealCase } from '../row-case.js';
import { type DealTouch, dealTouchView, firstContactOf, reachedSomebody, voided } from './deal-touch.js';
import { DealTouchStore } from './deal-touch.store.js';

interface DealAction {
  readonly context: TransactionContext;
  readonly work: UnitOfWork;
  readonly deal: DealCase;
}

@Injectable()
export class DealTouches {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly dealCases: DealCases,
    private readonly deals: DealStore,
    private readonly access: DealAccess,
    private readonly reading: DealsReadingService,
    private readonly store: DealTouchStore,
    private readonly database: Database,
  ) {}

  /** @returns the touch, and whether it is new: a repeated `externalId` returns the first one */
  touch(dealId: string, body: TouchBody, caller: Caller): Promise<{ touch: DealTouch; isNew: boolean }> {
    return this.change(dealId, caller, async ({ context, work, deal }, ever) => {
      const known = ever.find(
        ({ id, externalId }) => id === caller.requestId || (externalId !== null && externalId === body.externalId),
      );
      if (known !== undefined) return { touch: known, isNew: known.id === caller.requestId };
      refuse(faultsOfTouch(context, null, body, caller));
      const touch = readDealTouch(work, deal, body, caller);
      requireOwn(context, touch, caller);
      await this.store.insert(context.tx, touch);
      const { id: touchId, kind, direction, outcome, repId } = touch;
      const facts = {
        ...factsOf(deal.row),
        touchId,
        kind,
        direction,
        outcome,
        repId,
        occurredAt: toIso(touch.occurredAt),
      };
      work.record(deal, 'deal.touched', { ...facts, ...(reachedSomebody(touch) && { reached: true }) });
      deal.row = { ...deal.row, firstContactAt: firstContactOf([...ever, touch]) };
      return { touch, isNew: true };
    });
  }

  /** Takes a touch back, as if it had never been reported. A second call does nothing. */
  void(dealId: string, touchId: string, reason: string, caller: Caller): Promise<DealTouch> {
    return this.change(dealId, caller, async ({ context, work, deal }, ever) => {
      const touch = ever.find(({ id }) => id === touchId);
      if (touch === undefined) throw new NotFoundError('touch', touchId);
      if (touch.voidedAt !== null) return touch;
      const taken = voided(touch, work.now, reason, actorOf(caller));
      await this.store.void(context.tx, taken);
      const { kind, repId } = touch;
      work.record(deal, 'deal.touchVoided', { ...factsOf(deal.row), touchId, kind, repId });
      deal.row = {
        ...deal.row,
        firstContactAt: firstContactOf(ever.map((each) => (each.id === touchId ? taken : each))),
      };
      return taken;
    });
  }

  /** @throws NotFoundError unless the caller may see the deal */
  async list(dealId: string, page: PageRequest, caller: Caller): Promise<Page<ReturnType<typeof dealTouchView>>> {
    await this.reading.get(dealId, caller);
    const read = (key: [Instant, string] | null, limit: number) =>
      this.store.readPage(this.database.reads, dealId, key && { at: toIso(key[0]), id: key[1] }, limit);
    return mapPage(
      await readPage(page, ['instant', 'id'], read, (touch) => [touch.occurredAt, touch.id]),
      dealTouchView,
    );
  }

  private change<Result>(
    dealId: string,
    caller: Caller,
    act: (acting: DealAction, ever: readonly DealTouch[]) => Promise<Result>,
  ): Promise<Result> {
    return this.lifecycle.perform(async (context) => {
      const { tx } = context;
      await this.deals.lockAll(tx);
      const [known] = await this.deals.readMany(tx, [dealId]);
      await this.access.requireWork(context, known, dealId, caller);
      const deal = (await this.dealCases.openDeal(tx, dealId))!;
      const work = this.lifecycle.workOn([], context, actorOf(caller));
      work.advanceToLatest([deal]);
      const result = await act({ context, work, deal }, await this.store.readEver(tx, dealId));
      await this.dealCases.write(tx, { deals: [deal] });
      await this.lifecycle.save(tx, work);
      return result;
    });
  }
}

function readDealTouch(work: UnitOfWork, { row }: DealCase, body: TouchBody, caller: Caller): DealTouch {
  const actor = actorOf(caller);
  return {
    id: caller.requestId ?? work.newId(),
    dealId: row.id,
    repId: body.repId?.toLowerCase() ?? row.ownerRepId,
    kind: body.kind,
    direction: body.direction ?? 'outbound',
    outcome: body.outcome,
    occurredAt: Math.min(happenedAt(body, work.now), work.now),
    durationSeconds: body.durationSeconds ?? null,
    automated: body.automated ?? false,
    note: body.note ?? null,
    externalId: body.externalId ?? null,
    recordedAt: work.now,
    actorType: actor.type,
    actorId: actor.id,
    voidedAt: null,
    voidReason: null,
    voidedByType: null,
    voidedBy: null,
  };
}

/** A caller who sees only some deals may report touches only of reps whose deals they see. */
function requireOwn(context: TransactionContext, { repId }: DealTouch, caller: Caller): void {
  if (may(caller, 'integration') || isOfSight(dealWorkSightOf(caller, context), repId)) return;
  throw new ForbiddenError('A rep may report touches of their own, a manager also those of their reps.');
}
