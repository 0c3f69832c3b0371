import { Injectable } from '@nestjs/common';
import { AccountStore } from '../deals/accounts/account.store.js';
import type { Deal } from '../deals/deal.js';
import type { DealCase } from '../deals/row-case.js';
import { endClocks } from '../lifecycle/clocks/clocks.js';
import { replanOutdated } from '../lifecycle/clocks/replanning.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Tx } from '../platform/sql/database.js';
import { pluck } from '../platform/values/group.js';
import { recheckAgainst } from './deal-fit.js';
import { HandoffStore } from './handoff.store.js';
import { cancelHandoff, completeHandoff, startHandoff } from './handoff-beginning.js';
import type { HandoffCase } from './handoff-case.js';
import { HandoffCases } from './handoff-cases.service.js';
import { isRenewal, renewableUntil, throughOf } from './renewals/renewal.js';
import { Renewals } from './renewals/renewals.service.js';

/** Applies changes of deals to the handoffs that began after their win: at delivery, and before a term ends. */
@Injectable()
export class SinceWins {
  constructor(
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
    private readonly renewals: Renewals,
    private readonly accounts: AccountStore,
  ) {}

  /** Updates these handoffs after changes of their deals, which the caller has locked and written. */
  async follow(tx: Tx, work: UnitOfWork, deals: readonly DealCase[]): Promise<void> {
    const known = new Map(deals.filter(mayHave).map((deal) => [deal.subjectId, deal]));
    const ids = await this.handoffs.findOwingSinceWins(tx, [...known.keys()]);
    const opened = await this.cases.open(tx, ids);
    work.join(opened);
    const accounts = await this.accounts.readMany(
      tx,
      opened.flatMap(({ handoff }) => known.get(handoff.dealId!)!.row.accountId ?? []),
    );
    const account = new Map(accounts.map((each) => [each.id, each]));
    for (const each of opened) {
      const deal = known.get(each.handoff.dealId!)!;
      replanOutdated(work, each);
      // The keeper of the account gives, and the deal may have another account now.
      each.account = account.get(deal.row.accountId ?? '') ?? null;
      adoptDeal(work, each, deal);
    }
    await this.renewals.follow(tx, work, pluck(deals, 'row'), opened);
  }
}

/** Whether a deal may have such handoffs. A deal that renews a contract has them before it is won. */
function mayHave({ before, row }: DealCase): boolean {
  return before !== null && (before.stage === 'won' || isRenewal(row));
}

/**
 * Applies the state of a deal to a handoff, which is cancelled unless the deal is won or is an open renewal of a
 * contract. A done one stays done, but may still owe the client word.
 */
function adoptDeal(work: UnitOfWork, subject: HandoffCase, { before, row: deal }: DealCase): void {
  subject.deal = deal;
  const reason = deal.stage === 'lost' ? 'dealLost' : 'dealReopened';
  if (subject.handoff.state === 'done') {
    if (subject.isTakenBack) endClocks(work, subject, reason);
    return;
  }
  if (subject.isTakenBack) {
    cancelHandoff(work, subject, reason);
    return;
  }
  if (subject.handoff.renewsOn !== null) keepDue(work, subject, deal);
  const { state, accountId } = subject.handoff;
  if (state !== 'draft' && state !== 'running') return;
  if (accountId !== deal.accountId) subject.handoff = { ...subject.handoff, accountId: deal.accountId };
  // What was missing from the form may have been missing from the deal.
  if (state === 'running') {
    completeHandoff(work, subject);
    if (before !== null) recheckAgainst(work, subject, before);
  }
  if (state === 'draft' && subject.missing().length === 0) startHandoff(work, subject);
}

/**
 * Cancels a draft if its term was extended, as the renewal is not due yet. A handoff that has started is finished all
 * the same, and a draft of the same last day continues although its kind would begin later by now.
 */
function keepDue(work: UnitOfWork, subject: HandoffCase, deal: Deal): void {
  const lastDay = renewableUntil(deal);
  const { state, renewsOn } = subject.handoff;
  if (lastDay !== null && lastDay <= renewsOn!) return;
  const isDue = lastDay !== null && lastDay <= throughOf(subject.kind, work.directory.companyDay(work.now));
  if (!isDue && state === 'draft') cancelHandoff(work, subject, 'notDue');
  // The last day of the same term has moved: storing it keeps the days up to it from being renewed again.
  else if (isDue) subject.handoff = { ...subject.handoff, renewsOn: lastDay };
}
