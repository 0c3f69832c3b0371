import { type Static, Type } from '@sinclair/typebox';

const Id = Type.String({ format: 'uuid' });
const MEMBERS_MAX = 1_000;

export const TeamBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    managerId: Type.Optional(Id),
    repIds: Type.Array(Id, { maxItems: MEMBERS_MAX, default: [] }),
    calendarId: Type.Optional(Id),
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
