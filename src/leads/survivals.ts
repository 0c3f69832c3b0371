import { Registry } from '../platform/registry.js';
import type { Sql } from '../platform/sql/database.js';
import type { Day } from '../platform/values/day.js';

export interface WinChange {
  readonly milestoneId: string;
  /** ISO 4217 */
  readonly currency: string;
  readonly day: Day;
  /** In minor units of the currency, per year. */
  readonly change: bigint;
}

/** Readers of what became of wins: all changes of the given milestones by day; one-off sales have none. */
export const SURVIVALS = new Registry<{
  read(sql: Sql, milestoneIds: readonly string[]): Promise<readonly WinChange[]>;
}>();

export async function readWinChanges(sql: Sql, milestoneIds: readonly string[]): Promise<WinChange[]> {
  const read = await Promise.all(SURVIVALS.all.map((each) => each.read(sql, milestoneIds)));
  return read.flat();
}
