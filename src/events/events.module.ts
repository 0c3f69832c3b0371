import { Module } from '@nestjs/common';
import { EventsController } from './events.controller.js';
import { LedgerStore } from './ledger.store.js';
import { PartitionSweep } from './partition.sweep.js';

@Module({ controllers: [EventsController], providers: [LedgerStore, PartitionSweep], exports: [LedgerStore] })
export class EventsModule {}
