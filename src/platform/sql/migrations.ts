import type { MigrationInterface } from 'typeorm';
import { Core1802000000001 } from '../../../migrations/0001-core.js';
import { Deliveries1802000000002 } from '../../../migrations/0002-deliveries.js';
import { Feedback1802000000003 } from '../../../migrations/0003-feedback.js';
import { Reporting1802000000004 } from '../../../migrations/0004-reporting.js';
import { Rehearsal1802000000005 } from '../../../migrations/0005-rehearsal.js';
import { Deals1802000000006 } from '../../../migrations/0006-deals.js';
import { Records1802000000007 } from '../../../migrations/0007-records.js';
import { Handoffs1802000000008 } from '../../../migrations/0008-handoffs.js';
import { Crm1802000000009 } from '../../../migrations/0009-crm.js';
import { Erasure1802000000010 } from '../../../migrations/0010-erasure.js';
import { Sources1802000000011 } from '../../../migrations/0011-sources.js';
import { Revenue1802000000012 } from '../../../migrations/0012-revenue.js';
import { Console1802000000013 } from '../../../migrations/0013-console.js';
import { ColumnsSayWhatTheyHold1802000000014 } from '../../../migrations/0014-columns-say-what-they-hold.js';
import { EventsInOrder1802000000015 } from '../../../migrations/0015-events-in-order.js';
import { WhoIsTheSame1802000000016 } from '../../../migrations/0016-who-is-the-same.js';
import { WhatWasPromisedGoesOn1802000000017 } from '../../../migrations/0017-what-was-promised-goes-on.js';
import { LeadsOfDeals1802000000018 } from '../../../migrations/0018-leads-of-deals.js';
import { RefusedReports1802000000019 } from '../../../migrations/0019-refused-reports.js';
import { Goodbyes1802000000020 } from '../../../migrations/0020-goodbyes.js';
import { PromisesOfQueues1802000000021 } from '../../../migrations/0021-promises-of-queues.js';
import { NewDemand1802000000022 } from '../../../migrations/0022-new-demand.js';
import { OverdueInReports1802000000023 } from '../../../migrations/0023-overdue-in-reports.js';
import { RenewalsAndTheirContracts1802000000024 } from '../../../migrations/0024-renewals-and-their-contracts.js';
import { ReasonsRestOnAttempts1802000000025 } from '../../../migrations/0025-reasons-rest-on-attempts.js';
import { TimeAndWordsOfHandoffs1802000000026 } from '../../../migrations/0026-time-and-words-of-handoffs.js';
import { TalksBeforeNotice1802000000027 } from '../../../migrations/0027-talks-before-notice.js';
import { WhatDealsAreSoldFor1802000000028 } from '../../../migrations/0028-what-deals-are-sold-for.js';
import { AmountsOfWholeTerms1802000000029 } from '../../../migrations/0029-amounts-of-whole-terms.js';
import { Quiet1802000000030 } from '../../../migrations/0030-quiet.js';
import { ActionsOfDiagnosis1802000000031 } from '../../../migrations/0031-actions-of-diagnosis.js';
import { ClosedWithoutAttempts1802000000032 } from '../../../migrations/0032-closed-without-attempts.js';
import { ProposedAmendments1802000000033 } from '../../../migrations/0033-proposed-amendments.js';
import { ListsOfFewLeads1802000000034 } from '../../../migrations/0034-lists-of-few-leads.js';
import { SignedCookies1802000000035 } from '../../../migrations/0035-signed-cookies.js';
import { StandingsOfDeals1802000000036 } from '../../../migrations/0036-standings-of-deals.js';
import { UntoldNews1802000000037 } from '../../../migrations/0037-untold-news.js';
import { ActionsOnLeads1802000000038 } from '../../../migrations/0038-actions-on-leads.js';
import { ProposedExpansions1802000000039 } from '../../../migrations/0039-proposed-expansions.js';
import { ReportsOfSales1802000000040 } from '../../../migrations/0040-reports-of-sales.js';
import { WinsAndReminders1802000000041 } from '../../../migrations/0041-wins-and-reminders.js';
import { Inbound1802000000042 } from '../../../migrations/0042-inbound.js';
import { Imports1802000000043 } from '../../../migrations/0043-imports.js';
import { ToldLeads1802000000044 } from '../../../migrations/0044-told-leads.js';
import { WaysIn1802000000045 } from '../../../migrations/0045-ways-in.js';
import { PersonsInFiles1802000000046 } from '../../../migrations/0046-persons-in-files.js';
import { History1802000000047 } from '../../../migrations/0047-history.js';
import { Waves1802000000048 } from '../../../migrations/0048-waves.js';
import { FilesOfOtherThings1802000000049 } from '../../../migrations/0049-files-of-other-things.js';
import { AskedProducts1802000000051 } from '../../../migrations/0051-asked-products.js';
import { LeadsOfLinkedin1802000000052 } from '../../../migrations/0052-leads-of-linkedin.js';
import { HistoriesOfArr1802000000053 } from '../../../migrations/0053-histories-of-arr.js';
import { FactsByReceipt1802000000054 } from '../../../migrations/0054-facts-by-receipt.js';

/**
 * Every change of the schema, oldest first: the core, then the satellites, each after those that it depends on, then
 * all later changes.
 */
export const migrations: readonly (new () => MigrationInterface)[] = [
  Core1802000000001,
  Deliveries1802000000002,
  Feedback1802000000003,
  Reporting1802000000004,
  Rehearsal1802000000005,
  Deals1802000000006,
  Records1802000000007,
  Handoffs1802000000008,
  Crm1802000000009,
  Erasure1802000000010,
  Sources1802000000011,
  Revenue1802000000012,
  Console1802000000013,
  ColumnsSayWhatTheyHold1802000000014,
  EventsInOrder1802000000015,
  WhoIsTheSame1802000000016,
  WhatWasPromisedGoesOn1802000000017,
  LeadsOfDeals1802000000018,
  RefusedReports1802000000019,
  Goodbyes1802000000020,
  PromisesOfQueues1802000000021,
  NewDemand1802000000022,
  OverdueInReports1802000000023,
  RenewalsAndTheirContracts1802000000024,
  ReasonsRestOnAttempts1802000000025,
  TimeAndWordsOfHandoffs1802000000026,
  TalksBeforeNotice1802000000027,
  WhatDealsAreSoldFor1802000000028,
  AmountsOfWholeTerms1802000000029,
  Quiet1802000000030,
  ActionsOfDiagnosis1802000000031,
  ClosedWithoutAttempts1802000000032,
  ProposedAmendments1802000000033,
  ListsOfFewLeads1802000000034,
  SignedCookies1802000000035,
  StandingsOfDeals1802000000036,
  UntoldNews1802000000037,
  ActionsOnLeads1802000000038,
  ProposedExpansions1802000000039,
  ReportsOfSales1802000000040,
  WinsAndReminders1802000000041,
  Inbound1802000000042,
  Imports1802000000043,
  ToldLeads1802000000044,
  WaysIn1802000000045,
  PersonsInFiles1802000000046,
  History1802000000047,
  Waves1802000000048,
  FilesOfOtherThings1802000000049,
  AskedProducts1802000000051,
  LeadsOfLinkedin1802000000052,
  HistoriesOfArr1802000000053,
  FactsByReceipt1802000000054,
];
