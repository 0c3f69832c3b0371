import { assignmentsOf, columnsFor, inputRows, type SentColumn, valuesOf } from '../platform/sql/columns.js';
import type { Sql } from '../platform/sql/database.js';
import { groupBy } from '../platform/values/group.js';
import { type About, OWNED_TYPES, type OwnedType, SUBJECT_COLUMNS, type SubjectRef } from './subjects.js';

/** Selects the two fields of `About` from the columns of a table. */
export const ABOUT = `case ${OWNED_TYPES.map((type) => `when ${SUBJECT_COLUMNS[type]} is not null then '${type}'`).join(' ')} end
  as "subjectType", coalesce(${Object.values(SUBJECT_COLUMNS).join(', ')}) as "subjectId"`;

/** Returns the columns that identify the subject of a row. */
export function subjectColumns<Row extends About>(types: readonly OwnedType[] = OWNED_TYPES): SentColumn<Row>[] {
  const { uuid } = columnsFor<Row>();
  return types.map((type) => uuid(SUBJECT_COLUMNS[type], (row) => (row.subjectType === type ? row.subjectId : null)));
}

interface SubjectUpdate<Row> {
  readonly columns: readonly SentColumn<Row>[];
  readonly sql: string;
}

/** Returns updates that find rows by subject and id. @param and a further condition on the row */
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

/** Updates rows of subjects of any kind. @param name prefix of the prepared statements' names */
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

/** Builds a value for each kind of subject, such as a statement with its column. */
export function forEachSubject<Made>(make: (type: OwnedType) => Made): Readonly<Record<OwnedType, Made>> {
  return Object.fromEntries(OWNED_TYPES.map((type) => [type, make(type)])) as Record<OwnedType, Made>;
}
