import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { CATEGORIES } from '../disposition/disposition.js';
import { entriesOf } from '../platform/input/entry-results.schema.js';
import { withFaultWords } from '../platform/input/fault-words.js';
import { WORTH } from '../platform/input/formats.js';
import {
  flag,
  id,
  object,
  oneOf,
  optionalId,
  optionalInstant,
  optionalOneOf,
  optionalText,
  text,
} from '../platform/input/schema.js';
import { DECLINE_REASONS } from '../routing/assignments/declining.js';
import { TOUCH_KINDS, TOUCH_OUTCOMES } from '../vocabulary/touch-kinds.js';
import { NAMING } from './lead.dto.js';
import { MILESTONES } from './touch.js';

const Note = text(10_000, 'A note.');
export const NoteBody = object({ text: Note });
export type NoteBody = Static<typeof NoteBody>;
export const Reason = text(1_000, 'Why, in your own words.');

const WON_IS_A_MILESTONE =
  'A win is a milestone, and closes the lead: POST /v1/leads/{id}/milestones with { "name": "won" }. A disposition is one of nurture, recycle, suppress, lost.';
const LOST_IS_A_DISPOSITION =
  'A loss is a disposition: POST /v1/leads/{id}/disposition with { "category": "lost", "reason": … }. A milestone is one of qualified, opportunity, won.';

export const TouchBody = withFaultWords(
  object({
    kind: oneOf(TOUCH_KINDS, { description: 'The channel.' }),
    direction: oneOf(['outbound', 'inbound'], {
      default: 'outbound',
      description: '`outbound`: the rep contacted the lead. `inbound`: the lead contacted the rep.',
    }),
    outcome: oneOf(TOUCH_OUTCOMES, {
      description:
        'The outcome. call: connected, noAnswer, voicemail, wrongNumber, booked; email, sms, chat: sent, replied, bounced, booked (chat also connected); meeting: booked, held, noShow, cancelled; other: all.',
    }),
    occurredAt: optionalInstant(
      'When it happened; for a call, its start. Now by default; at most 5 minutes ahead, and no earlier than the settings’ `backdating` allows.',
    ),
    durationSeconds: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 86_400, description: 'Its duration in whole seconds.' }),
    ),
    repId: optionalId('Who made it; the owner by default.'),
    automated: flag(false, 'Made by a program. An automated touch keeps no promise.'),
    note: Type.Optional(Note),
    externalId: optionalText(
      300,
      'Its id in the system that it came from. Reporting the same id again records no second touch.',
    ),
  }),
  {
    goodbye: 'Only a touch of a lead can be a goodbye.',
    meetingAt: 'Only a touch of a lead says for when a meeting was booked.',
  },
);
export type TouchBody = Static<typeof TouchBody>;

/** A touch of a lead. */
export const LeadTouchBody = object({
  ...TouchBody.properties,
  goodbye: flag(
    false,
    'The person only said goodbye, or thanks: for inbound touches with the outcome connected, replied, voicemail or sent. It is recorded and shown, but needs no answer: it keeps no promise, ends no follow-up and brings no closed lead back. The rule for unreachable leads takes it as a sign of life.',
  ),
  meetingAt: optionalInstant(
    'When the meeting takes place that was booked (outcome `booked`): within 400 days. The time to decide counts from then.',
  ),
});
export type LeadTouchBody = Static<typeof LeadTouchBody>;

export const DeclineBody = object({
  reason: oneOf(DECLINE_REASONS, { description: 'Why. `wrongOwner`: it belongs to somebody else.' }),
  note: Type.Optional(Note),
});
export type DeclineBody = Static<typeof DeclineBody>;

export const ClaimBody = object({
  repId: optionalId('Who claims it; with the key of a rep, that rep by default.'),
});
export type ClaimBody = Static<typeof ClaimBody>;

export const ReassignBody = object({
  repId: optionalId('The new owner; either this or `poolId`.'),
  poolId: optionalId('The pool whose next member gets it.'),
  reason: Reason,
  expectedOwnerId: optionalId('The owner that you expect; another owner by then gives 409.'),
});
export type ReassignBody = Static<typeof ReassignBody>;

export const ValueBody = object(
  {
    amount: Type.String({ pattern: '^\\d{1,15}(\\.\\d{1,4})?$', description: WORTH }),
    currency: Type.String({ format: 'currency', description: 'The code of a currency (ISO 4217), such as EUR.' }),
  },
  { description: 'Its value.' },
);
export type ValueBody = Static<typeof ValueBody>;

export const MilestoneBody = object({
  name: withFaultWords(oneOf(MILESTONES, { description: 'What the lead has reached.' }), {
    lost: LOST_IS_A_DISPOSITION,
  }),
  occurredAt: optionalInstant(
    'When it was reached; now by default. It may lie as far back as a touch may; for reps and managers not in the time of a former owner, unless that is one of their reps. Reporting the same milestone again with the same instant records no second one.',
  ),
  value: Type.Optional(ValueBody),
});
export type MilestoneBody = Static<typeof MilestoneBody>;

/** What a sender of such a field beside `fields` reads. */
const within = (name: string, value: string) =>
  `There is no field "${name}" here: send it in "fields", such as "fields": { "${name}": "${value}" }.`;

const DISPOSITION_WORDS = {
  amount: within('amount', '5000.00'),
  recycleAfter: within('recycleAfter', 'P90D'),
  wakeAt: within('wakeAt', '2027-01-15T09:00:00.000Z'),
};

export const DispositionBody = withFaultWords(
  object({
    category: withFaultWords(
      oneOf(CATEGORIES, {
        description:
          'How it is closed. `nurture`: comes back on a day, to its last owner. `recycle`: comes back after a time, to somebody else. `suppress`: should not be worked on. `lost`: is over. A win is a milestone, not a disposition.',
      }),
      { won: WON_IS_A_MILESTONE },
    ),
    reason: text(100, 'The code of a reason in that category.'),
    note: Type.Optional(Note),
    fields: Type.Optional(
      Type.Record(text(100), text(4_000), {
        maxProperties: 50,
        description:
          'The fields that the reason requires. `wakeAt`: an instant in the future. `recycleAfter`: a duration in elapsed time, `P90D` by default. `amount`: a decimal number as text. `bad`: `email` or `phone`, for a reason that blocks an invalid one; without it, the address or number is blocked only if the lead has just one of them. For others see `fieldTypes` of the reason.',
      }),
    ),
  }),
  DISPOSITION_WORDS,
);
export type DispositionBody = Static<typeof DispositionBody>;

/** What becomes of the open deal of a lead that is closed. */
const DEALS_CHOICES = ['lose', 'keep'] as const;
export type DealsChoice = (typeof DEALS_CHOICES)[number];

const deals = optionalOneOf(DEALS_CHOICES, {
  description:
    'What becomes of the open deal of the lead, if it has one. `lose`: it is lost for the same reason. `keep`: it stays open. Without it, people get 409 `open-deals`; for programs it stays open, with a warning.',
});

/** A disposition that closes a lead, with what becomes of its deal. */
export const ClosingBody = withFaultWords(object({ ...DispositionBody.properties, deals }), DISPOSITION_WORDS);
export type ClosingBody = Static<typeof ClosingBody>;

export const ReverseBody = object({
  reason: Reason,
  disposition: Type.Optional({
    ...ClosingBody,
    description: 'The disposition that closes a lead that was won by it; without one, the lead is reopened.',
  }),
});
export type ReverseBody = Static<typeof ReverseBody>;

export const VoidBody = object({ reason: Reason });
export type VoidBody = Static<typeof VoidBody>;

export const StrikeBody = object({ reason: Reason });
export type StrikeBody = Static<typeof StrikeBody>;

export const PauseBody = object({
  until: Type.String({
    format: 'instant',
    description: 'When the clocks resume by themselves: in the future, within 400 days.',
  }),
  reason: Reason,
});
export type PauseBody = Static<typeof PauseBody>;

export const MergeBody = object({ into: id('The lead of the same person that stays.') });
export type MergeBody = Static<typeof MergeBody>;

export const ReopenBody = object({ reason: Reason });
export type ReopenBody = Static<typeof ReopenBody>;

/** A touch together with the name of its lead, in one of four ways. */
export const NamedTouchBody = object({ ...LeadTouchBody.properties, ...NAMING });
export type NamedTouchBody = Static<typeof NamedTouchBody>;

const batchOf = <Touch extends TSchema>(touch: Touch) =>
  object({
    touches: entriesOf(touch, 'Touches, each as in `POST /v1/leads/{id}/touches`, with the fields that name its lead.'),
  });

/** Entries are checked one by one, so that an invalid one does not reject the others. */
export const TouchBatchBody = batchOf(Type.Unknown());
export type TouchBatchBody = Static<typeof TouchBatchBody>;
/** The schema of `TouchBatchBody` for the API's documentation. */
export const DocumentedTouchBatch = batchOf(NamedTouchBody);

/** A milestone with the name of its lead. `occurredAt` is required: by it a batch that is sent again is recognised. */
export const NamedMilestoneBody = object({
  ...MilestoneBody.properties,
  occurredAt: Type.String({
    format: 'instant',
    description:
      'When it was reached. It may lie as far back as a touch may. A milestone with the same name and instant is recognised as a repetition.',
  }),
  ...NAMING,
});
export type NamedMilestoneBody = Static<typeof NamedMilestoneBody>;

const milestonesOf = <Entry extends TSchema>(entry: Entry) => {
  const description = 'Milestones, each as in `POST /v1/leads/{id}/milestones`, with the fields that name its lead.';
  return object({ milestones: entriesOf(entry, description) });
};

/** Entries are checked one by one, so that an invalid one does not reject the others. */
export const MilestoneBatchBody = milestonesOf(Type.Unknown());
export type MilestoneBatchBody = Static<typeof MilestoneBatchBody>;
export const DocumentedMilestoneBatch = milestonesOf(NamedMilestoneBody);

export const NamedDispositionBody = object({ ...ClosingBody.properties, ...NAMING });
export type NamedDispositionBody = Static<typeof NamedDispositionBody>;

const dispositionsOf = <Entry extends TSchema>(entry: Entry) => {
  const description = 'Dispositions, each as in `POST /v1/leads/{id}/disposition`, with the fields that name its lead.';
  return object({ dispositions: entriesOf(entry, description) });
};

export const DispositionBatchBody = dispositionsOf(Type.Unknown());
export type DispositionBatchBody = Static<typeof DispositionBatchBody>;
export const DocumentedDispositionBatch = dispositionsOf(NamedDispositionBody);
