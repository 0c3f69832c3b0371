import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Scrolls } from './scrolls.js';

export interface Column<Row> {
  readonly name: string;
  /** Replaces the name in the header. */
  readonly head?: ReactNode;
  readonly cell: (row: Row, place: number) => ReactNode;
  /** Returns the address that the cell links to, or null. */
  readonly href?: (row: Row) => string | null;
  /** A row's header, a number, a text of several lines, or a control; by default a few words. */
  readonly is?: 'name' | 'number' | 'text' | 'sentence' | 'control';
  readonly classOf?: (row: Row) => string | undefined;
}

interface Props<Row> {
  /** The name of the table for screen readers. */
  readonly name: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row, place: number) => string | number;
  readonly total?: Row | null;
  readonly className?: string;
}

/** A table that scrolls sideways if it is too wide, also by keys. */
export function Table<Row>({ name, rows, columns, keyOf, total = null, className }: Props<Row>) {
  const cellsOf = (row: Row, place: number) =>
    columns.map((column) => <Cell key={column.name} column={column} row={row} place={place} />);
  const takesFocus = columns.some(({ href, is, cell }) =>
    rows.some((row, place) => (href?.(row) ?? null) !== null || (is === 'control' && Boolean(cell(row, place)))),
  );
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
  const content = leads === null ? cell(row, place) : <Link href={leads}>{cell(row, place)}</Link>;
  if (is === 'name') return <th scope="row">{content}</th>;
  const own = classOf?.(row);
  // A long text is cut off: the whole is its title.
  const title = typeof content === 'string' ? content : undefined;
  return (
    <td className={[is, own].filter(Boolean).join(' ') || undefined} title={title}>
      {content}
    </td>
  );
}
