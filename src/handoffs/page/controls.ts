import { FORM_FORMATS, type FormField, type FormFormatName, TEXT_LENGTH_MAX } from '../../forms/form.js';
import { labelOf, namesIn } from '../../forms/view.js';
import { step } from '../../platform/input/fault.js';
import { type JsonRecord, ownOf } from '../../platform/sql/sql.js';
import type { FilledValue } from './filled.js';

/** The control by which a page asks for one value. */
export interface Control {
  readonly kind: 'line' | 'long' | 'select' | 'choose' | 'tick';
  /** For a line: the type of its input. */
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

/** Longer texts get more than one line. */
const LINE_LENGTH_MAX = 250;
const LONG_ROWS = 4;
const SHORT_ROWS = 2;

/**
 * Returns the control for a field with a present value. An input that does not accept the value would post nothing in
 * its place.
 */
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

/**
 * Returns a checkbox if there is one possible answer, else three radio buttons: not to have answered is neither an
 * answer nor "no".
 */
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

/** Returns the options. A present value that is no choice is offered too, so that it is seen and posted. */
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
  // A number input posts nothing if its value is not a number.
  if (text !== '' && !Number.isFinite(Number(text))) return line({ type: 'text', keyboard });
  const min = isWhole ? wholeFrom(minimum, exclusiveMinimum) : (minimum ?? exclusiveMinimum);
  const max = isWhole ? negated(wholeFrom(negated(maximum), negated(exclusiveMaximum))) : (maximum ?? exclusiveMaximum);
  // A browser counts steps from the minimum: if that is not a multiple, it would reject valid values.
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

/** @param text the present value: a date input neither shows nor posts one that is not a date */
function ofText(field: FormField, text: string): Control {
  const { format, pattern, maxLength } = field.rules as { format?: string; pattern?: string; maxLength?: number };
  switch (format) {
    case 'date':
      return line({ type: text === '' || isSound('date', text) ? 'date' : 'text' });
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

/** Returns a text area. Without a maximum length, a form asks for a few words as often as for many. */
function long({ rules: { maxLength } }: FormField): Control {
  const most = typeof maxLength === 'number' ? maxLength : TEXT_LENGTH_MAX;
  return { kind: 'long', options: [], maxLength: most, rows: maxLength === undefined ? SHORT_ROWS : LONG_ROWS };
}

/**
 * Returns the name of the input at a pointer into the values, or of the nearest group or list around it that the page
 * has; empty for the form itself.
 */
export function nameAt(filled: FilledValue, pointer: string): string {
  const names: string[] = [];
  let at: FilledValue | undefined = filled;
  for (const key of namesIn(pointer)) {
    let part: string | undefined;
    if (at?.kind === 'group' && Object.hasOwn(at.fields, key)) {
      part = key;
      at = at.fields[key];
    } else if (at?.kind === 'list') {
      const entry: { id: number; filled: FilledValue } | undefined = at.entries[Number(key)];
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

/** More than people look through. What is inside an entry of a list is covered by the entry. */
const PIECES_MAX = 200;

/**
 * Returns what a receiver sees of a form, piece by piece: its fields, and lists with their entries.
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
