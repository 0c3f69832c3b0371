import { type Static, Type } from '@sinclair/typebox';

const MEMBERS_MAX = 1_000;

export const TeamBody = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'What it is called; no two teams have one name, without case.',
    }),
    managerId: Type.Optional(
      Type.String({
        format: 'uuid',
        description:
          'The rep who leads it: the manager of those members who have no `managerId` of their own, and who are in no team that was made before. Nobody is their own manager.',
      }),
    ),
    repIds: Type.Array(Type.String({ format: 'uuid' }), {
      maxItems: MEMBERS_MAX,
      default: [],
      description:
        'The reps in it. Of a rep in several teams, the one that was made first holds, with its manager and calendar; it is saved with a warning.',
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
