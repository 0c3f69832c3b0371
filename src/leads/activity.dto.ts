import { type Static, Type } from '@sinclair/typebox';
import { TOUCH_KINDS, TOUCH_OUTCOMES } from '../vocabulary/touch-kinds.js';

const closed = { additionalProperties: false } as const;
const oneOf = <const T extends string>(values: readonly T[], options: object = {}) =>
  Type.Unsafe<T>({ type: 'string', enum: [...values], ...options });
const Id = Type.String({ format: 'uuid' });
const Instant = Type.String({ format: 'instant' });
const Note = Type.String({ minLength: 1, maxLength: 10_000 });
const Reason = Type.String({ minLength: 1, maxLength: 1_000 });

export const TouchBody = Type.Object(
  {
    kind: oneOf(TOUCH_KINDS),
    direction: oneOf(['outbound', 'inbound'], { default: 'outbound' }),
    outcome: oneOf(TOUCH_OUTCOMES),
    occurredAt: Type.Optional(Type.String({ format: 'instant', description: 'The start of a call; now by default' })),
    durationSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
    repId: Type.Optional(Type.String({ format: 'uuid', description: 'The owner by default' })),
    automated: Type.Boolean({ default: false }),
    note: Type.Optional(Note),
    externalId: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
  },
  closed,
);
export type TouchBody = Static<typeof TouchBody>;

export const ReassignBody = Type.Object(
  {
    repId: Type.Optional(Id),
    poolId: Type.Optional(Id),
    reason: Reason,
    expectedOwnerId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Refused with 409 when somebody else owns it by now' }),
    ),
  },
  closed,
);
export type ReassignBody = Static<typeof ReassignBody>;

export const MilestoneBody = Type.Object(
  {
    name: oneOf(['qualified', 'opportunity', 'won']),
    occurredAt: Type.Optional(Instant),
    value: Type.Optional(
      Type.Object(
        {
          amount: Type.String({
            pattern: '^\\d{1,15}(\\.\\d{1,4})?$',
            description: 'a decimal number as text, such as "1200.00"',
          }),
          currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'an ISO 4217 code, such as EUR' }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type MilestoneBody = Static<typeof MilestoneBody>;

export const DispositionBody = Type.Object(
  {
    category: oneOf(['nurture', 'recycle', 'suppress', 'lost']),
    reason: Type.String({ minLength: 1, maxLength: 100 }),
    note: Type.Optional(Note),
    fields: Type.Optional(
      Type.Record(Type.String({ minLength: 1, maxLength: 100 }), Type.String({ minLength: 1, maxLength: 4_000 }), {
        maxProperties: 50,
      }),
    ),
  },
  closed,
);
export type DispositionBody = Static<typeof DispositionBody>;

export const ReopenBody = Type.Object({ reason: Reason }, closed);
export type ReopenBody = Static<typeof ReopenBody>;
