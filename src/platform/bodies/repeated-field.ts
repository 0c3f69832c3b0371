import { step } from '../input/fault.js';

/** Counts the fields of all objects in a parsed body, at any depth. */
export function fieldsIn(value: unknown): number {
  let fields = 0;
  // Not recursive: a body may be as deep as it is long.
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next)) {
      for (const each of next) if (typeof each === 'object') open.push(each);
      continue;
    }
    for (const name in next) {
      fields += 1;
      const each = (next as Record<string, unknown>)[name];
      if (typeof each === 'object') open.push(each);
    }
  }
  return fields;
}

/** An object or a list that is being read. */
interface Open {
  /** The names read so far; null for a list. */
  readonly names: Set<string> | null;
  /** The field or the entry that is being read. */
  at: string | number;
}

/**
 * Returns the JSON pointer of the first field that is repeated in the same object, or null.
 * @param text well-formed JSON
 */
export function repeatedField(text: string): string | null {
  const open: Open[] = [];
  let latest = '';
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '"': {
        const end = endOfText(text, at);
        latest = text.slice(at, end);
        at = end - 1;
        break;
      }
      case ':': {
        const object = open.at(-1)!;
        object.at = JSON.parse(latest);
        if (object.names!.has(String(object.at))) return open.map((each) => step(each.at)).join('');
        object.names!.add(String(object.at));
        break;
      }
      case '{':
        open.push({ names: new Set(), at: '' });
        break;
      case '[':
        open.push({ names: null, at: 0 });
        break;
      case ',': {
        const list = open.at(-1)!;
        if (typeof list.at === 'number') list.at += 1;
        break;
      }
      case '}':
      case ']':
        open.pop();
    }
  }
  return null;
}

/** Returns the offset after the closing quote. @param from offset of the opening quote */
function endOfText(text: string, from: number): number {
  for (let at = from + 1; ; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
}
