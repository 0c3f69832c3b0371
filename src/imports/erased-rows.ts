import type { ErasedPerson } from '../leads/personal-data.js';
import { ERASED_TEXT } from '../vocabulary/erased-text.js';
import { contactsIn, contactsOfPerson, markOf } from './contacts-in-rows.js';
import type { Head } from './head.js';
import { type RefusedRow, type StoredRow, textsOfRefused, textsOfStored } from './stored-rows.js';

/** Finds a person in the rows of files by their addresses and numbers: a name alone may be another person's. */
export class PersonInRows {
  /** One of these is among the marks of whatever holds the person. */
  readonly marks: readonly number[];
  private readonly contacts: ReadonlySet<string>;

  constructor(person: Pick<ErasedPerson, 'emailKeys' | 'phoneKeys'>) {
    const contacts = contactsOfPerson(person);
    this.marks = contacts.map(markOf);
    this.contacts = new Set(contacts);
  }

  isIn(texts: readonly string[]): boolean {
    for (const contact of contactsIn(texts)) if (this.contacts.has(contact)) return true;
    return false;
  }

  /** @returns the rows without the person, and how many were theirs */
  takenFromRows(rows: readonly StoredRow[]): { rows: StoredRow[]; erased: number } {
    const without = rows.map((row): StoredRow => (this.isIn(textsOfStored(row)) ? [row[0], null, ERASED_TEXT] : row));
    return { rows: without, erased: countDifferent(rows, without) };
  }

  takenFromRefused(rows: readonly RefusedRow[]): { rows: RefusedRow[]; erased: number } {
    const without = rows.map((row) =>
      this.isIn(textsOfRefused(row)) ? { row: row.row, why: ERASED_TEXT, cells: [] } : row,
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
