import { Controller, Get, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam, TextParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { PagedQuery } from '../../platform/http/page.js';
import {
  InvoiceBatchBody,
  InvoiceBatchResults,
  InvoiceBody,
  InvoiceInBatch,
  InvoiceListQuery,
  InvoicePage,
  InvoiceSchema,
  InvoiceTimelinePage,
  invoiceBatchOf,
} from './invoice.schema.js';
import { invoiceView } from './invoice.view.js';
import { InvoicesService } from './invoices.service.js';
import { InvoicesReadingService } from './invoices-reading.service.js';

@ApiTags('Revenue')
@Controller('v1/invoices')
export class InvoicesController {
  constructor(
    private readonly invoices: InvoicesService,
    private readonly reading: InvoicesReadingService,
  ) {}

  @Put('batch')
  @Scopes('integration')
  @Operation('putInvoices', 'Create or replace many invoices', {
    description:
      'Up to 1,000 at a time, each as with `PUT …/by-ref`. Each is checked on its own; valid ones are saved even if others are not.',
  })
  @Answers(200, 'The result for each invoice, in order.', InvoiceBatchResults)
  putMany(
    @CheckedBody(InvoiceBatchBody, { rawText: true, documented: invoiceBatchOf(InvoiceInBatch) })
    { invoices }: InvoiceBatchBody,
    @CalledBy() caller: Caller,
  ) {
    return this.invoices.putMany(invoices, caller);
  }

  @Put('by-ref/:system/:ref')
  @Scopes('integration')
  @Operation('putInvoiceByRef', 'Create or replace an invoice by its id elsewhere', {
    description:
      'The body is the invoice as a whole, with all that was paid and paid back so far. The same body again changes nothing. Once it is paid in full `invoice.paidInFull` is recorded, and withdrawn where it turns out not to be. A payment before the invoice was issued, and more than was invoiced, are taken with `warnings`.',
  })
  @Answers(201, 'The new invoice.', InvoiceSchema)
  @Answers(200, 'The invoice existed: the invoice as it is now.', InvoiceSchema)
  async put(
    @TextParam('system', 'The name of the other system, such as `datev`.') system: string,
    @TextParam('ref', 'The id that the invoice has there.') ref: string,
    @CheckedBody(InvoiceBody) body: InvoiceBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { row, isNew, warnings } = await this.invoices.put({ system, ref }, body, caller);
    reply.status(isNew ? 201 : 200);
    return invoiceView(row, null, warnings);
  }

  @Get(':id')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getInvoice', 'Get an invoice', { description: 'For everyone who may see its contract.' })
  @Answers(200, 'The invoice.', InvoiceSchema)
  get(@IdParam('invoice') id: string, @CalledBy() caller: Caller) {
    return this.reading.get(id, caller);
  }

  @Get(':id/timeline')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getInvoiceTimeline', 'Read what happened to an invoice', {
    description: 'Every event of the invoice, oldest first, each with a plain sentence.',
  })
  @Answers(200, 'A page of events, each with its sentence.', InvoiceTimelinePage)
  timeline(@IdParam('invoice') id: string, @CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.reading.timeline(id, caller, page);
  }
}

@ApiTags('Revenue')
@Controller('v1/contracts')
export class InvoicesOfContractController {
  constructor(private readonly reading: InvoicesReadingService) {}

  @Get(':id/invoices')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listInvoicesOfContract', 'List the invoices of a contract', {
    description: 'By the days on which they were issued. With `at` each as it stood on that day.',
  })
  @Answers(200, 'A page.', InvoicePage)
  list(
    @IdParam('contract') id: string,
    @CheckedQuery(InvoiceListQuery) query: InvoiceListQuery,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.list(id, query, caller);
  }
}
