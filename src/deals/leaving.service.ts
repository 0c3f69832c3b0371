import { Injectable } from '@nestjs/common';
import type { OFFBOARDING_FIELDS } from '../lifecycle/offboarding-fields.js';
import type { HandedOverPart, OffboardingPart } from '../lifecycle/offboarding-parts.service.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type AccountRole, changeAccount } from './accounts/account.js';
import { AccountStore } from './accounts/account.store.js';
import { DealStore } from './deal.store.js';
import { DealCases } from './deal-cases.service.js';
import { DealGate } from './deal-gate.service.js';
import { change } from './deal-making.js';
import type { AccountCase } from './row-case.js';

export const OFFBOARDED_OF_DEALS: typeof OFFBOARDING_FIELDS.all = [
  {
    name: 'deals',
    description: 'Who gets their deals that are open, won and not delivered, or in a handoff that is not over.',
  },
  { name: 'accounts', description: 'Who gets their accounts, in whichever role.' },
];

/** Hands over the deals of a rep who leaves. Deals that are delivered and handed over stay theirs. */
@Injectable()
export class LeavingDeals implements OffboardingPart {
  readonly subject = 'deal';
  readonly name = 'deals';
  readonly one = 'deal';

  constructor(
    private readonly deals: DealStore,
    private readonly dealCases: DealCases,
    private readonly gate: DealGate,
  ) {}

  lock(tx: Tx): Promise<void> {
    return this.deals.lockAll(tx);
  }

  async find(sql: Sql, repId: string): Promise<string[]> {
    const given = await this.gate.handover.findGivenBy(sql, repId);
    return [...new Set([...(await this.deals.readUnfinishedOf(sql, repId)), ...given])].sort();
  }

  async handOver(tx: Tx, work: UnitOfWork, repId: string, toRepId: string): Promise<HandedOverPart> {
    const cases = await this.dealCases.openDeals(tx, await this.find(tx, repId));
    work.advanceToLatest(cases);
    for (const each of cases) change(work, each, { ...each.row, ownerRepId: toRepId });
    await this.dealCases.write(tx, { deals: cases });
    return { count: cases.length, follow: (later) => this.gate.follow(tx, later, cases) };
  }
}

@Injectable()
export class LeavingAccounts implements OffboardingPart {
  readonly subject = 'account';
  readonly name = 'accounts';
  readonly one = 'account';

  constructor(
    private readonly accounts: AccountStore,
    private readonly dealCases: DealCases,
  ) {}

  find(sql: Sql, repId: string): Promise<string[]> {
    return this.accounts.readOf(sql, repId);
  }

  async handOver(tx: Tx, work: UnitOfWork, repId: string, toRepId: string): Promise<HandedOverPart> {
    const cases = await this.dealCases.openAccounts(tx, await this.find(tx, repId));
    work.advanceToLatest(cases);
    for (const each of cases) giveAccount(work, each, repId, toRepId);
    await this.dealCases.write(tx, { accounts: cases });
    return { count: cases.length };
  }
}

function giveAccount(work: UnitOfWork, account: AccountCase, repId: string, toRepId: string): void {
  const { ownerRepId, roles } = account.row;
  const theirs = (Object.keys(roles) as AccountRole[]).filter((role) => roles[role] === repId);
  const isOwner = ownerRepId === repId;
  const fields = {
    ownerRepId: isOwner ? toRepId : ownerRepId,
    roles: { ...roles, ...Object.fromEntries(theirs.map((role) => [role, toRepId])) },
  };
  const changed = [...(isOwner ? ['ownerRepId'] : []), ...theirs.map((role) => `roles.${role}`)];
  changeAccount(work, account, fields, changed);
}
