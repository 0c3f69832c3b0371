import { Module } from '@nestjs/common';
import { ContractsModule } from './contracts/contracts.module.js';

/** What customers pay. */
@Module({ imports: [ContractsModule] })
export class RevenueModule {}
