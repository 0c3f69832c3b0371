import { type Report, type ReportDefinition, reportOf } from '../parts/report.js';

/** What is asked of a report: days are those of the time zone. */
export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly timeZone?: string;
  readonly by: string;
}

interface Counting {
  /** What is counted since when. */
  readonly counts: string;
  /** Whether it takes a time zone: what is kept by day has its own. */
  readonly isZoned: boolean;
  /** By what its rows can be; the first by default. */
  readonly by: readonly string[];
}

export type CountingReport = Report<Asked> & Counting;

interface RowOfList {
  readonly label: string;
  /** Parameters of the list of what it counts; null where there is no such list. */
  readonly filter?: Readonly<Record<string, string>> | null;
}

interface Definition<Row extends RowOfList> extends ReportDefinition<Row, Asked>, Counting {
  /** The list that its rows open. */
  readonly list: '/leads' | '/handoffs';
}

/** Each row leads to what it counts, where the API can list that. */
export function report<Row extends RowOfList>(definition: Definition<Row>): CountingReport {
  const { counts, isZoned, by, list, ...rest } = definition;
  const href = ({ filter }: Row) => (filter == null ? null : `${list}?${new URLSearchParams(filter)}`);
  return { ...reportOf<Row, Asked>({ href, ...rest }), counts, isZoned, by };
}

/** Of leads that were received in a time. */
export const OF_LEADS = { counts: 'Leads received', list: '/leads', isZoned: true } as const;

export const DIMENSIONS = [
  ...['source', 'channel', 'campaign', 'country', 'rep', 'team', 'pool', 'policy'],
  ...['day', 'week', 'weekday', 'hour'],
];

export const figure = (value: number) => String(value);
