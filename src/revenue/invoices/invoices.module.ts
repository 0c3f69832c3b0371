import { Module } from '@nestjs/common';
import { EventsModule } from '../../events/events.module.js';
import { VERIFIED_SUBJECTS } from '../../events/verified.js';
import { LifecycleModule } from '../../lifecycle/lifecycle.module.js';
import { ContractsModule } from '../contracts/contracts.module.js';
import { InvoiceStore } from './invoice.store.js';
import { VERIFIED_INVOICES } from './invoice-verified.store.js';
import { InvoicesController, InvoicesOfContractController } from './invoices.controller.js';
import { InvoicesService } from './invoices.service.js';
import { InvoicesReadingService } from './invoices-reading.service.js';

VERIFIED_SUBJECTS.add(VERIFIED_INVOICES);

@Module({
  imports: [ContractsModule, EventsModule, LifecycleModule],
  controllers: [InvoicesController, InvoicesOfContractController],
  providers: [InvoicesReadingService, InvoicesService, InvoiceStore],
  exports: [InvoicesService],
})
export class InvoicesModule {}
