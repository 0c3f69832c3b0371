import { type Static, Type } from '@sinclair/typebox';

const MEMBERS_MAX = 1_000;

export const TeamBody = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'What it is called; no two teams have one name, without case.',
    }),
    managerId: Type.Optional(Type.String({ format: 'uuid', description: 'The rep who leads it.' })),
    repIds: Type.Array(Type.String({ format: 'uuid' }), {
      maxItems: MEMBERS_MAX,
      default: [],
      description: 'The reps in it.',
    }),
    calendarId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Their calendar, where neither they nor the pool have one.' }),
    ),
  },
  { additionalProperties: false },
);
export type TeamBody = Static<typeof TeamBody>;

/** Ids are compared as text: in lower case, as Postgres writes them. */
export function normalisedTeam({ name, managerId, repIds, calendarId }: TeamBody): TeamBody {
  return {
    name,
    ...(managerId !== undefined && { managerId: managerId.toLowerCase() }),
    repIds: repIds.map((id) => id.toLowerCase()),
    ...(calendarId !== undefined && { calendarId: calendarId.toLowerCase() }),
  };
}
