import type { Sql } from '../platform/database.js';
import type { Day } from '../platform/day.js';
import { Registry } from '../platform/registry.js';

/** By how much the recurring revenue of a win changed on a day. */
export interface WinChange {
  readonly milestoneId: string;
  /** ISO 4217 */
  readonly currency: string;
  readonly day: Day;
  /** Minor units of the currency, a year. */
  readonly change: bigint;
}

/** Who knows what became of wins: of the milestones that are asked for all changes, in the order of the days. Of what was never sold for longer there are none. */
export const SURVIVALS = new Registry<{
  read(sql: Sql, milestoneIds: readonly string[]): Promise<readonly WinChange[]>;
}>();

/** All that is known of wins. */
export async function readWinChanges(sql: Sql, milestoneIds: readonly string[]): Promise<WinChange[]> {
  const read = await Promise.all(SURVIVALS.all.map((each) => each.read(sql, milestoneIds)));
  return read.flat();
}
