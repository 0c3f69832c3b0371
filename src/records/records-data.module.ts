import { Module } from '@nestjs/common';
import { ConnectorAuthStore } from './connectors/connector-auth.store.js';
import { Tools } from './connectors/tools.service.js';
import { RecordStore } from './record.store.js';
import { RecordMaker } from './record-maker.service.js';
import { RecordUpdateStore } from './record-update.store.js';
import { RecordUpdater } from './record-updater.service.js';

const OFFERED = [ConnectorAuthStore, Tools, RecordStore, RecordMaker, RecordUpdateStore, RecordUpdater];

@Module({ providers: OFFERED, exports: OFFERED })
export class RecordsDataModule {}
