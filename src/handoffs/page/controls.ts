import { FORM_FORMATS, type FormField, type FormFormatName, TEXT_LENGTH_MAX } from '../../forms/form.js';
import { labelOf, stepsOf } from '../../forms/view.js';
import { step } from '../../platform/fault.js';
import { type JsonRecord, ownOf } from '../../platform/sql.js';
import type { Filled } from './filled.js';

/** How a page asks for one value. */
export interface Control {
  readonly kind: 'line' | 'long' | 'select' | 'choose' | 'tick';
  /** Of a line: what is typed there. */
  readonly type?: 'text' | 'number' | 'date' | 'email' | 'url' | 'datetime-local';
  readonly keyboard?: 'decimal' | 'numeric';
  readonly min?: number;
  readonly max?: number;
  readonly step?: string;
  readonly maxLength?: number;
  readonly rows?: number;
  readonly options: readonly Option[];
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

/** Up to here it is one line. */
const LINE_LENGTH_MAX = 250;
const LONG_ROWS = 4;
const SHORT_ROWS = 2;

/** What asks for a field, given what stands in it: an input that does not take that would send nothing instead. */
export function controlOf(field: FormField, text: string): Control {
  if (field.type === 'boolean') return ofBoolean(field, text);
  if (field.choices.length > 0) return { kind: 'select', options: optionsOf(field, text) };
  if (text.includes('\n')) return long(field);
  switch (field.type) {
    case 'integer':
    case 'number':
      return ofNumber(field, text);
    default:
      return ofText(field, text);
  }
}

/** A box where there is one answer, else three circles: not to have answered is no answer, and neither is "no". */
function ofBoolean({ choices }: FormField, text: string): Control {
  const options = (pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([value, label]) => ({ value, label, isChosen: value === text || (value === '' && !isAnswer) }));
  const isAnswer = text === 'true' || text === 'false';
  if (choices.length === 1 && choices[0]!.value === true && text !== 'false')
    return { kind: 'tick', options: options([['true', 'Yes']]) };
  const [yes, no] = [titleOf('true', 'Yes'), titleOf('false', 'No')];
  return { kind: 'choose', options: options([yes, no, ['', 'Not answered']]) };

  function titleOf(value: string, otherwise: string): readonly [string, string] {
    return [value, choices.find((each) => String(each.value) === value)?.title ?? otherwise];
  }
}

/** What stands there and is no choice is offered too, so that it is seen and sent. */
function optionsOf({ choices }: FormField, text: string): Option[] {
  const known = choices.map(({ value, title }) => ({ value: String(value), label: title ?? String(value) }));
  const first = { value: '', label: 'Choose' };
  const stray = text === '' || known.some(({ value }) => value === text) ? [] : [{ value: text, label: text }];
  return [first, ...known, ...stray].map((each) => ({ ...each, isChosen: each.value === text }));
}

function ofNumber({ type, rules }: FormField, text: string): Control {
  const isWhole = type === 'integer';
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = rules as Record<string, number>;
  const keyboard = isWhole && (minimum ?? exclusiveMinimum ?? -1) >= 0 ? 'numeric' : 'decimal';
  // An input for numbers sends nothing of what is none.
  if (text !== '' && !Number.isFinite(Number(text))) return line({ type: 'text', keyboard });
  const min = isWhole ? wholeFrom(minimum, exclusiveMinimum) : (minimum ?? exclusiveMinimum);
  const max = isWhole ? negated(wholeFrom(negated(maximum), negated(exclusiveMaximum))) : (maximum ?? exclusiveMaximum);
  // A browser counts steps from the least: where that is no multiple, it would refuse what is right.
  const isStep = multipleOf !== undefined && Number.isInteger(multipleOf) && (min ?? 0) % multipleOf === 0;
  const step = isStep ? String(multipleOf) : isWhole ? '1' : 'any';
  return line({ type: 'number', keyboard, step, ...(min !== undefined && { min }), ...(max !== undefined && { max }) });
}

function wholeFrom(minimum: number | undefined, above: number | undefined): number | undefined {
  const least = [
    ...(minimum === undefined ? [] : [Math.ceil(minimum)]),
    ...(above === undefined ? [] : [Math.floor(above) + 1]),
  ];
  return least.length === 0 ? undefined : Math.max(...least);
}

function negated(bound: number | undefined): number | undefined {
  return bound === undefined ? undefined : 0 - bound;
}

/** @param text an input for dates shows nothing of what is none, and sends nothing */
function ofText(field: FormField, text: string): Control {
  const { format, pattern, maxLength } = field.rules as { format?: string; pattern?: string; maxLength?: number };
  switch (format) {
    case 'date':
      return line({ type: text === '' || (isSound('date', text) && text >= '0001') ? 'date' : 'text' });
    case 'date-time':
      return line(/^(\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d\.\d{3})?)?$/.test(text) ? A_MOMENT : { type: 'text' });
    case 'email':
      return line({ type: 'email' });
    case 'uri':
      return line({ type: text === '' || isSound('uri', text) ? 'url' : 'text' });
    case 'amount':
      return line({ type: 'text', keyboard: 'decimal' });
    case undefined:
      return pattern === undefined && (maxLength ?? TEXT_LENGTH_MAX) > LINE_LENGTH_MAX
        ? long(field)
        : line({ type: 'text', maxLength: maxLength ?? TEXT_LENGTH_MAX });
    default:
      return line({ type: 'text' });
  }
}

const A_MOMENT = { type: 'datetime-local', step: 'any' } as const;

function isSound(format: FormFormatName, text: string): boolean {
  return FORM_FORMATS[format].isSound(text);
}

function line(more: Partial<Control>): Control {
  return { kind: 'line', options: [], ...more };
}

/** Where a form says nothing of how long a text is, it asks for a few words as often as for many. */
function long({ rules: { maxLength } }: FormField): Control {
  const most = typeof maxLength === 'number' ? maxLength : TEXT_LENGTH_MAX;
  return { kind: 'long', options: [], maxLength: most, rows: maxLength === undefined ? SHORT_ROWS : LONG_ROWS };
}

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

/** Something that a receiver can name as missing or wrong. */
interface MissablePiece {
  readonly pointer: string;
  readonly label: string;
}

/** More than people look through; what is further in is named by what holds it. */
const PIECES_MAX = 200;

/**
 * What a receiver sees of a form, piece by piece: its fields, and lists with the entries that they have.
 * @param sections the fields that they see; all of them by default
 */
export function missablePieces(
  form: FormField,
  values: JsonRecord,
  sections: readonly string[] | undefined,
): MissablePiece[] {
  const seen = form.fields.filter(({ name }) => sections === undefined || sections.includes(name));
  return seen.flatMap((field) => piecesOf(field, ownOf(values, field.name), step(field.name), [])).slice(0, PIECES_MAX);
}

function piecesOf(field: FormField, value: unknown, pointer: string, around: readonly string[]): MissablePiece[] {
  const labels = [...around, labelOf(field)];
  const own = { pointer, label: labels.join(' › ') };
  if (field.type === 'object')
    return field.fields.flatMap((each) => piecesOf(each, ownOf(value, each.name), pointer + step(each.name), labels));
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  return [
    own,
    ...entries.map((_, index) => ({
      pointer: pointer + step(index),
      label: [...around, `${labelOf(field)} ${index + 1}`].join(' › '),
    })),
  ];
}
