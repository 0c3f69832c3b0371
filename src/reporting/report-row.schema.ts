import { type TProperties, type TSchema, Type } from '@sinclair/typebox';
import { WEEKDAYS } from '../figures/dimension.js';
import { totalOf, value, WITHHELD } from '../figures/figure.schema.js';
import { nullable, object, objectSchema, optionalOneOf } from '../platform/input/schema.js';

export const each = <Name extends string>(names: readonly Name[], schema: (name: Name) => TSchema): TProperties =>
  Object.fromEntries(names.map((name) => [name, schema(name)]));
const HEAD = {
  key: object(
    {
      source: Type.Optional(value('As it was first written; sources are compared without case.')),
      channel: Type.Optional(value('Null: none.')),
      campaign: Type.Optional(value('Null: none.')),
      country: Type.Optional(value('The country of the contact, else of the company; null if not known.')),
      rep: Type.Optional(value('The id of the owner; null for none.')),
      team: Type.Optional(value('The id of the owner’s team when the lead became theirs; null for none.')),
      pool: Type.Optional(value('The id of the pool; null for none.')),
      policy: Type.Optional(value('The id of the policy; null for leads without one.')),
      day: Type.Optional(Type.String({ description: 'The local date of receipt.' })),
      week: Type.Optional(Type.String({ description: 'The local date of the Monday of the week of receipt.' })),
      month: Type.Optional(Type.String({ description: 'The local month of receipt, such as `2026-03`.' })),
      weekday: optionalOneOf(WEEKDAYS, { description: 'The local weekday of receipt.' }),
      hour: Type.Optional(Type.Integer({ minimum: 0, maximum: 23, description: 'The local hour of receipt.' })),
      reason: Type.Optional(
        value('The code of the reason that was given first; null for leads without one, which are open or won.'),
      ),
      category: Type.Optional(value('The category of the disposition; null for leads without one.')),
      intent: Type.Optional(value('What the reason means to ad platforms; null for leads without a disposition.')),
    },
    { description: 'A value for each of `by`; empty for the total.' },
  ),
  label: Type.String({ description: 'The key with current names; deleted documents have their last name.' }),
  filter: nullable(
    Type.Record(Type.String(), Type.String(), {
      description:
        'The parameters of `GET /v1/leads` that list the leads of the row. Null if that list has no such parameter (teams, weekdays, hours, intents, no channel, reps in the report of dispositions, and pools and policies except in that of open leads, because the list goes by the present ones).',
    }),
  ),
};

const money = (description: string) =>
  Type.Optional(
    nullable(
      object({
        amount: Type.String({ description: 'A decimal number as text.' }),
        currency: Type.String({ description: 'ISO 4217.' }),
      }),
      `${description} With \`by=source\` alone; null where it is not known, or in several currencies.`,
    ),
  );
export const COSTS = {
  cost: money(
    'What the source cost (`/v1/sources`): `costPerLead` for each lead that came in, or of each month in `monthly` the days of the window, in the time zone of the settings.',
  ),
  costPerQualified: money(
    'The cost for each lead that was qualified or got further, rounded to the digits of the currency.',
  ),
  costPerWon: money('The cost for each lead that was won, rounded in the same way.'),
};

/** The schemas of a report and its rows. @param costs and @param beside fields that not every report has */
export function reportOf(
  name: string,
  description: string,
  fields: TProperties,
  costs: TProperties = COSTS,
  beside: TProperties = {},
) {
  const row = objectSchema(`${name}Row`, description, { ...HEAD, ...fields, ...costs });
  return objectSchema(`${name}Report`, `${description} With the total of all.`, {
    data: Type.Array(row, { description: 'Ordered by time if grouped by time, else by key.' }),
    total: totalOf(row),
    staleDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'Days of receipt whose figures are somewhat older than the others, because many past leads have just changed. They follow within minutes. Absent if there are none.',
      }),
    ),
    ...beside,
    ...WITHHELD,
  });
}
