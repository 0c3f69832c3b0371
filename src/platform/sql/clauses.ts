/** One condition of a statement: SQL in which each `?` stands for the value. */
export interface Clause {
  readonly sql: string;
  readonly value?: unknown;
}

/** Joins conditions by `and`, and numbers their values from the end of `given`. */
export function compose(
  clauses: readonly Clause[],
  given: readonly unknown[] = [],
): { conditions: string; values: unknown[] } {
  const values = [...given];
  const conditions = clauses.map(({ sql, value }) => {
    if (value === undefined) return sql;
    values.push(value);
    return sql.replaceAll('?', `$${values.length}`);
  });
  return { conditions: conditions.length === 0 ? 'true' : conditions.join(' and '), values };
}
