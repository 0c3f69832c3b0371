import { Injectable } from '@nestjs/common';
import type { DealClockKind } from '../../clocks/clock.js';
import { ClockStore } from '../../clocks/clock.store.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { LockOrder } from '../../lifecycle/lock-order.service.js';
import type { SubjectKind } from '../../lifecycle/subject.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { groupBy } from '../../platform/values/group.js';
import { PolicyArchive } from '../../sla/policy.store.js';
import { AccountMatchStore } from '../accounts/account-match.store.js';
import { accountFacts } from '../accounts/lead-matching.service.js';
import type { Deal } from '../deal.js';
import { DealStore } from '../deal.store.js';
import { RowCase } from '../row-case.js';
import { DealLookStore } from './deal-look.store.js';
import { NEVER, PromisedDeal } from './promised-deal.js';

/** Opens deals with their promises, and writes their changes. */
@Injectable()
export class PromisedDeals implements SubjectKind<PromisedDeal> {
  constructor(
    private readonly deals: DealStore,
    private readonly accounts: AccountMatchStore,
    private readonly clocks: ClockStore,
    private readonly looks: DealLookStore,
    private readonly archive: PolicyArchive,
    private readonly directories: DirectoryService,
    private readonly locks: LockOrder,
  ) {}

  async open(tx: Tx, ids: readonly string[]): Promise<PromisedDeal[]> {
    return this.openLocked(tx, await this.deals.lockMany(tx, ids));
  }

  async openFree(tx: Tx, ids: readonly string[]): Promise<PromisedDeal[]> {
    return this.openLocked(tx, await this.deals.lockFree(tx, ids));
  }

  async openLocked(tx: Tx, rows: readonly Deal[]): Promise<PromisedDeal[]> {
    this.locks.enter(tx, 'deal');
    return this.gather(tx, rows);
  }

  async look(sql: Sql, ids: readonly string[]): Promise<PromisedDeal[]> {
    return this.gather(sql, await this.deals.readMany(sql, ids));
  }

  private async gather(sql: Sql, rows: readonly Deal[]): Promise<PromisedDeal[]> {
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return [];
    const accountIds = [...new Set(rows.flatMap(({ accountId }) => accountId ?? []))];
    const [allClocks, accounts, adopting, directory] = await Promise.all([
      this.clocks.readOf<DealClockKind>(sql, 'deal', ids),
      this.accounts.readMany(sql, accountIds),
      this.looks.readAdopting(sql, ids),
      this.directories.latestKnown(),
    ]);
    const archive = await this.archive.load(sql, allClocks);
    const clocks = groupBy(allClocks, ({ subjectId }) => subjectId);
    // A deal without clocks has no promise that could have been kept.
    const since = await this.looks.readSince(sql, [...clocks.keys()]);
    const timeZone = directory.timeZoneOf(null);
    return rows.map((row) => {
      const account = accounts.get(row.accountId ?? '');
      return new PromisedDeal({
        deal: new RowCase<Deal>('deal', row, row),
        clocks: clocks.get(row.id) ?? [],
        account: account === undefined ? null : accountFacts(account),
        since: since.get(row.id) ?? NEVER,
        adopts: adopting.has(row.id),
        archive,
        timeZone,
      });
    });
  }

  /** No deal is created with promises: these begin with the first look. */
  async writeNew(): Promise<void> {}

  writeChanged(tx: Tx, cases: readonly PromisedDeal[]): void {
    const changed = cases.filter(({ deal }) => deal.row !== deal.before).map(({ deal }) => deal.row);
    tx.send(this.deals.updateMany(tx, changed));
  }
}
