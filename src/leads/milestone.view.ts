import { isoOrNull, toIso } from '../platform/instant.js';
import type { MilestoneRow } from './milestone.store.js';

export function milestoneView({ id, name, cycle, occurredAt, value, reversedAt }: MilestoneRow) {
  return { id, name, occurredAt: toIso(occurredAt), value, cycle, reversedAt: isoOrNull(reversedAt) };
}
