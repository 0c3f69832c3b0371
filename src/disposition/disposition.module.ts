import { Module } from '@nestjs/common';
import { DispositionStore } from './disposition.store.js';
import { KeptOutStore } from './kept-out.store.js';
import { SuppressionStore } from './suppression.store.js';

const OFFERED = [DispositionStore, KeptOutStore, SuppressionStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class DispositionModule {}
