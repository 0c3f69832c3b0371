import { Module } from '@nestjs/common';
import { EventTally } from './event-tally.js';
import { EventsController } from './events.controller.js';
import { LedgerStore } from './ledger.store.js';
import { PartitionSweep } from './partition.sweep.js';

@Module({
  controllers: [EventsController],
  providers: [EventTally, LedgerStore, PartitionSweep],
  exports: [EventTally, LedgerStore],
})
export class EventsModule {}
