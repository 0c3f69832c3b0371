import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import { RowCase } from '../../deals/row-case.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import { LockOrder } from '../../lifecycle/lock-order.service.js';
import type { Faulty } from '../../platform/input/entries.js';
import type { EntryResult } from '../../platform/input/entry-results.schema.js';
import { type PathRef, refKey } from '../../platform/input/path-ref.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import { partition } from '../../platform/values/group.js';
import { ContractStore } from '../contracts/contract.store.js';
import { putByRef, putManyByRef, type ReportedByRef, type TakenByRef, type TakesByRef } from '../reported-by-ref.js';
import { applyReport, type Invoice, type InvoiceCase } from './invoice.js';
import { type InvoiceBody, InvoiceInBatch } from './invoice.schema.js';
import { InvoiceStore } from './invoice.store.js';
import { readInvoice } from './reading-invoices.js';

@Injectable()
export class InvoicesService implements TakesByRef<InvoiceBody> {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly contracts: ContractStore,
    private readonly invoices: InvoiceStore,
    private readonly locks: LockOrder,
  ) {}

  put(key: PathRef, body: InvoiceBody, caller: Caller): Promise<TakenByRef<Invoice>> {
    return putByRef(key, body, (reports) => this.takeAll(reports, caller));
  }

  putMany(bodies: readonly unknown[], caller: Caller): Promise<{ results: EntryResult[] }> {
    return putManyByRef('invoices', InvoiceInBatch, bodies, (reports: readonly ReportedByRef<InvoiceBody>[]) =>
      this.takeAll(reports, caller),
    );
  }

  private takeAll(
    reports: readonly ReportedByRef<InvoiceBody>[],
    caller: Caller,
  ): Promise<(TakenByRef<Invoice> | Faulty)[]> {
    return this.lifecycle.perform(async (context) => {
      await this.lock(context.tx);
      return this.take(context, reports, actorOf(caller));
    });
  }

  /** Serializes the creation of contracts and invoices: no duplicates, and no change of currency meanwhile. */
  lock(tx: Tx): Promise<void> {
    return this.contracts.lockMaking(tx);
  }

  /** Applies reports in order, so that each sees the changes of those before, and writes them together. */
  async take(
    context: TransactionContext,
    reports: readonly ReportedByRef<InvoiceBody>[],
    actor: Actor,
  ): Promise<(TakenByRef<Invoice> | Faulty)[]> {
    const { tx, now, directory } = context;
    const today = directory.companyDay(now);
    const named = [...new Set(reports.map(({ body }) => body.contractId.toLowerCase()))];
    const contracts = new Map((await this.contracts.readMany(tx, named)).map((each) => [each.id, each]));
    this.locks.enter(tx, 'invoice');
    const cases = new Map(
      (await this.invoices.lockByRefs(tx, reports)).map((row) => [
        refKey(row),
        new RowCase<Invoice>('invoice', row, row),
      ]),
    );
    const work = this.lifecycle.workOn([], context, actor);
    work.advanceToLatest(cases.values());
    const taken = reports.map((each): TakenByRef<Invoice> | Faulty => {
      const read = readInvoice(each, contracts.get(each.body.contractId.toLowerCase()), today);
      if ('faults' in read) return read;
      const known = cases.get(refKey(each)) ?? null;
      const { invoice, changed } = applyReport(work, known, read.reported);
      cases.set(refKey(each), invoice);
      return { row: invoice.row, isNew: known === null, changed, warnings: read.warnings };
    });
    await this.write(tx, [...cases.values()]);
    await this.lifecycle.save(tx, work);
    return taken;
  }

  private async write(tx: Tx, cases: readonly InvoiceCase[]): Promise<void> {
    const changed = cases.filter(({ before, row }) => row !== before);
    const [made, updated] = partition(changed, ({ before }) => before === null);
    await this.invoices.updateMany(tx, updated.map(rowOf));
    await this.invoices.insertMany(tx, made.map(rowOf));
  }
}

const rowOf = ({ row }: InvoiceCase) => row;
