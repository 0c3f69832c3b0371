import { type Static, Type } from '@sinclair/typebox';
import { PageQuery } from '../platform/page.js';
import { OPEN_LEADS, type OpenLeads } from './absence.table.js';

const closed = { additionalProperties: false } as const;
export const REFS_MAX = 20;
/** More than anybody could work: a larger number is a mistake. */
const CAPACITY_MAX = 1_000_000;

const most = (description: string) =>
  Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: CAPACITY_MAX,
      description: `At most so many ${description}; any number by default.`,
    }),
  );

const CapacitySchema = Type.Object(
  {
    open: most('open leads at once'),
    untouched: most('leads that await first touch at once'),
    perDay: most('leads assigned in a day of the rep’s zone'),
    perWeek: most('leads assigned in a week of the rep’s zone, from Monday'),
  },
  { ...closed, default: {}, description: 'How many leads they may have: beyond that they get none.' },
);

/** Their ids in other systems, by system. */
const refsWith = (options: { description: string; default?: object }) =>
  Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 300 }), {
    propertyNames: { minLength: 1, maxLength: 100 },
    maxProperties: REFS_MAX,
    ...options,
  });

const rep = {
  name: Type.String({ minLength: 1, maxLength: 200, description: 'What they are called; names need not be unique.' }),
  email: Type.String({
    format: 'email',
    maxLength: 254,
    description: 'Their e-mail address: no two reps have one, without case.',
  }),
  timeZone: Type.Optional(
    Type.String({
      format: 'timeZone',
      maxLength: 100,
      description:
        'Their IANA time zone: in it they read instants, and their days and weeks begin. By default that of their calendar (their own, else their team’s, else the default one); that of the settings where the calendar has none of its own.',
    }),
  ),
  calendarId: Type.Optional(
    Type.String({
      format: 'uuid',
      description:
        'Their own calendar; else that of the pool, of their team (of several, of the one that was made first), or the default one.',
    }),
  ),
  managerId: Type.Optional(
    Type.String({
      format: 'uuid',
      description:
        'Their manager: who is told when they miss something, and whose `manager` key reaches them. By default that of their team; of several teams, that of the one that was made first, also where it has none. The queue owner is told where there is no manager.',
    }),
  ),
  active: Type.Boolean({
    default: true,
    description: 'Whether they work here: without, they get no leads, and their keys are revoked.',
  }),
  capacity: CapacitySchema,
};

export const RepBody = Type.Object(
  { ...rep, refs: refsWith({ description: 'Their ids in other systems, by system.', default: {} }) },
  closed,
);
export type RepBody = Static<typeof RepBody>;

const openLeads = Type.Optional(
  Type.Unsafe<OpenLeads>({
    type: 'string',
    enum: [...OPEN_LEADS],
    description:
      'What becomes of the open leads of somebody who is set inactive: those that await first touch go to somebody else, all do, or none. Without it, whoever has open leads stays active (409, in a batch `invalid`). It is not kept.',
  }),
);

export const RepReplacement = Type.Object({ ...RepBody.properties, openLeads }, closed);
export type RepReplacement = Static<typeof RepReplacement>;

/** The ref of the path is added; where `refs` is absent, those of other systems stay as they are. */
export const RepByRefBody = Type.Object(
  {
    ...rep,
    refs: Type.Optional(refsWith({ description: 'Their ids in other systems, by system; absent: as they are.' })),
    openLeads,
  },
  closed,
);
export type RepByRefBody = Static<typeof RepByRefBody>;

export const RepListQuery = Type.Object(
  {
    ...PageQuery,
    email: Type.Optional(
      Type.String({ minLength: 1, maxLength: 320, description: 'With this e-mail address, compared without case.' }),
    ),
    ref: Type.Optional(
      Type.String({
        maxLength: 401,
        pattern: '^[^:]+:.+$',
        description: 'a system and an id in it, such as hubspot:123',
      }),
    ),
  },
  closed,
);
export type RepListQuery = Static<typeof RepListQuery>;

export const AvailabilityBody = Type.Object(
  {
    available: Type.Boolean({ description: 'Whether new leads may come; running clocks run on.' }),
    until: Type.Optional(
      Type.String({
        format: 'instant',
        description: 'When they become available again by themselves; until it is said otherwise by default.',
      }),
    ),
  },
  closed,
);
export type AvailabilityBody = Static<typeof AvailabilityBody>;

/** Ids are compared as text: in lower case, as Postgres writes them. */
export function normalisedRep(body: RepBody): RepBody {
  const { calendarId, managerId } = body;
  return {
    ...body,
    ...(calendarId !== undefined && { calendarId: calendarId.toLowerCase() }),
    ...(managerId !== undefined && { managerId: managerId.toLowerCase() }),
  };
}
