import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Scrolls } from './scrolls.js';

export interface Column<Row> {
  readonly name: string;
  /** What stands above it in place of its name. */
  readonly head?: ReactNode;
  readonly cell: (row: Row, place: number) => ReactNode;
  /** Where it leads; null where nowhere. */
  readonly href?: (row: Row) => string | null;
  /** The name of its row, a number, a text of several lines, or what takes the focus; else a few words. */
  readonly is?: 'name' | 'number' | 'text' | 'control';
  readonly classOf?: (row: Row) => string | undefined;
}

interface Props<Row> {
  /** What it lists, for whoever does not see it. */
  readonly name: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row, place: number) => string | number;
  readonly total?: Row | null;
  readonly className?: string;
}

/** Rows of the same facts. It scrolls sideways where it is wider than the page: by keys, too. */
export function Table<Row>({ name, rows, columns, keyOf, total = null, className }: Props<Row>) {
  const cellsOf = (row: Row, place: number) =>
    columns.map((column) => <Cell key={column.name} column={column} row={row} place={place} />);
  const takesFocus = columns.some(({ href, is }) => href !== undefined || is === 'control');
  const table = (
    <table className={className} aria-label={takesFocus ? name : undefined}>
      <thead>
        <tr>
          {columns.map(({ name, head = name, is }) => (
            <th key={name} scope="col" className={is === 'number' ? 'number' : undefined}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, place) => (
          <tr key={keyOf(row, place)}>{cellsOf(row, place)}</tr>
        ))}
      </tbody>
      {total !== null && (
        <tfoot>
          <tr>{cellsOf(total, rows.length)}</tr>
        </tfoot>
      )}
    </table>
  );
  return takesFocus ? <div className="scrolls">{table}</div> : <Scrolls name={name}>{table}</Scrolls>;
}

interface CellProps<Row> {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly place: number;
}

function Cell<Row>({ column: { cell, href, is, classOf }, row, place }: CellProps<Row>) {
  const leads = href?.(row) ?? null;
  const said = leads === null ? cell(row, place) : <Link href={leads}>{cell(row, place)}</Link>;
  if (is === 'name') return <th scope="row">{said}</th>;
  const own = classOf?.(row);
  return <td className={[is, own].filter(Boolean).join(' ') || undefined}>{said}</td>;
}
