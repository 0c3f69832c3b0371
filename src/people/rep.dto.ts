import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { PageQuery } from '../platform/http/page.js';
import { entriesOf, entryRef } from '../platform/input/entry-results.schema.js';
import { RefFilter } from '../platform/input/path-ref.js';
import {
  flag,
  object,
  oneOf,
  optionalId,
  optionalInstant,
  optionalOneOf,
  optionalText,
  text,
} from '../platform/input/schema.js';
import { OPEN_LEADS } from './absence.table.js';

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

const perSource = object(
  {
    perDay: most('leads of the source assigned in a day'),
    perWeek: most('leads of the source assigned in a week (from Monday)'),
  },
  { minProperties: 1 },
);

const CapacitySchema = object(
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
  { default: {}, description: 'Their capacity. A rep at capacity gets no leads.' },
);

const refsWith = (options: { description: string; default?: object }) =>
  Type.Record(Type.String(), text(300), {
    propertyNames: { minLength: 1, maxLength: 100 },
    maxProperties: REFS_MAX,
    ...options,
  });

const rep = {
  name: text(200, 'Their name. Names need not be unique.'),
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
  calendarId: optionalId(
    'Their own calendar; else that of the pool, of their team (of several, the one made first), or the default one.',
  ),
  managerId: optionalId(
    'Their manager, who is notified of their misses and whose `manager` key reaches them. By default the manager of their team (of several, the one made first). Without a manager, the queue owner is notified.',
  ),
  active: flag(true, 'Whether they work here. Inactive reps get no leads, and their keys are revoked.'),
  skills: Type.Record(
    Type.String(),
    Type.Array(Type.String(skillText), { maxItems: SKILL_VALUES_MAX, uniqueItems: true, examples: [['de', 'en']] }),
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

export const RepBody = object({
  ...rep,
  refs: refsWith({ description: 'Their ids in other systems, by system.', default: {} }),
});
export type RepBody = Static<typeof RepBody>;

const openLeads = optionalOneOf(OPEN_LEADS, {
  description:
    'What happens to the open leads of a rep who is set inactive: those that await first touch go to somebody else, all do, or none. Without it, a rep with open leads cannot be set inactive (409; in a batch `invalid`). Not stored.',
});

export const RepReplacement = object({ ...RepBody.properties, openLeads });
export type RepReplacement = Static<typeof RepReplacement>;

/** The ref of the path is added; if `refs` is absent, those of other systems stay as they are. */
export const RepByRefBody = object({
  ...rep,
  refs: Type.Optional(
    refsWith({ description: 'Their ids in other systems, by system. If absent, they stay as they are.' }),
  ),
  openLeads,
});
export type RepByRefBody = Static<typeof RepByRefBody>;

export const RepListQuery = object({
  ...PageQuery,
  email: optionalText(320, 'With this e-mail address, compared without case.'),
  ref: RefFilter,
});
export type RepListQuery = Static<typeof RepListQuery>;

export const AvailabilityBody = object({
  available: Type.Boolean({ description: 'Whether they get new leads. Running clocks go on.' }),
  until: optionalInstant('When they become available again by themselves; by default when it is set again.'),
});
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
export const RepInBatch = object({
  ref: Type.Optional(entryRef('rep', 'The id by which the rep is found; by default the e-mail address.')),
  ...RepByRefBody.properties,
});
export type RepInBatch = Static<typeof RepInBatch>;

const REPS =
  'Reps, as in `POST /v1/reps` or as they were read. Known reps are replaced, others are created. If `refs` is absent, existing ones stay.';

export const repBatchOf = <Rep extends TSchema>(rep: Rep) => object({ reps: entriesOf(rep, REPS) });

/** Entries are validated one by one, so that a faulty one does not reject the others. */
export const RepBatchBody = repBatchOf(Type.Unknown());
export type RepBatchBody = Static<typeof RepBatchBody>;

const MEMBERS_MAX = 1_000;

export const TeamBody = object({
  name: text(200, 'Its name, unique among teams, compared without case.'),
  managerId: optionalId(
    'The rep who leads it: the manager of members without a `managerId` whose first team it is. Nobody is their own manager.',
  ),
  repIds: Type.Array(Type.String({ format: 'uuid' }), {
    maxItems: MEMBERS_MAX,
    default: [],
    description:
      'Its members. For a rep in several teams, the manager and calendar of the one made first apply; saving such a team gives a warning.',
  }),
  calendarId: optionalId('The calendar of members for whom neither they nor the pool have one.'),
});
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

export const AbsenceBody = object({
  from: Type.String({ format: 'instant', description: 'When it starts.' }),
  to: Type.String({ format: 'instant', description: 'When it ends (exclusive).' }),
  reason: optionalText(500, 'Why, in your own words.'),
  openLeads: oneOf(OPEN_LEADS, {
    default: 'reassignUntouched',
    description:
      'What happens to open leads when it begins: those that await first touch go to somebody else, all do, or none. For leads that stay, promises in working time wait until it ends; promises in elapsed time run on.',
  }),
  coverRepId: optionalId(
    'The rep who stands in: gets the leads that would go to the absent rep as the owner of an account, of other leads of a company, as the last owner or by name, and those that `openLeads` moves. Accounts and deals stay with the absent rep; the cover is notified of promises about these deals, sees them and works on them until the absence ends. If the cover is away too, their own cover stands in.',
  ),
});
export type AbsenceBody = Static<typeof AbsenceBody>;
