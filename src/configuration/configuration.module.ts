import { Global, Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { EventsModule } from '../events/events.module.js';
import { ConfigurationService } from './configuration.service.js';
import { ConfigurationStore } from './configuration.store.js';
import { Rehearsals } from './rehearsals.service.js';
import { ResourceService } from './resource.service.js';
import { ResourceOrderService } from './resource-order.service.js';
import { SealedField } from './sealed-field.service.js';

@Global()
@Module({
  imports: [DocumentsModule, EventsModule],
  providers: [ConfigurationStore, ConfigurationService, Rehearsals, ResourceService, ResourceOrderService, SealedField],
  exports: [ConfigurationStore, ConfigurationService, Rehearsals, ResourceService, ResourceOrderService],
})
export class ConfigurationModule {}
