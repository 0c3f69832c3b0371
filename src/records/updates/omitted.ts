import { step } from '../../platform/input/fault.js';
import { isRecord, type JsonRecord } from '../../platform/sql/sql.js';
import { EACH } from './update-template.js';

type Path = readonly string[];

/** The fields of a form that templates use, as paths. */
export interface Coverage {
  /** In the request that creates the record. */
  readonly record: readonly Path[];
  /** In the request that updates it. */
  readonly update: readonly Path[];
}

/**
 * The fields that changed between two versions of a form, that the record was created with, and that its update leaves
 * out. What the tool never had needs no update there.
 * @returns pointers; for an entry of a list, to the list
 */
export function omittedBy({ record, update }: Coverage, before: JsonRecord, after: JsonRecord): string[] {
  const [former, present] = [valuesByPath(before), valuesByPath(after)];
  const changed = [...new Set([...former.keys(), ...present.keys()])].filter(
    (key) => former.get(key) !== present.get(key),
  );
  const left = changed
    .map((key) => JSON.parse(key) as Path)
    .filter((path) => isUsed(record, path) && !isUsed(update, path));
  return [...new Set(left.map(pointerOf))].sort();
}

/** Whether a template uses the value at a path. */
export function isUsed(says: readonly Path[], path: Path): boolean {
  return says.some((named) => named.every((name, place) => path[place] === name));
}

/** A JSON pointer to the value, or to the first list on its path. */
function pointerOf(path: Path): string {
  const end = path.indexOf(EACH);
  return (end === -1 ? path : path.slice(0, end)).map(step).join('');
}

/** Returns the values at each path as text; for lists, those of all entries in their order. */
function valuesByPath(form: JsonRecord): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [path, value] of leavesOf(form, [])) {
    const key = JSON.stringify(path);
    values.set(key, `${values.get(key) ?? ''}${JSON.stringify(value)}\n`);
  }
  return values;
}

function leavesOf(value: unknown, path: Path): (readonly [Path, unknown])[] {
  if (Array.isArray(value)) return value.flatMap((each) => leavesOf(each, [...path, EACH]));
  if (!isRecord(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}
