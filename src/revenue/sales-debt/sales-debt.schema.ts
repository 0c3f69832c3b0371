import { type Static, Type } from '@sinclair/typebox';
import { count, totalOf, value, WITHHELD } from '../../figures/figure.schema.js';
import { dayOf, nullable, object, objectSchema, optionalDay, optionalOneOf } from '../../platform/input/schema.js';
import { ATTRIBUTIONS } from '../attribution.js';
import { REPORT_CURRENCY, REPORT_TERMS } from '../report-terms.schema.js';

export const SalesDebtQuery = object({
  wonFrom: optionalDay(
    'A day such as 2026-01-01: deals won on it or later, in the time zone of the settings. By default a year before `wonTo`.',
  ),
  wonTo: optionalDay('A day such as 2026-03-31: deals won on it or earlier. By default today.'),
  by: optionalOneOf(ATTRIBUTIONS, {
    default: 'rep',
    description: 'A row for each channel, source or campaign of the deals, or for each rep who won them.',
  }),
  days: Type.Optional(
    Type.String({
      pattern: '^\\d{1,4}(,\\d{1,4}){0,11}$',
      description:
        'Whole numbers of days after the start, separated by commas, at most twelve; 30,90,180,365 by default.',
      examples: ['30,90,180,365'],
    }),
  ),
  ...REPORT_CURRENCY,
  reactivationAfterDays: REPORT_TERMS.reactivationAfterDays,
});
export type SalesDebtQuery = Static<typeof SalesDebtQuery>;

const amount = (description: string) => Type.String({ description, examples: ['10000.00'] });

const known = (description: string) => nullable(Type.Integer(), `${description}; null without handoffs.`);

const SalesDebtRow = objectSchema('SalesDebtRow', 'How much ARR of won deals is left.', {
  key: object(
    Object.fromEntries(
      ATTRIBUTIONS.map((name) => [
        name,
        Type.Optional(
          value(
            name === 'rep'
              ? 'The id of the rep who won the deals; null for nobody.'
              : `The ${name} of the deals; null where there is none.`,
          ),
        ),
      ]),
    ),
    { description: 'The value of `by`; empty for the total.' },
  ),
  label: Type.String({ description: 'The key in words.' }),
  currency: Type.String({ description: 'The currency of the amounts (ISO 4217).' }),
  contracts: count('Contracts with ARR of deals that were won in the span.'),
  wonArr: amount('Their ARR on their first days.'),
  survival: Type.Array(
    object(
      {
        day: count('So many days after the start.'),
        wonArr: amount('Of contracts for which that day is over: their ARR on their first days.'),
        liveArr: amount('What of that is live on that day.'),
        share: nullable(
          Type.String({ examples: ['0.9100'] }),
          'liveArr / wonArr; null where the day is over for none.',
        ),
        unfinished: count('Contracts for which that day is not over yet. They are in no amount.'),
      },
      { description: 'The ARR that is left on one of the days.' },
    ),
    { description: 'One for each of `days`.' },
  ),
  reasons: Type.Array(
    object(
      {
        code: Type.String({ description: 'The code of the churn reason.' }),
        label: Type.String({ description: 'Its label; the code where the reason is gone.' }),
        answerable: nullable(Type.String(), 'Who could have kept the customer; null where the reason is gone.'),
        contracts: count('Contracts for which notice was given for it.'),
        wonArr: amount('Their ARR on their first days.'),
      },
      { description: 'A reason.' },
    ),
    { description: 'Why notice was given, the most ARR first.' },
  ),
  rework: object(
    {
      handoffs: count('Handoffs that began with these wins and were not called off.'),
      returned: known('Of these, those that a receiver gave back at least once'),
      returns: known('How often receivers gave them back'),
      exceptions: known('Those that were handed over with an incomplete form, by exception'),
      questions: known('Questions that their parties asked'),
    },
    { description: 'How the deals were handed over.' },
  ),
});

export const SalesDebtReport = objectSchema('SalesDebtReport', 'What of the ARR that was won is still live.', {
  wonFrom: dayOf('The first day of the wins.'),
  wonTo: dayOf('The last day of the wins.'),
  data: Type.Array(SalesDebtRow, { description: 'In the order of the labels.' }),
  total: totalOf(SalesDebtRow),
  ...WITHHELD,
  rules: object(
    Object.fromEntries(
      ['wonArr', 'liveArr', 'share', 'unfinished', 'reasons', 'rework'].map((name) => [
        name,
        Type.String({ description: 'A sentence.' }),
      ]),
    ),
    { description: 'How each figure is worked out.' },
  ),
});
