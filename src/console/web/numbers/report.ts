import { shortDay } from '../parts/times.js';
import { by, HISTORY, PERIOD, rowsBy } from '../reports/asking.js';
import { type Report, type ReportDefinition, reportOf } from '../reports/report.js';

interface RowOfList {
  readonly label: string;
  /** The query of the list that a row counts; null if there is none. */
  readonly filter?: Readonly<Record<string, string>> | null;
}

interface Definition<Row extends RowOfList>
  extends Omit<ReportDefinition<Row>, 'asks' | 'rowsAre' | 'empty' | 'counts' | 'href'> {
  /** What is counted, such as `Leads received`. */
  readonly counted: string;
  /** The possible groupings; the first is the default. */
  readonly by: readonly string[];
  /** The page that its rows link to. */
  readonly list: '/leads' | '/handoffs';
  /** Whether it can count what imports have brought along. */
  readonly hasHistory?: boolean;
}

/** Defines a report on the last days, whose rows link to what they count. */
export function report<Row extends RowOfList>(defined: Definition<Row>): Report {
  const { counted, by: names, list, hasHistory = false, ...rest } = defined;
  return reportOf<Row>({
    ...rest,
    asks: [PERIOD, by(names), ...(hasHistory ? [HISTORY] : [])],
    rowsAre: rowsBy(),
    empty: 'Nothing of this time. A longer period may have something.',
    counts: ({ from, timeZone }) =>
      `${counted} since ${shortDay(from!)}${timeZone === undefined ? '' : `, days of ${timeZone}`}`,
    href: ({ filter }) => (filter == null ? null : `${list}?${new URLSearchParams(filter)}`),
  });
}

/** Reports by time of receipt, with days in the viewer's zone. Figures stored by day have a zone of their own. */
export const OF_LEADS = { counted: 'Leads received', list: '/leads', isInZone: true } as const;

export const DIMENSIONS = [
  ...['source', 'channel', 'campaign', 'country', 'rep', 'team', 'pool', 'policy'],
  ...['day', 'week', 'month', 'weekday', 'hour'],
];

export const figure = (value: number) => String(value);
