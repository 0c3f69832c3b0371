import { Module } from '@nestjs/common';
import { ConnectorAuthStore } from './connectors/connector-auth.store.js';
import { Tools } from './connectors/tools.service.js';
import { RecordStore } from './record.store.js';
import { RecordUpdateStore } from './updates/record-update.store.js';

const OFFERED = [ConnectorAuthStore, Tools, RecordStore, RecordUpdateStore];

/**
 * The stores of records and of connectors, and how a tool is asked, without their routes: handoffs and crm import this
 * module, and the one with the routes imports handoffs.
 */
@Module({ providers: OFFERED, exports: OFFERED })
export class RecordsDataModule {}
