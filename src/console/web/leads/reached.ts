import type { Schemas } from '../api/api.js';

type Milestone = Schemas['Lead']['milestones'][number];

/**
 * Returns the milestones that were not reversed, each once in a cycle: since the first report, worth what the last
 * report with a value says.
 */
export function reachedOf(milestones: readonly Milestone[]): Milestone[] {
  const reached = new Map<string, Milestone>();
  for (const milestone of milestones) {
    if (milestone.reversedAt !== null) continue;
    const key = `${milestone.cycle} ${milestone.name}`;
    const first = reached.get(key);
    const { occurredAt, value } = milestone;
    reached.set(
      key,
      first === undefined
        ? milestone
        : { ...first, value: value ?? first.value, occurredAt: earlier(first.occurredAt, occurredAt) },
    );
  }
  return [...reached.values()];
}

/** Instants of the API sort as text. */
function earlier(one: string, other: string): string {
  return one < other ? one : other;
}
