import { type Instant, toIso } from './instant.js';

/**
 * Turns rows into one array per column, as `unnest` takes them: one statement writes any number of rows.
 * Instants become ISO text and objects JSON, because Postgres's array text has no form of its own for them.
 */
export function columnsOf<Row>(rows: readonly Row[], pick: readonly ((row: Row) => unknown)[]): unknown[][] {
  return pick.map((of) => rows.map(of));
}

export function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : toIso(at);
}

export function jsonOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
