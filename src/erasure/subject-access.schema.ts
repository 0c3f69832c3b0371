import { Type } from '@sinclair/typebox';
import { CLOCK_STATES } from '../clocks/clock.js';
import { DEAL_STAGES } from '../deals/deal.js';
import { SUPPRESSED_KINDS } from '../disposition/suppression.js';
import { DELIVERY_KINDS, DELIVERY_STATES } from '../feedback/delivery.js';
import { PLATFORM_NAMES } from '../feedback/platform.js';
import { HANDOFF_STATES } from '../handoffs/handoff.js';
import { RECEIVER_STATES } from '../handoffs/receivers/receiver.js';
import { LEAD_STATUSES } from '../leads/lead.js';
import { id, instant, nullable, oneOf, thing } from '../platform/answer.js';
import { RECORD_STATES } from '../records/record.js';

const text = (description: string) => nullable(Type.String(), description);
const at = (description: string) => nullable(instant(description));
const word = (description: string) => Type.String({ description });
const record = (description: string) =>
  nullable(Type.Record(Type.String(), Type.Unknown()), `${description}; null for nothing.`);
const values = (description: string) => Type.Array(Type.Unknown(), { description });
const list = <Row extends ReturnType<typeof thing>>(row: Row, description: string) => Type.Array(row, { description });

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
  note: text('What was noted; null for nothing.'),
  externalId: text('Its id in another system; null for none.'),
  voidReason: text('Why it was taken back; null while it stands.'),
});

const Disposition = thing('HeldDisposition', 'With what the lead was closed.', {
  id: id('Of the disposition.'),
  decidedAt: instant('When.'),
  kind: word('Whether it was disposed, corrected or reversed.'),
  category: word('What became of the lead.'),
  reason: word('The code of the reason.'),
  label: word('The reason, for people.'),
  note: text('What was noted; null for nothing.'),
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
  note: text('What was noted; null for nothing.'),
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

const ToldToPlatform = thing('HeldToldToPlatform', 'Something that an ad platform was told of it, or was to be told.', {
  platform: oneOf(PLATFORM_NAMES, { description: 'Who was told.' }),
  kind: oneOf(DELIVERY_KINDS, { description: 'What it was told.' }),
  stage: word('How far the lead had come, or what became of it.'),
  state: oneOf(DELIVERY_STATES, { description: 'What has become of that.' }),
  knownBy: word('By what the platform knows it.'),
  identifiers: nullable(
    Type.Array(word('What.')),
    'By which of what is known of the person it went; null where it never left.',
  ),
  consent: record('What the person allowed then'),
  amount: text('What it was worth, a decimal number; null where nothing was told.'),
  currency: text('In which currency; null where nothing was told.'),
  eventAt: instant('When it happened.'),
  sentAt: at('When it was sent; null where it never left.'),
  acceptedAt: at('When it was accepted; null where it was not.'),
  answer: text('What the platform said of it; null for nothing.'),
});

const HeldDeal = thing('HeldDeal', 'A deal that came of it.', {
  id: id('Of the deal.'),
  name: word('What it is called.'),
  createdAt: instant('Since when it is known.'),
  stage: oneOf(DEAL_STAGES, { description: 'Whether it is won or lost.' }),
  amount: text('What it is worth, a decimal number; null where that is not known.'),
  currency: text('In which currency; null with the amount.'),
  wonAt: at('Since when it is won; null while it is not.'),
  deliveredAt: at('Since when what was sold is delivered; null while nobody has said so.'),
  lostAt: at('Since when it is lost; null while it is not.'),
  lostReason: text('Why it was lost: the code of a reason; null where nobody said.'),
  lostNote: text('What was said of that; null for nothing.'),
  lostFields: record('What came with the reason'),
});

const HeldHandoff = thing('HeldHandoff', 'How a deal that came of it changed hands.', {
  id: id('Of the handoff.'),
  createdAt: instant('Since when it could be filled in.'),
  startedAt: at('Since when it runs; null where it never did.'),
  state: oneOf(HANDOFF_STATES, { description: 'How far it has come.' }),
  form: record('What is handed over'),
  exceptionReason: text('Why it was handed over before it was complete; null where it was not.'),
  clientToldAt: at('When the client was told what happens next; null where nobody said so.'),
  clientToldNote: text('What was said of that; null for nothing.'),
  clientWordNote: text('What somebody said of it by hand; null for nothing.'),
  cancelReason: text('Why somebody called it off; null where nobody did.'),
});
const HeldHandoffForm = thing('HeldHandoffForm', 'What was handed over, as it was then.', {
  id: word('Of the handoff, and the number of the version.'),
  version: Type.Integer({ description: 'That number.' }),
  savedAt: instant('When it was saved.'),
  form: record('What stood in it'),
});
const HeldHandoffReceiver = thing('HeldHandoffReceiver', 'Who received it.', {
  id: word('Of the handoff, and the place of the receiver.'),
  state: oneOf(RECEIVER_STATES, { description: 'How far they have come.' }),
  acceptedAt: at('When they accepted it; null where they did not.'),
  doneAt: at('When they had processed it; null where they have not.'),
  missing: nullable(Type.Array(Type.Unknown()), 'What they missed; null where they never returned it.'),
  note: text('What they said then; null for nothing.'),
});

const HeldHandoffCopy = thing('HeldHandoffCopy', 'Something of it that was filled in into another handoff.', {
  id: word('Of that handoff, and where in its form.'),
  value: Type.Unknown({ description: 'What stands there.' }),
});

const HeldHandoffRecord = thing('HeldHandoffRecord', 'What was made of it in the tool of a receiver.', {
  id: id('Of the record.'),
  state: oneOf(RECORD_STATES, { description: 'Whether it is made.' }),
  ref: text('Its id in that tool; null until it is made.'),
  endedAt: at('When it was made, or failed for good; null while it is tried.'),
  url: text('Where people see it; null where nobody said.'),
});

const HeldHandoffQuestion = thing('HeldHandoffQuestion', 'What was asked about it.', {
  id: id('Of the question.'),
  askedAt: instant('When.'),
  answeredAt: at('When it was answered; null where it was not.'),
  text: word('What was asked.'),
  answer: text('The answer; null for none.'),
});
const HeldHandoffBlocker = thing('HeldHandoffBlocker', 'What held it up.', {
  id: id('Of the blocker.'),
  raisedAt: instant('Since when.'),
  resolvedAt: at('When it was resolved; null where it was not.'),
  text: word('What held it up.'),
  lesson: text('What is done another way next time; null for nothing.'),
});

const ToldToWebhook = thing('HeldToldToWebhook', 'A time that an event about it was posted to a webhook.', {
  id: id('Of the delivery.'),
  number: Type.Integer({ description: 'Which time that was, from 1.' }),
  status: nullable(Type.Integer(), 'The status of the answer; null: no answer came.'),
  problem: text('Why it was no success; null where it was one.'),
  answer: text('How the answer begins; null: none came.'),
});

const Lead = thing('HeldLead', 'A lead of the person, with all that is kept about it.', {
  id: id('Of the lead.'),
  source: word('Where it came from.'),
  channel: text('What kind of source that is; null where that was not told.'),
  campaign: text('Which campaign brought it; null where that was not told.'),
  form: text('Which form was filled in; null where that was not told.'),
  submittedAt: at('When the person sent it; null where that was not told.'),
  receivedAt: instant('When it arrived.'),
  test: Type.Boolean({ description: 'Whether it was sent to try something out.' }),
  status: oneOf(LEAD_STATUSES, { description: 'Whether it is worked on, or how it ended.' }),
  externalId: text('Its id where it came from; null for none.'),
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
  deals: list(HeldDeal, 'What came of it.'),
  handoffs: list(HeldHandoff, 'How that changed hands.'),
  handoffForms: list(HeldHandoffForm, 'What was handed over.'),
  handoffCopies: list(HeldHandoffCopy, 'What of that stands in other handoffs of the account.'),
  handoffReceivers: list(HeldHandoffReceiver, 'Who received it.'),
  handoffRecords: list(HeldHandoffRecord, 'What was made of it in the tools of those who received it.'),
  handoffQuestions: list(HeldHandoffQuestion, 'What was asked about it.'),
  handoffBlockers: list(HeldHandoffBlocker, 'What held it up.'),
  assignments: list(Assignment, 'Who had it.'),
  promises: list(Promised, 'What was promised about it.'),
  pauses: list(Pause, 'When promises stood still.'),
  toldToPlatforms: list(ToldToPlatform, 'What ad platforms were told of it.'),
  toldToWebhooks: list(ToldToWebhook, 'What webhooks answered to events about it, which name nobody.'),
});

const Suppression = thing('HeldSuppression', 'That leads with the address or number are closed as they come in.', {
  kind: oneOf(SUPPRESSED_KINDS, { description: 'What of a lead it is about.' }),
  hash: word('SHA-256 of `kind:identifier`: the identifier itself is not kept.'),
  reason: word('The code of the reason.'),
  createdAt: instant('When it was made.'),
  until: at('When it ends by itself; null: it holds for good.'),
  liftedAt: at('When it was lifted; null while it was not.'),
  liftReason: text('Why it was lifted; null where nobody said so.'),
});

export const SubjectAccessSchema = thing('SubjectAccess', 'All that is held of a person.', {
  askedAt: instant('As of when.'),
  data: list(Lead, 'The leads of the person, oldest first.'),
  suppressions: list(Suppression, 'That nobody wants to hear from them, or they from nobody.'),
  nextCursor: nullable(Type.String(), 'The `cursor` of the next page; null on the last.'),
});
