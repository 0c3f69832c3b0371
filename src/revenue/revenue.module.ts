import { Module } from '@nestjs/common';
import { BUILT_INS } from '../admin/first-start/built-ins.js';
import { DEAL_CONTRACTS } from '../deals/deal-contracts.store.js';
import { DEAL_LISTENERS } from '../deals/deal-listeners.js';
import { DealsModule } from '../deals/deals.module.js';
import { RenewalContracts } from '../deals/renewals/renewal-contracts.service.js';
import { KEEPS_FROM_TAKING_BACK } from '../deals/taking-back.js';
import { SETUP_CHECKS } from '../directory/setup-checks.js';
import { Pulse } from '../engine/pulse.sweep.js';
import { NAMED_IN_DATA } from '../events/named.js';
import { INVARIANTS, VERIFIED_SUBJECTS } from '../events/verified.js';
import { PERSONAL_DATA } from '../leads/personal-data.js';
import { SURVIVALS } from '../leads/survivals.js';
import { BUILT_IN_CHURN_REASONS, CHURN_REASON_KIND } from './churn-reasons/churn-reason.kind.js';
import { ChurnReasonStore, readLabelsOf } from './churn-reasons/churn-reason.store.js';
import { ChurnReasonsController } from './churn-reasons/churn-reasons.controller.js';
import { CohortStore } from './cohorts/cohort.store.js';
import { CohortsController } from './cohorts/cohorts.controller.js';
import { CohortsService } from './cohorts/cohorts.service.js';
import { AccountRevenueController } from './contracts/account-revenue.controller.js';
import { AccountRevenueService } from './contracts/account-revenue.service.js';
import { ArrStepStore } from './contracts/arr-step.store.js';
import { ContractStore, LASTING } from './contracts/contract.store.js';
import { ContractAccess } from './contracts/contract-access.service.js';
import { ContractCases } from './contracts/contract-cases.service.js';
import { ContractRenewals } from './contracts/contract-renewals.service.js';
import { ContractVerbs } from './contracts/contract-verbs.service.js';
import { VERIFIED_CONTRACTS } from './contracts/contract-verified.store.js';
import { ContractsController } from './contracts/contracts.controller.js';
import { ContractsService } from './contracts/contracts.service.js';
import { ContractsSweep } from './contracts/contracts.sweep.js';
import { ContractsReadingService } from './contracts/contracts-reading.service.js';
import { PERSONAL_DATA_OF_CONTRACTS } from './contracts/personal-data.js';
import { WithdrawingContracts } from './contracts/withdrawing.service.js';
import { readDealArr } from './deal-arr/deal-arr.store.js';
import { ForecastAccuracyService } from './forecast/accuracy.service.js';
import { ForecastController } from './forecast/forecast.controller.js';
import { ForecastService } from './forecast/forecast.service.js';
import { ForecastStore } from './forecast/forecast.store.js';
import { ForecastReading } from './forecast/forecast-reading.service.js';
import { FxRateStore } from './fx-rates/fx-rate.store.js';
import { FxRatesController } from './fx-rates/fx-rates.controller.js';
import { FxRatesService } from './fx-rates/fx-rates.service.js';
import { InvoiceStore } from './invoices/invoice.store.js';
import { VERIFIED_INVOICES } from './invoices/invoice-verified.store.js';
import { InvoicesController, InvoicesOfContractController } from './invoices/invoices.controller.js';
import { InvoicesService } from './invoices/invoices.service.js';
import { InvoicesReadingService } from './invoices/invoices-reading.service.js';
import { ExpansionVerbs } from './proposals/expansion-verbs.service.js';
import { ExpansionsController } from './proposals/expansions.controller.js';
import { Expansions } from './proposals/expansions.service.js';
import { Proposals } from './proposals/proposals.service.js';
import { ProposalReminders } from './proposals/reminders.service.js';
import { RevenueRehearsalController } from './rehearsal/rehearsal.controller.js';
import {
  RENEWAL_CHECK,
  RENEWAL_INVARIANTS,
  RenewalStore,
  readAccountsOfContracts,
  readBoundRenewals,
  readDecidedRenewals,
} from './renewals/renewal.store.js';
import { RenewalDeals } from './renewals/renewal-deals.service.js';
import { RenewalEnding } from './renewals/renewal-ending.service.js';
import { RenewalMaking } from './renewals/renewal-making.service.js';
import { RenewalRestating } from './renewals/renewal-restating.service.js';
import { SalesDebtController } from './sales-debt/sales-debt.controller.js';
import { SalesDebtService } from './sales-debt/sales-debt.service.js';
import { SalesDebtStore } from './sales-debt/sales-debt.store.js';
import { UsageController, UsageOfContractController } from './usage/usage.controller.js';
import { UsageService } from './usage/usage.service.js';
import { UsageStore } from './usage/usage.store.js';
import { ArrHistoryStore } from './windows/arr-history.store.js';
import { WindowReportService } from './windows/window-report.service.js';
import { WindowReportsController } from './windows/window-reports.controller.js';
import { readChangesOfWins } from './won-deals/survival.store.js';
import { mayMakeContract } from './won-deals/won-deal.js';
import {
  AWAITS_LOOK,
  lookAtDeals,
  PROPOSED_DEALS,
  readProposalReasons,
  readProposedDeals,
  readProposingDeals,
  WON_DEAL_INVARIANTS,
  WON_DEAL_LOOKS,
  WonDealStore,
} from './won-deals/won-deal.store.js';
import { WonDeals } from './won-deals/won-deals.service.js';

DEAL_CONTRACTS.add({
  readAccounts: readAccountsOfContracts,
  ofDeal: 'exists (select from contract where contract.deal_id = deal.id)',
  looksAt: mayMakeContract,
  awaitsLook: AWAITS_LOOK,
  ...LASTING,
  readArr: readDealArr,
  readDecided: readDecidedRenewals,
  readBound: readBoundRenewals,
  readProposals: readProposedDeals,
  readProposing: readProposingDeals,
  readReasons: readProposalReasons,
  ...PROPOSED_DEALS,
});
SETUP_CHECKS.add(RENEWAL_CHECK);
VERIFIED_SUBJECTS.add(VERIFIED_CONTRACTS, VERIFIED_INVOICES);
INVARIANTS.add(RENEWAL_INVARIANTS, WON_DEAL_INVARIANTS);
DEAL_LISTENERS.add(lookAtDeals);
PERSONAL_DATA.add(PERSONAL_DATA_OF_CONTRACTS);
NAMED_IN_DATA.add({ field: 'churnReason', read: readLabelsOf });
SURVIVALS.add({ read: readChangesOfWins });
BUILT_INS.add({ kind: CHURN_REASON_KIND, bodies: BUILT_IN_CHURN_REASONS });

KEEPS_FROM_TAKING_BACK.add(
  { of: 'deal', table: 'contract', column: 'deal_id' },
  { of: 'deal', table: 'won_deal', column: 'deal_id' },
  { of: 'account', table: 'contract', column: 'account_id' },
  { of: 'account', table: 'arr_step', column: 'account_id' },
);

@Module({
  imports: [DealsModule],
  controllers: [
    RevenueRehearsalController,
    ContractsController,
    ExpansionsController,
    UsageController,
    UsageOfContractController,
    AccountRevenueController,
    ChurnReasonsController,
    FxRatesController,
    InvoicesController,
    InvoicesOfContractController,
    CohortsController,
    ForecastController,
    SalesDebtController,
    WindowReportsController,
  ],
  providers: [
    ArrStepStore,
    ContractAccess,
    ContractCases,
    ContractStore,
    ContractsReadingService,
    ContractsService,
    ContractsSweep,
    ContractRenewals,
    ContractVerbs,
    AccountRevenueService,
    ChurnReasonStore,
    FxRatesService,
    FxRateStore,
    InvoicesReadingService,
    InvoicesService,
    InvoiceStore,
    UsageService,
    UsageStore,
    Expansions,
    ExpansionVerbs,
    Proposals,
    ProposalReminders,
    RenewalDeals,
    RenewalEnding,
    RenewalMaking,
    RenewalRestating,
    RenewalStore,
    WithdrawingContracts,
    WonDeals,
    WonDealStore,
    ArrHistoryStore,
    WindowReportService,
    CohortsService,
    CohortStore,
    SalesDebtService,
    SalesDebtStore,
    ForecastAccuracyService,
    ForecastReading,
    ForecastService,
    ForecastStore,
  ],
  exports: [ContractsService, ContractStore, InvoicesService, UsageService, WithdrawingContracts],
})
export class RevenueModule {
  constructor(wonDeals: WonDeals, pulse: Pulse, ending: RenewalEnding, renewals: RenewalContracts) {
    renewals.open = (acting, deal) => ending.open(acting, deal);
    pulse.whileWaiting(WON_DEAL_LOOKS.waits, {
      name: 'won-deals',
      everyMs: 0,
      run: (goOn) => wonDeals.look(goOn),
      failing: 'Contracts of won deals are not made',
    });
  }
}
