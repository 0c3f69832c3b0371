import { isRecord } from '../../platform/sql/sql.js';
import type { DifferingField } from './record-update.js';

const LENGTH_MAX = 300;

/** The two values for people, without the texts common to both. */
interface InWords {
  readonly inForm: string;
  readonly inTool: string;
}

export function inWords(wanted: unknown, present: unknown): InWords {
  const names = new Set(namesIn(wanted));
  const meant = textsIn(wanted, names);
  // Tools add fields of their own.
  const shown = textsIn(present, names);
  return { inForm: quoted(without(meant, shown)), inTool: quoted(without(shown, meant)) };
}

function without(texts: readonly string[], others: readonly string[]): string {
  return texts.filter((text) => !others.includes(text)).join(', ');
}

function quoted(text: string): string {
  if (text === '') return 'nothing';
  return `"${text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text}"`;
}

/** @param names those of the fields to look at */
function textsIn(value: unknown, names: ReadonlySet<string>): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => textsIn(each, names));
  if (isRecord(value))
    return [...names].flatMap((name) => (Object.hasOwn(value, name) ? textsIn(value[name], names) : []));
  const text = value === null || value === undefined ? '' : String(value).replaceAll(/\s+/g, ' ').trim();
  return text === '' ? [] : [text];
}

/** Returns the names of all fields in a value, at any depth. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return isRecord(value) ? Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]) : [];
}

/** @returns null if no field was left alone */
export function questionOfTouched(receiver: string, differing: readonly DifferingField[]): string | null {
  if (differing.length === 0) return null;
  const somebody = differing.every(({ mayBeOurs }) => mayBeOurs) ? 'a person may have changed' : 'a person has changed';
  const what = `The form was amended after the record of ${receiver} was made, and ${somebody} the same fields in its tool: they were left as they are.`;
  return [
    what,
    ...differing.map(lineOf),
    'Which is right? Change the tool, or answer with what the form should say.',
  ].join('\n');
}

/** @param stage the record's status in the tool @returns null if no field was left alone */
export function questionOfClosed(receiver: string, stage: string, differing: readonly DifferingField[]): string | null {
  if (differing.length === 0) return null;
  const what = `The form was amended after the record of ${receiver} was made, but its status in the tool is now ${JSON.stringify(stage)}: it was left as it is.`;
  return [what, ...differing.map(lineOf), 'Make the change in the tool, and answer what was done.'].join('\n');
}

interface ByHand {
  /** Names of the form's fields; null if not known. */
  readonly fields: readonly string[] | null;
  /** Whether the connector updates the tool, and only leaves these fields out. */
  readonly isUpdated: boolean;
}

export function questionByHand(receiver: string, { fields, isUpdated }: ByHand): string {
  const notFromHere = 'its tool is not updated from here';
  const amended = `The form was amended after the record of ${receiver} was made`;
  const what =
    fields === null
      ? `The record of ${receiver} was made for an earlier handoff of the same deal, and ${notFromHere}.`
      : `${amended}, and ${isUpdated ? 'its update does not cover all changed fields' : notFromHere}.`;
  const which =
    fields === null
      ? 'Compare it with the form'
      : `Fields that differ in the form now: ${fields.join('; ')}. Change them in the tool`;
  return `${what}\n${which}, and answer when that is done.`;
}

/** What follows the name of a field whose values are not quoted. */
export const NO_VALUES = ': compare the form with the tool.';

/** A regular expression of Postgres for what follows the name of a field in a line that quotes its values. */
export const QUOTED_VALUES = '(?n): the form says .*, the tool says .*$';

function lineOf({ name, values, mayBeOurs }: DifferingField): string {
  const say =
    values === null
      ? `${name}${NO_VALUES}`
      : `${name}: the form says ${values.inForm}, the tool says ${values.inTool}.`;
  return mayBeOurs ? `${say} The tool’s value may come from Touchline, whose last update got no answer.` : say;
}
