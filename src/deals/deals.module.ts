import { Module } from '@nestjs/common';
import { ClocksModule } from '../clocks/clocks.module.js';
import { USERS } from '../configuration/users.store.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionModule } from '../disposition/disposition.module.js';
import { EventsModule } from '../events/events.module.js';
import { NAMED_IN_DATA } from '../events/named.js';
import { INVARIANTS } from '../events/verified.js';
import { LeadsModule } from '../leads/leads.module.js';
import { CAME_OF_LEADS, HELD_OF_PERSONS, PERSONAL_DATA } from '../leads/personal-data.js';
import { LeadFollowers } from '../lifecycle/following-leads.service.js';
import { LeadAccounts } from '../lifecycle/lead-accounts.service.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { OFFBOARDING_FIELDS } from '../lifecycle/offboarding-fields.js';
import { OffboardingParts } from '../lifecycle/offboarding-parts.service.js';
import { TracesOfPersons } from '../lifecycle/person-traces.service.js';
import { RoutingModule } from '../routing/routing.module.js';
import { AccountStore } from './accounts/account.store.js';
import { AccountMatchStore, readContactsOf } from './accounts/account-match.store.js';
import { AccountTypes } from './accounts/account-types.service.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountsService } from './accounts/accounts.service.js';
import { AccountsSweep } from './accounts/accounts.sweep.js';
import { DealAccounts } from './accounts/deal-accounts.service.js';
import { LeadMatching } from './accounts/lead-matching.service.js';
import { WaitingLeadsSweep } from './accounts/waiting-leads.sweep.js';
import { DealContracts } from './contracts/deal-contracts.service.js';
import { DealStore, readDealNames } from './deal.store.js';
import { DealAccess } from './deal-access.service.js';
import { DealCases } from './deal-cases.service.js';
import { DealGate } from './deal-gate.service.js';
import { DEAL_INVARIANTS } from './deal-invariants.store.js';
import { DealLeads } from './deal-leads.service.js';
import { tellOfDeals } from './deal-news.js';
import { DealStages } from './deal-stages.service.js';
import { USERS_AMONG_DEALS } from './deal-users.store.js';
import { DealWriting } from './deal-writing.service.js';
import { DealsController } from './deals.controller.js';
import { DealsService } from './deals.service.js';
import { DealsReadingService } from './deals-reading.service.js';
import { Delivering } from './delivering.service.js';
import { LeavingAccounts, LeavingDeals, OFFBOARDED_OF_DEALS } from './leaving.service.js';
import { MilestoneDeals } from './milestone-deals.service.js';
import { HELD_ACCOUNT_CONTACTS, PERSONAL_DATA_OF_DEALS } from './personal-data.js';
import { DealTouchStore } from './touches/deal-touch.store.js';
import { DealTouchesController } from './touches/deal-touches.controller.js';
import { DealTouches } from './touches/deal-touches.service.js';

USERS.add(...USERS_AMONG_DEALS);
INVARIANTS.add(DEAL_INVARIANTS);
PERSONAL_DATA.add(PERSONAL_DATA_OF_DEALS);
OFFBOARDING_FIELDS.add(...OFFBOARDED_OF_DEALS);
HELD_OF_PERSONS.add({ ...HELD_ACCOUNT_CONTACTS, read: readContactsOf });
NAMED_IN_DATA.add({ field: 'dealId', read: readDealNames });
CAME_OF_LEADS.add(
  { select: 'select id, lead_id from deal' },
  { select: 'select account_id, lead_id from deal', isShared: true },
);

const OFFERED = [DealContracts, DealLeads, DealWriting, AccountStore, DealStore, DealCases, DealGate];

/** Accounts, deals and their stages. */
@Module({
  imports: [
    ClocksModule,
    DirectoryModule,
    DispositionModule,
    EventsModule,
    LeadsModule,
    LifecycleModule,
    RoutingModule,
  ],
  controllers: [AccountsController, DealsController, DealTouchesController],
  providers: [
    ...OFFERED,
    DealAccess,
    DealsReadingService,
    AccountsService,
    AccountsSweep,
    DealAccounts,
    DealStages,
    DealTouches,
    DealTouchStore,
    DealsService,
    Delivering,
    MilestoneDeals,
    AccountTypes,
    AccountMatchStore,
    LeadMatching,
    WaitingLeadsSweep,
    LeavingDeals,
    LeavingAccounts,
  ],
  exports: OFFERED,
})
export class DealsModule {
  constructor(
    followers: LeadFollowers,
    milestones: MilestoneDeals,
    traces: TracesOfPersons,
    deals: DealStore,
    ofLeads: LeadAccounts,
    matching: LeadMatching,
    accounts: AccountStore,
    parts: OffboardingParts,
    leavingDeals: LeavingDeals,
    leavingAccounts: LeavingAccounts,
  ) {
    ofLeads.provide(matching);
    parts.add(leavingDeals, leavingAccounts);
    followers.addOfMilestones(milestones);
    traces.add({
      lock: (tx) => deals.lockAll(tx),
      // What was ready is not any more.
      erase: async (tx, { leadIds, at }) => tellOfDeals(tx, await deals.findOfLeads(tx, leadIds), at),
      eraseKnown: async (tx, { emailKeys, phoneKeys }) => ({
        accountContacts: await accounts.eraseContacts(tx, emailKeys, phoneKeys),
      }),
    });
  }
}
