import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionModule } from '../disposition/disposition.module.js';
import { EventsModule } from '../events/events.module.js';
import { HandoffsModule } from '../handoffs/handoffs.module.js';
import { HandoffsDataModule } from '../handoffs/handoffs-data.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { LeadFollowers } from '../lifecycle/following-leads.service.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { RoutingModule } from '../routing/routing.module.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountsService } from './accounts/accounts.service.js';
import { DealAccounts } from './accounts/deal-accounts.service.js';
import { DealLeads } from './deal-leads.service.js';
import { DealStages } from './deal-stages.service.js';
import { DealWriting } from './deal-writing.service.js';
import { DealsController } from './deals.controller.js';
import { DealsService } from './deals.service.js';
import { DealsDataModule } from './deals-data.module.js';
import { DealsReadingService } from './deals-reading.service.js';
import { MilestoneDeals } from './milestone-deals.service.js';

/** Accounts, deals and their stages. */
@Module({
  imports: [
    DealsDataModule,
    DirectoryModule,
    DispositionModule,
    EventsModule,
    HandoffsDataModule,
    HandoffsModule,
    LeadsModule,
    LifecycleModule,
    RoutingModule,
  ],
  controllers: [AccountsController, DealsController],
  providers: [
    DealsReadingService,
    AccountsService,
    DealAccounts,
    DealLeads,
    DealStages,
    DealWriting,
    DealsService,
    MilestoneDeals,
  ],
  exports: [DealLeads, DealWriting],
})
export class DealsModule {
  constructor(followers: LeadFollowers, milestones: MilestoneDeals) {
    followers.addOfMilestones(milestones);
  }
}
