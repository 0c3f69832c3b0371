import { code, instant, int, json, type Row, table, text, uuid } from '../platform/table.js';
import type { LeadInput } from '../vocabulary/lead-fields.js';
import type { PersonWay } from './same-person.js';

/** How an inquiry came to its lead: a person who merged two leads is a way of their own. */
export type InquiryWay = PersonWay | 'person';
/** What an inquiry has made of its lead: it joined one that was open, woke one that was closed, or was a lead itself. */
export const INQUIRY_EFFECTS = ['joined', 'woken', 'merged'] as const;
export type InquiryEffect = (typeof INQUIRY_EFFECTS)[number];

/** What the same person has sent while their lead was there already, or what was merged into it. */
export const INQUIRY = table('inquiry', 'leads', {
  id: uuid().key(),
  leadId: uuid(),
  cycle: int(),
  receivedAt: instant(),
  source: text().harmless(),
  /** Without case, as the program compares it. */
  sourceKey: text().harmless(),
  externalId: text().nullable().personal(),
  matchedBy: code<InquiryWay>(),
  became: code<InquiryEffect>(),
  /** As it was sent; null once the person is erased, or its merging was taken back. */
  document: json<LeadInput>().nullable().personal(),
  clickIds: json<NonNullable<LeadInput['clickIds']>>().nullable().personal(),
  /** In the forms in which those of leads are compared; null with the document. */
  emailKey: text().nullable().personal(),
  phoneKey: text().nullable().personal(),
  mergedLeadId: uuid().nullable(),
  /** When its merging was taken back. */
  withdrawnAt: instant().nullable(),
  createdBy: uuid().nullable(),
});
export type InquiryRow = Row<typeof INQUIRY>;
