import { Module } from '@nestjs/common';
import { HoldStore, StormStore } from './hold.store.js';
import { PolicyArchive } from './policy.store.js';

const OFFERED = [HoldStore, PolicyArchive, StormStore];

/** The tables of policies and of holds on enforcement. */
@Module({ providers: OFFERED, exports: OFFERED })
export class SlaModule {}
