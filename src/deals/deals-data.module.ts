import { Module } from '@nestjs/common';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { AccountStore } from './accounts/account.store.js';
import { AccountTypes } from './accounts/account-types.service.js';
import { DealStore } from './deal.store.js';
import { DealCases } from './deal-cases.service.js';
import { DealGate } from './deal-gate.service.js';

const OFFERED = [AccountStore, AccountTypes, DealStore, DealCases, DealGate];

/**
 * The stores of accounts and deals, how both are opened in a transaction, and what has to be there before a deal is won.
 */
@Module({ imports: [LifecycleModule], providers: OFFERED, exports: OFFERED })
export class DealsDataModule {}
