import { Module } from '@nestjs/common';
import { ClockStore } from './clock.store.js';
import { RepTimerStore } from './rep-timers.store.js';
import { ReplanningStore } from './replanning.store.js';

const OFFERED = [ClockStore, RepTimerStore, ReplanningStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class ClocksModule {}
