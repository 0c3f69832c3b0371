import { Module } from '@nestjs/common';
import { HandoffCountStore } from '../handoffs/reports/handoff-count.store.js';
import { HandoffReasonStore } from '../handoffs/reports/handoff-reason.store.js';
import { AgeingStore } from './ageing.store.js';
import { DuePromisesStore } from './due-promises.store.js';
import { FactStore } from './fact.store.js';
import { HistoryStore } from './history.store.js';
import { PackedDayStore } from './packed-day.store.js';
import { ReportStore } from './report.store.js';
import { SettlementStore } from './settlement.store.js';

const OFFERED = [
  AgeingStore,
  DuePromisesStore,
  FactStore,
  HandoffCountStore,
  HandoffReasonStore,
  HistoryStore,
  PackedDayStore,
  ReportStore,
  SettlementStore,
];

@Module({ providers: OFFERED, exports: OFFERED })
export class ReportingModule {}
