import { Module } from '@nestjs/common';
import { HandoffStore } from './handoff.store.js';
import { HandoffListStore } from './handoff-list.store.js';
import { KindArchive } from './kind-archive.store.js';
import { ReceiverStore } from './receiver.store.js';

const OFFERED = [HandoffListStore, HandoffStore, ReceiverStore, KindArchive];

@Module({ providers: OFFERED, exports: OFFERED })
export class HandoffsModule {}
