import { code, instant, int, json, type Row, table, text, uuid } from '../platform/sql/table.js';
import type { LeadInput } from '../vocabulary/lead-fields.js';
import type { PersonWay } from './same-person.js';

/** How an inquiry was matched to its lead; `person`: a user merged two leads. */
export type InquiryWay = PersonWay | 'person';
/** The effect of an inquiry: it joined an open lead, woke a closed one, or was a lead itself and was merged. */
export const INQUIRY_EFFECTS = ['joined', 'woken', 'merged'] as const;
export type InquiryEffect = (typeof INQUIRY_EFFECTS)[number];

/** Further forms of a person who already had a lead, and leads that were merged into another. */
export const INQUIRY = table('inquiry', 'leads', {
  id: uuid().key(),
  leadId: uuid(),
  cycle: int(),
  receivedAt: instant(),
  source: text().harmless(),
  /** In lower case, as sources are compared. */
  sourceKey: text().harmless(),
  externalId: text().nullable().personal(),
  matchedBy: code<InquiryWay>(),
  became: code<InquiryEffect>(),
  /** As it was sent; null once the person was erased or the merging taken back. */
  document: json<LeadInput>().nullable().personal(),
  clickIds: json<NonNullable<LeadInput['clickIds']>>().nullable().personal(),
  /** In the same form as the keys of leads; null together with the document. */
  emailKey: text().nullable().personal(),
  phoneKey: text().nullable().personal(),
  mergedLeadId: uuid().nullable(),
  /** Of a merge that changed the consent of the lead: the one before, empty for none. Null once the merge is taken back. */
  formerConsent: json<NonNullable<LeadInput['consent']>>().nullable().personal(),
  /** When its merging was taken back; null if it was not. */
  withdrawnAt: instant().nullable(),
  createdBy: uuid().nullable(),
});
export type InquiryRow = Row<typeof INQUIRY>;
