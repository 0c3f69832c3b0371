import type { ReadRow } from './reading/row.js';

/** A row as it is stored: with its cells, or with why it could not be read. */
export type StoredRow =
  | readonly [number: number, cells: readonly string[]]
  | readonly [number: number, cells: null, why: string];

/** A refused row, with its cells if it could be read. */
export interface RefusedRow {
  readonly row: number;
  readonly why: string;
  readonly cells: readonly string[];
}

/** What the file of refused rows has before the columns of their own file. */
export const REFUSED_COLUMNS = ['Row', 'Why it was refused'] as const;

/** Returns the texts of a row that were in the file. */
export function textsOfStored([, cells]: StoredRow): readonly string[] {
  return cells ?? [];
}

/** Returns the texts of a refused row. The reason may quote its cells. */
export function textsOfRefused({ cells, why }: RefusedRow): readonly string[] {
  return [...cells, why];
}

const ROWS_MAX = 1_000;
/** In characters; a part is opened as a whole. */
const WEIGHT_MAX = 2 * 1024 * 1024;

/** A part of a file, with the number of rows before it. */
export interface Part {
  readonly fromRow: number;
  readonly rows: readonly StoredRow[];
}

/** Gathers rows until they are enough for a part. */
export class PartGathering {
  private rows: StoredRow[] = [];
  private weight = 0;
  private passed = 0;

  /** The number of rows in the parts so far. */
  get count(): number {
    return this.passed;
  }

  /** @returns the parts that are full */
  add(rows: readonly ReadRow[]): Part[] {
    const full: Part[] = [];
    for (const row of rows) {
      this.rows.push('cells' in row ? [row.number, row.cells] : [row.number, null, row.why]);
      this.weight += 'cells' in row ? row.cells.reduce((sum, cell) => sum + cell.length, 0) : 0;
      if (this.rows.length >= ROWS_MAX || this.weight >= WEIGHT_MAX) full.push(this.take());
    }
    return full;
  }

  /** Returns the rows that are no full part; it may have none. */
  take(): Part {
    const part = { fromRow: this.passed, rows: this.rows };
    this.passed += this.rows.length;
    this.rows = [];
    this.weight = 0;
    return part;
  }
}
