import { Module } from '@nestjs/common';
import { ClockStore } from './clock.store.js';
import { PauseStore } from './pause.store.js';
import { RepTimerStore } from './rep-timers.store.js';
import { ReplanningStore } from './replanning.store.js';

const OFFERED = [ClockStore, PauseStore, RepTimerStore, ReplanningStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class ClocksModule {}
