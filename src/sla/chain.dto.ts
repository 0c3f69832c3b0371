import { type Static, Type } from '@sinclair/typebox';

export const closed = { additionalProperties: false } as const;
export const duration = (description: string) => Type.String({ format: 'duration', maxLength: 100, description });
export const oneOf = <const T extends string>(values: readonly T[], options: object = {}) =>
  Type.Unsafe<T>({ type: 'string', enum: [...values], ...options });
export const durationOrZero = (description: string) =>
  Type.String({ format: 'durationOrZero', maxLength: 100, description });

export const ACTIONS_MAX = 20;
const REPEATS_MAX = 9;

export const BreachActionSchema = Type.Object(
  {
    after: durationOrZero('Time from the enforcement of the breach, in the policy’s time: working or elapsed.'),
    do: oneOf(['reassign', 'escalate'], { description: 'Move the lead to somebody else, or notify somebody.' }),
    to: Type.Optional(
      Type.Union(
        [
          Type.Literal('manager'),
          Type.Literal('managersManager'),
          Type.Literal('queueOwner'),
          Type.Object({ repId: Type.String({ format: 'uuid', description: 'The `id` of that rep.' }) }, closed),
          Type.Object({ teamId: Type.String({ format: 'uuid', description: 'The `id` of the team.' }) }, closed),
        ],
        {
          description:
            '"manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default.',
        },
      ),
    ),
    repeat: Type.Optional(
      Type.Object(
        {
          every: duration('The time between two notifications, in the policy’s time: working or elapsed.'),
          times: Type.Integer({
            minimum: 1,
            maximum: REPEATS_MAX,
            description: 'How often it is repeated after the first time.',
          }),
        },
        {
          ...closed,
          description:
            'Notifies again, until somebody touches the lead or it is closed. Only with "escalate". A list has at most 30 actions, repetitions included.',
        },
      ),
    ),
  },
  closed,
);

/** The chain of steps and decisions, which may also remind the owner. */
export const MissActionSchema = Type.Object(
  {
    ...BreachActionSchema.properties,
    do: oneOf(['remind', 'reassign', 'escalate'], {
      description: 'Remind the owner, move the lead to somebody else, or notify somebody.',
    }),
  },
  closed,
);
export type BreachActionBody = Static<typeof MissActionSchema>;
