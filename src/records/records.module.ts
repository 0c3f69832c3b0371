import { Module } from '@nestjs/common';
import { FailingToolStore } from '../deliveries/failing-tool.store.js';
import { ConnectorAuthStore } from './connectors/connector-auth.store.js';
import { Tools } from './connectors/tools.service.js';
import { RecordStore } from './record.store.js';
import { RecordMaker } from './record-maker.service.js';
import { RecordUpdateStore } from './record-update.store.js';
import { RecordUpdater } from './record-updater.service.js';

const OFFERED = [
  ConnectorAuthStore,
  FailingToolStore,
  RecordMaker,
  RecordStore,
  RecordUpdater,
  RecordUpdateStore,
  Tools,
];

@Module({ providers: OFFERED, exports: OFFERED })
export class RecordsModule {}
