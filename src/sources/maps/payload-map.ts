import { isLeadPath, LEAD_PATHS } from '../../leads/lenient-lead.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import { suggestionFor } from '../../platform/input/near.js';
import { idOf } from '../products/product.js';
import type { WrittenMap, WrittenRule } from './payload-map.schema.js';
import { type PayloadPath, payloadPathText, readPayloadPath, valueAt } from './payload-path.js';

export interface MappedValues {
  /** The values that were found, by the path of a lead's field. */
  readonly given: readonly (readonly [string, unknown])[];
  /** The places that they were taken from. */
  readonly taken: ReadonlySet<string>;
}

/**
 * @param fields that it may fill; null: those of a lead
 * @returns faults of a map, with pointers into it
 */
export function faultsOfMap(map: WrittenMap, fields: readonly string[] | null = null): Fault[] {
  return Object.entries(map).flatMap(([field, rule]) => [
    ...((fields === null ? isLeadPath(field) : fields.includes(field))
      ? []
      : [
          fault(
            step(field),
            'unknownField',
            fields === null
              ? `There is no field ${JSON.stringify(field)}; expected one of a lead, or attributes.… or refs.….${suggestionFor(field, LEAD_PATHS)}`
              : `There is no field ${JSON.stringify(field)}; expected ${fields.join(', ')}.${suggestionFor(field, fields)}`,
          ),
        ]),
    ...pathsOf(rule)
      .filter((path) => readPayloadPath(path) === null)
      .map((path) =>
        fault(step(field), 'path', `${JSON.stringify(path)} is no path; expected one such as data.fields[0].value.`),
      ),
  ]);
}

/** Takes the values of fields out of a payload, by a map without faults. */
export function mapValues(map: WrittenMap, payload: unknown): MappedValues {
  const taken = new Set<string>();
  const at = (path: PayloadPath) => {
    const value = valueAt(payload, path);
    if (isThere(value)) taken.add(payloadPathText(path));
    return value;
  };
  const given = Object.entries(map)
    .map(([field, rule]) => [field, valueBy(rule, payload, at)] as const)
    .filter(([, value]) => isThere(value));
  return { given, taken };
}

function valueBy(rule: WrittenRule, payload: unknown, at: (path: PayloadPath) => unknown): unknown {
  if (typeof rule === 'string') return at(readPayloadPath(rule)!);
  if ('path' in rule) return at(readPayloadPath(rule.path)!);
  if ('value' in rule) return rule.value;
  if ('first' in rule) {
    for (const path of rule.first) {
      const value = at(readPayloadPath(path)!);
      if (isThere(value)) return value;
    }
    return undefined;
  }
  if ('join' in rule)
    return rule.join
      .map((path) => at(readPayloadPath(path)!))
      .filter((value) => isThere(value) && typeof value !== 'object')
      .join(rule.with ?? ' ');
  // Evaluated beforehand, by `Expressions`.
  if ('jsonata' in rule) return undefined;
  const list = readPayloadPath(rule.lookup)!;
  const entries = valueAt(payload, list);
  if (!Array.isArray(entries)) return undefined;
  const conditions = Object.entries(rule.where).map(
    ([path, value]) => [readPayloadPath(path)!, String(value)] as const,
  );
  const index = entries.findIndex((entry) => conditions.every(([path, value]) => idOf(valueAt(entry, path)) === value));
  return index < 0 ? undefined : at([...list, index, ...readPayloadPath(rule.take)!]);
}

function pathsOf(rule: WrittenRule): string[] {
  if (typeof rule === 'string') return [rule];
  if ('path' in rule) return [rule.path];
  if ('first' in rule) return rule.first;
  if ('join' in rule) return rule.join;
  return 'lookup' in rule ? [rule.lookup, ...Object.keys(rule.where), rule.take] : [];
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** More values than a form or a tool sends; a payload is read in the event loop. */
const LEAVES_MAX = 2_000;
const DEPTH_MAX = 12;
/** Longer names are cut: attributes have no longer ones, and each value below repeats them. */
const NAME_MAX = 200;

/** A value in a payload, with its path as text, and the last name in it. */
export interface Leaf {
  readonly path: string;
  readonly name: string;
  readonly value: unknown;
}

/**
 * Returns the values of a payload that were not taken; what is below a taken place is taken too.
 * @returns at most 2,000, and whether there are more
 */
export function restOf(payload: unknown, taken: ReadonlySet<string>): { leaves: Leaf[]; isCut: boolean } {
  const leaves: Leaf[] = [];
  let isCut = false;
  const walk = (value: unknown, path: PayloadPath, text: string): void => {
    if (leaves.length >= LEAVES_MAX) {
      isCut = true;
      return;
    }
    if (path.length > 0 && taken.has(text)) return;
    const isBranch = typeof value === 'object' && value !== null && !isListOfScalars(value) && path.length < DEPTH_MAX;
    if (!isBranch) {
      const name = path.findLast((each) => typeof each === 'string') ?? text;
      if (path.length > 0) leaves.push({ path: text, name: String(name), value });
      return;
    }
    for (const name of Object.keys(value)) {
      if (isCut) return;
      const step = Array.isArray(value) ? Number(name) : name.slice(0, NAME_MAX);
      walk(
        (value as Readonly<Record<string, unknown>>)[name],
        [...path, step],
        text + payloadPathText([step], text !== ''),
      );
    }
  };
  walk(payload, [], '');
  return { leaves, isCut };
}

function isListOfScalars(value: object): boolean {
  return Array.isArray(value) && value.every((each) => typeof each !== 'object' || each === null);
}
