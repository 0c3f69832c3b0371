import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES } from '../disposition/taxonomy.js';
import { withFaultWords } from '../platform/fault-words.js';
import { WORTH } from '../platform/formats.js';
import { TOUCH_KINDS, TOUCH_OUTCOMES } from '../vocabulary/touch-kinds.js';
import { MILESTONES } from './milestone.js';

const closed = { additionalProperties: false } as const;
const oneOf = <const T extends string>(values: readonly T[], options: object = {}) =>
  Type.Unsafe<T>({ type: 'string', enum: [...values], ...options });
const Note = Type.String({ minLength: 1, maxLength: 10_000, description: 'What should be known of it.' });
const Reason = Type.String({ minLength: 1, maxLength: 1_000, description: 'Why, in words of your own.' });

const WON_IS_A_MILESTONE =
  'A win is a milestone, and closes the lead: POST /v1/leads/{id}/milestones with { "name": "won" }. A disposition is one of nurture, recycle, suppress, lost.';
const LOST_IS_A_DISPOSITION =
  'A loss is a disposition: POST /v1/leads/{id}/disposition with { "category": "lost", "reason": … }. A milestone is one of qualified, opportunity, won.';

export const TouchBody = Type.Object(
  {
    kind: oneOf(TOUCH_KINDS, { description: 'By which way.' }),
    direction: oneOf(['outbound', 'inbound'], {
      default: 'outbound',
      description: 'Whether the rep turned to the lead or the lead to the rep.',
    }),
    outcome: oneOf(TOUCH_OUTCOMES, {
      description:
        'What came of it. call: connected, noAnswer, voicemail, wrongNumber, booked; email, sms, chat: sent, replied, bounced, booked (chat also connected); meeting: booked, held, noShow, cancelled; other: all.',
    }),
    occurredAt: Type.Optional(
      Type.String({
        format: 'instant',
        description:
          'When: of a call, its start. Now by default; no later than in 5 minutes, and no earlier than the settings’ `backdating` allows.',
      }),
    ),
    durationSeconds: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 86_400, description: 'How long it took, in whole seconds.' }),
    ),
    repId: Type.Optional(Type.String({ format: 'uuid', description: 'Who made it; the owner by default.' })),
    automated: Type.Boolean({ default: false, description: 'Made by a program: it counts for no promise.' }),
    note: Type.Optional(Note),
    externalId: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 300,
        description: 'Its id where it came from: reported again, it is the same touch.',
      }),
    ),
  },
  closed,
);
export type TouchBody = Static<typeof TouchBody>;

export const ReassignBody = Type.Object(
  {
    repId: Type.Optional(Type.String({ format: 'uuid', description: 'Who gets it; either this or `poolId`.' })),
    poolId: Type.Optional(Type.String({ format: 'uuid', description: 'Whose next member gets it.' })),
    reason: Reason,
    expectedOwnerId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Refused with 409 when somebody else owns it by now.' }),
    ),
  },
  closed,
);
export type ReassignBody = Static<typeof ReassignBody>;

export const ValueBody = Type.Object(
  {
    amount: Type.String({ pattern: '^\\d{1,15}(\\.\\d{1,4})?$', description: WORTH }),
    currency: Type.String({ format: 'currency', description: 'The code of a currency (ISO 4217), such as EUR.' }),
  },
  { ...closed, description: 'What it is worth.' },
);
export type ValueBody = Static<typeof ValueBody>;

export const MilestoneBody = Type.Object(
  {
    name: withFaultWords(oneOf(MILESTONES, { description: 'How far it has come.' }), {
      lost: LOST_IS_A_DISPOSITION,
    }),
    occurredAt: Type.Optional(
      Type.String({ format: 'instant', description: 'When; now by default. As far back as a touch may be.' }),
    ),
    value: Type.Optional(ValueBody),
  },
  closed,
);
export type MilestoneBody = Static<typeof MilestoneBody>;

export const DispositionBody = Type.Object(
  {
    category: withFaultWords(
      oneOf(CATEGORIES, {
        description:
          'What becomes of it: `nurture` comes back on its day, to its last owner; `recycle` after its time, to somebody else; `suppress` is none that should be worked on; `lost` is over. A win is a milestone.',
      }),
      { won: WON_IS_A_MILESTONE },
    ),
    reason: Type.String({ minLength: 1, maxLength: 100, description: 'The code of a reason of that category.' }),
    note: Type.Optional(Note),
    fields: Type.Optional(
      Type.Record(Type.String({ minLength: 1, maxLength: 100 }), Type.String({ minLength: 1, maxLength: 4_000 }), {
        maxProperties: 50,
        description:
          'What the reason requires. `wakeAt`: an instant in the future; `recycleAfter`: a duration in elapsed time, `P90D` by default; `amount`: a decimal number as text; `bad`, of a reason that blocks what is bad: `email` or `phone`, without which only a lead that has one of both alone blocks anything; others are written as the `fieldTypes` of the reason say.',
      }),
    ),
  },
  closed,
);
export type DispositionBody = Static<typeof DispositionBody>;

export const ReverseBody = Type.Object(
  {
    reason: Reason,
    disposition: Type.Optional({
      ...DispositionBody,
      description: 'With what a lead is closed that was won by it; without one it is open again.',
    }),
  },
  closed,
);
export type ReverseBody = Static<typeof ReverseBody>;

export const VoidBody = Type.Object({ reason: Reason }, closed);
export type VoidBody = Static<typeof VoidBody>;

export const StrikeBody = Type.Object({ reason: Reason }, closed);
export type StrikeBody = Static<typeof StrikeBody>;

export const PauseBody = Type.Object(
  {
    until: Type.String({
      format: 'instant',
      description: 'When they go on by themselves: in the future, within 400 days.',
    }),
    reason: Reason,
  },
  closed,
);
export type PauseBody = Static<typeof PauseBody>;

export const ReopenBody = Type.Object({ reason: Reason }, closed);
export type ReopenBody = Static<typeof ReopenBody>;
