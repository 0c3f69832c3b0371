import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { closed } from '../platform/answer.js';
import { BATCH_ENTRIES_MAX } from '../platform/body.js';
import { PageQuery } from '../platform/page.js';
import { RefFilter } from '../platform/path-ref.js';
import { OPEN_LEADS, type OpenLeads } from './absence.table.js';

export const REFS_MAX = 20;
/** Above any real workload: a larger number is a mistake. */
const CAPACITY_MAX = 1_000_000;
const SOURCES_MAX = 100;
const SKILLS_MAX = 50;
const SKILL_VALUES_MAX = 200;
const skillText = { minLength: 1, maxLength: 100 } as const;

const most = (description: string) =>
  Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: CAPACITY_MAX,
      description: `The most ${description}; no limit by default.`,
    }),
  );

const perSource = Type.Object(
  {
    perDay: most('leads of the source assigned in a day'),
    perWeek: most('leads of the source assigned in a week (from Monday)'),
  },
  { ...closed, minProperties: 1 },
);

const CapacitySchema = Type.Object(
  {
    open: most('open leads at once'),
    untouched: most('leads that await first touch at once'),
    perDay: most('leads assigned in a day, in the rep’s zone'),
    perWeek: most('leads assigned in a week (from Monday), in the rep’s zone'),
    perSource: Type.Optional(
      Type.Record(Type.String(), perSource, {
        propertyNames: { minLength: 1, maxLength: 200 },
        maxProperties: SOURCES_MAX,
        description: 'The most leads of a source, by its code, compared without case.',
        examples: [{ 'google-ads': { perDay: 5 } }],
      }),
    ),
  },
  { ...closed, default: {}, description: 'Their capacity. A rep at capacity gets no leads.' },
);

const refsWith = (options: { description: string; default?: object }) =>
  Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 300 }), {
    propertyNames: { minLength: 1, maxLength: 100 },
    maxProperties: REFS_MAX,
    ...options,
  });

const rep = {
  name: Type.String({ minLength: 1, maxLength: 200, description: 'Their name. Names need not be unique.' }),
  email: Type.String({
    format: 'email',
    maxLength: 254,
    description: 'Their e-mail address, unique among reps, compared without case.',
  }),
  timeZone: Type.Optional(
    Type.String({
      format: 'timeZone',
      maxLength: 100,
      description:
        'Their IANA time zone, for the times in sentences and for their days and weeks. By default that of their calendar (their own, else their team’s, else the default one), or that of the settings if the calendar has none.',
    }),
  ),
  calendarId: Type.Optional(
    Type.String({
      format: 'uuid',
      description:
        'Their own calendar; else that of the pool, of their team (of several, the one made first), or the default one.',
    }),
  ),
  managerId: Type.Optional(
    Type.String({
      format: 'uuid',
      description:
        'Their manager, who is notified of their misses and whose `manager` key reaches them. By default the manager of their team (of several, the one made first). Without a manager, the queue owner is notified.',
    }),
  ),
  active: Type.Boolean({
    default: true,
    description: 'Whether they work here. Inactive reps get no leads, and their keys are revoked.',
  }),
  skills: Type.Record(
    Type.String(),
    Type.Array(Type.String(skillText), { maxItems: SKILL_VALUES_MAX, uniqueItems: true }),
    {
      propertyNames: skillText,
      maxProperties: SKILLS_MAX,
      default: {},
      description: 'Their skills, for routing rules that require them (`requireSkills`): the values of each skill.',
      examples: [{ language: ['de', 'en'] }],
    },
  ),
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
      'What happens to the open leads of a rep who is set inactive: those that await first touch go to somebody else, all do, or none. Without it, a rep with open leads cannot be set inactive (409; in a batch `invalid`). Not stored.',
  }),
);

export const RepReplacement = Type.Object({ ...RepBody.properties, openLeads }, closed);
export type RepReplacement = Static<typeof RepReplacement>;

/** The ref of the path is added; if `refs` is absent, those of other systems stay as they are. */
export const RepByRefBody = Type.Object(
  {
    ...rep,
    refs: Type.Optional(
      refsWith({ description: 'Their ids in other systems, by system. If absent, they stay as they are.' }),
    ),
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
    ref: RefFilter,
  },
  closed,
);
export type RepListQuery = Static<typeof RepListQuery>;

export const AvailabilityBody = Type.Object(
  {
    available: Type.Boolean({ description: 'Whether they get new leads. Running clocks go on.' }),
    until: Type.Optional(
      Type.String({
        format: 'instant',
        description: 'When they become available again by themselves; by default when it is set again.',
      }),
    ),
  },
  closed,
);
export type AvailabilityBody = Static<typeof AvailabilityBody>;

/** Converts ids to lower case, as Postgres writes them, because they are compared as text. */
export function normalisedRep(body: RepBody): RepBody {
  const { calendarId, managerId } = body;
  return {
    ...body,
    ...(calendarId !== undefined && { calendarId: calendarId.toLowerCase() }),
    ...(managerId !== undefined && { managerId: managerId.toLowerCase() }),
  };
}

/** A rep with the key that they are found by: their id in another system, else their e-mail address. */
export const RepInBatch = Type.Object(
  {
    ref: Type.Optional(
      Type.Object(
        {
          system: Type.String({ minLength: 1, maxLength: 100, description: 'The other system.' }),
          id: Type.String({ minLength: 1, maxLength: 300, description: 'The id that the rep has there.' }),
        },
        {
          additionalProperties: false,
          description: 'The id by which the rep is found; by default the e-mail address.',
        },
      ),
    ),
    ...RepByRefBody.properties,
  },
  { additionalProperties: false },
);
export type RepInBatch = Static<typeof RepInBatch>;

const REPS =
  'Reps, as in `POST /v1/reps` or as they were read. Known reps are replaced, others are created. If `refs` is absent, existing ones stay.';

export const repBatchOf = <Rep extends TSchema>(rep: Rep) =>
  Type.Object(
    { reps: Type.Array(rep, { minItems: 1, maxItems: BATCH_ENTRIES_MAX, description: REPS }) },
    { additionalProperties: false },
  );

/** Entries are validated one by one, so that a faulty one does not reject the others. */
export const RepBatchBody = repBatchOf(Type.Unknown());
export type RepBatchBody = Static<typeof RepBatchBody>;

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

/** Converts ids to lower case, as Postgres writes them, because they are compared as text. */
export function normalisedTeam({ name, managerId, repIds, calendarId }: TeamBody): TeamBody {
  return {
    name,
    ...(managerId !== undefined && { managerId: managerId.toLowerCase() }),
    repIds: repIds.map((id) => id.toLowerCase()),
    ...(calendarId !== undefined && { calendarId: calendarId.toLowerCase() }),
  };
}

export const AbsenceBody = Type.Object(
  {
    from: Type.String({ format: 'instant', description: 'When it starts.' }),
    to: Type.String({ format: 'instant', description: 'When it ends (exclusive).' }),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'Why, in your own words.' })),
    openLeads: Type.Unsafe<OpenLeads>({
      type: 'string',
      enum: [...OPEN_LEADS],
      default: 'reassignUntouched',
      description:
        'What happens to open leads when it begins: those that await first touch go to somebody else, all do, or none. For leads that stay, promises in working time wait until it ends; promises in elapsed time run on.',
    }),
    coverRepId: Type.Optional(
      Type.String({
        format: 'uuid',
        description:
          'The rep who stands in: gets the leads that would go to the absent rep as the owner of an account, of other leads of a company, as the last owner or by name, and those that `openLeads` moves. Accounts and deals stay with the absent rep; the cover is notified of promises about these deals, sees them and works on them until the absence ends. If the cover is away too, their own cover stands in.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type AbsenceBody = Static<typeof AbsenceBody>;
