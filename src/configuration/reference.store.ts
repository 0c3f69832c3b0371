import type { Sql } from '../platform/database.js';
import { type Fault, step } from '../platform/fault.js';

/** An id that a body names, and where it stands. */
export interface Reference {
  readonly pointer: string;
  readonly id: string;
}

/** Of an optional field: none when it is absent. */
export function referenceAt(pointer: string, id: string | undefined): Reference[] {
  return id === undefined ? [] : [{ pointer, id }];
}

/** Faults for the ids that nothing has. @param what the kind of what they name, and its table */
export async function faultsOfReferences(
  sql: Sql,
  what: 'calendar' | 'rep' | 'pool' | 'team',
  references: readonly Reference[],
): Promise<Fault[]> {
  if (references.length === 0) return [];
  const { rows } = await sql.query<{ id: string }>(`select id from ${what} where id = any ($1::uuid[])`, [
    references.map(({ id }) => id),
  ]);
  const known = new Set(rows.map(({ id }) => id));
  return references
    .filter(({ id }) => !known.has(id))
    .map(({ pointer, id }) => ({ pointer, code: 'unknownId', message: `There is no ${what} ${id}.` }));
}

/** Faults for entries of a list that name what an earlier one names. */
export function faultsOfRepeats(references: readonly Reference[]): Fault[] {
  return references.flatMap(({ pointer, id }, index) => {
    const first = references.findIndex((each) => each.id === id);
    return first === index
      ? []
      : [{ pointer, code: 'duplicate', message: `Is the same as entry ${first} (counted from 0).` }];
  });
}

/** The references of a list of ids, or of a list whose entries have the id in a field. */
export function referencesIn(pointer: string, ids: readonly string[], field = ''): Reference[] {
  return ids.map((id, index) => ({ pointer: `${pointer}${step(index)}${field}`, id }));
}
