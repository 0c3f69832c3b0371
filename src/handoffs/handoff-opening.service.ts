import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../auth/scope.js';
import { AccountStore } from '../deals/accounts/account.store.js';
import { DealStore } from '../deals/deal.store.js';
import { dealWorkSightOf, isOfSight } from '../deals/deal-sight.js';
import { type DueBatch, wholeBatch } from '../lifecycle/clocks/enforcing.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { fault } from '../platform/input/fault.js';
import { InvalidRequestError, refuse } from '../platform/input/refusal.js';
import { system } from '../platform/values/actor.js';
import { DealDrafts } from './deal-drafts.service.js';
import { Prefilling } from './form/prefilling.service.js';
import { HandoffIncompleteError } from './handoff.errors.js';
import { HandoffStore } from './handoff.store.js';
import { HandoffActing } from './handoff-acting.service.js';
import { isBegunByHand, requireAct } from './handoff-acts.js';
import { cancelHandoff, draftHandoff, resendHandoff, startHandoff } from './handoff-beginning.js';
import type { HandoffCase } from './handoff-case.js';
import { HandoffCases } from './handoff-cases.service.js';
import { KindArchive } from './kinds/handoff-kind.store.js';
import type { CancelBody, HandoffBody } from './receivers/receiving.dto.js';

/** The number of deals that get a draft in one transaction. */
export const DRAFTS_MAX = 100;

@Injectable()
export class HandoffOpening {
  /**
   * The kinds against which all deals up to an id were checked, so that deals that no kind takes are not checked every
   * minute.
   */
  private looked: { readonly kinds: string; readonly after: string | null } = { kinds: '', after: null };

  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly acting: HandoffActing,
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
    private readonly kinds: KindArchive,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
    private readonly drafts: DealDrafts,
    private readonly prefilling: Prefilling,
  ) {}

  /** Creates a draft of a kind that is begun by hand. A repeated request returns the draft that it made before. */
  create(body: HandoffBody, caller: Caller): Promise<HandoffCase> {
    return this.lifecycle.perform(async (context) => {
      const { tx } = context;
      await this.deals.lockAll(tx);
      const { requestId } = caller;
      const [made] = requestId === undefined ? [] : await this.cases.open(tx, [requestId]);
      if (made !== undefined) return made;
      const about = await this.aboutOf(context, body, caller);
      const byHand = await this.kinds.startingOn(tx, 'manual');
      const found = byHand.find(({ kind }) => kind.id === body.kindId.toLowerCase());
      if (found === undefined)
        throw new InvalidRequestError([
          fault('/kindId', 'unknownId', `There is no kind ${body.kindId} that is begun by hand.`),
        ]);
      const work = this.lifecycle.workOn([], context, actorOf(caller));
      const known = await this.prefilling.fill(tx, found.kind, [
        { dealId: about.deal?.id ?? null, leadId: about.deal?.leadId ?? null, accountId: about.account?.id ?? null },
      ]);
      const drafted = draftHandoff(work, found.kind, about, known[0]!, { id: requestId });
      await this.lifecycle.save(tx, work);
      return drafted;
    });
  }

  /** Starts a handoff by hand, or hands it over again after it was returned. */
  start(id: string, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, (opened) => {
      requireAct(opened, 'start');
      const { work, subject } = opened;
      const { handoff } = subject;
      const isFirst = isBegunByHand(subject);
      const missing = subject.missing();
      // An exception lets a returned handoff be handed over again while pieces are still missing.
      const mayLack = !isFirst && handoff.exception !== null;
      if (missing.length > 0 && !mayLack) throw new HandoffIncompleteError(handoff.id, missing);
      if (isFirst) startHandoff(work, subject);
      else
        resendHandoff(
          work,
          subject,
          subject.receivers.filter(({ state }) => state === 'returned'),
        );
    });
  }

  /**
   * Ends a handoff that was begun by mistake or is no longer needed. The handoff of a win ends with its deal instead.
   */
  cancel(id: string, { reason }: CancelBody, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, (opened) => {
      const { work, subject, role } = opened;
      if (role.gives && subject.handoff.state === 'cancelled' && subject.handoff.startsOn !== 'deal.won') return;
      requireAct(opened, 'cancel');
      cancelHandoff(work, subject, 'byHand', reason);
    });
  }

  /**
   * Creates drafts for a batch of open deals that existed before any kind did. @returns the number of deals that were
   * checked
   */
  async draftMissing({ limit, except, claimed }: DueBatch = wholeBatch(DRAFTS_MAX)): Promise<number> {
    const looked = await this.lifecycle.look(async ({ sql }) => {
      const starting = await this.kinds.startingOn(sql, 'deal.won');
      const kinds = starting.map(({ kind: { id, version } }) => `${id} ${version}`).join();
      const after = kinds === this.looked.kinds ? this.looked.after : null;
      const isDue = starting.length > 0 && (await this.handoffs.readDealsWithout(sql, after, 1, except)).length > 0;
      return isDue ? { kinds, after } : null;
    });
    if (looked === null) return 0;
    const drafted = await this.lifecycle.performDue(async (context) => {
      const { tx } = context;
      await this.deals.lockAll(tx);
      const ids = await this.handoffs.readDealsWithout(tx, looked.after, limit, except);
      const deals = await this.deals.lockMany(tx, ids);
      claimed(ids);
      const work = this.lifecycle.workOn([], context, system('handoffs'));
      await this.drafts.draftAll(tx, work, deals);
      await this.lifecycle.save(tx, work);
      return ids;
    });
    // Deals that were left out have to be checked again, so the position does not advance.
    if (except.length === 0) this.looked = { ...looked, after: drafted.at(-1) ?? looked.after };
    return drafted.length;
  }

  /** Reads the deal or account that the handoff is about, to which the caller must have access. */
  private async aboutOf(context: TransactionContext, { dealId, accountId }: HandoffBody, caller: Caller) {
    const { tx } = context;
    if ((dealId === undefined) === (accountId === undefined))
      refuse(fault('', 'required', 'Expected either `dealId` or `accountId`.'));
    const sight = dealWorkSightOf(caller, context);
    const [deal] = await this.deals.readMany(tx, dealId === undefined ? [] : [dealId]);
    const [account] = await this.accounts.readMany(tx, accountId === undefined ? [] : [accountId]);
    const found = deal ?? account;
    if (found === undefined || !isOfSight(sight, found.ownerRepId)) {
      const [pointer, what] = dealId === undefined ? ['/accountId', 'account'] : ['/dealId', 'deal'];
      throw new InvalidRequestError([fault(pointer, 'unknownId', `There is no ${what} ${dealId ?? accountId}.`)]);
    }
    const [ofDeal] = await this.accounts.readMany(tx, deal?.accountId == null ? [] : [deal.accountId]);
    return { deal: deal ?? null, account: account ?? ofDeal ?? null };
  }
}
