import { Module } from '@nestjs/common';
import { ConnectorAuthStore } from './connector-auth.store.js';
import { FailingToolStore } from './failing-tool.store.js';
import { RecordStore } from './record.store.js';
import { RecordMaker } from './record-maker.service.js';
import { RecordUpdateStore } from './record-update.store.js';
import { RecordUpdater } from './record-updater.service.js';
import { Tools } from './tools.service.js';

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
