import { Module } from '@nestjs/common';
import { AdminModule } from '../admin/admin.module.js';
import { DealsModule } from '../deals/deals.module.js';
import { DealsDataModule } from '../deals/deals-data.module.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { Senders } from '../deliveries/senders.service.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { HandoffsModule } from '../handoffs/handoffs.module.js';
import { HandoffsDataModule } from '../handoffs/handoffs-data.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { RecordsDataModule } from '../records/records-data.module.js';
import { CrmConnectionToolsController } from './connections/crm-connection-tools.controller.js';
import { CrmConnectionTools } from './connections/crm-connection-tools.service.js';
import { CrmConnectionsController } from './connections/crm-connections.controller.js';
import { CrmSender } from './crm.sender.js';
import { CrmDataModule } from './crm-data.module.js';
import { CrmDealsController } from './crm-deals.controller.js';
import { CrmDeals } from './crm-deals.service.js';
import { CrmDoor } from './crm-door.service.js';
import { ToldDeals } from './told-deals.service.js';
import { ToldStages } from './told-stages.service.js';

/** What CRMs tell of deals, and what they are told when a deal is handed over. */
@Module({
  imports: [
    DirectoryModule,
    AdminModule,
    DeliveriesModule,
    CrmDataModule,
    DealsDataModule,
    DealsModule,
    HandoffsDataModule,
    HandoffsModule,
    LifecycleModule,
    RecordsDataModule,
  ],
  controllers: [CrmConnectionToolsController, CrmConnectionsController, CrmDealsController],
  providers: [CrmConnectionTools, CrmDoor, CrmSender, CrmDeals, ToldDeals, ToldStages],
})
export class CrmModule {
  constructor(senders: Senders, crm: CrmSender) {
    senders.add(crm);
  }
}
