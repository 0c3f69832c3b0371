import { type Static, Type } from '@sinclair/typebox';
import { HANDOFF_CLOCK_KINDS } from '../clocks/clock.js';
import { ClockSchema } from '../clocks/clock.schema.js';
import { TermSchema } from '../deals/deal.schema.js';
import { ActorSchema, EventSchema } from '../events/event.schema.js';
import { PREFILL_SOURCES } from '../forms/prefill-sources.js';
import { closed, id, instant, nullable, oneOf, pageOf, thing } from '../platform/answer.js';
import { PageQuery } from '../platform/page.js';
import { HANDOFF_STATES } from './handoff.js';
import { HAD } from './handoff-case.js';
import { RECEIVER_STATES } from './receivers/receiver.js';

const optionalId = (description: string) => Type.Optional(Type.String({ format: 'uuid', description }));

export const HandoffListQuery = Type.Object(
  {
    ...PageQuery,
    state: Type.Optional(oneOf(HANDOFF_STATES, { description: 'In this state.' })),
    kind: optionalId('Of this kind, by its id.'),
    receiverRepId: optionalId('With this rep as a receiver.'),
    dealId: optionalId('About this deal.'),
    accountId: optionalId('About this account.'),
    giverRepId: optionalId('Handed over by this rep, whoever owns the deal by now.'),
    product: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'For this product.' })),
    receiverTeamId: optionalId('With this team as a receiver.'),
    receiver: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'With a receiver of this name. `had` then applies to that receiver.',
      }),
    ),
    startedFrom: Type.Optional(
      Type.String({ format: 'instant', description: 'Handed over at this instant or later.' }),
    ),
    startedTo: Type.Optional(Type.String({ format: 'instant', description: 'Handed over before this instant.' })),
    had: Type.Optional(
      oneOf(HAD, {
        description:
          'In which this happened: a return, a question, an exception at the win, a blocker, an escalation, a failed record, or a missed stage.',
      }),
    ),
    own: Type.Optional(
      Type.Boolean({
        description: 'Only handoffs that the rep of the key gave or receives; for a manager, also those of their reps.',
      }),
    ),
  },
  closed,
);
export type HandoffListQuery = Static<typeof HandoffListQuery>;

/** What is given of a form: what its kind asks for says the rest. */
export const FormPatch = Type.Record(Type.String(), Type.Unknown(), {
  description:
    'A JSON merge patch (RFC 7396): given fields replace, null removes, others stay; lists are replaced as a whole.',
});
export type FormPatch = Static<typeof FormPatch>;

const { kind: _kind, step: _step, ...CLOCK } = ClockSchema.properties;

const HandoffClockSchema = thing('HandoffClock', 'A promise about a handoff.', {
  kind: oneOf(HANDOFF_CLOCK_KINDS, { description: 'What is promised.' }),
  ...CLOCK,
  step: Type.Integer({ minimum: 0, description: 'Of which receiver or question, from 1; 0 of whoever gives.' }),
});

const CheckSchema = thing('Check', 'An entry of a checklist.', {
  text: Type.String({ description: 'What to do.' }),
  link: Type.Optional(Type.String({ description: 'Where the procedure stands.' })),
  done: Type.Boolean({ description: 'Whether it is.' }),
});

/** As the states of records are called where they are made. */
const RecordSchema = thing('RecordOfReceiver', 'What is made in the tool of a receiver.', {
  state: oneOf(['pending', 'made', 'failed'], {
    description:
      '`pending`: it is tried, for three days once nothing that it asks for is missing; `failed`: it is not there, and nobody tries any more.',
  }),
  connectorId: id('The id of the connector that makes it.'),
  ref: nullable(Type.String(), 'As its tool calls it; null until it is made.'),
  url: nullable(Type.String(), 'Where people see it; null until it is made, or where nobody said where.'),
  failure: nullable(Type.String(), 'Why it is not there yet, or failed; null where nothing has gone wrong.'),
  attempts: Type.Integer({ minimum: 0, description: 'So often it was tried.' }),
  nextTryAt: nullable(instant('When it is tried next.'), 'When it is tried next; null once it has ended.'),
  update: nullable(
    thing('RecordUpdate', 'How far a record that was made follows the form.', {
      state: oneOf(['current', 'behind', 'pending', 'failed'], {
        description:
          '`current`: it says what the form says, but for what somebody has changed there and was asked about; `behind`: it is not current, because the update leaves out what was amended, and the receiver is asked to see to it; `pending`: it is tried, for three days; `failed`: nobody tries any more.',
      }),
      omitted: Type.Array(Type.String(), {
        description: 'What is another in the form by now and no update says, until the receiver has answered.',
      }),
      failure: nullable(Type.String(), 'Why it does not follow yet, or failed; null where nothing has gone wrong.'),
      nextTryAt: nullable(
        instant('When it is tried next.'),
        'When it is tried next; null where nothing is to be done.',
      ),
    }),
    'How far it follows the form; null until it is made.',
  ),
});

const ReceiverSchema = thing('Receiver', 'Who receives a handoff, and how far they have come.', {
  name: Type.String({ description: 'What it is called in the kind, and in paths.' }),
  state: oneOf(RECEIVER_STATES, {
    description: 'How far it has come: `waiting` also while its stage is not reached (`beginsAfter`).',
  }),
  stage: nullable(
    Type.String({ description: 'The stage in which it stands.' }),
    'The stage in which it stands; null where the kind has none.',
  ),
  begunAt: nullable(
    instant('Since when they have it: their promises count from then.'),
    'Since when they have it: their promises count from then; null while their stage is not reached.',
  ),
  beginsAfter: nullable(
    Type.String({ description: 'The stage that is done before.' }),
    'While their stage is not reached: the one that has to be done before; else null. Until then they owe nothing, and nothing is done for them.',
  ),
  teamId: id('The team that receives.'),
  ownerRepId: id(
    'Who answers for it: the owner of done, who stood in for them when it was handed over, or who has it in place of somebody who has left.',
  ),
  checklist: Type.Array(CheckSchema, { description: 'What is done before it is done.' }),
  clocks: Type.Array(HandoffClockSchema, { description: 'What they promise.' }),
  returns: Type.Integer({ minimum: 0, description: 'How often they have returned it.' }),
  missing: Type.Array(Type.String(), {
    description: 'While it is returned: what is missing, as pointers into the form.',
  }),
  note: nullable(Type.String(), 'What they said when they returned it last; null where they never did.'),
  acceptedAt: nullable(instant('When they accepted it last.'), 'When they accepted it last; null where they have not.'),
  scheduledAt: nullable(
    instant('When they will process it.'),
    'When they will process it; null where they did not say.',
  ),
  doneAt: nullable(instant('When they had processed it.'), 'When they had processed it; null while they have not.'),
  record: Type.Optional(RecordSchema),
});

const StageSchema = thing('HandoffStage', 'A stage of a handoff.', {
  name: Type.String({ description: 'Its name.' }),
  reachedAt: nullable(instant('When it was reached.'), 'When it was reached; null until then.'),
});

const ExceptionSchema = thing('HandoffException', 'That it was handed over before its form was complete.', {
  deciderRepId: id('Who decided it.'),
  reason: Type.String({ description: 'The reason for the decision.' }),
  completeBy: instant('Until when the form is complete.'),
});

const ClientToldSchema = thing('ClientTold', 'That the client was told what happens next.', {
  at: instant('When.'),
  note: nullable(Type.String(), 'What was said to them, or how; null where nobody said so.'),
  touchId: nullable(
    id('The id of the touch that told them.'),
    'Of the touch of the lead that told them; null for none.',
  ),
});

const FoundSchema = thing('FoundInForm', 'Where the form may answer a question already.', {
  pointer: Type.String({ description: 'A JSON pointer into the values.' }),
  title: Type.String({ description: 'What people call it.' }),
  value: Type.Unknown({ description: 'A status.' }),
});

const QuestionSchema = thing(
  'HandoffQuestion',
  'Something that a party wants to know of another one, or Touchline of whoever answers for a record.',
  {
    id: id('The id of the question.'),
    number: Type.Integer({ minimum: 1, description: 'From 1: the `step` of its clock.' }),
    receiver: Type.String({ description: 'The receiver between whom and the giver it is.' }),
    text: Type.String({ description: 'The question.' }),
    askedBy: ActorSchema,
    askedAt: instant('When.'),
    to: Type.String({ description: 'Who answers: `giver`, or the name of the receiver.' }),
    toRepId: nullable(id('Who was asked.'), 'Who was asked; null where nobody was known who gives.'),
    foundInForm: Type.Array(FoundSchema, {
      description:
        'While it is open: what of the form may answer it already, as far as the reader sees it, without what is sensitive; the best first. In lists of handoffs it is empty.',
    }),
    answer: nullable(Type.String(), 'The answer; null until there is one.'),
    answeredAt: nullable(instant('When it was answered.'), 'When it was answered; null until then.'),
    formVersion: nullable(
      Type.Integer({ minimum: 1 }),
      'The version of the form that the answer made; null where it changed nothing.',
    ),
  },
);

const BlockerSchema = thing('HandoffBlocker', 'What holds a handoff up.', {
  id: id('The id of the blocker.'),
  text: Type.String({ description: 'What blocks it.' }),
  ownerRepId: id('Who resolves it.'),
  dueAt: instant('The deadline.'),
  raisedAt: instant('Since when.'),
  resolvedAt: nullable(instant('When it was resolved.'), 'When it was resolved; null while it holds it up.'),
  lesson: nullable(Type.String(), 'What is done another way next time; null where nobody said so.'),
  recordId: nullable(
    id('The record.'),
    'The record that could not be made, or brought up to date; null where a person raised it.',
  ),
});

export const HandoffSchema = thing('Handoff', 'Work that goes from one team to others.', {
  id: id('The id of the handoff.'),
  kindId: id('The id of its kind.'),
  kindVersion: Type.Integer({
    minimum: 1,
    description: 'The version of its kind: of a draft the newest, else that by which it runs.',
  }),
  name: Type.String({ description: 'The name of its kind.' }),
  dealId: nullable(id('The deal that it is about.'), 'The deal that it is about; null for none.'),
  accountId: nullable(id('The account.'), 'The account; null where that is not known.'),
  deal: nullable(
    thing('DealOfHandoff', 'What was sold, for whoever receives it.', {
      id: id('The id of the deal.'),
      name: Type.String({ description: 'What it is called.' }),
      product: nullable(Type.String(), 'What is sold; null where nobody said.'),
      amount: nullable(Type.String(), 'What it is worth, a decimal number; null where nobody said.'),
      currency: nullable(Type.String(), 'The code of a currency (ISO 4217); null without an amount.'),
      term: nullable(TermSchema, 'The contract term; null if not known.'),
      wonAt: nullable(instant('When it was won.'), 'When it was won; null if it is not.'),
    }),
    'The deal that it is about, as it is now; null for none.',
  ),
  account: nullable(
    thing('AccountOfHandoff', 'With whom, for whoever receives it.', {
      id: id('The id of the account.'),
      name: Type.String({ description: 'What it is called.' }),
      domains: Type.Array(Type.String(), { description: 'Its domains.' }),
      ownerRepId: nullable(id('The vendor.'), 'The rep whose it is; null for nobody.'),
    }),
    'The account, as it is now; null where that is not known.',
  ),
  giverRepId: nullable(
    id('Who gives.'),
    'Who gives now, and answers for it until it is accepted; null for nobody. Of a deal it is whoever has the deal, also where somebody else handed it over.',
  ),
  state: oneOf(HANDOFF_STATES, { description: 'Its state.' }),
  stage: nullable(
    Type.String({ description: 'The stage to which it has come.' }),
    'The stage to which it has come; null of a draft, and where its kind has none.',
  ),
  stages: Type.Array(StageSchema, { description: 'Its stages in their order; empty where its kind has none.' }),
  missing: Type.Integer({ minimum: 0, description: 'The number of missing fields of its form.' }),
  formVersion: Type.Integer({ minimum: 1, description: 'The version of its form.' }),
  exception: nullable(ExceptionSchema, 'By which it was handed over before its form was complete; null for none.'),
  clientTold: nullable(ClientToldSchema, 'That the client was told what happens next; null until then.'),
  textForClient: nullable(
    Type.String(),
    'For whoever gives, while the client waits to be told what happens next: a text for that, ready to send; else null.',
  ),
  cancelReason: nullable(
    Type.String(),
    'Why somebody has called it off; null where nobody did, or it ended with its deal.',
  ),
  clocks: Type.Array(HandoffClockSchema, {
    description: 'What whoever gives has promised, and answers that are owed by anybody.',
  }),
  receivers: Type.Array(ReceiverSchema, {
    description: 'Who receives it, in the order of the kind; empty while it is a draft.',
  }),
  questions: Type.Array(QuestionSchema, { description: 'What the parties asked each other, the first at the front.' }),
  blockers: Type.Array(BlockerSchema, { description: 'What held it up, or still does; the first at the front.' }),
  createdAt: instant('Since when it can be filled in.'),
  startedAt: nullable(instant('Since when it runs.'), 'Since when it runs; null for a draft.'),
  endedAt: nullable(instant('When it was done, or cancelled.'), 'When it was done, or cancelled; null until then.'),
  updatedAt: instant('When it was last changed.'),
});
export type HandoffView = Static<typeof HandoffSchema>;

export const HandoffLinkSchema = thing('HandoffLink', 'An address by which somebody without a key can act.', {
  url: Type.String({ description: 'Of a page: whoever has it may do what it is for.' }),
  expiresAt: instant('Until when it works; it ends with the handoff.'),
});

export const HandoffPage = pageOf(HandoffSchema);

const MissingSchema = thing('MissingPiece', 'Something that is missing of a form, or wrong in it.', {
  pointer: Type.String({ description: 'A JSON pointer into the values; empty where it is about the deal.' }),
  text: Type.String({ description: 'A sentence for whoever fills it in.' }),
});

const PrefilledSchema = thing('PrefilledPiece', 'Something that was filled in because it was known already.', {
  pointer: Type.String({ description: 'A JSON pointer into the values; a list as a whole.' }),
  from: oneOf(PREFILL_SOURCES, { description: 'By which `prefill` of the form.' }),
  handoffId: nullable(id('The earlier handoff.'), 'The earlier handoff; null for other sources.'),
  text: Type.String({ description: 'The same in a sentence.' }),
});

export const HandoffFormSchema = thing('HandoffForm', 'What is handed over.', {
  version: Type.Integer({ minimum: 1, description: 'Counts each time that it was saved; the tag of the answer.' }),
  values: Type.Record(Type.String(), Type.Unknown(), {
    description: 'What stands in it: all for whoever gives, the sections of a receiver for them.',
  }),
  prefilled: Type.Array(PrefilledSchema, {
    description: 'What of it was known already and filled in by that; it is in this list until a person has saved it.',
  }),
  missing: Type.Array(MissingSchema, { description: 'What is missing, in the order of the form.' }),
  schema: Type.Record(Type.String(), Type.Unknown(), { description: 'What it asks for: a JSON Schema.' }),
});

const FormVersionSchema = thing('HandoffFormVersion', 'A form as it was handed over, or amended.', {
  version: Type.Integer({ minimum: 1, description: 'Its number.' }),
  savedAt: instant('When it was saved.'),
  values: Type.Record(Type.String(), Type.Unknown(), {
    description: 'What stood in it, as far as the reader sees it.',
  }),
  changes: Type.Array(
    thing('FormChange', 'What was different then from the version before.', {
      pointer: Type.String({ description: 'A JSON pointer into the values.' }),
      from: Type.Optional(Type.Unknown({ description: 'What stood there; absent for nothing.' })),
      to: Type.Optional(Type.Unknown({ description: 'What stands there; absent for nothing.' })),
    }),
    { description: 'What is different from the version before; empty of the first.' },
  ),
});
export const FormVersionPage = pageOf(FormVersionSchema);

export const HandoffTimelinePage = pageOf(
  thing('HandoffTimelineEntry', 'An event of a handoff, with its sentence.', {
    ...EventSchema.properties,
    text: Type.String({
      description: 'What happened, in one sentence.',
      examples: ['Returned by Finance: Billing missing'],
    }),
  }),
);
