import { isRecord } from '../sql/sql.js';

/**
 * Applies a JSON merge patch (RFC 7396): given values replace, null removes, all else stays. A group that becomes empty
 * is removed.
 */
export function merge(
  body: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged = new Map(Object.entries(body));
  for (const [name, value] of Object.entries(patch)) {
    const group = isRecord(value) ? merge(recordOf(merged.get(name)), value) : value;
    if (group === null || (isRecord(group) && Object.keys(group).length === 0)) merged.delete(name);
    else merged.set(name, group);
  }
  return Object.fromEntries(merged);
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
