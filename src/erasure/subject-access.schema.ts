import { type TSchema, Type } from '@sinclair/typebox';
import { CLOCK_STATES } from '../clocks/clock.js';
import { SUPPRESSED_KINDS } from '../disposition/suppression.js';
import { at, list, record, text, values, word } from '../leads/held.schema.js';
import { LEAD_STATUSES } from '../leads/lead.js';
import { FOUND_BY_ADDRESS, HELD_OF_PERSONS, PERSONAL_DATA } from '../leads/personal-data.js';
import { id, instant, nullable, objectSchema, oneOf } from '../platform/input/schema.js';

const Touch = objectSchema('HeldTouch', 'A contact attempt.', {
  id: id('The id of the touch.'),
  occurredAt: instant('When it happened.'),
  recordedAt: instant('When it was reported.'),
  kind: word('The kind of touch.'),
  direction: word('The direction.'),
  outcome: word('The outcome.'),
  durationSeconds: nullable(Type.Integer(), 'Its duration in seconds; null if it was not reported.'),
  automated: Type.Boolean({ description: 'Whether it was automated.' }),
  goodbye: Type.Boolean({ description: 'Whether the person only said goodbye.' }),
  meetingAt: at('When the meeting that was booked takes place; null if not known.'),
  repId: nullable(id('The rep who made it; null if not known.')),
  voidedAt: at('When it was voided; null if it was not.'),
  note: text('The note; null for none.'),
  externalId: text('Its id in another system; null for none.'),
  voidReason: text('Why it was voided; null if it was not.'),
});

const Disposition = objectSchema('HeldDisposition', 'A disposition of the lead.', {
  id: id('The id of the disposition.'),
  decidedAt: instant('When.'),
  kind: word('Whether it was disposed, corrected or reversed.'),
  category: word('The category of the disposition.'),
  reason: word('The code of the reason.'),
  label: word('The reason, for people.'),
  note: text('The note; null for none.'),
  fields: record('What came with it'),
});

const Milestone = objectSchema('HeldMilestone', 'A milestone of the lead.', {
  id: id('The id of the milestone.'),
  occurredAt: instant('When it was reached.'),
  name: word('Which one.'),
  amount: text('Its value as a decimal number; null if it was not reported.'),
  currency: text('The currency; null if it was not reported.'),
  reversedAt: at('When it was reversed; null if it was not.'),
});

const MilestoneEntry = objectSchema('HeldMilestoneEntry', 'An entry in the history of a milestone.', {
  id: id('The id of the entry.'),
  decidedAt: instant('When.'),
  kind: word('Whether the milestone was reached, revalued or reversed.'),
  amount: text('Its value as a decimal number; null if it was not reported.'),
  currency: text('The currency; null if it was not reported.'),
  note: text('Why it was reversed; null if it was not.'),
});

const HeldInquiry = objectSchema('HeldInquiry', 'A form that has joined a lead.', {
  id: id('The id of the inquiry.'),
  leadId: id('The lead that it has joined.'),
  receivedAt: instant('When it was received.'),
  source: word('Its source.'),
  externalId: text('Its id there; null for none.'),
  matchedBy: word('The identifier by which the person was known.'),
  became: word('What became of it.'),
  sent: record('The form as it was sent'),
  clickIds: record('Its click ids'),
});

const Assignment = objectSchema('HeldAssignment', 'An assignment of the lead.', {
  id: id('The id of the assignment.'),
  fromAt: instant('From when.'),
  untilAt: at('When it ended; null for the current one.'),
  repId: nullable(id('The owner; null for the queue.')),
  cause: word('The cause of the assignment.'),
  rule: text('The name of the rule; null for none.'),
  note: text('The note; null for none.'),
  comparedValues: values('The values of the lead that made rules fail.'),
  comparedValuesOfStay: values(
    'The values of the lead that made rules fail, for the last move for which no other rep was eligible.',
  ),
});

const Shadowed = objectSchema(
  'HeldShadowDecision',
  'The decision that routing rules in shadow would have made about the lead.',
  {
    id: id('The id of the lead.'),
    at: instant('When.'),
    givenRepId: nullable(id('The rep who got the lead; null for none.')),
    repId: nullable(id('The rep who would have got it; null for none.')),
    rule: text('The name of the rule; null for none.'),
    comparedValues: values('The values of the lead that made rules fail.'),
  },
);

const Promised = objectSchema('HeldPromise', 'A clock of the lead.', {
  id: id('The id of the clock.'),
  kind: word('The kind of the clock.'),
  state: oneOf(CLOCK_STATES, { description: 'Its state.' }),
  startedAt: instant('Since when.'),
  dueAt: at('The deadline; null for none.'),
  metAt: at('When it was met; null if it was not.'),
  breachedAt: at('When it was missed; null if it was not.'),
  struckBreachAt: at('When the breach that was struck last had been enforced; null for none.'),
  strikeReason: text('The reason; null for none.'),
  reach: text('The ways to contact the person and their location, as used for the deadline; null for none.'),
});

const Pause = objectSchema('HeldPause', 'A pause of the clocks.', {
  id: id('The id of the pause.'),
  fromAt: instant('From when.'),
  untilAt: at('When it ends; null if that is not known.'),
  reason: text('The reason; null for none.'),
});

const HeldNote = objectSchema('HeldNote', 'A note about a lead.', {
  id: id('The id of the note.'),
  notedAt: instant('When it was added.'),
  text: word('The note.'),
});

const Lead = objectSchema('HeldLead', 'A lead of the person, with everything that is stored about it.', {
  id: id('The id of the lead.'),
  source: word('Its source.'),
  channel: text('Its channel; null if not known.'),
  campaign: text('Its campaign; null if not known.'),
  form: text('The form that was filled in; null if not known.'),
  submittedAt: at('When the person sent it; null if not known.'),
  receivedAt: instant('When it was received.'),
  test: Type.Boolean({ description: 'Whether it is a test lead.' }),
  status: oneOf(LEAD_STATUSES, { description: 'Its status.' }),
  externalId: text('Its id in the system that it came from; null for none.'),
  landingPage: text('The URL of the page; null if not known.'),
  message: text('The message of the person; null for none.'),
  contact: record('The person'),
  company: record('The company'),
  attributes: record('Further fields of the lead'),
  clickIds: record('The click ids by which ad platforms recognise the click'),
  consent: record('The consent of the person for ad platforms'),
  refs: record('Its ids in other systems'),
  touches: list(Touch, 'Contact attempts, in the order in which they were reported.'),
  notes: list(HeldNote, 'Notes about it.'),
  dispositions: list(Disposition, 'Its dispositions.'),
  inquiries: list(HeldInquiry, 'Forms of the person that have joined it, and leads that were merged into it.'),
  milestones: list(Milestone, 'Its milestones.'),
  milestoneHistory: list(MilestoneEntry, 'The history of its milestones.'),
  assignments: list(Assignment, 'Its assignments.'),
  shadowDecisions: list(Shadowed, 'The decision that rules in shadow would have made about it: one, or none.'),
  promises: list(Promised, 'Its clocks.'),
  pauses: list(Pause, 'A pause of the clocks.'),
});

PERSONAL_DATA.each(({ sections }) => {
  for (const [name, { schema }] of Object.entries(sections)) {
    (Lead.properties as Record<string, TSchema>)[name] = schema;
    (Lead.required as string[]).push(name);
  }
});

const Suppression = objectSchema('HeldSuppression', 'A suppression of the address or number.', {
  kind: oneOf(SUPPRESSED_KINDS, { description: 'The kind of identifier.' }),
  hash: word('SHA-256 of `kind:identifier`; the identifier itself is not stored.'),
  reason: word('The code of the reason.'),
  createdAt: instant('When it was created.'),
  until: at('When it ends by itself; null for never.'),
  liftedAt: at('When it was lifted; null if it was not.'),
  liftReason: text('Why it was lifted; null if no reason was given.'),
});

export const SubjectAccessSchema = objectSchema('SubjectAccess', 'Everything that is stored about a person.', {
  askedAt: instant('When the document was made.'),
  data: list(Lead, 'The leads of the person, oldest first.'),
  inquiries: list(
    HeldInquiry,
    'Forms that were sent with the address or number and have joined leads with others, oldest first. Those leads may be about another person, so only their ids are shown.',
  ),
  suppressions: list(Suppression, 'Suppressions of the person.'),
  nextCursor: nullable(Type.String(), 'The `cursor` of the next page of leads and inquiries; null on the last.'),
});

for (const sections of [HELD_OF_PERSONS, FOUND_BY_ADDRESS])
  sections.each(({ section, schema }: { readonly section: string; readonly schema: TSchema }) => {
    (SubjectAccessSchema.properties as Record<string, TSchema>)[section] = schema;
    (SubjectAccessSchema.required as string[]).push(section);
  });
