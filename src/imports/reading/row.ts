/** A row of a file as it was read. Rows are numbered as in a spreadsheet: the one with the names is usually row 1. */
export interface Row {
  readonly number: number;
  readonly cells: readonly string[];
}

/** A row that could not be read, and why. */
export interface UnreadableRow {
  readonly number: number;
  readonly why: string;
}

export type ReadRow = Row | UnreadableRow;

export const COLUMNS_MAX = 1_000;
export const CELL_MAX = 10_000;

export function isBlank({ cells }: Row): boolean {
  return cells.every((cell) => cell.trim() === '');
}
