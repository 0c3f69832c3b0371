import { assignmentsOf, columnsFor, inputRows, type SentColumn, valuesOf } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import { groupBy } from '../platform/group.js';
import { type About, OWNED_TYPES, type OwnedType, SUBJECT_COLUMNS, type SubjectRef } from './subjects.js';

/** The two fields of `About`, selected from a table. */
export const ABOUT = `case ${OWNED_TYPES.map((type) => `when ${SUBJECT_COLUMNS[type]} is not null then '${type}'`).join(' ')} end
  as "subjectType", coalesce(${Object.values(SUBJECT_COLUMNS).join(', ')}) as "subjectId"`;

/** The columns that say what a row is about. */
export function subjectColumns<Row extends About>(types: readonly OwnedType[] = OWNED_TYPES): SentColumn<Row>[] {
  const { uuid } = columnsFor<Row>();
  return types.map((type) => uuid(SUBJECT_COLUMNS[type], (row) => (row.subjectType === type ? row.subjectId : null)));
}

/** How rows of a table are changed that are about subjects, all those of one kind at once. */
interface SubjectUpdate<Row> {
  readonly columns: readonly SentColumn<Row>[];
  readonly sql: string;
}

/** Rows are found by what they are about and their id, as they are stored. @param and what has to hold of a row besides */
export function updateBySubject<Row extends SubjectRef & { readonly id: string }>(
  table: string,
  changing: readonly SentColumn<Row>[],
  and = '',
): Readonly<Record<OwnedType, SubjectUpdate<Row>>> {
  return forEachSubject((type) => {
    const column = SUBJECT_COLUMNS[type];
    const columns = [...subjectColumns<Row>([type]), columnsFor<Row>().uuid('id', ({ id }) => id), ...changing];
    return {
      columns,
      sql: `update ${table} set ${assignmentsOf(changing)} from ${inputRows(columns)}
             where ${table}.${column} = input.${column} and ${table}.id = input.id ${and}`,
    };
  });
}

/** Changes rows of subjects of any kind. @param name that of the statement */
export async function sendUpdate<Row extends SubjectRef>(
  tx: Sql,
  update: Readonly<Record<OwnedType, SubjectUpdate<Row>>>,
  rows: readonly Row[],
  name: string,
): Promise<void> {
  await Promise.all(
    [...groupBy(rows, (row) => row.subjectType)].map(([type, ofType]) => {
      const { sql, columns } = update[type];
      return tx.query(sql, valuesOf(ofType, columns), `${name}-${type}`);
    }),
  );
}

/** Something for each kind of them, such as the statements in which its column stands. */
export function forEachSubject<Made>(make: (type: OwnedType) => Made): Readonly<Record<OwnedType, Made>> {
  return Object.fromEntries(OWNED_TYPES.map((type) => [type, make(type)])) as Record<OwnedType, Made>;
}
