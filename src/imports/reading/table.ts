import { isStorable } from '../../platform/values/text.js';
import { CELL_MAX, COLUMNS_MAX, isBlank, type ReadRow, type Row } from './row.js';

/** The whole file cannot be read as a table. */
export class UnreadableTableError extends Error {}

/** Turns the rows of a file into those of a table: the first that is not blank names the columns. */
export class Table {
  private names: string[] | null = null;

  /** The names of the columns, each different; null until the first row was read. */
  get columns(): readonly string[] | null {
    return this.names;
  }

  /** @throws UnreadableTableError */
  take(rows: readonly ReadRow[]): ReadRow[] {
    return rows.flatMap((row): ReadRow[] => {
      if ('cells' in row && isBlank(row)) return [];
      if (this.names !== null) return ['cells' in row ? this.checked(row) : row];
      if (!('cells' in row)) throw new UnreadableTableError(`The names of the columns cannot be read. ${row.why}`);
      this.names = namesOf(row);
      return [];
    });
  }

  private checked(row: Row): ReadRow {
    const names = this.names!;
    const surplus = row.cells.slice(names.length).findLastIndex((cell) => cell.trim() !== '');
    if (surplus >= 0) {
      const why = `It has ${names.length + surplus + 1} cells, but the file has ${names.length} columns.`;
      return { number: row.number, why };
    }
    const long = row.cells.findIndex((cell) => cell.length > CELL_MAX);
    if (long < 0) return row.cells.length <= names.length ? row : { ...row, cells: row.cells.slice(0, names.length) };
    const length = row.cells[long]!.length.toLocaleString('en');
    const most = CELL_MAX.toLocaleString('en');
    return { number: row.number, why: `"${names[long]}" has ${length} characters; at most ${most} are allowed.` };
  }
}

function namesOf({ cells }: Row): string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  const given = cells.slice(0, last + 1).map((cell) => cell.replace(/\s+/g, ' ').trim());
  if (given.length > COLUMNS_MAX) {
    const [count, most] = [given.length, COLUMNS_MAX].map((number) => number.toLocaleString('en'));
    throw new UnreadableTableError(`The file has ${count} columns; at most ${most} are allowed.`);
  }
  const taken = new Set<string>();
  return given.map((name, index) => {
    const own = isNameable(name) ? name.slice(0, NAME_MAX) : `Column ${index + 1}`;
    let different = own;
    for (let nth = 2; taken.has(different.toLowerCase()); nth += 1) different = `${own} (${nth})`;
    taken.add(different.toLowerCase());
    return different;
  });
}

/** No field of an object can have another name: it would vanish, or could not be stored. */
function isNameable(name: string): boolean {
  return name !== '' && name !== '__proto__' && isStorable(name);
}

/** Attributes of leads have no longer names. */
const NAME_MAX = 190;
