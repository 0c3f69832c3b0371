import { type Fault, step } from './fault.js';

/** No request of the contract is nested deeper, but for conditions (20 levels, two JSON levels each). */
const DEPTH_MAX = 64;

const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * The request with all its text trimmed and in Unicode normal form C. Postgres can store neither NUL nor half a
 * surrogate pair, so both are faults, as is nesting that no request needs (and that would exhaust the stack further on).
 * @returns the same value when nothing had to change, and faults pointing into it
 */
export function normaliseText(value: unknown): { value: unknown; faults: Fault[] } {
  const faults: Fault[] = [];
  return { value: normalise(value, '', 0, faults), faults };
}

function normalise(value: unknown, pointer: string, depth: number, faults: Fault[]): unknown {
  if (typeof value === 'string') return normaliseString(value, pointer, faults);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEPTH_MAX) {
    faults.push({ pointer, code: 'tooDeep', message: `Nesting is limited to ${DEPTH_MAX} levels.` });
    return null;
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      value[index] = normalise(value[index], `${pointer}/${index}`, depth + 1, faults);
    }
    return value;
  }
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    const at = pointer + step(key);
    if (!isStorable(key)) faults.push({ pointer: at, code: 'text', message: unstorable('A field name') });
    const inner = record[key];
    const normal = normalise(inner, at, depth + 1, faults);
    if (normal !== inner) record[key] = normal;
  }
  return value;
}

function normaliseString(text: string, pointer: string, faults: Fault[]): string {
  if (PLAIN.test(text)) return text;
  if (isStorable(text)) return text.normalize('NFC').trim();
  faults.push({ pointer, code: 'text', message: unstorable('Text') });
  return '';
}

export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

function unstorable(what: string): string {
  return `${what} must be well-formed Unicode without NUL characters.`;
}
