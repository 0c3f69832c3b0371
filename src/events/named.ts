import { Registry } from '../platform/registry.js';
import type { Sql } from '../platform/sql/database.js';

/** Display names of the things whose ids events and notifications have in a field of their data. */
interface NamesOfField {
  readonly field: string;
  read(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export const NAMED_IN_DATA = new Registry<NamesOfField>();

export async function readNamed(
  sql: Sql,
  rows: readonly { readonly data: Readonly<Record<string, unknown>> }[],
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    NAMED_IN_DATA.all.map(({ field, read }) => {
      const ids = rows.flatMap(({ data }) => (typeof data[field] === 'string' ? [data[field] as string] : []));
      return ids.length === 0 ? new Map<string, string>() : read(sql, [...new Set(ids)]);
    }),
  );
  return new Map(found.flatMap((each) => [...each]));
}
