import type { Organisation } from './founding.js';
import { renderGrid } from './grid.js';

/** How a member of a pool fared, as `GET /v1/pools/{id}/fairness` answers. */
export interface MemberFairness {
  readonly repId: string;
  readonly weight: number;
  readonly shareDue: number;
  readonly leadsGot: number;
  readonly credit: number;
  readonly missed: Readonly<Record<string, number>>;
}

const MISSED = [
  ['off hours', ['offHours']],
  ['away', ['absent', 'unavailable', 'inactive']],
  ['full', ['capacity']],
  ['had it', ['earlierOwner']],
] as const;

export async function readFairness({ pools, reader }: Organisation): Promise<Map<string, MemberFairness[]>> {
  const members = new Map<string, MemberFairness[]>();
  for (const [name, id] of pools) {
    members.set(name, (await reader.get<{ data: MemberFairness[] }>(`/v1/pools/${id}/fairness`)).data);
  }
  return members;
}

/** A table for each pool: what was due to each member, what they got, and the turns they missed. */
export function renderFairness(
  pools: ReadonlyMap<string, readonly MemberFairness[]>,
  nameOf: (repId: string) => string,
): string {
  return [...pools].map(([pool, members]) => poolTable(pool, members, nameOf)).join('\n\n');
}

function poolTable(pool: string, members: readonly MemberFairness[], nameOf: (repId: string) => string): string {
  const titles = [`pool ${pool}`, 'weight', 'due', 'got', 'ahead', ...MISSED.map(([title]) => title)];
  const lines = members.map(({ repId, weight, shareDue, leadsGot, credit, missed }) => [
    nameOf(repId),
    String(weight),
    shareDue.toFixed(1),
    String(leadsGot),
    signed(-credit),
    ...MISSED.map(([, reasons]) => String(reasons.reduce((sum, reason) => sum + (missed[reason] ?? 0), 0))),
  ]);
  return renderGrid([titles, ...lines], false);
}

function signed(value: number): string {
  const text = value.toFixed(1);
  if (text === '-0.0' || text === '0.0') return '0.0';
  return value > 0 ? `+${text}` : text;
}
