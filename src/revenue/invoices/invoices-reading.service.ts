import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { Database } from '../../platform/database.js';
import { type Page, type PageRequest, readCursor, toPage } from '../../platform/page.js';
import { NotFoundError } from '../../platform/refusal.js';
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
  async list(
    contractId: string,
    { limit = 100, cursor, at = undefined }: InvoiceListQuery,
    caller: Caller,
  ): Promise<Page<InvoiceView>> {
    await this.contracts.get(contractId, caller);
    const after = readCursor(cursor, ['date', 'id']);
    const rows = await this.invoices.readOfContract(this.database.reads, contractId, at ?? null, after, limit + 1);
    const page = toPage(rows, limit, ({ issuedOn, id }) => [issuedOn, id]);
    return { ...page, data: page.data.map((invoice) => invoiceView(invoice, at)) };
  }

  async get(id: string, caller: Caller): Promise<InvoiceView> {
    return invoiceView(await this.find(id, caller));
  }

  /** Returns the events of an invoice, oldest first, each with a sentence. */
  async timeline(id: string, caller: Caller, { limit = 1_000, cursor }: PageRequest) {
    await this.find(id, caller);
    const key = readCursor(cursor, ['instant', 'bigNumber']);
    const after = key && { at: key[0], seq: key[1] };
    const rows = await this.ledger.readSubjectWith(id, null, after, limit + 1);
    const page = toPage(rows, limit, ({ occurredAt, seq: place }) => [occurredAt, place]);
    return { ...page, data: page.data.map(invoiceTimelineEntry) };
  }

  /** @throws NotFoundError unless the caller may see its contract */
  private async find(id: string, caller: Caller): Promise<Invoice> {
    const invoice = await this.invoices.read(this.database.reads, id);
    if (invoice === undefined || !(await this.contracts.isSeen(invoice.contractId, caller)))
      throw new NotFoundError('invoice', id);
    return invoice;
  }
}
