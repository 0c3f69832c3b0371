import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../auth/idempotency.store.js';
import { actorOf, type Caller } from '../auth/scope.js';
import { DealStore } from '../deals/deal.store.js';
import { DealCases } from '../deals/deal-cases.service.js';
import { RenewalOwners } from '../deals/renewals/renewal-owners.service.js';
import type { AccountCase } from '../deals/row-case.js';
import type { Directory } from '../directory/directory.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { NotFoundError } from '../platform/input/refusal.js';
import type { Sql } from '../platform/sql/database.js';
import { type Actor, system } from '../platform/values/actor.js';
import { HandoffRoleError } from './handoff.errors.js';
import { HandoffStore } from './handoff.store.js';
import type { ActRequest } from './handoff-acts.js';
import type { HandoffCase } from './handoff-case.js';
import { HandoffCases } from './handoff-cases.service.js';
import { type HandoffSight, partiesOf, roleByLink, roleOf } from './handoff-sight.js';
import { ruleOfLink } from './page/handoff-links.service.js';

/** One handoff, opened for an action of a caller who may see it. */
export interface OpenedForAction extends ActRequest {
  readonly context: TransactionContext;
  readonly work: UnitOfWork;
  /** The account of the handoff, which the action may change; null if it has none. */
  readonly account: AccountCase | null;
}

/**
 * Lets people and programs act on one handoff, in its own transaction, and only once per request, however often it is
 * sent.
 */
@Injectable()
export class HandoffActing {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
    private readonly deals: DealStore,
    private readonly dealCases: DealCases,
    private readonly renewalOwners: RenewalOwners,
    private readonly requests: IdempotencyStore,
  ) {}

  /**
   * @param mayGiveAccount whether the action may change the keeper of the account, who then has the renewals of its
   * contracts
   * @returns the handoff after the action; as it is now, if this request has acted before and its answer was lost
   * @throws NotFoundError unless the caller sees it, HandoffRoleError if the caller only reads it for a renewal
   */
  change(
    id: string,
    caller: Caller,
    action: (opened: OpenedForAction) => void | Promise<void>,
    { mayGiveAccount = false }: { readonly mayGiveAccount?: boolean } = {},
  ): Promise<HandoffCase> {
    return this.lifecycle.perform(async (context) => {
      const { tx } = context;
      // Without this lock, a concurrent change of the deal could replace the handoff that is read below.
      await this.deals.lockAll(tx);
      const hasActed = await this.requests.hasActed(tx, caller.requestId);
      const [found] = await this.handoffs.readMany(tx, [id]);
      const accountId = found?.accountId ?? null;
      const accountIds = accountId === null ? [] : [accountId];
      const renewals = mayGiveAccount ? await this.renewalOwners.open(tx, accountIds) : [];
      const [account] = await this.dealCases.openAccounts(tx, accountIds);
      const [subject] = await this.cases.open(tx, [id]);
      const role = subject && roleIn(subject, caller, context);
      if (subject === undefined || !(hasActed || role!.sees)) throw await this.refusalOf(context, subject, id, caller);
      if (hasActed) return subject;
      const work = this.lifecycle.workOn([subject], context, actorIn(caller));
      if (account !== undefined) work.advanceToLatest([account, ...renewals]);
      await action({ context, work, now: work.now, subject, account: account ?? null, role: role! });
      if (account !== undefined) {
        await this.dealCases.write(tx, { accounts: [account] });
        await this.renewalOwners.follow(tx, work, new Map([[account.subjectId, account]]), renewals);
      }
      await this.lifecycle.save(tx, work);
      return subject;
    });
  }

  /** Whether the caller is a party to a renewal of the deal, and so may read what was handed over before it. */
  async isReadForRenewal(sql: Sql, { handoff }: HandoffCase, caller: Caller, directory: Directory): Promise<boolean> {
    const { dealId, startedAt, state } = handoff;
    if (dealId === null || startedAt === null || state === 'cancelled') return false;
    const renewals = await this.cases.look(sql, await this.handoffs.findRenewals(sql, dealId));
    return renewals.some((renewal) => roleIn(renewal, caller, { directory }).seesSensitive);
  }

  private async refusalOf(
    { tx, directory }: TransactionContext,
    subject: HandoffCase | undefined,
    id: string,
    caller: Caller,
  ): Promise<HandoffRoleError | NotFoundError> {
    const isRead = subject !== undefined && (await this.isReadForRenewal(tx, subject, caller, directory));
    return isRead ? new HandoffRoleError(FOR_RENEWAL) : new NotFoundError('handoff', id);
  }
}

const FOR_RENEWAL =
  'You read it as a party to the renewal of its deal: only its own giver, receivers and decider act on it.';

export function roleIn(
  subject: HandoffCase,
  caller: Caller,
  { directory }: Pick<TransactionContext, 'directory'>,
): HandoffSight {
  const { link } = caller;
  if (link !== undefined) return roleByLink(link, subject.subjectId, roleIn(subject, link.maker, { directory }));
  const { handoff, kind, receivers, blockers, clocks, ownerId: giverRepId } = subject;
  const parties = partiesOf({ handoff, kind, receivers, blockers, clocks, giverRepId }, directory);
  return roleOf(caller, parties, directory);
}

/** Returns the actor for the ledger. A link does not identify a person, so the ledger names the link. */
export function actorIn(caller: Caller): Actor {
  return caller.link === undefined ? actorOf(caller) : system(ruleOfLink(caller.link.id));
}
