import { Core1801000000001 } from '../../../migrations/0001-core.js';
import { Deliveries1801000000002 } from '../../../migrations/0002-deliveries.js';
import { Feedback1801000000003 } from '../../../migrations/0003-feedback.js';
import { Reporting1801000000004 } from '../../../migrations/0004-reporting.js';
import { Rehearsal1801000000005 } from '../../../migrations/0005-rehearsal.js';
import { Deals1801000000006 } from '../../../migrations/0006-deals.js';
import { Records1801000000007 } from '../../../migrations/0007-records.js';
import { Handoffs1801000000008 } from '../../../migrations/0008-handoffs.js';
import { Crm1801000000009 } from '../../../migrations/0009-crm.js';
import { Erasure1801000000010 } from '../../../migrations/0010-erasure.js';
import { Sources1801000000011 } from '../../../migrations/0011-sources.js';
import { Revenue1801000000012 } from '../../../migrations/0012-revenue.js';
import { TakenBack1801000000013 } from '../../../migrations/0013-taken-back.js';
import { RenewalDeals1801000000014 } from '../../../migrations/0014-renewal-deals.js';
import { ContractsOfDeals1801000000015 } from '../../../migrations/0015-contracts-of-deals.js';
import { InvoicesAndUsage1801000000016 } from '../../../migrations/0016-invoices-and-usage.js';
import { ClocksOfDeals1801000000017 } from '../../../migrations/0017-clocks-of-deals.js';
import { SurvivedWins1801000000018 } from '../../../migrations/0018-survived-wins.js';

import { FactsFromTools1801000000019 } from '../../../migrations/0019-facts-from-tools.js';

import { Console1801000000020 } from '../../../migrations/0020-console.js';
import { LinksAndFiguresOfPeople1801000000021 } from '../../../migrations/0021-links-and-figures-of-people.js';
import { WhatCrmsSaid1801000000022 } from '../../../migrations/0022-what-crms-said.js';
import { ClicksAndConsentsOfInquiries1801000000023 } from '../../../migrations/0023-clicks-and-consents-of-inquiries.js';
import { AwaitedRepsAndVersionsOfUsers1801000000024 } from '../../../migrations/0024-awaited-reps-and-versions-of-users.js';
import { TestLeads1801000000025 } from '../../../migrations/0025-test-leads.js';
import { AddressesInHandoffs1801000000026 } from '../../../migrations/0026-addresses-in-handoffs.js';

/**
 * Every change of the schema, oldest first: the core, then the satellites, each after those that it depends on, then
 * all later changes.
 */
export const migrations = [
  Core1801000000001,
  Deliveries1801000000002,
  Feedback1801000000003,
  Reporting1801000000004,
  Rehearsal1801000000005,
  Deals1801000000006,
  Records1801000000007,
  Handoffs1801000000008,
  Crm1801000000009,
  Erasure1801000000010,
  Sources1801000000011,
  Revenue1801000000012,
  TakenBack1801000000013,
  RenewalDeals1801000000014,
  ContractsOfDeals1801000000015,
  InvoicesAndUsage1801000000016,
  ClocksOfDeals1801000000017,
  SurvivedWins1801000000018,
  FactsFromTools1801000000019,
  Console1801000000020,
  LinksAndFiguresOfPeople1801000000021,
  WhatCrmsSaid1801000000022,
  ClicksAndConsentsOfInquiries1801000000023,
  AwaitedRepsAndVersionsOfUsers1801000000024,
  TestLeads1801000000025,
  AddressesInHandoffs1801000000026,
];
