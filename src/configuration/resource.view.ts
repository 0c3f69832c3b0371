import type { Sql } from '../platform/sql/database.js';
import { toIso } from '../platform/values/duration.js';
import type { ResourceKind, ResourceView } from './resource.kind.js';
import type { ResourceRow } from './resource.table.js';

export function bodyOf<E extends ResourceRow, B extends object>(kind: ResourceKind<E, B>, row: E): B {
  const entries = kind.fields.map((field) => [field, (row as unknown as Record<string, unknown>)[field]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined)) as B;
}

export async function view<E extends ResourceRow, B extends object>(
  kind: ResourceKind<E, B>,
  sql: Sql,
  row: E,
): Promise<ResourceView<B>> {
  return (await views(kind, sql, [row]))[0]!;
}

export async function views<E extends ResourceRow, B extends object>(
  kind: ResourceKind<E, B>,
  sql: Sql,
  rows: readonly E[],
): Promise<ResourceView<B>[]> {
  const shown = await kind.shows?.(sql, rows);
  return rows.map((row, index) => ({
    id: row.id,
    ...bodyOf(kind, row),
    ...shown?.[index],
    version: row.version,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  }));
}
