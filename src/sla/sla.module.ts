import { Module } from '@nestjs/common';
import { HoldStore } from './hold.store.js';
import { PolicyStore } from './policy.store.js';
import { PolicyArchive } from './policy-archive.store.js';
import { StormStore } from './storm.store.js';

const OFFERED = [HoldStore, PolicyArchive, PolicyStore, StormStore];

/** The tables of policies and of holds on enforcement. */
@Module({ providers: OFFERED, exports: OFFERED })
export class SlaModule {}
