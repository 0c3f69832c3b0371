import { latestXid } from '../events/event.table.js';
import { boolean, code, instant, int, json, jsonb, table, text, tsvector, uuid } from '../platform/sql/table.js';
import type { LeadDocument, LeadStatus, Offer, WaitingKind, WorkState } from './lead.js';

/** Leads. Each field of the document is in the column of its name; `LEAD_FIELDS` describes it. */
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
  /** A test takes nobody's turn and adds to nobody's load. It never changes. */
  test: boolean(),
  /** In lower case, as sources are compared. */
  sourceKey: text().harmless(),
  /** Derived from the document: the address and the number in the form in which they are compared, and issues. */
  emailKey: text().nullable().personal(),
  phoneKey: text().nullable().personal(),
  /** The company's domain, in the form in which domains are compared. */
  companyKey: text().nullable().personal(),
  issues: json<LeadDocument['issues']>().harmless(),
  receivedAt: instant(),
  createdBy: uuid().nullable(),
  /** The import whose file it came in. */
  importId: uuid().nullable(),
  status: code<LeadStatus>(),
  workState: code<WorkState>(),
  cycle: int(),
  cycleStartedAt: instant(),
  ownerId: uuid().nullable(),
  poolId: uuid().nullable(),
  rule: text().nullable().harmless(),
  policyId: uuid().nullable(),
  policyVersion: int().nullable(),
  /** Changes of owner in this cycle, and the number of those caused by a breach. */
  reassignments: int().default('0'),
  breachMoves: int().default('0'),
  waiting: code<WaitingKind>().nullable(),
  waitingSince: instant().nullable(),
  /** The named queue in which it waits; null if in none, or in the queue of leads that nobody can take. */
  queueId: uuid().nullable(),
  dispositionId: uuid().nullable(),
  /** Whether its deal was lost and it awaits a decision on what becomes of it. */
  decisionPending: boolean().default('false'),
  /** The click that it came from, prefixed with the name of its id. */
  clickKey: text().nullable().personal(),
  /** The earlier lead of the same person, if its source links them; and the lead that it was merged into. */
  duplicateOf: uuid().nullable(),
  mergedInto: uuid().nullable(),
  offer: jsonb<Offer>().nullable().harmless(),
  /** Reps who handed it over at a milestone and may still read it. */
  giverIds: jsonb<readonly string[]>().nullable().harmless(),
  /** How soon its owner, and each later one, has to accept it since it was handed over in this cycle; null for not at all. */
  acceptWithin: text().nullable().harmless(),
  eventSeq: int(),
  eventXid: latestXid(),
  updatedAt: instant(),
  /** When the personal data was erased; nothing more happens to the lead. Null if it was not. */
  erasedAt: instant().nullable(),
  erasureId: uuid().nullable(),
});

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
  'acceptWithin',
  'duplicateOf',
  'mergedInto',
  'eventSeq',
  'updatedAt',
] as const;

export const LEAD_WORDS = table('lead_words', 'leads', {
  leadId: uuid().key(),
  words: tsvector().personal(),
  indexed: boolean().default('false'),
});
