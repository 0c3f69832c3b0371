import { Module } from '@nestjs/common';
import { RenewalStore } from '../handoffs/renewal.store.js';
import { AccountStore } from './account.store.js';
import { DealStore } from './deal.store.js';

const OFFERED = [AccountStore, DealStore, RenewalStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class DealsModule {}
