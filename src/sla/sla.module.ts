import { Module } from '@nestjs/common';
import { HoldStore } from './hold.store.js';
import { PolicyStore } from './policy.store.js';
import { PolicyArchive } from './policy-archive.store.js';
import { StormStore } from './storm.store.js';

const OFFERED = [HoldStore, PolicyArchive, PolicyStore, StormStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class SlaModule {}
