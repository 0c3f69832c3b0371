import { boolean, code, instant, int, json, jsonb, table, text, tsvector, uuid } from '../platform/table.js';
import type { LeadDocument, LeadStatus, Offer, Waiting, WorkState } from './lead.js';

/** Somebody who asked. A field of the document is kept in the column of its name; `LEAD_FIELDS` says what it is. */
export const LEAD = table('lead', 'leads', {
  id: uuid().key(),
  externalId: text().nullable().personal(),
  source: text().harmless(),
  channel: text().nullable().harmless(),
  campaign: text().nullable().harmless(),
  form: text().nullable().harmless(),
  landingPage: text().nullable().personal(),
  message: text().nullable().personal(),
  submittedAt: instant().nullable(),
  refs: jsonb<NonNullable<LeadDocument['refs']>>().nullable().personal(),
  contact: json<LeadDocument['contact']>().personal(),
  company: json<NonNullable<LeadDocument['company']>>().nullable().personal(),
  attributes: json<NonNullable<LeadDocument['attributes']>>().nullable().personal(),
  clickIds: json<NonNullable<LeadDocument['clickIds']>>().nullable().personal(),
  consent: json<NonNullable<LeadDocument['consent']>>().nullable().personal(),
  /** Sent to try something out: nobody's turn, nobody's load. It stays so. */
  test: boolean(),
  /** Without case, as the program compares it. */
  sourceKey: text().harmless(),
  /** Worked out from the document: the forms in which an address and a number are compared, and what is odd about it. */
  emailKey: text().nullable().personal(),
  phoneKey: text().nullable().personal(),
  /** The domain of its company, as it is compared. */
  companyKey: text().nullable().personal(),
  issues: json<LeadDocument['issues']>().harmless(),
  receivedAt: instant(),
  createdBy: uuid().nullable(),
  status: code<LeadStatus>(),
  workState: code<WorkState>(),
  cycle: int(),
  cycleStartedAt: instant(),
  ownerId: uuid().nullable(),
  poolId: uuid().nullable(),
  rule: text().nullable().harmless(),
  policyId: uuid().nullable(),
  policyVersion: int().nullable(),
  /** Changes of owner in this cycle, and how many of them a breach made. */
  reassignments: int().default('0'),
  breachMoves: int().default('0'),
  waiting: code<Waiting>().nullable(),
  waitingSince: instant().nullable(),
  /** The named queue in which it stands; null for none, and for the queue of leads that nobody can take. */
  queueId: uuid().nullable(),
  dispositionId: uuid().nullable(),
  /** Its deal was lost, and nobody has decided yet what becomes of it. */
  decisionPending: boolean().default('false'),
  /** The click that it came by, with the name of its id. */
  clickKey: text().nullable().personal(),
  /** The lead of the same person, where its source links them; and the one that it was merged into. */
  duplicateOf: uuid().nullable(),
  mergedInto: uuid().nullable(),
  /** To whom it was last offered. */
  offer: jsonb<Offer>().nullable().harmless(),
  /** Who have handed it over at a milestone, and go on reading it. */
  giverIds: jsonb<readonly string[]>().nullable().harmless(),
  /** The number of its latest event. */
  eventSeq: int(),
  /** The instant of its latest event. */
  updatedAt: instant(),
  /** When what was known of the person was erased: nothing happens to the lead any more. Null while it is known. */
  erasedAt: instant().nullable(),
  erasureId: uuid().nullable(),
});

/** What changes as a lead is worked on. */
export const STATE = [
  'status',
  'workState',
  'cycle',
  'cycleStartedAt',
  'ownerId',
  'poolId',
  'rule',
  'policyId',
  'policyVersion',
  'reassignments',
  'breachMoves',
  'waiting',
  'waitingSince',
  'queueId',
  'dispositionId',
  'decisionPending',
  'offer',
  'giverIds',
  'duplicateOf',
  'mergedInto',
  'eventSeq',
  'updatedAt',
] as const;

/** The words by which leads are found. */
export const LEAD_WORDS = table('lead_words', 'leads', {
  leadId: uuid().key(),
  words: tsvector().personal(),
  indexed: boolean().default('false'),
});
