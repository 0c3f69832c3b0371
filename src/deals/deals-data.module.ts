import { Module } from '@nestjs/common';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { AccountStore } from './accounts/account.store.js';
import { DealStore } from './deal.store.js';
import { DealCases } from './deal-cases.service.js';

const OFFERED = [AccountStore, DealStore, DealCases];

/**
 * The stores of accounts and deals, and how both are opened in a transaction, without their routes: handoffs import
 * this module, and the one with the routes imports handoffs.
 */
@Module({ imports: [LifecycleModule], providers: OFFERED, exports: OFFERED })
export class DealsDataModule {}
