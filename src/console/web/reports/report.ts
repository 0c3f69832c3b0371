import type { ComponentType } from 'react';
import { forPeople } from '../parts/for-people.js';
import type { Asking } from './asking.js';

/*
 * A report is a table: what it asks, where it is read, and what each of its columns says of a row.
 */

/** What is asked of a report, as it is sent. */
export type Query = Readonly<Record<string, string>>;

interface Labelled {
  readonly label: string;
}

/** From 0 to 1, also as the API has it. */
type Share = number | string | null;

interface Column<Row> {
  readonly name: string;
  readonly text: (row: Row) => string;
  /** Drawn as a bar beside the text; null draws none. */
  readonly bar?: (row: Row) => Share;
  /** By which it is shaded; null where it is not. */
  readonly shade?: (row: Row) => Share;
  /** Where what it counts is listed; null where there is no such list. */
  readonly href?: (row: Row) => string | null;
  /** Its name among the rules that the API answers. */
  readonly rule?: string;
}

interface ReadReport<Row> {
  readonly data: readonly Row[];
  /** Null where nothing is to be added up. */
  readonly total: Row | null;
  /** How figures are worked out, a sentence each. */
  readonly rules?: Readonly<Record<string, string>>;
  /** How many rows of other people are left out. */
  readonly withheld?: number;
  /** What it comes to, where the total does not say it. */
  readonly sentence?: string | null;
}

interface Facts {
  readonly name: string;
  readonly question: string;
  /** Under which it is answered, as CSV too. */
  readonly path: string;
  /** What narrows it, or tells its rows apart. */
  readonly asks: readonly Asking[];
  /** Whether it is asked for in the time zone of whoever reads it; else it is in that of the settings. */
  readonly isInZone?: boolean;
  /** What the rows are. */
  readonly rowsAre: (query: Query) => string;
  /** What is said where there is none. */
  readonly empty: string;
  /** What is counted. */
  readonly counts?: (query: Query) => string;
  /** What is shown besides, of the same. */
  readonly Below?: ComponentType<{ query: Query }>;
}

export interface ReportDefinition<Row extends Labelled> extends Facts {
  /** The same for each answer, or as many as it has. */
  readonly columns: readonly Column<Row>[] | ((read: ReadReport<Row>) => readonly Column<Row>[]);
  readonly read: (query: Query) => Promise<ReadReport<Row>>;
  /** What it comes to. */
  readonly sentence?: (total: Row) => string;
  /** Where what a row is about is shown; null where nowhere. */
  readonly href?: (row: Row) => string | null;
}

export interface ShownCell {
  readonly text: string;
  readonly bar: number | null;
  readonly shade: number | null;
  readonly href: string | null;
}

/** A row as it is shown: a cell for each column. */
export interface ShownRow extends Labelled {
  readonly href: string | null;
  readonly cells: readonly ShownCell[];
}

export interface ShownReport {
  readonly sentence: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly ShownRow[];
  readonly total: ShownRow | null;
  /** Of each column that has one its rule, in a sentence. */
  readonly rules: readonly (readonly [column: string, rule: string])[];
  readonly withheld: number;
}

export interface Report extends Facts {
  readonly read: (query: Query) => Promise<ShownReport>;
}

export function reportOf<Row extends Labelled>(definition: ReportDefinition<Row>): Report {
  const { columns, href, read, sentence, ...facts } = definition;
  return {
    ...facts,
    async read(query) {
      const answer = await read(query);
      const { data, total, rules = {}, withheld = 0 } = answer;
      const own = typeof columns === 'function' ? columns(answer) : columns;
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
        sentence: answer.sentence ?? (total === null ? null : (sentence?.(total) ?? null)),
        columns: own.map((column) => column.name),
        rows: data.map(shown),
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

/** In which of five steps a figure is shaded, 0 for none. @param share from 0 to 1 of the largest */
export function stepOf(share: number | null): number {
  return share === null ? 0 : Math.min(STEPS, Math.ceil(share * STEPS));
}
