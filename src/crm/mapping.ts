import type { Warning } from '../documents/version.schema.js';
import { type Fault, step } from '../platform/fault.js';
import { meantBy } from '../platform/near.js';
import { isRecord } from '../platform/sql.js';
import { caseless, DEPTH_MAX } from '../platform/text.js';
import { nameOf, type Part, readPath, readTemplate, wholeOf } from '../records/templates/expression.js';
import { type Facts, renderBody } from '../records/templates/rendering.js';
import type { MappingBody } from './connections/crm-connection.schema.js';

/** What is read out of each object that a CRM sends. */
const MAPPED_FIELDS = [
  ...['ref', 'changedAt', 'name', 'accountName', 'accountDomain', 'accountRef', 'ownerEmail', 'ownerRef', 'amount'],
  ...['currency', 'product', 'stage', 'wonAt', 'lostReason', 'expectedCloseAt', 'startsOn', 'endsOn', 'noticeDays'],
] as const satisfies readonly (keyof MappingBody)[];
export type MappedField = (typeof MAPPED_FIELDS)[number];

/** A mapping whose templates are read. */
export interface Mapping {
  readonly each: readonly string[] | null;
  readonly only: readonly { readonly value: readonly Part[]; readonly in: ReadonlySet<string> }[];
  readonly fields: ReadonlyMap<MappedField, readonly Part[]>;
  readonly stages: MappingBody['stages'] | undefined;
  /** The codes of reasons, by what the CRM calls them, without case. */
  readonly lostReasons: ReadonlyMap<string, string>;
}

export type ReadMapping = { readonly mapping: Mapping } | { readonly faults: readonly Fault[] };

/** An object of what was sent, as far as it could be read. */
export interface MappedObject {
  /** What stands there, by its field; what is not there, or empty, is left out. */
  readonly values: Readonly<Partial<Record<MappedField, unknown>>>;
  /** Of templates that what stands there does not fit. */
  readonly faults: readonly Fault[];
  /** It is none of those that are meant. */
  readonly isOther: boolean;
}

/** So many objects are taken at once; a CRM that has more sends them in parts. */
const OBJECTS_MAX = 500;
const ROOTS = ['payload', 'item'];

/** @returns faults by pointers into the mapping */
export function readMapping(written: MappingBody): ReadMapping {
  const faults: Fault[] = [];
  const parts = (text: string, pointer: string): readonly Part[] => {
    const read = readTemplate(text);
    if ('fault' in read) {
      faults.push({ pointer, code: 'template', message: read.fault });
      return [];
    }
    faults.push(...faultsOfRoots(read.parts, pointer));
    return read.parts;
  };
  const each = written.each === undefined ? null : readPath(written.each);
  const isOfPayload = written.each === undefined || each?.[0] === 'payload';
  if (!isOfPayload)
    faults.push({
      pointer: '/each',
      code: 'template',
      message: 'Expected the name of a list without braces, such as payload.events.',
    });
  const mapping: Mapping = {
    each: each?.slice(1) ?? null,
    only: (written.only ?? []).map(({ value, in: allowed }, index) => ({
      value: parts(value, `/only/${index}/value`),
      in: new Set(allowed.map(caseless)),
    })),
    fields: new Map(
      MAPPED_FIELDS.flatMap((name) => (written[name] === undefined ? [] : [[name, parts(written[name], step(name))]])),
    ),
    stages: written.stages,
    lostReasons: new Map(
      Object.entries(written.lostReasons ?? {}).map(([theirs, code]) => [caseless(theirs.trim()), code]),
    ),
  };
  faults.push(...faultsOfMeaning(written));
  return faults.length > 0 ? { faults } : { mapping };
}

function faultsOfRoots(parts: readonly Part[], pointer: string): Fault[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [];
    const paths = [
      part.path,
      ...part.filters.flatMap(({ args }) => args.flatMap((each) => ('path' in each ? [each.path] : []))),
    ];
    return paths
      .filter(([root]) => !ROOTS.includes(root!))
      .map((path) => ({
        pointer,
        code: 'unknownField',
        message: `There is no ${nameOf(path)}; known are ${ROOTS.join(', ')}.${meantBy(path[0], ROOTS)}`,
      }));
  });
}

/** What a mapping may leave out, and hardly means to. */
export function warningsOfMapping({ changedAt, stages, lostReasons }: MappingBody): Warning[] {
  const undated = {
    pointer: '/mapping/changedAt',
    message: 'Nothing says when a deal changed: what is sent late, or once more, counts as the newest.',
  };
  const unexplained = {
    pointer: '/mapping/lostReasons',
    message:
      'Without lostReasons, the leads of lost deals stay open and their channels get no reason until somebody closes them.',
  };
  return [
    ...(changedAt === undefined ? [undated] : []),
    ...((stages?.lost ?? []).length > 0 && Object.keys(lostReasons ?? {}).length === 0 ? [unexplained] : []),
  ];
}

function faultsOfMeaning({
  stage,
  stages,
  ownerEmail,
  ownerRef,
  amount,
  currency,
  startsOn,
  endsOn,
  lostReason,
  lostReasons,
}: MappingBody): Fault[] {
  const fault = (pointer: string, code: string, message: string): Fault => ({ pointer, code, message });
  const told = Object.entries(stages ?? {}).flatMap(([meaning, names]) =>
    names.map((name, index) => ({ name: caseless(name.trim()), pointer: `/stages/${meaning}/${index}` })),
  );
  const twice = told.filter(({ name }, index) => told.findIndex((each) => each.name === name) < index);
  const theirs = Object.keys(lostReasons ?? {});
  const keys = theirs.map((each) => caseless(each.trim()));
  return [
    ...(lostReasons !== undefined && lostReason === undefined
      ? [fault('/lostReason', 'required', 'Say where the reason stands for which a deal is lost.')]
      : []),
    ...theirs
      .filter((_, index) => keys.indexOf(keys[index]!) < index)
      .map((each) => fault(`/lostReasons${step(each)}`, 'duplicate', 'A reason means one thing, without case.')),
    ...(stage !== undefined && stages === undefined
      ? [fault('/stages', 'required', 'Say which stages mean that a deal is won, and which that it is lost.')]
      : []),
    ...(stage === undefined && stages !== undefined
      ? [fault('/stage', 'required', 'Say where the stage stands.')]
      : []),
    ...twice.map(({ pointer }) => fault(pointer, 'duplicate', 'A stage means one thing.')),
    ...(ownerEmail !== undefined && ownerRef !== undefined
      ? [fault('/ownerRef', 'contradiction', 'Give `ownerEmail` or `ownerRef`, not both.')]
      : []),
    ...((amount === undefined) !== (currency === undefined)
      ? [
          fault(
            amount === undefined ? '/amount' : '/currency',
            'required',
            'An amount needs a currency: give both, or neither.',
          ),
        ]
      : []),
    ...((startsOn === undefined) !== (endsOn === undefined)
      ? [
          fault(
            startsOn === undefined ? '/startsOn' : '/endsOn',
            'required',
            'A term begins and ends: give both days, or neither.',
          ),
        ]
      : []),
  ];
}

export type Objects = { readonly objects: readonly MappedObject[] } | { readonly fault: Fault };

/** Takes what was sent apart. @returns a fault where it is not what the mapping is for */
export function mapPayload(mapping: Mapping, payload: unknown): Objects {
  if (isDeeperThan(payload, DEPTH_MAX))
    return { fault: { pointer: '', code: 'tooDeep', message: `Nesting is limited to ${DEPTH_MAX} levels.` } };
  const found = mapping.each === null ? payload : mapping.each.reduce(stepInto, payload);
  if (mapping.each !== null && !Array.isArray(found))
    return {
      fault: { pointer: '', code: 'type', message: `Expected a list at ${nameOf(['payload', ...mapping.each])}.` },
    };
  const items = Array.isArray(found) ? found : [found];
  if (items.length > OBJECTS_MAX)
    return { fault: { pointer: '', code: 'tooMany', message: `Expected at most ${OBJECTS_MAX} objects at once.` } };
  return { objects: items.map((item) => mapObject(mapping, { payload, item })) };
}

/** Level by level: what goes down by calling itself ends where whoever sends it wants. */
function isDeeperThan(value: unknown, most: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= most && level.length > 0; depth += 1)
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  return level.length > 0;
}

function stepInto(holder: unknown, name: string): unknown {
  return isRecord(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
}

function mapObject({ only, fields }: Mapping, facts: Facts): MappedObject {
  const isMeant = only.every(({ value, in: allowed }) => {
    const { values } = rendered(new Map([['value', value]]), facts);
    return allowed.has(caseless(textOf(values.value)));
  });
  if (!isMeant) return { values: {}, faults: [], isOther: true };
  return { ...rendered(fields, facts), isOther: false };
}

function rendered<Name extends string>(fields: ReadonlyMap<Name, readonly Part[]>, facts: Facts) {
  const body = {
    is: 'object' as const,
    fields: [...fields].map(([name, parts]) => [name, { is: 'text' as const, pointer: step(name), parts }] as const),
  };
  const { value, gaps } = renderBody(body, facts);
  const open = new Set(gaps.map(({ pointer }) => pointer));
  const given = Object.entries(isRecord(value) ? value : {}).filter(([name]) => !open.has(step(name)));
  const faults = gaps
    .filter(({ pointer, isAbsent }) => isAbsent !== true || isRequired(fields.get(pointer.slice(1) as Name)))
    .map(({ pointer, text }) => ({ pointer, code: 'template', message: `${text}.` }));
  return { values: Object.fromEntries(given) as Partial<Record<Name, unknown>>, faults };
}

/** Who says `required` wants the deal refused where it is not there. */
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

/** The names of the fields of what was sent, and nothing of what stands in them. */
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
