import { Module } from '@nestjs/common';
import { SEALED_PLACES } from '../configuration/sealed-field.service.js';
import { USERS } from '../configuration/users.store.js';
import { DealStore } from '../deals/deal.store.js';
import { DEAL_LISTENERS } from '../deals/deal-listeners.js';
import { DealsModule } from '../deals/deals.module.js';
import { KEEPS_FROM_TAKING_BACK } from '../deals/taking-back.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { addWayToTools } from '../deliveries/failing-tools/failing-tool.store.js';
import { Senders } from '../deliveries/senders.service.js';
import { SETUP_CHECKS } from '../directory/setup-checks.js';
import { HandoffsModule } from '../handoffs/handoffs.module.js';
import { KIND_LISTENERS } from '../handoffs/kinds/kind-news.js';
import { PERSONAL_DATA } from '../leads/personal-data.js';
import { TracesOfPersons } from '../lifecycle/person-traces.service.js';
import { RecordsModule } from '../records/records.module.js';
import { RevenueModule } from '../revenue/revenue.module.js';
import { USERS_AMONG_CRM_CONNECTIONS } from './connections/crm-connection.kind.js';
import { CrmConnectionTools } from './connections/crm-connection-tools.service.js';
import { CrmConnectionsController, CrmConnectionToolsController } from './connections/crm-connections.controller.js';
import { CrmSecretStore } from './connections/crm-secret.store.js';
import { CrmSender } from './crm.sender.js';
import { CRM_CHECK, WAY_FROM_CRMS, WAY_TO_CRMS } from './crm-check.store.js';
import { CrmDeals } from './crm-deals.service.js';
import { CrmDoor } from './crm-door.service.js';
import { CrmReadinessStore, queueReadiness, queueReadinessOfKind } from './crm-readiness.store.js';
import { CrmReportedStore, CrmWarningStore } from './crm-reported.store.js';
import { CrmWebhooksController } from './crm-webhooks.controller.js';
import { ReportedDeals } from './reported-deals.service.js';
import { ReportedStages } from './reported-stages.service.js';
import { CrmFacts } from './revenue/crm-facts.service.js';
import { FactNaming } from './revenue/fact-naming.service.js';

const SEALED = { kind: 'crmConnection', words: 'the CRM connection' };
SEALED_PLACES.add(
  { ...SEALED, select: 'id, name, sealed from crm_connection_secret join crm_connection on id = connection_id' },
  { ...SEALED, select: 'id, name, sealed from crm_connection_auth join crm_connection on id = connector_id' },
);
addWayToTools(WAY_TO_CRMS);
addWayToTools(WAY_FROM_CRMS);
SETUP_CHECKS.add(CRM_CHECK);
USERS.add(...USERS_AMONG_CRM_CONNECTIONS);
PERSONAL_DATA.add({
  tables: {},
  sections: {},
  foundOtherwise: { crm_oddity: { ref: 'deals', faults: 'deals', seen: 'deals' } },
});
DEAL_LISTENERS.add(queueReadiness);
KIND_LISTENERS.add(queueReadinessOfKind);

KEEPS_FROM_TAKING_BACK.add({ of: 'deal', table: 'crm_readiness', column: 'deal_id' });

@Module({
  imports: [DeliveriesModule, DealsModule, HandoffsModule, RecordsModule, RevenueModule],
  controllers: [CrmConnectionToolsController, CrmConnectionsController, CrmWebhooksController],
  providers: [
    CrmConnectionTools,
    CrmDoor,
    CrmSender,
    CrmDeals,
    CrmFacts,
    FactNaming,
    ReportedDeals,
    ReportedStages,
    CrmSecretStore,
    CrmWarningStore,
    CrmReadinessStore,
    CrmReportedStore,
  ],
})
export class CrmModule {
  constructor(senders: Senders, crm: CrmSender, traces: TracesOfPersons, warnings: CrmWarningStore, deals: DealStore) {
    senders.add(crm);
    traces.add({
      erase: async (tx, { leadIds, patterns }) =>
        warnings.forgetAbout(tx, await deals.findOfLeads(tx, leadIds), patterns),
    });
  }
}
