import { stepsOf } from '../../forms/labels.js';
import type { Filled } from './filled.js';

/**
 * What a page calls the place of a pointer into the values: the name of its input, or of the group or list nearest to it
 * that the page has; empty where that is the form itself.
 */
export function nameAt(filled: Filled, pointer: string): string {
  const names: string[] = [];
  let at: Filled | undefined = filled;
  for (const key of stepsOf(pointer)) {
    let part: string | undefined;
    if (at?.kind === 'group' && Object.hasOwn(at.fields, key)) {
      part = key;
      at = at.fields[key];
    } else if (at?.kind === 'list') {
      const entry: { id: number; filled: Filled } | undefined = at.entries[Number(key)];
      part = entry === undefined ? undefined : String(entry.id);
      at = entry?.filled;
    }
    if (part === undefined) break;
    names.push(part);
  }
  return names.join('.');
}
