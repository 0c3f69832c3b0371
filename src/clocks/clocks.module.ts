import { Module } from '@nestjs/common';
import { ClockStore } from './clock.store.js';
import { DueClockStore } from './due-clocks.store.js';
import { MissedClockStore } from './missed-clocks.store.js';
import { PauseStore } from './pause.store.js';
import { RepTimerStore } from './rep-timers.store.js';
import { ReplanningStore } from './replanning.store.js';

const OFFERED = [ClockStore, DueClockStore, MissedClockStore, PauseStore, RepTimerStore, ReplanningStore];

/** The tables of clocks and pauses. Their rules are plain functions beside them, as in every folder of the core. */
@Module({ providers: OFFERED, exports: OFFERED })
export class ClocksModule {}
