import { type Static, Type } from '@sinclair/typebox';
import { EventSchema } from '../events/event.schema.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../platform/answer.js';
import { DEAL_EVENTS_TOLD } from './deal.dto.js';
import { DEAL_STAGES } from './deal.js';

const AccountOfDealSchema = thing('AccountOfDeal', 'With whom a deal is.', {
  id: id('Of the account.'),
  name: Type.String({ description: 'Its name.' }),
  domains: Type.Array(Type.String(), { description: 'Its domains.' }),
});

const LeadOfDealSchema = thing('LeadOfDeal', 'Where a deal came from.', {
  id: id('Of the lead.'),
  source: Type.String({ description: 'Where it came from, as it was when the deal was made.' }),
  channel: nullable(Type.String(), 'What kind of source that is; null where that was not said.'),
  campaign: nullable(Type.String(), 'The campaign that brought it; null where that was not said.'),
  ownerRepIds: Type.Array(id('One of them.'), { description: 'Who has had the lead, the first one first.' }),
});

const HandoffOfDealSchema = thing('HandoffOfDeal', 'How a deal changes hands.', {
  id: id('Of the handoff.'),
  state: oneOf(['draft', 'running', 'done'], { description: 'How far it has come.' }),
  missing: Type.Integer({ minimum: 0, description: 'So many pieces are missing of its form.' }),
});

export const TermSchema = thing('Term', 'What a deal is agreed for.', {
  startsOn: Type.String({ format: 'date', description: 'Its first day.' }),
  endsOn: Type.String({ format: 'date', description: 'Its last day.' }),
  noticeDays: nullable(
    Type.Integer({ minimum: 0 }),
    'How many days before its end notice has to be given; null where that was not said.',
  ),
});

export const DealSchema = thing('Deal', 'What is to be sold to somebody, or has been.', {
  id: id('Of the deal.'),
  name: Type.String({ description: 'Its name.' }),
  externalId: nullable(Type.String(), 'Its id where it came from; null where it has none.'),
  refs: Type.Record(Type.String(), Type.String(), { description: 'Its ids in other systems, by system.' }),
  account: nullable(AccountOfDealSchema, 'With whom it is; null where its lead named no company.'),
  lead: nullable(LeadOfDealSchema, 'The lead that it came from; null for none.'),
  product: nullable(Type.String(), 'What is sold, by its name; null where nobody said.'),
  ownerRepId: nullable(id('The rep whose deal it is.'), 'The rep whose deal it is; null for nobody’s.'),
  amount: nullable(Type.String(), 'A decimal number: what it is worth; null where that is not known.'),
  currency: nullable(Type.String(), 'The code of a currency (ISO 4217); null with the amount.'),
  expectedCloseAt: nullable(
    instant('When it is expected to close.'),
    'When it may be decided; null where nobody said.',
  ),
  term: nullable(TermSchema, 'What it is agreed for; null where nobody said.'),
  stage: oneOf(DEAL_STAGES, { description: 'Whether it is won or lost.' }),
  wonAt: nullable(instant('Since when it is won.'), 'Since when it is won; null while it is not.'),
  deliveredAt: nullable(
    instant('Since when what was sold is delivered.'),
    'Since when what was sold is delivered; null while nobody has said so.',
  ),
  lostAt: nullable(instant('Since when it is lost.'), 'Since when it is lost; null while it is not.'),
  lostReason: nullable(
    Type.String(),
    'Why it was lost: the code of a reason of the taxonomy; null where nobody said so in these terms.',
  ),
  lostNote: nullable(Type.String(), 'What was said of that besides, in words; null for nothing.'),
  lostFields: nullable(
    Type.Record(Type.String(), Type.String()),
    'What came with the reason, by name; null where it is not lost for a reason of the taxonomy.',
  ),
  handoff: nullable(HandoffOfDealSchema, 'How it changes hands; null where no kind of handoff asks for it.'),
  createdAt: instant('Since when it is known here.'),
  updatedAt: instant('When something happened to it last.'),
});
export type DealView = Static<typeof DealSchema>;

const BegunHandoffSchema = thing('BegunHandoff', 'A handoff that begins.', {
  id: id('Of the handoff.'),
  kindId: id('Of its kind.'),
  name: Type.String({ description: 'What its kind is called.' }),
  state: oneOf(['draft', 'running', 'done', 'cancelled'], {
    description: '`draft` while something is missing of its form: it begins by itself once nothing is.',
  }),
  missing: Type.Integer({ minimum: 0, description: 'So many pieces are missing of its form.' }),
  giverRepId: nullable(id('Who gives, and fills in its form.'), 'Who gives, and fills in its form; null for nobody.'),
});

export const DealEventSchema = thing('DealEvent', 'Something that has happened to a deal, and what follows.', {
  dealId: id('Of the deal.'),
  name: oneOf(DEAL_EVENTS_TOLD, { description: 'What has happened.' }),
  occurredAt: instant('When.'),
  handoffs: Type.Array(BegunHandoffSchema, { description: 'What began by it, as it is now.' }),
});
export type DealEventView = Static<typeof DealEventSchema>;

export const DealPage = pageOf(DealSchema);

const DealTimelineEntrySchema = thing('DealTimelineEntry', 'An event of a deal, with its sentence.', {
  ...EventSchema.properties,
  text: Type.String({ description: 'What happened, in one plain sentence.', examples: ['Won, worth 18400.00 EUR'] }),
});
export const DealTimelinePage = pageOf(DealTimelineEntrySchema);
