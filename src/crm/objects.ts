import { type Fault, fault, step } from '../platform/input/fault.js';
import { suggestionFor } from '../platform/input/near.js';
import { isRecord, ownOf } from '../platform/sql/sql.js';
import { caseless, DEPTH_MAX } from '../platform/values/text.js';
import { nameOf, type Part, readPath, readTemplate, wholeOf } from '../records/templates/expression.js';
import { renderBody, type TemplateFacts } from '../records/templates/rendering.js';

/* Locates the objects in a payload and extracts their values. */

type Templates<Name extends string> = ReadonlyMap<Name, readonly Part[]>;

interface Condition {
  readonly value: readonly Part[];
  readonly in: ReadonlySet<string>;
}

/** How to locate objects and their fields, and which objects count. */
export interface ObjectMapping<Name extends string = string> {
  readonly each: readonly string[] | null;
  readonly only: readonly Condition[];
  readonly fields: Templates<Name>;
  readonly lists: readonly ListMapping[];
}

export interface ListMapping {
  readonly name: string;
  /** The name of an entry in templates. */
  readonly as: string;
  readonly each: readonly string[];
  readonly only: readonly Condition[];
  readonly fields: Templates<string>;
}

type Values<Name extends string> = Readonly<Partial<Record<Name, unknown>>>;

export interface MappedObject<Name extends string = string> {
  /** Values by field, without missing and empty ones. */
  readonly values: Values<Name>;
  /** The entries that meet the conditions, by list. */
  readonly lists: Readonly<Record<string, readonly Values<string>[]>>;
  /** Faults of values that do not fit their templates. */
  readonly faults: readonly Fault[];
  readonly isOther: boolean;
}

/** The most objects in one request; a CRM with more splits them. */
const OBJECTS_MAX = 500;
const ENTRIES_MAX = 200;
const ROOTS = ['payload', 'item'];

export interface WrittenObjects {
  readonly each?: string;
  readonly only?: readonly { readonly value: string; readonly in: readonly string[] }[];
}

export class MappingReading {
  readonly faults: Fault[] = [];

  fields<Name extends string>(
    written: Readonly<Partial<Record<Name, unknown>>>,
    names: readonly Name[],
    { at = '', roots = ROOTS }: { readonly at?: string; readonly roots?: readonly string[] } = {},
  ): Templates<Name> {
    return new Map(
      names.flatMap((name) => {
        const text = written[name];
        return typeof text === 'string' ? [[name, this.parts(text, `${at}${step(name)}`, roots)] as const] : [];
      }),
    );
  }

  only(
    written: WrittenObjects['only'] = [],
    { at = '', roots = ROOTS }: { readonly at?: string; readonly roots?: readonly string[] } = {},
  ): readonly Condition[] {
    return written.map(({ value, in: allowed }, index) => ({
      value: this.parts(value, `${at}/only/${index}/value`, roots),
      in: new Set(allowed.map(caseless)),
    }));
  }

  /** The path of the list of objects below `payload`; null if none is configured. */
  each({ each }: WrittenObjects): readonly string[] | null {
    if (each === undefined) return null;
    return this.path(each, '/each', ['payload'], 'payload.events').slice(1);
  }

  /** @param as the name of an entry in templates */
  list(name: string, as: string, written: WrittenObjects & { readonly each: string }): ListMapping {
    const at = step(name);
    const roots = [...ROOTS, as];
    const names = Object.keys(written).filter((each) => each !== 'each' && each !== 'only');
    return {
      name,
      as,
      each: this.path(written.each, `${at}/each`, ROOTS, `item.${name}`),
      only: this.only(written.only, { at, roots }),
      fields: this.fields<string>({ ...written }, names, { at, roots }),
    };
  }

  private path(text: string, pointer: string, roots: readonly string[], example: string): readonly string[] {
    const path = readPath(text);
    if (path !== null && roots.includes(path[0]!)) return path;
    const message = `Expected the name of a list without braces, such as ${example}.`;
    this.faults.push(fault(pointer, 'template', message));
    return [];
  }

  private parts(text: string, pointer: string, roots: readonly string[]): readonly Part[] {
    const read = readTemplate(text);
    if ('fault' in read) {
      this.faults.push(fault(pointer, 'template', read.fault));
      return [];
    }
    this.faults.push(...faultsOfRoots(read.parts, pointer, roots));
    return read.parts;
  }
}

function faultsOfRoots(parts: readonly Part[], pointer: string, roots: readonly string[]): Fault[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [];
    const paths = [
      part.path,
      ...part.filters.flatMap(({ args }) => args.flatMap((each) => ('path' in each ? [each.path] : []))),
    ];
    return paths
      .filter(([root]) => !roots.includes(root!))
      .map((path) =>
        fault(
          pointer,
          'unknownField',
          `There is no ${nameOf(path)}; known are ${roots.join(', ')}.${suggestionFor(path[0], roots)}`,
        ),
      );
  });
}

/** Returns the objects of a payload. @returns a fault if it does not fit the mapping */
export function itemsOf(
  { each }: Pick<ObjectMapping, 'each'>,
  payload: unknown,
): { readonly items: readonly unknown[] } | { readonly fault: Fault } {
  if (isDeeperThan(payload, DEPTH_MAX))
    return { fault: fault('', 'tooDeep', `Nesting is limited to ${DEPTH_MAX} levels.`) };
  const found = each === null ? payload : each.reduce(ownOf, payload);
  if (each !== null && !Array.isArray(found))
    return { fault: fault('', 'type', `Expected a list at ${nameOf(['payload', ...each])}.`) };
  const items = Array.isArray(found) ? found : [found];
  if (items.length > OBJECTS_MAX)
    return { fault: fault('', 'tooMany', `Expected at most ${OBJECTS_MAX} objects at once.`) };
  return { items };
}

/** Iterates by level, since a sender could overflow the stack of a recursion. */
function isDeeperThan(value: unknown, most: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= most && level.length > 0; depth += 1)
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  return level.length > 0;
}

const NOT_MEANT: MappedObject<never> = { values: {}, lists: {}, faults: [], isOther: true };

/** @param facts the payload, and the object in it to read */
export function mapObject<Name extends string>(
  { only, fields, lists }: Omit<ObjectMapping<Name>, 'each'>,
  facts: { readonly payload: unknown; readonly item: unknown },
): MappedObject<Name> {
  if (!isMeant(only, facts)) return NOT_MEANT;
  const { values, faults } = rendered(fields, facts);
  const read = lists.map((list) => [list.name, mapList(list, facts)] as const);
  return {
    values,
    lists: Object.fromEntries(read.map(([name, { entries }]) => [name, entries])),
    faults: [...faults, ...read.flatMap(([, list]) => list.faults)],
    isOther: false,
  };
}

function mapList({ name, as, each, only, fields }: ListMapping, facts: TemplateFacts) {
  const found = each.reduce<unknown>(ownOf, facts);
  const entries: Values<string>[] = [];
  // Tools may omit empty lists.
  if (found === undefined || found === null) return { entries, faults: [] };
  const failed = (code: string, message: string) => ({ entries, faults: [fault(`/${name}/each`, code, message)] });
  if (!Array.isArray(found)) return failed('type', `Expected a list at ${nameOf(each)}.`);
  const scopes = found.map((entry) => ({ ...facts, [as]: entry })).filter((scope) => isMeant(only, scope));
  if (scopes.length > ENTRIES_MAX) return failed('tooMany', `Expected at most ${ENTRIES_MAX} entries.`);
  const read = scopes.map((scope) => rendered(fields, scope));
  const faults = read.flatMap((entry, place) =>
    entry.faults.map((each) => ({ ...each, pointer: `/${name}/${place}${each.pointer}` })),
  );
  return { entries: read.map(({ values }) => values), faults };
}

function isMeant(only: readonly Condition[], facts: TemplateFacts): boolean {
  return only.every(({ value, in: allowed }) => {
    const { values } = rendered(new Map([['value', value]]), facts);
    return allowed.has(caseless(textOf(values.value)));
  });
}

function rendered<Name extends string>(fields: Templates<Name>, facts: TemplateFacts) {
  const body = {
    is: 'object' as const,
    fields: [...fields].map(([name, parts]) => [name, { is: 'text' as const, pointer: step(name), parts }] as const),
  };
  const { value, gaps } = renderBody(body, facts);
  const open = new Set(gaps.map(({ pointer }) => pointer));
  const given = Object.entries(isRecord(value) ? value : {}).filter(([name]) => !open.has(step(name)));
  const faults = gaps
    .filter(({ pointer, isAbsent }) => isAbsent !== true || isRequired(fields.get(pointer.slice(1) as Name)))
    .map(({ pointer, text }) => fault(pointer, 'template', `${text}.`));
  return { values: Object.fromEntries(given) as Partial<Record<Name, unknown>>, faults };
}

/** The filter `required` refuses an object without the value. */
function isRequired(parts: readonly Part[] | undefined): boolean {
  const whole = parts === undefined ? null : wholeOf(parts);
  return whole?.filters.some(({ name }) => name === 'required') ?? false;
}

export function textOf(value: unknown): string {
  return typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
}

const NAMES_MAX = 100;

/** Returns the names of the fields in a payload, without their values. */
export function namesIn(value: unknown, prefix = ''): string[] {
  if (!isRecord(value)) return prefix === '' ? [] : [prefix];
  const names: string[] = [];
  for (const [name, inner] of Object.entries(value)) {
    if (names.length >= NAMES_MAX) break;
    const isName = /^[A-Za-z_][A-Za-z0-9_.-]{0,60}$/.test(name);
    names.push(...(isName ? namesIn(inner, prefix === '' ? name : `${prefix}.${name}`) : []));
  }
  return names.slice(0, NAMES_MAX);
}
