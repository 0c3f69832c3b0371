import { PersonInText } from '../contact/person-in-text.js';
import type { ErasedPerson } from '../leads/personal-data.js';
import { ERASED_TEXT } from '../vocabulary/erased-text.js';
import type { Head } from './head.js';
import type { RefusedRow, StoredRow } from './stored-rows.js';

/** Finds a person in the rows of files by their addresses and numbers: a name alone may be another person's. */
export class PersonInRows {
  private readonly person: PersonInText;

  constructor({ emailKeys, phoneKeys }: Pick<ErasedPerson, 'emailKeys' | 'phoneKeys'>) {
    this.person = new PersonInText({ emailKeys, phoneKeys, names: [] });
  }

  isIn(cells: readonly string[] | null): boolean {
    return cells !== null && this.person.isNamedIn(cells.join('\n'));
  }

  /** @returns the rows without the person, and how many were theirs */
  takenFromRows(rows: readonly StoredRow[]): { rows: StoredRow[]; erased: number } {
    const without = rows.map((row): StoredRow => (this.isIn(row[1]) ? [row[0], null, ERASED_TEXT] : row));
    return { rows: without, erased: countDifferent(rows, without) };
  }

  takenFromRefused(rows: readonly RefusedRow[]): { rows: RefusedRow[]; erased: number } {
    const without = rows.map((row) =>
      this.isIn([...row.cells, row.why]) ? { row: row.row, why: ERASED_TEXT, cells: [] } : row,
    );
    return { rows: without, erased: countDifferent(rows, without) };
  }

  takenFromHead(head: readonly Head[]): { rows: Head[]; erased: number } {
    const without = head.map((column) => {
      const samples = column.samples.filter((sample) => !this.isIn([sample]));
      return samples.length === column.samples.length ? column : { ...column, samples };
    });
    return { rows: without, erased: countDifferent(head, without) };
  }
}

function countDifferent<Each>(before: readonly Each[], after: readonly Each[]): number {
  return before.filter((each, index) => each !== after[index]).length;
}
