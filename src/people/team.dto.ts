import { type Static, Type } from '@sinclair/typebox';

const MEMBERS_MAX = 1_000;

export const TeamBody = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Its name, unique among teams, compared without case.',
    }),
    managerId: Type.Optional(
      Type.String({
        format: 'uuid',
        description:
          'The rep who leads it: the manager of members without a `managerId` whose first team it is. Nobody is their own manager.',
      }),
    ),
    repIds: Type.Array(Type.String({ format: 'uuid' }), {
      maxItems: MEMBERS_MAX,
      default: [],
      description:
        'Its members. For a rep in several teams, the manager and calendar of the one made first apply; saving such a team gives a warning.',
    }),
    calendarId: Type.Optional(
      Type.String({
        format: 'uuid',
        description: 'The calendar of members for whom neither they nor the pool have one.',
      }),
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
