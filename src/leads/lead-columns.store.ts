import { assignmentsOf, type Column, columnsFor, inputRows, insertInto, namesOf } from '../platform/columns.js';
import { caseless } from '../platform/text.js';
import { LEAD_FIELD_NAMES, LEAD_FIELDS, type LeadFieldOf, type LeadFieldType } from '../vocabulary/lead-fields.js';
import { DOCUMENT_FIELDS, type LeadDocument, type LeadState } from './lead.js';
import { wordsOf } from './words.js';

/** A lead that is only just coming in. */
export interface NewLead {
  readonly lead: LeadState;
  readonly document: LeadDocument;
}

type Stated = Pick<NewLead, 'lead'>;
type GivenFields = Pick<NewLead, 'document'>;
export type Amended = GivenFields & { readonly id: string };

const stated = columnsFor<Stated>();
const given = columnsFor<GivenFields>();

const ID = stated.uuid('id', ({ lead }) => lead.id);
const AMENDED_ID = columnsFor<Amended>().uuid('id', ({ id }) => id);

/** A field of the document is kept in the column of its name. */
const columnOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The columns of fields by their type; groups are kept as they were sent. */
const COLUMN: { readonly [Type in LeadFieldType]: (name: LeadFieldOf<Type>) => Column<GivenFields> } = {
  text: (name) => given.text(columnOf(name), ({ document }) => document[name]),
  boolean: (name) => given.boolean(columnOf(name), ({ document }) => document[name]),
  instant: (name) => given.instant(columnOf(name), ({ document }) => document[name]),
  group: (name) => given.json(columnOf(name), ({ document }) => document[name]),
};

/** What may be told anew. */
const DOCUMENT = [
  ...LEAD_FIELD_NAMES.map((name) => COLUMN[LEAD_FIELDS[name].type](name as never)),
  given.text('source_key', ({ document }) => caseless(document.source)),
  given.text('email_key', ({ document }) => document.emailKey),
  given.text('phone_key', ({ document }) => document.phoneKey),
  given.json('issues', ({ document }) => document.issues),
];

const RECEIPT = [
  given.instant('received_at', ({ document }) => document.receivedAt),
  given.uuid('created_by', ({ document }) => document.createdBy),
];

const STATE = [
  stated.text('status', ({ lead }) => lead.status),
  stated.text('work_state', ({ lead }) => lead.workState),
  stated.int('cycle', ({ lead }) => lead.cycle),
  stated.instant('cycle_started_at', ({ lead }) => lead.cycleStartedAt),
  stated.uuid('owner_id', ({ lead }) => lead.ownerId),
  stated.uuid('pool_id', ({ lead }) => lead.poolId),
  stated.text('rule', ({ lead }) => lead.rule),
  stated.uuid('policy_id', ({ lead }) => lead.policyId),
  stated.int('policy_version', ({ lead }) => lead.policyVersion),
  stated.int('reassignments', ({ lead }) => lead.reassignments),
  stated.int('breach_moves', ({ lead }) => lead.breachMoves),
  stated.text('waiting', ({ lead }) => lead.waiting),
  stated.instant('waiting_since', ({ lead }) => lead.waitingSince),
  stated.uuid('disposition_id', ({ lead }) => lead.dispositionId),
  stated.int('event_seq', ({ lead }) => lead.eventSeq),
  stated.instant('updated_at', ({ lead }) => lead.updatedAt),
];

/** Who erases a person writes `erased_at`, and nobody else; `test` is of the document, and never changes. */
export const STATE_COLUMNS = `lead.id, lead.test, lead.status, lead.work_state as "workState", lead.cycle,
  lead.cycle_started_at as "cycleStartedAt", lead.owner_id as "ownerId", lead.pool_id as "poolId", lead.rule,
  lead.policy_id as "policyId", lead.policy_version as "policyVersion", lead.reassignments,
  lead.breach_moves as "breachMoves", lead.waiting, lead.waiting_since as "waitingSince",
  lead.disposition_id as "dispositionId", lead.erased_at as "erasedAt", lead.event_seq as "eventSeq", lead.updated_at as "updatedAt"`;

export const DOCUMENT_COLUMNS = DOCUMENT_FIELDS.map((name) => `lead.${columnOf(name)} as "${name}"`).join(', ');

export const NEW_LEAD: readonly Column<NewLead>[] = [ID, ...DOCUMENT, ...RECEIPT, ...STATE];
export const STATE_ROW: readonly Column<Stated>[] = [ID, ...STATE];
export const DOCUMENT_ROW: readonly Column<Amended>[] = [AMENDED_ID, ...DOCUMENT];

export const INSERT = insertInto('lead', NEW_LEAD);
export const UPDATE_STATES = `update lead set ${assignmentsOf(STATE)} from ${inputRows(STATE_ROW)} where lead.id = input.id`;
const WORDS = given.words('words', ({ document }) => wordsOf(document));
export const NEW_WORDS: readonly Column<NewLead>[] = [stated.uuid('lead_id', ({ lead }) => lead.id), WORDS];
export const WORDS_ROW: readonly Column<Amended>[] = [columnsFor<Amended>().uuid('lead_id', ({ id }) => id), WORDS];
export const INSERT_WORDS = insertInto('lead_words', NEW_WORDS);
/** They leave the index, if they have changed, until it is filled again. */
export const UPDATE_WORDS = `insert into lead_words (${namesOf(WORDS_ROW)}) select ${namesOf(WORDS_ROW)} from ${inputRows(WORDS_ROW)}
  on conflict (lead_id) do update set words = excluded.words, indexed = false where lead_words.words <> excluded.words`;
export const UPDATE_DOCUMENTS = `update lead set ${assignmentsOf(DOCUMENT)} from ${inputRows(DOCUMENT_ROW)}
  where lead.id = input.id`;
