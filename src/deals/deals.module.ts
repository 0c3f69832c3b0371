import { Module } from '@nestjs/common';
import { AccountStore } from './account.store.js';
import { DealStore } from './deal.store.js';

const OFFERED = [AccountStore, DealStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class DealsModule {}
