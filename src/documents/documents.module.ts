import { Global, Module } from '@nestjs/common';
import { HistoryService } from './history.service.js';
import { VersionStore } from './version.store.js';

const OFFERED = [HistoryService, VersionStore];

/** Versions, their difference and their history, of whatever is edited as a whole. */
@Global()
@Module({ providers: OFFERED, exports: OFFERED })
export class DocumentsModule {}
