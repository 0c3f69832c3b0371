/** What is asked of a report: days are those of the time zone. */
export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly timeZone?: string;
  readonly by: string;
}

interface RowOfReport {
  readonly label: string;
  /** Parameters of the list of its leads; null where there is no such list. */
  readonly filter?: Readonly<Record<string, string>> | null;
}

interface Column<Row> {
  readonly name: string;
  readonly text: (row: Row) => string;
  /** From 0 to 1, drawn as a bar beside the text; null draws none. */
  readonly bar?: (row: Row) => number | null;
}

interface Definition<Row extends RowOfReport> {
  readonly name: string;
  readonly question: string;
  readonly path: string;
  /** What is counted since when. */
  readonly counts: string;
  /** The list that its rows open. */
  readonly list: '/leads' | '/handoffs';
  /** Whether it takes a time zone: what is kept by day has its own. */
  readonly isZoned: boolean;
  /** By what its rows can be; the first by default. */
  readonly by: readonly string[];
  readonly columns: readonly Column<Row>[];
  readonly read: (asked: Asked) => Promise<{ readonly data: readonly Row[]; readonly total: Row }>;
  /** What it comes to. */
  readonly sentence: (total: Row) => string;
}

/** A row as it is shown: a cell for each column. */
export interface ShownRow extends RowOfReport {
  readonly cells: readonly { readonly text: string; readonly bar: number | null }[];
}

export interface ShownReport {
  readonly sentence: string;
  readonly columns: readonly string[];
  readonly rows: readonly ShownRow[];
  readonly total: ShownRow;
}

export interface Report extends Omit<Definition<never>, 'columns' | 'read' | 'sentence'> {
  readonly read: (asked: Asked) => Promise<ShownReport>;
}

export function report<Row extends RowOfReport>({ columns, read, sentence, ...about }: Definition<Row>): Report {
  const shown = (row: Row): ShownRow => ({
    label: row.label,
    filter: row.filter ?? null,
    cells: columns.map(({ text, bar }) => ({ text: text(row), bar: bar?.(row) ?? null })),
  });
  return {
    ...about,
    async read(asked) {
      const { data, total } = await read(asked);
      const names = columns.map(({ name }) => name);
      return { sentence: sentence(total), columns: names, rows: data.map(shown), total: shown(total) };
    },
  };
}

/** Of leads that were received in a time. */
export const OF_LEADS = { counts: 'Leads received', list: '/leads', isZoned: true } as const;

export const DIMENSIONS = [
  'source',
  'channel',
  'campaign',
  'country',
  'rep',
  'team',
  'pool',
  'policy',
  'day',
  'week',
  'weekday',
  'hour',
];

export const figure = (value: number) => String(value);
