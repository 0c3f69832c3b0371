import { Module } from '@nestjs/common';
import { PolicyStore } from './policy.store.js';
import { PolicyArchive } from './policy-archive.store.js';

const OFFERED = [PolicyArchive, PolicyStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class SlaModule {}
