import { type Static, Type } from '@sinclair/typebox';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import { withFaultWords } from '../../platform/input/fault-words.js';
import { WORTH } from '../../platform/input/formats.js';
import { object, oneOf, optionalText } from '../../platform/input/schema.js';
import { caseless } from '../../platform/values/text.js';

const ALIASES_MAX = 100;
const MONTHS_MAX = 240;
/** More than one intake takes in a second. */
const PER_MINUTE_MAX = 100_000;

export const DUPLICATES = ['join', 'link', 'separate'] as const;
export type Duplicates = (typeof DUPLICATES)[number];

const money = {
  amount: withFaultWords(
    Type.String({
      pattern: '^\\d{1,15}(\\.\\d{1,4})?$',
      description: 'A decimal number as text.',
      examples: ['12.50'],
    }),
    { pattern: `Expected ${WORTH}.` },
  ),
  currency: Type.String({ format: 'currency', description: 'The code of a currency (ISO 4217), such as EUR.' }),
};
const PriceSchema = object(money, { description: 'The cost of each of its leads; either this or `monthly`.' });
export type Price = Static<typeof PriceSchema>;
const MonthlySchema = object({
  month: withFaultWords(
    Type.String({
      pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
      description: 'A month of the time zone of the settings.',
      examples: ['2026-03'],
    }),
    { pattern: 'Expected a month such as 2026-11.' },
  ),
  ...money,
});
export type MonthlyCost = Static<typeof MonthlySchema>;
const spelling = { minLength: 1, maxLength: 200 } as const;
const shortText = (description: string) => optionalText(200, description);

export const SourceBody = object({
  code: Type.String({
    ...spelling,
    description: 'The `source` of its leads, unique with all aliases and compared without case.',
    examples: ['google-ads'],
  }),
  label: shortText('What people call it.'),
  aliases: Type.Array(Type.String(spelling), {
    default: [],
    maxItems: ALIASES_MAX,
    description:
      'Other spellings of its code. Each lead keeps the spelling that it came with; reports, conditions, filters, capacities and limits treat all of them as one source.',
    examples: [['adwords', 'Google Ads']],
  }),
  channel: shortText('The channel of its leads that come without one. Earlier leads keep theirs.'),
  type: shortText('Its type, such as `paid`.'),
  duplicates: Type.Optional(
    oneOf(DUPLICATES, {
      description:
        'How a lead is handled whose person already has one. `join`: it becomes an inquiry of that lead, or is linked where only a number or a click is the same. `link`: it is a lead of its own that names the other (`duplicateOf`). `separate`: earlier leads are not looked up. By default, as in the settings.',
    }),
  ),
  maxPerMinute: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: PER_MINUTE_MAX,
      description:
        'How many of its leads are routed within any minute; further ones wait for a person in the queue `review`.',
    }),
  ),
  silentAfter: Type.Optional(
    Type.String({
      format: 'duration',
      maxLength: 100,
      description:
        'The longest time without a lead before an alarm is raised, in elapsed time. By default, twice the longest silence of the same hours in recent weeks.',
      examples: ['PT6H'],
    }),
  ),
  costPerLead: Type.Optional(PriceSchema),
  monthly: Type.Optional(
    Type.Array(MonthlySchema, {
      maxItems: MONTHS_MAX,
      description: 'The total cost of its leads by month, with one entry for each month.',
    }),
  ),
});
export type SourceBody = Static<typeof SourceBody>;

/** Drops aliases that repeat the code or each other. */
export function normalisedSource({ aliases, ...body }: SourceBody): SourceBody {
  const known = new Set([caseless(body.code)]);
  const kept = (aliases ?? []).filter((alias) => !known.has(caseless(alias)) && known.add(caseless(alias)));
  return { ...body, aliases: kept };
}

export function faultsOfCosts({ costPerLead, monthly = [] }: SourceBody): Fault[] {
  const months = monthly.map(({ month }) => month);
  const twice = months.flatMap((month, index): Fault[] =>
    months.indexOf(month) === index
      ? []
      : [
          fault(
            `/monthly${step(index)}/month`,
            'duplicate',
            `${month} is listed already: expected one cost for each month.`,
          ),
        ],
  );
  if (costPerLead === undefined || months.length === 0) return twice;
  const message = 'A source has a cost for each lead or a cost by month: leave out costPerLead or monthly.';
  return [...twice, fault('/costPerLead', 'contradiction', message)];
}
