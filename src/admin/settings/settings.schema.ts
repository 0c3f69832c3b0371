import { type Static, Type } from '@sinclair/typebox';
import { ContactHoursSchema } from '../../contact/contact-hours.dto.js';
import { RefLinksSchema } from '../../directory/ref-links.dto.js';
import { TERMS_AT_WIN } from '../../directory/settings.table.js';
import { REPLANNED } from '../../documents/version.schema.js';
import { flag, id, instant, object, objectSchema, oneOf, optionalId } from '../../platform/input/schema.js';
import { DUPLICATES } from '../../routing/sources/source.dto.js';
import { UNKNOWN_FIELDS } from '../../vocabulary/lead-fields.js';

export const DEFAULT_TIME_ZONE = 'UTC';
export const DEFAULT_CURRENCY = 'EUR';
/** Far more moves than a team's own misses cause, and far fewer than a program that has stopped reporting causes. */
export const DEFAULT_STORM_BREAKER = { moves: 200, per: 'PT10M' };
export const DEFAULT_SILENCE = { alarm: true, hold: false, after: 'PT30M' };
/** Limited, because reps err and nobody reviews it, and because after half a year the person may be another one. */
export const DEFAULT_REP_BLOCKS_FOR = 'P180D';
/** Leaves time to talk with the decider before notice can be given; a usual lead time for renewals. */
export const DEFAULT_RENEWAL_LEAD = 'P120D';
/** An installation in which no contracts are kept should win deals as before. */
export const DEFAULT_TERM_AT_WIN = 'optional' as const;
/** The most private choice, until an admin decides otherwise. */
export const DEFAULT_INDIVIDUAL_REPORTS = 'self' as const;
/** In a new installation; one of before goes on as it was. */
export const DEFAULT_DUPLICATES = 'join' as const;
/** What a program misspells is noticed when it is written. */
export const DEFAULT_UNKNOWN_FIELDS = 'refuse' as const;
/** What people type who are asked for an address and have none to give, and mailboxes that nobody reads. */
export const DEFAULT_PLACEHOLDERS = [
  ...['none@none.com', 'no@no.com', 'na@na.com', 'test@test.com', 'test@test.de', 'abc@abc.com', 'asdf@asdf.com'],
  ...['noemail@noemail.com', 'email@email.com', 'a@a.com', 'x@x.com', 'nobody@nowhere.com'],
  ...['noreply@', 'no-reply@', 'donotreply@', 'do-not-reply@'],
];
export const DEFAULT_BACKDATING = { rep: 'PT15M', integration: 'P7D' };

const allowance = (written: string, who: string) =>
  Type.String({ format: 'duration', maxLength: 100, default: written, description: `In elapsed time, by ${who}.` });

const STAYS = 'If left out, the present one stays.';

export const SettingsBody = object({
  timeZone: Type.String({
    format: 'timeZone',
    maxLength: 100,
    default: DEFAULT_TIME_ZONE,
    description: 'The IANA time zone of reps without one.',
  }),
  defaultCountry: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z]{2}$',
      description:
        'The ISO 3166-1 code of a country, such as DE. Phone numbers without a country code are read as numbers of it, also those that came before, within minutes after a change.',
    }),
  ),
  currency: Type.String({
    format: 'currency',
    default: DEFAULT_CURRENCY,
    description: 'The code of a currency (ISO 4217), such as EUR.',
  }),
  defaultCalendarId: optionalId('The calendar of reps without one. If left out, the present one stays.'),
  backdating: object(
    {
      rep: allowance(DEFAULT_BACKDATING.rep, 'a key of a rep or a manager'),
      integration: allowance(DEFAULT_BACKDATING.integration, 'a program'),
    },
    {
      default: DEFAULT_BACKDATING,
      description:
        'How far back touches and milestones may be dated, by reporter. For reps and managers, this holds for wins of deals too.',
    },
  ),
  stormBreaker: Type.Union(
    [
      object({
        moves: Type.Integer({ minimum: 1, maximum: 100_000, description: 'How many leads may move.' }),
        per: Type.String({
          format: 'duration',
          maxLength: 100,
          description: 'In how much elapsed time; a day at most.',
        }),
      }),
      Type.Null(),
    ],
    {
      default: DEFAULT_STORM_BREAKER,
      description:
        'How many leads may move by breach (`moves`) within a time (`per`), or null for no limit. If more would, enforcement is held until a person deletes the hold.',
    },
  ),
  silence: object(
    {
      alarm: flag(DEFAULT_SILENCE.alarm, 'Whether people are notified.'),
      hold: flag(DEFAULT_SILENCE.hold, 'Whether enforcement is held until touches have been back for 15 minutes.'),
      after: Type.String({
        format: 'duration',
        maxLength: 100,
        default: DEFAULT_SILENCE.after,
        description: 'The shortest silence that matters: 15 minutes to a day, in working time of the default calendar.',
      }),
    },
    {
      default: DEFAULT_SILENCE,
      description:
        'What to do if a program stops reporting touches, so that reps look idle: if it is silent for twice its longest silence in the same hours of three of the last four weeks, in working time.',
    },
  ),
  alertsTo: Type.Array(Type.String({ format: 'uuid' }), {
    maxItems: 100,
    default: [],
    description: 'Reps who are notified of alarms, in addition to the owner of the queue.',
  }),
  testPoolId: optionalId('The pool for test leads. Without it they wait.'),
  contactHours: ContactHoursSchema,
  repBlocksFor: Type.String({
    format: 'duration',
    maxLength: 100,
    default: DEFAULT_REP_BLOCKS_FOR,
    description:
      'How long a person stays blocked if a rep closes a lead with a blocking reason that does not say for how long (`blockFor`): a day to `P400D`, in elapsed time. Existing suppressions are not changed.',
  }),
  renewalLead: Type.String({
    format: 'duration',
    maxLength: 100,
    default: DEFAULT_RENEWAL_LEAD,
    description:
      'How long before the last day for notice the renewal of a contract becomes a deal: a day to `P400D`, in whole calendar days of elapsed time. Renewal deals that exist are not changed.',
  }),
  termAtWin: oneOf(TERMS_AT_WIN, {
    default: DEFAULT_TERM_AT_WIN,
    description:
      'Whether a deal is won only if it says for how long: for a term, once, or as a pilot. `optional`: without it, the answer warns that no contract follows. `required`: `POST /v1/deals/{id}/win` refuses it, and so do milestones of reps and managers. What programs report as won already counts as it is. Renewals say it in their contracts.',
  }),
  refLinks: RefLinksSchema,
  individualReports: oneOf(['self', 'managers'], {
    default: DEFAULT_INDIVIDUAL_REPORTS,
    description:
      'Who sees figures of single people in the console and in other sessions. `self`: each rep their own. `managers`: also managers those of their reps, and users who may read everything. Keys of programs see what their scopes allow.',
  }),
  // Programs that do not know these fields leave them as they are.
  duplicates: Type.Optional(
    oneOf(DUPLICATES, {
      description: `What \`duplicates\` is for leads of sources that are not configured, and what a new source begins with: \`join\` in a new installation. ${STAYS}`,
    }),
  ),
  placeholders: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 320 }), {
      maxItems: 1_000,
      description: `Addresses and numbers that people type when they have none to give. They identify nobody: no lead joins another, is suppressed or found as the same person by one. \`noreply@\` is that mailbox at any domain, and \`@example.org\` every mailbox of one. ${STAYS}`,
    }),
  ),
  ownDomains: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 253 }), {
      maxItems: 100,
      description: `Domains of the company’s own addresses. Leads with an address there, or below, are tests. ${STAYS}`,
      examples: [['example.com']],
    }),
  ),
  unknownFields: Type.Optional(
    oneOf(UNKNOWN_FIELDS, {
      description: `What becomes of fields of \`POST /v1/leads\` and its batches that no lead has, unless the request says so itself (\`unknown\`): \`refuse\` at first, or \`attributes\`. ${STAYS}`,
    }),
  ),
});
export type SettingsBody = Static<typeof SettingsBody>;

export const SettingsSchema = objectSchema('Settings', 'The settings of the whole organisation.', {
  ...SettingsBody.properties,
  ...REPLANNED,
  defaultCalendarId: id('The default calendar.'),
  version: Type.Integer({ minimum: 1, description: 'Grows with every change, from 1.' }),
  updatedAt: instant('When they were last changed.'),
});
