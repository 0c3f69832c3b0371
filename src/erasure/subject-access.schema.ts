import { type TSchema, Type } from '@sinclair/typebox';
import { CLOCK_STATES } from '../clocks/clock.js';
import { SUPPRESSED_KINDS } from '../disposition/suppression.js';
import { at, list, record, text, values, word } from '../leads/held.schema.js';
import { LEAD_STATUSES } from '../leads/lead.js';
import { PERSONAL_DATA } from '../leads/personal-data.js';
import { id, instant, nullable, oneOf, thing } from '../platform/answer.js';

const Touch = thing('HeldTouch', 'A contact attempt.', {
  id: id('Of the touch.'),
  occurredAt: instant('When it happened.'),
  recordedAt: instant('When it was reported.'),
  kind: word('In which way.'),
  direction: word('From whom to whom.'),
  outcome: word('What came of it.'),
  durationSeconds: nullable(Type.Integer(), 'How long it took, in elapsed seconds; null where that was not told.'),
  automated: Type.Boolean({ description: 'Whether a program made it by itself.' }),
  repId: nullable(id('Who made it; null for nobody in particular.')),
  voidedAt: at('When it was taken back; null while it stands.'),
  note: text('The note; null for none.'),
  externalId: text('Its id in another system; null for none.'),
  voidReason: text('Why it was taken back; null while it stands.'),
});

const Disposition = thing('HeldDisposition', 'With what the lead was closed.', {
  id: id('Of the disposition.'),
  decidedAt: instant('When.'),
  kind: word('Whether it was disposed, corrected or reversed.'),
  category: word('The category of the disposition.'),
  reason: word('The code of the reason.'),
  label: word('The reason, for people.'),
  note: text('The note; null for none.'),
  fields: record('What came with it'),
});

const Milestone = thing('HeldMilestone', 'How far the lead came.', {
  id: id('Of the milestone.'),
  occurredAt: instant('When it was reached.'),
  name: word('Which one.'),
  amount: text('What it is worth, as a decimal number; null where that was not told.'),
  currency: text('In which currency; null where that was not told.'),
  reversedAt: at('When it turned out to be none; null while it stands.'),
});

const MilestoneEntry = thing('HeldMilestoneEntry', 'What was told of a milestone.', {
  id: id('Of the entry.'),
  decidedAt: instant('When.'),
  kind: word('Whether it was reached, is worth something else, or was reversed.'),
  amount: text('What it is worth, as a decimal number; null where that was not told.'),
  currency: text('In which currency; null where that was not told.'),
  note: text('Why it was reversed; null where it was not.'),
});

const Assignment = thing('HeldAssignment', 'Who had the lead.', {
  id: id('Of the assignment.'),
  fromAt: instant('From when.'),
  untilAt: at('Until when; null while it lasts.'),
  repId: nullable(id('Who; null while it waited for somebody.')),
  cause: word('Why they had it.'),
  rule: text('By which rule; null for none.'),
  note: text('The note; null for none.'),
  comparedValues: values('What the lead held where rules did not match.'),
  comparedValuesOfStay: values('The same when it was to move last and nobody else could take it.'),
});

const Promised = thing('HeldPromise', 'By when something was promised.', {
  id: id('Of the clock.'),
  kind: word('What.'),
  state: oneOf(CLOCK_STATES, { description: 'What became of it.' }),
  startedAt: instant('Since when.'),
  dueAt: at('By when; null for no deadline.'),
  metAt: at('When it was kept; null where it was not.'),
  breachedAt: at('When it was missed; null where it was not.'),
  struckBreachAt: at('When the breach was enforced that was struck last; null for none.'),
  strikeReason: text('Why; null where nobody said so.'),
  reach: text('In which ways and in which place the person may be contacted, as the deadline takes it; null for none.'),
});

const Pause = thing('HeldPause', 'When promises stood still.', {
  id: id('Of the pause.'),
  fromAt: instant('From when.'),
  untilAt: at('Until when; null while that is not known.'),
  reason: text('Why; null where nobody said so.'),
});

const Lead = thing('HeldLead', 'A lead of the person, with all that is kept about it.', {
  id: id('Of the lead.'),
  source: word('Its source.'),
  channel: text('What kind of source that is; null where that was not told.'),
  campaign: text('Which campaign brought it; null where that was not told.'),
  form: text('Which form was filled in; null where that was not told.'),
  submittedAt: at('When the person sent it; null where that was not told.'),
  receivedAt: instant('When it arrived.'),
  test: Type.Boolean({ description: 'Whether it was sent to try something out.' }),
  status: oneOf(LEAD_STATUSES, { description: 'Whether it is worked on, or how it ended.' }),
  externalId: text('Its id in the system that it came from; null for none.'),
  landingPage: text('The address of the page; null where that was not told.'),
  message: text('What the person wrote; null for nothing.'),
  contact: record('The person'),
  company: record('The company'),
  attributes: record('Whatever else was told'),
  clickIds: record('By what ad platforms know the click again'),
  consent: record('What the person allowed ad platforms'),
  refs: record('Its ids in other systems'),
  touches: list(Touch, 'Contact attempts, in the order in which they were reported.'),
  dispositions: list(Disposition, 'What was decided about it.'),
  milestones: list(Milestone, 'How far it came.'),
  milestoneHistory: list(MilestoneEntry, 'What was told of that.'),
  assignments: list(Assignment, 'Who had it.'),
  promises: list(Promised, 'What was promised about it.'),
  pauses: list(Pause, 'When promises stood still.'),
});

PERSONAL_DATA.each(({ sections }) => {
  for (const [name, { schema }] of Object.entries(sections)) {
    (Lead.properties as Record<string, TSchema>)[name] = schema;
    (Lead.required as string[]).push(name);
  }
});

const Suppression = thing('HeldSuppression', 'That leads with the address or number are closed as they come in.', {
  kind: oneOf(SUPPRESSED_KINDS, { description: 'The kind of identifier.' }),
  hash: word('SHA-256 of `kind:identifier`: the identifier itself is not kept.'),
  reason: word('The code of the reason.'),
  createdAt: instant('When it was created.'),
  until: at('When it ends by itself; null for never.'),
  liftedAt: at('When it was lifted; null while it was not.'),
  liftReason: text('Why it was lifted; null where nobody said so.'),
});

export const SubjectAccessSchema = thing('SubjectAccess', 'All that is held of a person.', {
  askedAt: instant('As of when.'),
  data: list(Lead, 'The leads of the person, oldest first.'),
  suppressions: list(Suppression, 'That nobody wants to hear from them, or they from nobody.'),
  nextCursor: nullable(Type.String(), 'The `cursor` of the next page; null on the last.'),
});
