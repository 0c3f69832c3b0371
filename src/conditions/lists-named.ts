import { step } from '../platform/input/fault.js';
import { isId } from '../platform/input/formats.js';
import { isRecord } from '../platform/sql/sql.js';
import { isOfList } from './condition-language.js';

interface NamedList {
  readonly pointer: string;
  readonly id: string;
}

/**
 * Returns the lists that a condition uses. Ignores invalid parts, which `checkCondition` reports.
 * @param pointer to the condition
 */
export function listsNamedIn(raw: unknown, pointer: string): NamedList[] {
  const found: NamedList[] = [];
  const pending = [{ part: raw, at: pointer }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { part, at } = next;
    if (!isRecord(part)) continue;
    if (isOfList(part.op) && isId(part.value)) found.push({ pointer: `${at}/value`, id: part.value.toLowerCase() });
    if (part.not !== undefined) pending.push({ part: part.not, at: `${at}/not` });
    for (const joint of ['any', 'all']) {
      const inner = part[joint];
      if (!Array.isArray(inner)) continue;
      // Reversed, to keep the order of the document.
      for (let index = inner.length - 1; index >= 0; index -= 1)
        pending.push({ part: inner[index], at: `${at}/${joint}${step(index)}` });
    }
  }
  return found;
}
