import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import type { Warning } from '../../documents/version.schema.js';
import type { TransactionContext } from '../../lifecycle/lifecycle.service.js';
import { mapPage, type Page, readPage } from '../../platform/http/page.js';
import type { Faulty } from '../../platform/input/entries.js';
import type { EntryResult } from '../../platform/input/entry-results.schema.js';
import { type PathRef, refKey } from '../../platform/input/path-ref.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import type { Day } from '../../platform/values/day.js';
import { toIso } from '../../platform/values/duration.js';
import { partition } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { amountIn } from '../../platform/values/money.js';
import { ContractStore } from '../contracts/contract.store.js';
import { ContractsReadingService } from '../contracts/contracts-reading.service.js';
import { putByRef, putManyByRef, type ReportedByRef, type TakenByRef, type TakesByRef } from '../reported-by-ref.js';
import { type UsageBody, UsageInBatch, type UsageListQuery, type UsageView } from './usage.schema.js';
import { UsageStore } from './usage.store.js';
import { isSameUsage, readUsage, type UsageReport, usageReported } from './usage-report.js';

/** Applies reports of usage, each as a whole: a corrected one replaces the former. */
@Injectable()
export class UsageService implements TakesByRef<UsageBody> {
  constructor(
    private readonly database: Database,
    private readonly contracts: ContractStore,
    private readonly reading: ContractsReadingService,
    private readonly store: UsageStore,
    private readonly time: TimeSource,
  ) {}

  put(key: PathRef, body: UsageBody): Promise<TakenByRef<UsageReport>> {
    return putByRef(key, body, (reports) => this.takeAll(reports));
  }

  putMany(bodies: readonly unknown[]): Promise<{ results: EntryResult[] }> {
    return putManyByRef('usage', UsageInBatch, bodies, (reports: readonly ReportedByRef<UsageBody>[]) =>
      this.takeAll(reports),
    );
  }

  /** In the order of their last days. @throws NotFoundError unless the caller may see the contract */
  async list(contractId: string, page: UsageListQuery, caller: Caller): Promise<Page<UsageView>> {
    await this.reading.get(contractId, caller);
    const read = (after: [Day, string] | null, limit: number) =>
      this.store.readOfContract(this.database.reads, contractId, after, limit);
    return mapPage(await readPage(page, ['date', 'id'], read, ({ to, id }) => [to, id]), (report) => usageView(report));
  }

  private takeAll(reports: readonly ReportedByRef<UsageBody>[]): Promise<(TakenByRef<UsageReport> | Faulty)[]> {
    return this.database.transaction(async (tx) => {
      await this.lock(tx);
      return this.take({ tx, now: this.time.now() }, reports);
    });
  }

  lock(tx: Tx): Promise<void> {
    return this.contracts.lockMaking(tx);
  }

  /** Applies reports in order, so that each sees the changes of those before, and writes them together. */
  async take(
    { tx, now }: Pick<TransactionContext, 'tx' | 'now'>,
    reportedUsage: readonly ReportedByRef<UsageBody>[],
  ): Promise<(TakenByRef<UsageReport> | Faulty)[]> {
    const named = [...new Set(reportedUsage.map(({ body }) => body.contractId.toLowerCase()))];
    const contracts = new Map((await this.contracts.readMany(tx, named)).map((each) => [each.id, each]));
    const before = new Map((await this.store.findByRefs(tx, reportedUsage)).map((each) => [refKey(each), each]));
    const reports = new Map(before);
    const taken = reportedUsage.map((each): TakenByRef<UsageReport> | Faulty => {
      const read = readUsage(each, contracts.get(each.body.contractId.toLowerCase()));
      if ('faults' in read) return read;
      const key = refKey(each);
      const known = reports.get(key) ?? null;
      const { warnings } = read;
      if (known !== null && isSameUsage(known, read.reported))
        return { row: known, isNew: false, changed: false, warnings };
      const report = usageReported(known, read.reported, newId(now), now);
      reports.set(key, report);
      return { row: report, isNew: known === null, changed: true, warnings };
    });
    const changed = [...reports].filter(([key, report]) => before.get(key) !== report);
    const [updated, made] = partition(changed, ([key]) => before.has(key));
    await this.store.updateMany(tx, updated.map(reportOf));
    await this.store.insertMany(tx, made.map(reportOf));
    return taken;
  }
}

const reportOf = ([, report]: readonly [string, UsageReport]) => report;

export function usageView(report: UsageReport, warnings: readonly Warning[] = []): UsageView {
  const { amount, currency, createdAt, updatedAt } = report;
  return {
    ...report,
    amount: amount === null ? null : amountIn(BigInt(amount), currency),
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
    ...(warnings.length > 0 && { warnings: [...warnings] }),
  };
}
