import { Module } from '@nestjs/common';
import { USERS } from '../configuration/users.store.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { NOTIFICATION_WORDS } from '../deliveries/notifications/notification-words.js';
import { NotifiedSubjects } from '../deliveries/notified-subjects.service.js';
import { POLICY_FORESIGHTS } from '../directory/policy-foresights.js';
import { SETUP_CHECKS } from '../directory/setup-checks.js';
import { Pulse } from '../engine/pulse.sweep.js';
import { Workers } from '../engine/workers.service.js';
import { NAMED_IN_DATA } from '../events/named.js';
import { INVARIANTS, VERIFIED_SUBJECTS } from '../events/verified.js';
import { CONTACT_TABLES } from '../leads/contact-keys.js';
import { CAME_OF_LEADS, HELD_OF_PERSONS, PERSONAL_DATA } from '../leads/personal-data.js';
import { DealsOfPastLeads } from '../lifecycle/arrivals/deals-of-past-leads.service.js';
import { LeadFollowers } from '../lifecycle/following-leads.service.js';
import { LeadAccounts } from '../lifecycle/lead-accounts.service.js';
import { OFFBOARDING_FIELDS } from '../lifecycle/offboarding-fields.js';
import { OffboardingParts } from '../lifecycle/offboarding-parts.service.js';
import { OpenDeals } from '../lifecycle/open-deals.service.js';
import { TracesOfPersons } from '../lifecycle/person-traces.service.js';
import { SubjectKinds } from '../lifecycle/subject-kinds.service.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { MS_PER_MINUTE } from '../platform/values/duration.js';
import { POLICY_LISTENERS } from '../sla/policy-news.js';
import { AccountStore } from './accounts/account.store.js';
import { AccountMatchStore, readContactsOf } from './accounts/account-match.store.js';
import { AccountTypes } from './accounts/account-types.service.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountsService } from './accounts/accounts.service.js';
import { DealAccounts } from './accounts/deal-accounts.service.js';
import { LeadMatching } from './accounts/lead-matching.service.js';
import { WaitingLeadsSweep } from './accounts/waiting-leads.sweep.js';
import { DealStore, readDealNames } from './deal.store.js';
import { DealAccess } from './deal-access.service.js';
import { DealCases } from './deal-cases.service.js';
import { DEAL_CHECK } from './deal-check.store.js';
import { DealGate } from './deal-gate.service.js';
import { DEAL_INVARIANTS } from './deal-invariants.store.js';
import { DealLeads } from './deal-leads.service.js';
import { DealListStore } from './deal-list.store.js';
import { notifyDealListeners } from './deal-listeners.js';
import { DealStages } from './deal-stages.service.js';
import { USERS_AMONG_DEALS } from './deal-users.store.js';
import { VERIFIED_DEALS } from './deal-verified.store.js';
import { DealWriting } from './deal-writing.service.js';
import { DealsController } from './deals.controller.js';
import { DealsService } from './deals.service.js';
import { DealsOfClosings } from './deals-of-closings.service.js';
import { DealsOfPastLeadsHere } from './deals-of-past-leads.service.js';
import { DealsReadingService } from './deals-reading.service.js';
import { Delivering } from './delivering.service.js';
import { DELIVERY_WORDS } from './delivery-words.js';
import { LeavingAccounts, LeavingDeals, OFFBOARDED_OF_DEALS } from './leaving.service.js';
import { MilestoneDeals } from './milestone-deals.service.js';
import { OverdueLeads } from './overdue-leads.service.js';
import { PastDeals } from './past-deals.service.js';
import { DEALS_OF_LEADS, HELD_ACCOUNT_CONTACTS, leadOfDeal, PERSONAL_DATA_OF_DEALS } from './personal-data.js';
import { DealEnforcementWorker } from './promises/deal-enforcement.worker.js';
import { DEAL_LOOKS, DealLookStore, lookAtAllPromises } from './promises/deal-look.store.js';
import { DealNotifications } from './promises/deal-notifications.service.js';
import { DealPromisesController } from './promises/deal-promises.controller.js';
import { DealPromises } from './promises/deal-promises.service.js';
import { promisesOfDeals } from './promises/deal-terms.js';
import { DEAL_WORDS } from './promises/deal-words.js';
import { foreseeDeals } from './promises/foresight.store.js';
import { PromiseActs } from './promises/promise-acts.service.js';
import { PromisedDeals } from './promises/promised-deals.service.js';
import { RenewalContracts } from './renewals/renewal-contracts.service.js';
import { RenewalDealStore } from './renewals/renewal-deal.store.js';
import { RenewalOwners } from './renewals/renewal-owners.service.js';
import { TakingBackDeals } from './taking-back.service.js';
import { TakingBackStore } from './taking-back.store.js';
import { DealTouchStore } from './touches/deal-touch.store.js';
import { DealTouchesController } from './touches/deal-touches.controller.js';
import { DealTouches } from './touches/deal-touches.service.js';

USERS.add(...USERS_AMONG_DEALS);
INVARIANTS.add(DEAL_INVARIANTS);
VERIFIED_SUBJECTS.add(VERIFIED_DEALS);
NOTIFICATION_WORDS.add(DEAL_WORDS, DELIVERY_WORDS);
POLICY_LISTENERS.add(async (tx, { before, after, adoptions, at }) => {
  if ([...before, ...after].some(promisesOfDeals)) await lookAtAllPromises(tx, adoptions, at);
});
POLICY_FORESIGHTS.add(foreseeDeals);
PERSONAL_DATA.add(PERSONAL_DATA_OF_DEALS);
OFFBOARDING_FIELDS.add(...OFFBOARDED_OF_DEALS);
SETUP_CHECKS.add(DEAL_CHECK);
CONTACT_TABLES.add({
  table: 'account_contact',
  id: 'account_id',
  place: 'account_contact.place',
  email: 'email',
  phone: 'phone',
  country: 'null',
});
HELD_OF_PERSONS.add({ ...HELD_ACCOUNT_CONTACTS, read: readContactsOf });
NAMED_IN_DATA.add({ field: 'dealId', read: readDealNames });
CAME_OF_LEADS.add(
  { ids: DEALS_OF_LEADS, leadOf: leadOfDeal },
  { ids: 'select account_id from deal where lead_id = any ($1::uuid[])' },
);

const OFFERED = [
  PastDeals,
  AccountsService,
  TakingBackDeals,
  AccountTypes,
  DealAccess,
  DealAccounts,
  DealLeads,
  DealWriting,
  AccountStore,
  DealStore,
  DealCases,
  DealGate,
  RenewalDealStore,
  RenewalContracts,
  RenewalOwners,
  DealsReadingService,
];

@Module({
  imports: [DeliveriesModule],
  controllers: [AccountsController, DealsController, DealPromisesController, DealTouchesController],
  providers: [
    ...OFFERED,
    DealListStore,
    TakingBackStore,
    DealsOfPastLeadsHere,
    DealStages,
    DealsOfClosings,
    OverdueLeads,
    DealTouches,
    DealTouchStore,
    DealsService,
    Delivering,
    MilestoneDeals,
    AccountMatchStore,
    LeadMatching,
    WaitingLeadsSweep,
    LeavingDeals,
    LeavingAccounts,
    DealEnforcementWorker,
    DealLookStore,
    DealPromises,
    DealNotifications,
    PromiseActs,
    PromisedDeals,
  ],
  exports: OFFERED,
})
export class DealsModule {
  constructor(
    followers: LeadFollowers,
    milestones: MilestoneDeals,
    openDeals: OpenDeals,
    closings: DealsOfClosings,
    ofPastLeads: DealsOfPastLeads,
    dealsOfPastLeads: DealsOfPastLeadsHere,
    traces: TracesOfPersons,
    deals: DealStore,
    ofLeads: LeadAccounts,
    matching: LeadMatching,
    accounts: AccountStore,
    parts: OffboardingParts,
    leavingDeals: LeavingDeals,
    leavingAccounts: LeavingAccounts,
    kinds: SubjectKinds,
    promised: PromisedDeals,
    workers: Workers,
    enforcement: DealEnforcementWorker,
    subjects: NotifiedSubjects,
    notifications: DealNotifications,
    promises: DealPromises,
    pulse: Pulse,
    types: AccountTypes,
    overdue: OverdueLeads,
    periodic: Periodic,
  ) {
    kinds.add('deal', promised);
    workers.add(enforcement);
    subjects.add(notifications);
    ofLeads.provide(matching);
    parts.add(leavingDeals, leavingAccounts);
    followers.addOfMilestones(milestones);
    openDeals.provide(closings);
    ofPastLeads.provide(dealsOfPastLeads);
    // An account becomes a former customer some minutes into the day after its last one as a customer.
    periodic.add({
      name: 'accounts',
      everyMs: 10 * MS_PER_MINUTE,
      run: () => types.reckonDue(),
      failing: 'The look at accounts whose deals have ended went wrong',
    });
    periodic.add({
      name: 'leads-of-deals',
      everyMs: 10 * MS_PER_MINUTE,
      run: (goOn) => overdue.catchUp(goOn),
      failing: 'Leads that do not agree with their deals are left so',
    });
    pulse.whileWaiting(DEAL_LOOKS.waits, {
      name: 'deal-promises',
      everyMs: 0,
      run: (goOn) => promises.look(goOn),
      failing: 'Promises of deals are not kept up to date',
    });
    traces.add({
      lock: (tx) => deals.lockAll(tx),
      // Erasure may leave a form incomplete that was ready.
      erase: async (tx, { leadIds, at }) => notifyDealListeners(tx, await deals.findOfLeads(tx, leadIds), at),
      eraseKnown: async (tx, { emailKeys, phoneKeys }) => ({
        accountContacts: await accounts.eraseContacts(tx, emailKeys, phoneKeys),
      }),
    });
  }
}
