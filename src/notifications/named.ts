import type { Sql } from '../platform/database.js';
import { Registry } from '../platform/registry.js';

/** What people call the things that notifications name in a field of their data. */
export interface NamesOfField {
  readonly field: string;
  read(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export const NAMED_IN_NOTIFICATIONS = new Registry<NamesOfField>();
