import { by, PERIOD, rowsBy } from '../reports/asking.js';
import { type Report, type ReportDefinition, reportOf } from '../reports/report.js';

interface RowOfList {
  readonly label: string;
  /** Parameters of the list of what it counts; null where there is no such list. */
  readonly filter?: Readonly<Record<string, string>> | null;
}

interface Definition<Row extends RowOfList>
  extends Omit<ReportDefinition<Row>, 'asks' | 'rowsAre' | 'empty' | 'counts' | 'href'> {
  /** What is counted since when. */
  readonly counted: string;
  /** By what its rows can be; the first by default. */
  readonly by: readonly string[];
  /** The list that its rows open. */
  readonly list: '/leads' | '/handoffs';
}

/** Of the last days. Each row leads to what it counts, where the API can list that. */
export function report<Row extends RowOfList>({ counted, by: names, list, ...rest }: Definition<Row>): Report {
  return reportOf<Row>({
    ...rest,
    asks: [PERIOD, by(names)],
    rowsAre: rowsBy(),
    empty: 'Nothing of this time. A longer period may have something.',
    counts: ({ from, timeZone }) => `${counted} since ${from}${timeZone === undefined ? '' : `, days of ${timeZone}`}`,
    href: ({ filter }) => (filter == null ? null : `${list}?${new URLSearchParams(filter)}`),
  });
}

/** Of leads that were received in a time. Days are those of whoever reads it: what is kept by day has its own. */
export const OF_LEADS = { counted: 'Leads received', list: '/leads', isInZone: true } as const;

export const DIMENSIONS = [
  ...['source', 'channel', 'campaign', 'country', 'rep', 'team', 'pool', 'policy'],
  ...['day', 'week', 'weekday', 'hour'],
];

export const figure = (value: number) => String(value);
