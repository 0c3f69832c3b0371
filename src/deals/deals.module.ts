import { Module } from '@nestjs/common';
import { AccountStore } from './account.store.js';
import { DealStore } from './deal.store.js';
import { RenewalStore } from './renewal.store.js';

const OFFERED = [AccountStore, DealStore, RenewalStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class DealsModule {}
