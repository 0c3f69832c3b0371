import type { Sql } from '../platform/database.js';
import { Registry } from '../platform/registry.js';

/** How the handoffs of what was won went, of one deal. */
export interface Rework {
  readonly dealId: string;
  /** Handed over, and not called off. */
  readonly handoffs: number;
  /** Of these, those that a receiver gave back at least once. */
  readonly returned: number;
  /** How often receivers gave them back. */
  readonly returns: number;
  /** Those whose form was completed after the win, because somebody decided so. */
  readonly exceptions: number;
  /** That parties have asked. */
  readonly questions: number;
}

/** Who hands over what was won. Deals without a handoff are left out. */
export const REWORK = new Registry<{ read(sql: Sql, dealIds: readonly string[]): Promise<readonly Rework[]> }>();

/** The rework of deals, by their ids. */
export async function readRework(sql: Sql, dealIds: readonly string[]): Promise<Map<string, Rework>> {
  const read = await Promise.all(REWORK.all.map((each) => each.read(sql, dealIds)));
  return new Map(read.flat().map((rework) => [rework.dealId, rework]));
}

/** Of several deals. Where nothing was handed over, nothing is known of how that went. */
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
