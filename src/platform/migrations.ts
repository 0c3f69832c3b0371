import { Foundation1795305600000 } from '../../migrations/0001-foundation.js';
import { Cadences1795392000000 } from '../../migrations/0002-cadences.js';
import { Pauses1795478400000 } from '../../migrations/0003-pauses.js';
import { BadDay1795564800000 } from '../../migrations/0004-bad-day.js';
import { ContactHours1795651200000 } from '../../migrations/0005-contact-hours.js';
import { Reports1795737600000 } from '../../migrations/0006-reports.js';
import { ChangesInFlight1795824000000 } from '../../migrations/0007-changes-in-flight.js';
import { VoidedTouches1795910400000 } from '../../migrations/0008-voided-touches.js';
import { Jobs1795996800000 } from '../../migrations/0009-jobs.js';
import { Outcomes1796083200000 } from '../../migrations/0010-outcomes.js';
import { Suppressions1796169600000 } from '../../migrations/0011-suppressions.js';
import { Feedback1796256000000 } from '../../migrations/0012-feedback.js';
import { BulkClosings1796342400000 } from '../../migrations/0013-bulk-closings.js';
import { Erasures1796428800000 } from '../../migrations/0014-erasures.js';
import { Dispositions1796515200000 } from '../../migrations/0015-dispositions.js';
import { Pushing1796601600000 } from '../../migrations/0016-pushing.js';
import { ClosingAll1796688000000 } from '../../migrations/0017-closing-all.js';
import { PackedDays1796774400000 } from '../../migrations/0018-packed-days.js';
import { Backlogs1796860800000 } from '../../migrations/0019-backlogs.js';
import { LeanDeliveries1796947200000 } from '../../migrations/0020-lean-deliveries.js';
import { Webhooks1797206400000 } from '../../migrations/0021-webhooks.js';
import { Messages1797292800000 } from '../../migrations/0022-messages.js';
import { Channels1797379200000 } from '../../migrations/0023-channels.js';
import { UsedLinks1797552000000 } from '../../migrations/0024-used-links.js';
import { DailySummaries1797638400000 } from '../../migrations/0025-daily-summaries.js';
import { TestLeads1797724800000 } from '../../migrations/0026-test-leads.js';
import { ToldInTheFeed1797897600000 } from '../../migrations/0027-told-in-the-feed.js';
import { AccountsAndDeals1797984000000 } from '../../migrations/0028-accounts-and-deals.js';
import { HandoffKinds1798070400000 } from '../../migrations/0029-handoff-kinds.js';
import { UndoneMoves1798156800000 } from '../../migrations/0030-undone-moves.js';
import { Handoffs1798243200000 } from '../../migrations/0031-handoffs.js';
import { Records1798329600000 } from '../../migrations/0032-records.js';
import { Questions1798416000000 } from '../../migrations/0033-questions.js';
import { WordToClients1798502400000 } from '../../migrations/0034-word-to-clients.js';
import { SinceWins1798588800000 } from '../../migrations/0035-since-wins.js';
import { HandoffTimes1798675200000 } from '../../migrations/0036-handoff-times.js';
import { CrmConnections1798848000000 } from '../../migrations/0038-crm-connections.js';
import { RecordUpdates1799020800000 } from '../../migrations/0040-record-updates.js';
import { Successions1799107200000 } from '../../migrations/0041-successions.js';
import { Backfills1799193600000 } from '../../migrations/0042-backfills.js';
import { HandoffStages1799280000000 } from '../../migrations/0043-handoff-stages.js';
import { Products1799366400000 } from '../../migrations/0044-products.js';
import { ErasedWhileMade1799452800000 } from '../../migrations/0045-erased-while-made.js';
import { FailingTools1799539200000 } from '../../migrations/0046-failing-tools.js';
import { HandedOver1799625600000 } from '../../migrations/0047-handed-over.js';
import { WhatReachesNothing1799712000000 } from '../../migrations/0048-what-reaches-nothing.js';
import { ListsOfDeliveries1799798400000 } from '../../migrations/0049-lists-of-deliveries.js';
import { WhatLeaves1799884800000 } from '../../migrations/0050-what-leaves.js';
import { LetGo1799971200000 } from '../../migrations/0051-let-go.js';
import { FailingMail1800057600000 } from '../../migrations/0052-failing-mail.js';
import { WaysOfMessages1800144000000 } from '../../migrations/0053-ways-of-messages.js';
import { UntouchedLeads1800230400000 } from '../../migrations/0054-untouched-leads.js';
import { ReferencesByStatement1800662400000 } from '../../migrations/0059-references-by-statement.js';
import { WordsWithoutAccents1800748800000 } from '../../migrations/0060-words-without-accents.js';
import { NotedWays1800835200000 } from '../../migrations/0061-noted-ways.js';
import { StruckMisses1800921600000 } from '../../migrations/0062-struck-misses.js';
import { RestoredVersions1801008000000 } from '../../migrations/0063-restored-versions.js';
import { Countries1801094400000 } from '../../migrations/0064-countries.js';
import { EndsOfDeals1801180800000 } from '../../migrations/0065-ends-of-deals.js';

/** Every change of the schema, oldest first. */
export const migrations = [
  Foundation1795305600000,
  Cadences1795392000000,
  Pauses1795478400000,
  BadDay1795564800000,
  ContactHours1795651200000,
  Reports1795737600000,
  ChangesInFlight1795824000000,
  VoidedTouches1795910400000,
  Jobs1795996800000,
  Outcomes1796083200000,
  Suppressions1796169600000,
  Feedback1796256000000,
  BulkClosings1796342400000,
  Erasures1796428800000,
  Dispositions1796515200000,
  Pushing1796601600000,
  ClosingAll1796688000000,
  PackedDays1796774400000,
  Backlogs1796860800000,
  LeanDeliveries1796947200000,
  Webhooks1797206400000,
  Messages1797292800000,
  Channels1797379200000,
  UsedLinks1797552000000,
  DailySummaries1797638400000,
  TestLeads1797724800000,
  ToldInTheFeed1797897600000,
  AccountsAndDeals1797984000000,
  HandoffKinds1798070400000,
  UndoneMoves1798156800000,
  Handoffs1798243200000,
  Records1798329600000,
  Questions1798416000000,
  WordToClients1798502400000,
  SinceWins1798588800000,
  HandoffTimes1798675200000,
  CrmConnections1798848000000,
  RecordUpdates1799020800000,
  Successions1799107200000,
  Backfills1799193600000,
  HandoffStages1799280000000,
  Products1799366400000,
  ErasedWhileMade1799452800000,
  FailingTools1799539200000,
  HandedOver1799625600000,
  WhatReachesNothing1799712000000,
  ListsOfDeliveries1799798400000,
  WhatLeaves1799884800000,
  LetGo1799971200000,
  FailingMail1800057600000,
  WaysOfMessages1800144000000,
  UntouchedLeads1800230400000,
  ReferencesByStatement1800662400000,
  WordsWithoutAccents1800748800000,
  NotedWays1800835200000,
  StruckMisses1800921600000,
  RestoredVersions1801008000000,
  Countries1801094400000,
  EndsOfDeals1801180800000,
];
