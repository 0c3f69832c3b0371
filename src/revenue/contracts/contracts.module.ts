import { Module } from '@nestjs/common';
import { AdminModule } from '../../admin/admin.module.js';
import { BUILT_INS } from '../../admin/first-start/built-ins.js';
import { DEAL_CONTRACTS } from '../../deals/deal-contracts.store.js';
import { DEAL_LISTENERS } from '../../deals/deal-listeners.js';
import { DealsModule } from '../../deals/deals.module.js';
import { DirectoryModule } from '../../directory/directory.module.js';
import { SETUP_CHECKS } from '../../directory/setup-checks.js';
import { EngineModule } from '../../engine/engine.module.js';
import { Pulse } from '../../engine/pulse.sweep.js';
import { EventsModule } from '../../events/events.module.js';
import { NAMED_IN_DATA } from '../../events/named.js';
import { INVARIANTS, VERIFIED_SUBJECTS } from '../../events/verified.js';
import { PERSONAL_DATA } from '../../leads/personal-data.js';
import { SURVIVALS } from '../../leads/survivals.js';
import { LifecycleModule } from '../../lifecycle/lifecycle.module.js';
import { BUILT_IN_CHURN_REASONS } from '../churn-reasons/built-in-churn-reasons.js';
import { CHURN_REASON_KIND } from '../churn-reasons/churn-reason.kind.js';
import { ChurnReasonStore, readLabelsOf } from '../churn-reasons/churn-reason.store.js';
import { ChurnReasonsController } from '../churn-reasons/churn-reasons.controller.js';
import { FxRateStore } from '../fx-rates/fx-rate.store.js';
import { FxRatesController } from '../fx-rates/fx-rates.controller.js';
import { FxRatesService } from '../fx-rates/fx-rates.service.js';
import { RenewalStore, readAccountsOfContracts, readDecidedRenewals } from '../renewals/renewal.store.js';
import { RENEWAL_CHECK } from '../renewals/renewal-check.store.js';
import { RenewalDeals } from '../renewals/renewal-deals.service.js';
import { RENEWAL_INVARIANTS } from '../renewals/renewal-invariants.store.js';
import { RenewalMaking } from '../renewals/renewal-making.service.js';
import { UsageController, UsageOfContractController } from '../usage/usage.controller.js';
import { UsageService } from '../usage/usage.service.js';
import { UsageStore } from '../usage/usage.store.js';
import { readChangesOfWins } from '../won-deals/survival.store.js';
import { lookAtDeals, WON_DEAL_LOOKS, WonDealStore } from '../won-deals/won-deal.store.js';
import { WON_DEAL_INVARIANTS } from '../won-deals/won-deal-invariants.store.js';
import { WonDeals } from '../won-deals/won-deals.service.js';
import { AccountRevenueController } from './account-revenue.controller.js';
import { AccountRevenueService } from './account-revenue.service.js';
import { ArrStepStore } from './arr-step.store.js';
import { ContractStore } from './contract.store.js';
import { ContractCases } from './contract-cases.service.js';
import { ContractRenewals } from './contract-renewals.service.js';
import { ContractVerbs } from './contract-verbs.service.js';
import { VERIFIED_CONTRACTS } from './contract-verified.store.js';
import { ContractsController } from './contracts.controller.js';
import { ContractsService } from './contracts.service.js';
import { ContractsSweep } from './contracts.sweep.js';
import { ContractsReadingService } from './contracts-reading.service.js';
import { PERSONAL_DATA_OF_CONTRACTS } from './personal-data.js';

DEAL_CONTRACTS.add({
  readAccounts: readAccountsOfContracts,
  ofDeal: 'exists (select from contract where contract.deal_id = deal.id)',
  readDecided: readDecidedRenewals,
});
SETUP_CHECKS.add(RENEWAL_CHECK);
VERIFIED_SUBJECTS.add(VERIFIED_CONTRACTS);
INVARIANTS.add(RENEWAL_INVARIANTS, WON_DEAL_INVARIANTS);
DEAL_LISTENERS.add(lookAtDeals);
PERSONAL_DATA.add(PERSONAL_DATA_OF_CONTRACTS);
NAMED_IN_DATA.add({ field: 'churnReason', read: readLabelsOf });
SURVIVALS.add({ read: readChangesOfWins });
BUILT_INS.add({ kind: CHURN_REASON_KIND, bodies: BUILT_IN_CHURN_REASONS });

@Module({
  imports: [AdminModule, DealsModule, DirectoryModule, EngineModule, EventsModule, LifecycleModule],
  controllers: [
    ContractsController,
    UsageController,
    UsageOfContractController,
    AccountRevenueController,
    ChurnReasonsController,
    FxRatesController,
  ],
  providers: [
    AccountRevenueService,
    UsageService,
    UsageStore,
    ArrStepStore,
    ChurnReasonStore,
    ContractCases,
    ContractRenewals,
    ContractsReadingService,
    ContractsService,
    ContractsSweep,
    ContractStore,
    ContractVerbs,
    FxRatesService,
    FxRateStore,
    RenewalDeals,
    RenewalMaking,
    RenewalStore,
    WonDeals,
    WonDealStore,
  ],
  exports: [
    ArrStepStore,
    ChurnReasonStore,
    ContractsReadingService,
    ContractsService,
    ContractStore,
    FxRateStore,
    UsageService,
  ],
})
export class ContractsModule {
  constructor(wonDeals: WonDeals, pulse: Pulse) {
    pulse.whileWaiting(WON_DEAL_LOOKS.waits, {
      name: 'won-deals',
      everyMs: 0,
      run: (goOn) => wonDeals.look(goOn),
      failing: 'Contracts of won deals are not made',
    });
  }
}
