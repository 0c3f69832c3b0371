import { Module } from '@nestjs/common';
import { EventTally } from './event-tally.js';
import { FeedConsumerStore } from './feed-consumer.store.js';
import { LedgerStore } from './ledger.store.js';
import { PartitionSweep } from './partition.sweep.js';

const OFFERED = [EventTally, FeedConsumerStore, LedgerStore, PartitionSweep];

@Module({ providers: OFFERED, exports: OFFERED })
export class EventsModule {}
