import { type Static, type TProperties, Type } from '@sinclair/typebox';
import { FairnessQuery } from '../admin/routing/pool.schema.js';
import { DIMENSIONS, type Dimension, END_DIMENSIONS } from '../figures/dimension.js';
import { IMPORTED } from '../leads/imported.js';
import { flag, object, optionalInstantOrDate, optionalOneOf, optionalText } from '../platform/input/schema.js';
import { ENDS } from './facts/response-facts.js';

/** The disposition report can also group by how leads ended. */
export const DISPOSITION_DIMENSIONS = [...DIMENSIONS, ...END_DIMENSIONS] as const;

const byOf = (dimensions: readonly Dimension[], examples: readonly string[]) =>
  optionalText(
    100,
    `A row for each value of one or two of these, separated by a comma: ${dimensions.join(', ')}. Without it there is one row.`,
    { examples },
  );

const COMMON = {
  from: optionalInstantOrDate(
    'Leads received at this instant or later, or from this day on in `timeZone`; by default 30 days before `to`.',
  ),
  to: optionalInstantOrDate('Leads received before this instant, or before this day in `timeZone`; now by default.'),
  timeZone: Type.Optional(
    Type.String({
      format: 'timeZone',
      description: 'The time zone of days and hours; that of the settings by default.',
    }),
  ),
  by: byOf(DIMENSIONS, ['source', 'weekday,hour']),
  imported: optionalOneOf(IMPORTED, {
    default: 'without',
    description:
      'Whether leads count that an import of history has brought along with their past: not (`without`), or these alone (`only`), or all (`with`). What they ask here afterwards is no history.',
  }),
  test: Type.Optional(flag(false, '`true` reports on test leads instead, which are otherwise left out.')),
};
const CYCLES = optionalOneOf(['first', 'all'], {
  default: 'all',
  description:
    '`all` counts a lead that came back (from nurture, recycling or reopening) again, from when it did. `first` counts only its first cycle. A form of its person that begins a new cycle of an open lead counts again in `speed-to-lead`, and in `dispositions` only once the lead was closed between.',
});

const query = <Fields extends TProperties>(fields: Fields) => object({ ...COMMON, ...fields });

export const SpeedQuery = query({
  cycles: CYCLES,
  until: optionalOneOf(ENDS, {
    default: 'attempt',
    description:
      'What counts as an answer: the first touch that counts by the policy, or the first that reached somebody.',
  }),
  histogram: Type.Optional(flag(false, 'Whether each row has a distribution of answer times.')),
});
export type SpeedQuery = Static<typeof SpeedQuery>;

export const CyclesQuery = query({ cycles: CYCLES });
export type CyclesQuery = Static<typeof CyclesQuery>;

export const ReportQuery = query({});
export type ReportQuery = Static<typeof ReportQuery>;

export const DispositionReportQuery = query({
  by: byOf(DISPOSITION_DIMENSIONS, ['reason', 'source,reason']),
  cycles: CyclesQuery.properties.cycles,
});
export type DispositionReportQuery = Static<typeof DispositionReportQuery>;

/** Turns are stored by day, in the time zone of the settings. */
export const FairnessReportQuery = object({
  ...FairnessQuery.properties,
  by: optionalText(100, 'A row for each `pool`, each `rep`, or each member of each pool (`pool,rep`, the default).', {
    examples: ['rep'],
  }),
});
export type FairnessReportQuery = Static<typeof FairnessReportQuery>;

/** Results of shadow rules are counted by rep only. */
export const ShadowQuery = object({ from: COMMON.from, to: COMMON.to, timeZone: COMMON.timeZone });
export type ShadowQuery = Static<typeof ShadowQuery>;
