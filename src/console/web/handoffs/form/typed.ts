import { instantOf, localOf } from '../../parts/times.js';
import type { Field } from './fields.js';

export interface InputControl {
  readonly kind: 'select' | 'long' | 'line';
  readonly type?: 'text' | 'date' | 'datetime-local' | 'email' | 'url';
  readonly inputMode?: 'numeric' | 'decimal';
}

const LONG = 250;

export function typedAs({ type, format, choices, maxLength }: Field): InputControl {
  if (type === 'boolean' || choices.length > 0) return { kind: 'select' };
  if (type === 'integer') return { kind: 'line', inputMode: 'numeric' };
  if (type === 'number' || format === 'amount') return { kind: 'line', inputMode: 'decimal' };
  if (format === 'date' || format === 'email') return { kind: 'line', type: format };
  if (format === 'uri') return { kind: 'line', type: 'url' };
  if (format === 'date-time') return { kind: 'line', type: 'datetime-local' };
  return { kind: format === null && (maxLength ?? LONG + 1) > LONG ? 'long' : 'line' };
}

/** Returns the options of a field; yes and no for a boolean without choices. */
export function choicesOf({ type, choices }: Field): readonly { readonly value: string; readonly label: string }[] {
  const options = choices.map(({ value, label }) => ({ value: String(value), label }));
  if (type !== 'boolean') return options;
  const named = (value: string, label: string) => options.find((each) => each.value === value) ?? { value, label };
  return [named('true', 'Yes'), named('false', 'No')];
}

/** Converts a value to the text of its input. */
export function inputText({ format }: Field, value: unknown, timeZone: string): string {
  if (value === undefined || value === null) return '';
  if (format === 'date-time' && typeof value === 'string' && !Number.isNaN(Date.parse(value))) {
    return localOf(Date.parse(value), timeZone);
  }
  return String(value);
}

/** Converts typed text to a value. Text that is not a number is sent unchanged, for the server to refuse. */
export function givenBy({ type, format, choices }: Field, typed: string, timeZone: string): unknown {
  const text = typed.trim();
  if (text === '') return undefined;
  const chosen = choices.find(({ value }) => String(value) === text);
  if (chosen !== undefined) return chosen.value;
  if (type === 'boolean') return text === 'true';
  if (type === 'number' || type === 'integer') return Number.isFinite(Number(text)) ? Number(text) : text;
  return format === 'date-time' ? instantOf(text, timeZone) : text;
}
