import { Global, Module } from '@nestjs/common';
import { HistoryService } from './history.service.js';
import { VersionStore } from './version.store.js';

const OFFERED = [HistoryService, VersionStore];

@Global()
@Module({ providers: OFFERED, exports: OFFERED })
export class DocumentsModule {}
