import { type Static, Type } from '@sinclair/typebox';
import { INQUIRY_EFFECTS } from '../leads/inquiry.table.js';
import { PERSON_FACTS } from '../leads/inquiry-differences.js';
import { LeadBody } from '../leads/lead.dto.js';
import { ClickIdsSchema } from '../leads/lead.schema.js';
import { PERSON_WAYS } from '../leads/same-person.js';
import { PageQuery } from '../platform/http/page.js';
import { id, instant, nullable, object, objectSchema, oneOf, optionalOneOf, pageOf } from '../platform/input/schema.js';

export const InquiriesQuery = object({
  ...PageQuery,
  order: optionalOneOf(['oldest', 'newest'], { default: 'oldest', description: 'Which come first.' }),
});
export type InquiriesQuery = Static<typeof InquiriesQuery>;

const { owner: _, submittedAt: __, clickIds: ___, ...rest } = LeadBody.properties;

const InquirySchema = objectSchema('Inquiry', 'A form of the person of a lead that was there already.', {
  id: id('The id of the inquiry.'),
  leadId: id('The lead.'),
  cycle: Type.Integer({ minimum: 1, description: 'The cycle of the lead in which it came.' }),
  receivedAt: instant('When it was received.'),
  matchedBy: oneOf([...PERSON_WAYS, 'person'], {
    description: 'How the person was recognised. `person`: two leads were merged by a request.',
  }),
  became: oneOf(INQUIRY_EFFECTS, {
    description:
      '`joined`: the lead was open. `woken`: it was closed, and is open again. `merged`: it was a lead itself.',
  }),
  mergedLeadId: nullable(id('The lead that was merged; null for none.')),
  sent: nullable(
    Type.Object({
      ...rest,
      clickIds: Type.Optional(ClickIdsSchema),
      submittedAt: Type.Optional(instant('When the person sent it.')),
    }),
    'The form as it was sent; null once the person is erased.',
  ),
  differs: Type.Array(oneOf(PERSON_FACTS, { description: 'A fact of the contact.' }), {
    description:
      'What of the contact in it the lead does not have now, or has otherwise. Spellings of the same name, address or number do not differ.',
  }),
});
export const InquiryPage = pageOf(InquirySchema);
