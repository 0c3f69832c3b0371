import { advancePlace } from '../events/place.store.js';
import { assignmentsOf, inputRows, insertInto, namesOf, type SentColumn } from '../platform/sql/columns.js';
import { selectList } from '../platform/sql/table.js';
import { caseless } from '../platform/values/text.js';
import { LEAD_FIELD_NAMES } from '../vocabulary/lead-fields.js';
import { DOCUMENT_FIELDS, type LeadDocument, type LeadState } from './lead.js';
import { LEAD, LEAD_WORDS, STATE } from './lead.table.js';
import { wordsOf } from './words.js';

export interface NewLead {
  readonly lead: LeadState;
  readonly document: LeadDocument;
}

type Stated = Pick<NewLead, 'lead'>;
type GivenFields = Pick<NewLead, 'document'>;
export type AmendedLead = GivenFields & { readonly id: string };

const DOCUMENT = [
  ...LEAD_FIELD_NAMES.map((name) => LEAD.column(name, ({ document }: GivenFields) => document[name] as never)),
  LEAD.column('sourceKey', ({ document }: GivenFields) => caseless(document.source)),
  LEAD.column('emailKey', ({ document }: GivenFields) => document.emailKey),
  LEAD.column('phoneKey', ({ document }: GivenFields) => document.phoneKey),
  LEAD.column('companyKey', ({ document }: GivenFields) => document.companyKey),
  LEAD.column('clickKey', ({ document }: GivenFields) => document.clickKey),
  LEAD.column('issues', ({ document }: GivenFields) => document.issues),
];

const RECEIPT = [
  LEAD.column('receivedAt', ({ document }: GivenFields) => document.receivedAt),
  LEAD.column('createdBy', ({ document }: GivenFields) => document.createdBy),
  LEAD.column('importId', ({ document }: GivenFields) => document.importId),
];

const ID = LEAD.column('id', ({ lead }: Stated) => lead.id);
const STATES = STATE.map((name) => LEAD.column(name, ({ lead }: Stated) => lead[name]));
const AMENDED_ID = LEAD.column('id', ({ id }: AmendedLead) => id);

/** `erased_at` is written by the erasure alone, `event_xid` by SQL; `test` belongs to the document and never changes. */
export const STATE_COLUMNS = selectList(LEAD.columns('id', 'test', ...STATE, 'eventXid', 'erasedAt'), 'lead');
export const DOCUMENT_COLUMNS = selectList(LEAD.columns(...DOCUMENT_FIELDS), 'lead');

export const NEW_LEAD: readonly SentColumn<NewLead>[] = [ID, ...DOCUMENT, ...RECEIPT, ...STATES];
export const STATE_ROW: readonly SentColumn<Stated>[] = [ID, ...STATES];
export const DOCUMENT_ROW: readonly SentColumn<AmendedLead>[] = [AMENDED_ID, ...DOCUMENT];

export const INSERT = insertInto('lead', NEW_LEAD);
export const UPDATE_STATES = `update lead set ${assignmentsOf(STATES)}, ${advancePlace('lead')}
  from ${inputRows(STATE_ROW)} where lead.id = input.id`;
const WORDS = LEAD_WORDS.column('words', ({ document }: GivenFields) => wordsOf(document));
export const NEW_WORDS: readonly SentColumn<NewLead>[] = [
  LEAD_WORDS.column('leadId', ({ lead }: Stated) => lead.id),
  WORDS,
];
export const WORDS_ROW: readonly SentColumn<AmendedLead>[] = [
  LEAD_WORDS.column('leadId', ({ id }: AmendedLead) => id),
  WORDS,
];
export const INSERT_WORDS = insertInto('lead_words', NEW_WORDS);
/** Changed words leave the index until the next indexing. */
export const UPDATE_WORDS = `insert into lead_words (${namesOf(WORDS_ROW)}) select ${namesOf(WORDS_ROW)} from ${inputRows(WORDS_ROW)}
  on conflict (lead_id) do update set words = excluded.words, indexed = false where lead_words.words <> excluded.words`;
export const UPDATE_DOCUMENTS = `update lead set ${assignmentsOf(DOCUMENT)} from ${inputRows(DOCUMENT_ROW)}
  where lead.id = input.id`;
