import { Module } from '@nestjs/common';
import { RevenueRehearsalController } from './rehearsal/rehearsal.controller.js';

/** What accounts are worth in a year, what moves it, and how much of it stays. */
@Module({
  controllers: [RevenueRehearsalController],
})
export class RevenueModule {}
