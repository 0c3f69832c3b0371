import { momentIn } from '../../calendar/zone.js';
import type { FormField } from '../../forms/form.js';
import { type Fault, step } from '../../platform/fault.js';
import { isRecord, type JsonRecord, ownOf } from '../../platform/record.js';
import { type Filled, type FilledList, filledWith, isBlank, isSame } from './filled.js';

/** What was filled in, as it is kept. */
export interface Given {
  readonly values: JsonRecord;
  /** Texts that are no number, or no moment: what else is wrong, the form says. */
  readonly faults: readonly Fault[];
}

const A_NUMBER = /^[-+]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})(e[-+]?\d{1,3})?$/i;

/**
 * The values that somebody means by what stands on a page. What stands as it was shown is what was there, to the
 * letter: a page shows an instant by the clocks of a zone, and cannot tell how it was written.
 * @param filled without entries in which nothing stands
 * @param base the values that the page was made with
 */
export function givenBy(form: FormField, filled: Filled, base: JsonRecord, zone: string): Given {
  const faults: Fault[] = [];
  const value = givenAt({ field: form, filled, base, pointer: '' }, { zone, faults });
  return { values: isRecord(value) ? value : {}, faults };
}

interface Place {
  readonly field: FormField;
  readonly filled: Filled;
  /** What stood there. */
  readonly base: unknown;
  readonly pointer: string;
}

interface Reading {
  readonly zone: string;
  readonly faults: Fault[];
}

/** @returns undefined where nothing is given */
function givenAt(place: Place, reading: Reading): unknown {
  const { field, filled, base } = place;
  if (isSame(filled, filledWith(field, base, reading.zone))) return base;
  switch (filled.kind) {
    case 'text':
      return scalarOf(place, filled.text.trim(), reading);
    case 'group':
      return groupOf(place, filled.fields, reading);
    case 'list':
      return listOf(place, filled, reading);
  }
}

function scalarOf({ field, pointer }: Place, text: string, { zone, faults }: Reading): unknown {
  if (text === '') return undefined;
  const chosen = field.choices.find(({ value }) => String(value).trim() === text);
  if (chosen !== undefined) return chosen.value;
  const wrong = (code: string, message: string) => {
    faults.push({ pointer, code, message });
    return undefined;
  };
  switch (field.type) {
    case 'integer':
    case 'number':
      if (A_NUMBER.test(text) && Number.isFinite(Number(text))) return Number(text);
      return wrong('type', `Expected a number, such as ${field.type === 'integer' ? '12' : '12.5'}.`);
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      return wrong('type', 'Expected yes or no.');
    default: {
      if (field.rules.format !== 'date-time') return text;
      const moment = momentIn(text, zone);
      return moment ?? wrong('value', 'Expected a day and a time, such as 2026-03-02 09:00.');
    }
  }
}

/** What the form does not name is not shown, and stays. A group of which all was taken away is taken away. */
function groupOf({ field, base, pointer }: Place, filled: Readonly<Record<string, Filled>>, reading: Reading): unknown {
  const names = new Set(field.fields.map(({ name }) => name));
  const unnamed = Object.entries(isRecord(base) ? base : {}).filter(([name]) => !names.has(name));
  const given = field.fields.flatMap((each) => {
    const inner = { field: each, filled: filled[each.name]!, base: ownOf(base, each.name) };
    const value = givenAt({ ...inner, pointer: pointer + step(each.name) }, reading);
    return value === undefined ? [] : [[each.name, value] as const];
  });
  return unnamed.length + given.length === 0 ? undefined : Object.fromEntries([...unnamed, ...given]);
}

function listOf({ field, base, pointer }: Place, { entries, isNone }: FilledList, reading: Reading): unknown {
  const before: readonly unknown[] = Array.isArray(base) ? base : [];
  if (entries.length === 0) return isNone ? [] : undefined;
  return entries.map(({ id, filled }, index) => {
    const value = givenAt({ field: field.entry!, filled, base: before[id], pointer: pointer + step(index) }, reading);
    // A list has no gaps: what is no value is told of by itself, and an entry of which all is blank is an empty one.
    return value ?? (field.entry!.type === 'object' ? {} : null);
  });
}

/**
 * Without entries in which nothing stands, but those of which nothing stood there before: whoever adds one too many, or
 * empties one, means that there is none.
 */
export function settled(field: FormField, filled: Filled, base: unknown, zone: string): Filled {
  if (filled.kind === 'text') return filled;
  if (filled.kind === 'group') {
    const fields = field.fields.map(
      (each) => [each.name, settled(each, filled.fields[each.name]!, ownOf(base, each.name), zone)] as const,
    );
    return { kind: 'group', fields: Object.fromEntries(fields) };
  }
  const before: readonly unknown[] = Array.isArray(base) ? base : [];
  const isKept = (id: number) => id < before.length && isBlank(filledWith(field.entry!, before[id], zone));
  const entries = filled.entries
    .map(({ id, filled: each }) => ({ id, filled: settled(field.entry!, each, before[id], zone) }))
    .filter(({ id, filled: each }) => !isBlank(each) || isKept(id));
  return { ...filled, entries, isNone: filled.isNone && entries.length === 0 };
}
