import { Module } from '@nestjs/common';
import { DispositionStore } from './disposition.store.js';

const OFFERED = [DispositionStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class DispositionModule {}
