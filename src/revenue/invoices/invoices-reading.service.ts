import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { mapPage, type Page, type PageRequest, readPage } from '../../platform/http/page.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { Database } from '../../platform/sql/database.js';
import type { Day } from '../../platform/values/day.js';
import { ContractsReadingService } from '../contracts/contracts-reading.service.js';
import type { Invoice } from './invoice.js';
import type { InvoiceListQuery, InvoiceView } from './invoice.schema.js';
import { InvoiceStore } from './invoice.store.js';
import { invoiceTimelineEntry, invoiceView } from './invoice.view.js';

/** Returns invoices to callers who see their contracts. */
@Injectable()
export class InvoicesReadingService {
  constructor(
    private readonly invoices: InvoiceStore,
    private readonly contracts: ContractsReadingService,
    private readonly ledger: LedgerStore,
    private readonly database: Database,
  ) {}

  /** In the order of their days. @throws NotFoundError unless the caller may see the contract */
  async list(contractId: string, { at, ...page }: InvoiceListQuery, caller: Caller): Promise<Page<InvoiceView>> {
    await this.contracts.get(contractId, caller);
    const read = (after: [Day, string] | null, limit: number) =>
      this.invoices.readOfContract(this.database.reads, contractId, at ?? null, after, limit);
    const found = await readPage(page, ['date', 'id'], read, ({ issuedOn, id }) => [issuedOn, id]);
    return mapPage(found, (invoice) => invoiceView(invoice, at));
  }

  async get(id: string, caller: Caller): Promise<InvoiceView> {
    return invoiceView(await this.find(id, caller));
  }

  /** Returns the events of an invoice, oldest first, each with a sentence. */
  async timeline(id: string, caller: Caller, page: PageRequest) {
    await this.find(id, caller);
    return mapPage(await this.ledger.readTimeline(id, null, page), invoiceTimelineEntry);
  }

  /** @throws NotFoundError unless the caller may see its contract */
  private async find(id: string, caller: Caller): Promise<Invoice> {
    const invoice = await this.invoices.read(this.database.reads, id);
    if (invoice === undefined || !(await this.contracts.isSeen(invoice.contractId, caller)))
      throw new NotFoundError('invoice', id);
    return invoice;
  }
}
