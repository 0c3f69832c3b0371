import type { ComponentType } from 'react';
import { forPeople } from '../parts/for-people.js';
import type { ReportParameter } from './asking.js';

/* A report is a table: its parameters, its route, and its columns. */

export type Query = Readonly<Record<string, string>>;

interface LabelledRow {
  readonly label: string;
  /** What the row is about; empty for the total. */
  readonly key?: object;
}

/** From 0 to 1; the API also sends decimal text. */
type Share = number | string | null;

interface Column<Row> {
  readonly name: string;
  readonly text: (row: Row) => string;
  /** Drawn as a bar beside the text, unless null. */
  readonly bar?: (row: Row) => Share;
  /** Decides the cell's shade; null for none. */
  readonly shade?: (row: Row) => Share;
  /** The list of what the cell counts; null if there is none. */
  readonly href?: (row: Row) => string | null;
  /** The key of its rule in the API's `rules`. */
  readonly rule?: string;
}

interface ReadReport<Row> {
  readonly data: readonly Row[];
  /** Null if the rows cannot be added up. */
  readonly total: Row | null;
  /** How figures are computed, one sentence each. */
  readonly rules?: Readonly<Record<string, string>>;
  /** The number of rows about other people that are left out. */
  readonly withheld?: number;
  /** Days whose figures have yet to follow the latest changes. */
  readonly staleDays?: number;
  /** What the report does not count, by reason. */
  readonly leavesOut?: { readonly laterCycles: number; readonly imported: number; readonly testLeads: number };
  /** A summary, if the total does not give it. */
  readonly sentence?: string | null;
}

interface Facts {
  readonly name: string;
  readonly question: string;
  /** The route, also for CSV. */
  readonly path: string;
  readonly asks: readonly ReportParameter[];
  /** Sends the viewer's time zone; otherwise the API uses that of the settings. */
  readonly isInZone?: boolean;
  /**
   * Who does not see all leads gets figures of their reps, in which a lead counts for each of its owners. So does
   * everybody by rep or team.
   */
  readonly isByOwner?: boolean;
  readonly rowsAre: (query: Query) => string;
  /** The text for an empty report. */
  readonly empty: string;
  /** Says what is counted. */
  readonly counts?: (query: Query) => string;
  /** Rendered below the table, for the same query. */
  readonly Below?: ComponentType<{ query: Query }>;
}

export interface ReportDefinition<Row extends LabelledRow> extends Facts {
  /** Fixed, or derived from the response. */
  readonly columns: readonly Column<Row>[] | ((read: ReadReport<Row>, isByOwner: boolean) => readonly Column<Row>[]);
  readonly read: (query: Query) => Promise<ReadReport<Row>>;
  /** A summary of the total. */
  readonly sentence?: (total: Row, isByOwner: boolean, read: ReadReport<Row>) => string;
  /** The page of a row's subject; null if there is none. */
  readonly href?: (row: Row) => string | null;
}

export interface ShownCell {
  readonly text: string;
  readonly bar: number | null;
  readonly shade: number | null;
  readonly href: string | null;
}

export interface ShownRow extends LabelledRow {
  readonly href: string | null;
  readonly cells: readonly ShownCell[];
}

export interface ShownReport {
  readonly sentence: string | null;
  readonly columns: readonly string[];
  readonly isEmpty: boolean;
  readonly rows: readonly ShownRow[];
  readonly total: ShownRow | null;
  /** The rules of the columns that have one. */
  readonly rules: readonly (readonly [column: string, rule: string])[];
  readonly withheld: number;
  readonly staleDays: number;
}

export interface Report extends Facts {
  /** @param isByOwner whether a lead counts for each of its owners */
  readonly read: (query: Query, isByOwner: boolean) => Promise<ShownReport>;
}

export function reportOf<Row extends LabelledRow>(definition: ReportDefinition<Row>): Report {
  const { columns, href, read, sentence, ...facts } = definition;
  return {
    ...facts,
    async read(query, isByOwner) {
      const answer = await read(query);
      const { data, total, rules = {}, withheld = 0, staleDays = 0 } = answer;
      // Without a grouping, the API's only row is the total.
      const rows = data.filter(({ key }) => key === undefined || Object.keys(key).length > 0);
      const own = typeof columns === 'function' ? columns(answer, isByOwner) : columns;
      const shown = (row: Row): ShownRow => ({
        label: row.label,
        href: href?.(row) ?? null,
        cells: own.map((column) => ({
          text: column.text(row),
          bar: figureOf(column.bar?.(row)),
          shade: figureOf(column.shade?.(row)),
          href: column.href?.(row) ?? null,
        })),
      });
      return {
        withheld,
        staleDays,
        sentence: answer.sentence ?? (total === null ? null : (sentence?.(total, isByOwner, answer) ?? null)),
        columns: own.map((column) => column.name),
        isEmpty: data.length === 0 && withheld === 0,
        rows: rows.map(shown),
        total: total === null ? null : shown(total),
        rules: own.flatMap(({ name: column, rule }) =>
          rule !== undefined && rules[rule] !== undefined ? [[column, forPeople(rules[rule])] as const] : [],
        ),
      };
    },
  };
}

const figureOf = (share: Share | undefined) => (share == null ? null : Number(share));

const STEPS = 5;

/** Returns the shade of a figure, from 0 for none to 5. @param share of the largest figure, from 0 to 1 */
export function stepOf(share: number | null): number {
  return share === null ? 0 : Math.min(STEPS, Math.ceil(share * STEPS));
}
