import { Module } from '@nestjs/common';
import { BulkClosingStore } from './bulk-closing.store.js';
import { BulkRunStore } from './bulk-run.store.js';
import { DispositionStore } from './disposition.store.js';
import { KeptOutStore, SuppressionStore } from './suppression.store.js';

const OFFERED = [BulkClosingStore, BulkRunStore, DispositionStore, KeptOutStore, SuppressionStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class DispositionModule {}
