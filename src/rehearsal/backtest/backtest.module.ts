import { Module } from '@nestjs/common';
import { ClocksModule } from '../../clocks/clocks.module.js';
import { DirectoryModule } from '../../directory/directory.module.js';
import { LeadsModule } from '../../leads/leads.module.js';
import { RoutingModule } from '../../routing/routing.module.js';
import { Backtest } from './backtest.service.js';
import { BacktestStore } from './backtest.store.js';

@Module({
  imports: [ClocksModule, DirectoryModule, LeadsModule, RoutingModule],
  providers: [Backtest, BacktestStore],
  exports: [Backtest],
})
export class BacktestModule {}
