import { Module } from '@nestjs/common';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { AccountStore } from './account.store.js';
import { DealStore } from './deal.store.js';
import { DealCases } from './deal-cases.service.js';

const OFFERED = [AccountStore, DealStore, DealCases];

@Module({ imports: [LifecycleModule], providers: OFFERED, exports: OFFERED })
export class DealsDataModule {}
