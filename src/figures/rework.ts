import { Registry } from '../platform/registry.js';
import type { Sql } from '../platform/sql/database.js';

export interface Rework {
  readonly dealId: string;
  /** Without cancelled ones. */
  readonly handoffs: number;
  /** Handoffs that a receiver returned at least once. */
  readonly returned: number;
  readonly returns: number;
  /** Handoffs whose form was completed after the win, by a decision. */
  readonly exceptions: number;
  readonly questions: number;
}

/** Readers of the handoffs of won deals. Deals without a handoff are left out. */
export const REWORK = new Registry<{ read(sql: Sql, dealIds: readonly string[]): Promise<readonly Rework[]> }>();

export async function readRework(sql: Sql, dealIds: readonly string[]): Promise<Map<string, Rework>> {
  const read = await Promise.all(REWORK.all.map((each) => each.read(sql, dealIds)));
  return new Map(read.flat().map((rework) => [rework.dealId, rework]));
}

/** Adds up several deals. Without a handoff, counts other than `handoffs` are null. */
export function reworkOf(of: readonly Rework[]) {
  const sum = (count: Exclude<keyof Rework, 'dealId'>) => of.reduce((total, rework) => total + rework[count], 0);
  const known = (count: Exclude<keyof Rework, 'dealId'>) => (of.length === 0 ? null : sum(count));
  return {
    handoffs: sum('handoffs'),
    returned: known('returned'),
    returns: known('returns'),
    exceptions: known('exceptions'),
    questions: known('questions'),
  };
}
