import { type Static, Type } from '@sinclair/typebox';
import { HANDOFF_CLOCK_KINDS } from '../clocks/clock.js';
import { ClockSchema } from '../clocks/clock.schema.js';
import { TermSchema } from '../deals/deal.schema.js';
import { ActorSchema, EventSchema } from '../events/event.schema.js';
import { id, instant, nullable, objectSchema, oneOf, pageOf } from '../platform/input/schema.js';
import { HANDOFF_STATES } from './handoff.js';
import { HANDOFF_ACTS, RECEIVER_ACTS } from './handoff-acts.js';
import { HANDOFF_STARTS } from './kinds/handoff-kind.js';
import { RECEIVER_STATES } from './receivers/receiver.js';

const { kind: _kind, step: _step, ...CLOCK } = ClockSchema.properties;

const HandoffClockSchema = objectSchema('HandoffClock', 'A clock of a handoff.', {
  kind: oneOf(HANDOFF_CLOCK_KINDS, { description: 'The kind of promise.' }),
  ...CLOCK,
  step: Type.Integer({ minimum: 0, description: 'The number of the receiver or question, from 1; 0 for the giver.' }),
});

const CheckSchema = objectSchema('Check', 'An entry of a checklist.', {
  text: Type.String({ description: 'The task.' }),
  link: Type.Optional(Type.String({ description: 'The URL of the procedure.' })),
  done: Type.Boolean({ description: 'Whether it is done.' }),
});

/** The states are those of src/records. */
const RecordSchema = objectSchema('RecordOfReceiver', 'The record in a receiver’s tool.', {
  state: oneOf(['pending', 'made', 'failed'], {
    description:
      '`pending`: it will be created, with retries for three days once its values are complete; `failed`: it could not be created and is not retried.',
  }),
  connectorId: id('The id of its connector.'),
  ref: nullable(Type.String(), 'Its id in the tool; null until it is created.'),
  url: nullable(Type.String(), 'Its URL for people; null until it is created, or if none is configured.'),
  failure: nullable(Type.String(), 'The last error; null for none.'),
  attempts: Type.Integer({ minimum: 0, description: 'The number of attempts.' }),
  nextTryAt: nullable(instant, 'When it is tried next; null if it has ended.'),
  update: nullable(
    objectSchema('RecordUpdate', 'Whether a record follows amendments of the form.', {
      state: oneOf(['current', 'behind', 'pending', 'failed'], {
        description:
          '`current`: the record agrees with the form, except for fields that were changed in the tool and that the receiver was asked about; `behind`: the update does not cover some amended fields, and the receiver was asked to change them by hand; `pending`: it is retried for three days; `failed`: it is not retried.',
      }),
      omitted: Type.Array(Type.String(), {
        description:
          'The fields of the form that differ from the record and that the update does not cover, until the receiver has answered.',
      }),
      failure: nullable(Type.String(), 'The last error; null for none.'),
      nextTryAt: nullable(instant, 'When it is tried next; null if nothing is to be done.'),
    }),
    'Whether it follows amendments of the form; null until it is created.',
  ),
});

const ReceiverSchema = objectSchema('Receiver', 'A receiver of a handoff.', {
  name: Type.String({ description: 'Its name, in the kind and in paths.' }),
  state: oneOf(RECEIVER_STATES, {
    description: 'Its state; also `waiting` while its stage has not been reached (`beginsAfter`).',
  }),
  stage: nullable(Type.String(), 'Its stage; null if the kind has none.'),
  begunAt: nullable(
    instant,
    'When the receiver got it, from which their deadlines count; null until their stage is reached.',
  ),
  beginsAfter: nullable(
    Type.String(),
    'The stage that has to be done first, while theirs has not been reached; else null. Until then they owe nothing.',
  ),
  teamId: id('The team that receives.'),
  ownerRepId: id(
    'The rep who is responsible: the owner of done, their cover at the time of the handoff, or the successor of a rep who has left.',
  ),
  sections: nullable(
    Type.Array(Type.String(), { description: 'The fields of the form that they see.' }),
    'The fields of the form that they see; null for all.',
  ),
  checklist: Type.Array(CheckSchema, { description: 'The checklist that has to be done.' }),
  clocks: Type.Array(HandoffClockSchema, { description: 'Their deadlines.' }),
  may: Type.Array(oneOf(RECEIVER_ACTS), {
    description:
      'What the caller may do for the receiver now, each named as the last part of its route. `done` is also listed while the checklist is open; see `checklist`.',
  }),
  returns: Type.Integer({ minimum: 0, description: 'The number of returns.' }),
  missing: Type.Array(Type.String(), {
    description:
      'While it is returned, the missing fields, as pointers into the form. It goes back once each of them has a new value and nothing else is missing.',
  }),
  note: nullable(Type.String(), 'The note of their last return; null for none.'),
  acceptedAt: nullable(instant, 'When they last accepted it; null if they have not.'),
  scheduledAt: nullable(instant, 'The date by which they will process it; null if they gave none.'),
  doneAt: nullable(instant, 'When it was processed; null if it was not.'),
  record: Type.Optional(RecordSchema),
});

const StageSchema = objectSchema('HandoffStage', 'A stage of a handoff.', {
  name: Type.String({ description: 'Its name.' }),
  reachedAt: nullable(instant, 'When it was reached; null until then.'),
});

const ExceptionSchema = objectSchema(
  'HandoffException',
  'An exception: it was handed over before its form was complete.',
  {
    deciderRepId: id('The rep who decided it.'),
    reason: Type.String({ description: 'The reason for the decision.' }),
    completeBy: instant('When the form has to be complete.'),
  },
);

const ClientNotifiedSchema = objectSchema('ClientTold', 'The update to the client about what happens next.', {
  at: instant('When.'),
  note: nullable(Type.String(), 'A note on it; null for none.'),
  touchId: nullable(id, 'The id of the touch that reached the client; null for none.'),
});

const FoundSchema = objectSchema('FoundInForm', 'A place in the form that may answer the question.', {
  pointer: Type.String({ description: 'A JSON pointer into the values.' }),
  title: Type.String({ description: 'Its label.' }),
  value: Type.Unknown({ description: 'A status.' }),
});

const QuestionSchema = objectSchema(
  'HandoffQuestion',
  'A question between parties, or from Touchline about a record.',
  {
    id: id('The id of the question.'),
    number: Type.Integer({ minimum: 1, description: 'Its number, from 1: the `step` of its clock.' }),
    receiver: Type.String({ description: 'The receiver who asks the giver, or whom the giver asks.' }),
    text: Type.String({ description: 'The question.' }),
    askedBy: ActorSchema,
    askedAt: instant('When.'),
    to: Type.String({ description: 'Who has to answer: `giver`, or the name of the receiver.' }),
    toRepId: nullable(id, 'The rep to whom the question is addressed; null if there was no giver.'),
    foundInForm: Type.Array(FoundSchema, {
      description:
        'While it is open, places in the form that may answer it, the best first, limited to what the reader sees and without sensitive fields. Empty in lists.',
    }),
    mayAnswer: Type.Boolean({ description: 'Whether the caller may answer it; false once it is answered.' }),
    answer: nullable(Type.String(), 'The answer; null until there is one.'),
    answeredAt: nullable(instant, 'When it was answered; null if it was not.'),
    formVersion: nullable(
      Type.Integer({ minimum: 1 }),
      'The version of the form that the answer created; null if it changed nothing.',
    ),
  },
);

const BlockerSchema = objectSchema('HandoffBlocker', 'A blocker of a handoff.', {
  id: id('The id of the blocker.'),
  text: Type.String({ description: 'What blocks it.' }),
  mayResolve: Type.Boolean({ description: 'Whether the caller may resolve it; false once it is resolved.' }),
  ownerRepId: id('Who resolves it.'),
  dueAt: instant('The deadline.'),
  raisedAt: instant('Since when.'),
  resolvedAt: nullable(instant, 'When it was resolved; null if it was not.'),
  lesson: nullable(Type.String(), 'What to do differently next time; null for nothing.'),
  recordId: nullable(id, 'The record that could not be created or updated; null if a person raised it.'),
});

const RoleSchema = objectSchema('HandoffRole', 'What the caller may do with a handoff.', {
  gives: Type.Boolean({ description: 'Whether they act for the giver.' }),
  decides: Type.Boolean({ description: 'Whether they act for the decider.' }),
  receives: Type.Array(Type.String(), { description: 'The names of the receivers for whom they act.' }),
  may: Type.Array(oneOf(HANDOFF_ACTS), {
    description:
      'What the caller may do with it now, each named as the last part of its route. `start` is also listed while the form is incomplete; see `missing`. `links` is left out where no `SECRETS_KEY` is set.',
  }),
});

const PersonSchema = objectSchema('PersonOfHandoff', 'A person who has a part in a handoff.', {
  repId: id('The rep.'),
  name: Type.String({ description: 'Their name.' }),
});

export const HandoffSchema = objectSchema('Handoff', 'A handoff: work that one team hands to others.', {
  id: id('The id of the handoff.'),
  kindId: id('The id of its kind.'),
  kindVersion: Type.Integer({
    minimum: 1,
    description: 'The version of its kind: the newest for a draft, else that under which it runs.',
  }),
  name: Type.String({ description: 'The name of its kind.' }),
  startsOn: oneOf(HANDOFF_STARTS, { description: 'What starts it.' }),
  role: RoleSchema,
  people: Type.Array(PersonSchema, {
    description:
      'The people who have a part in it, by name: the giver, the teams that receive and the owners of done, the decider, the reps who were asked, and those who resolve a blocker.',
  }),
  renewedId: nullable(
    id,
    'For a renewal, the handoff that the deal’s win began, which the parties of the renewal may read; null for others, and if there was none.',
  ),
  dealId: nullable(id, 'The deal; null for none.'),
  accountId: nullable(id, 'The account; null if not known.'),
  deal: nullable(
    objectSchema('DealOfHandoff', 'The deal, as receivers see it.', {
      id: id('The id of the deal.'),
      name: Type.String({ description: 'Its name.' }),
      product: nullable(Type.String(), 'The product; null if not known.'),
      amount: nullable(Type.String(), 'The amount, a decimal number; null if not known.'),
      currency: nullable(Type.String(), 'The code of a currency (ISO 4217); null without an amount.'),
      term: nullable(TermSchema, 'The contract term; null if not known.'),
      wonAt: nullable(instant, 'When it was won; null if it is not.'),
    }),
    'The deal in its present state; null for none.',
  ),
  account: nullable(
    objectSchema('AccountOfHandoff', 'The account, as receivers see it.', {
      id: id('The id of the account.'),
      name: Type.String({ description: 'Its name.' }),
      domains: Type.Array(Type.String(), { description: 'Its domains.' }),
      ownerRepId: nullable(id, 'The owner; null for none.'),
    }),
    'The account in its present state; null if not known.',
  ),
  giverRepId: nullable(
    id,
    'The giver, who is responsible until a receiver has accepted; null for none. For a deal it is the owner of the deal, even if another person handed it over.',
  ),
  state: oneOf(HANDOFF_STATES, { description: 'Its state.' }),
  stage: nullable(Type.String(), 'The stage that it has reached; null for a draft, or if its kind has none.'),
  stages: Type.Array(StageSchema, { description: 'Its stages in order; empty if its kind has none.' }),
  missing: Type.Integer({ minimum: 0, description: 'The number of missing fields of its form.' }),
  formVersion: Type.Integer({ minimum: 1, description: 'The version of its form.' }),
  exception: nullable(
    ExceptionSchema,
    'The exception with which it was handed over before its form was complete; null for none.',
  ),
  clientTold: nullable(ClientNotifiedSchema, 'The update to the client about what happens next; null until then.'),
  textForClient: nullable(
    Type.String(),
    'For the giver, while the client waits for the update: a text that is ready to send; else null.',
  ),
  decision: nullable(
    objectSchema('HandoffDecision', 'The last decision of the decider.', {
      at: instant('When.'),
      note: nullable(Type.String(), 'The decision in the decider’s own words; null once it was erased.'),
    }),
    'The last decision about it; null if none was made.',
  ),
  cancelReason: nullable(Type.String(), 'Why it was cancelled; null if it was not, or if it ended with its deal.'),
  clocks: Type.Array(HandoffClockSchema, {
    description: 'The clocks of the giver, and those of open questions.',
  }),
  receivers: Type.Array(ReceiverSchema, {
    description: 'The receivers, in the order of the kind; empty for a draft.',
  }),
  questions: Type.Array(QuestionSchema, { description: 'The questions between the parties, oldest first.' }),
  blockers: Type.Array(BlockerSchema, { description: 'The blockers, oldest first.' }),
  createdAt: instant('When the draft was created.'),
  startedAt: nullable(instant, 'When it started; null for a draft.'),
  endedAt: nullable(instant, 'When it was done or cancelled; null if it is not.'),
  updatedAt: instant('When it was last changed.'),
});
export type HandoffView = Static<typeof HandoffSchema>;

export const HandoffLinkSchema = objectSchema('HandoffLink', 'A link by which a person without a key can act.', {
  url: Type.String({ description: 'The URL of a page. Any person who has it can use the page.' }),
  expiresAt: instant('Until when it works, unless the handoff ends before.'),
});

export const HandoffPage = pageOf(HandoffSchema);

export const HandoffTimelinePage = pageOf(
  objectSchema('HandoffTimelineEntry', 'An event of a handoff, with its sentence.', {
    ...EventSchema.properties,
    text: Type.String({
      description: 'What happened, in one sentence.',
      examples: ['Returned by Finance: Billing missing'],
    }),
  }),
);
