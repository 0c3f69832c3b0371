import { type Fault, fault } from '../../platform/input/fault.js';
import { suggestionFor } from '../../platform/input/near.js';
import type { BodyNode, Sometimes } from './body-template.js';
import { type Expression, type FilterCall, nameOf, type Part, wholeOf } from './expression.js';
import { type FilterArgument, filterOf } from './filters.js';
import { misnamedIn, type Shape, shapeAt } from './shape.js';

interface Scope {
  readonly root: Shape;
  /** Paths that an enclosing condition found present. */
  readonly present: ReadonlySet<string>;
}

/** Paths under this name are not checked while the form is not known. */
const FORM = 'form';

/** Returns the faults of a body: values that may be missing or do not exist, and wrong types. */
export function faultsOfBody(body: BodyNode, root: Shape): Fault[] {
  return faultsOfNode(body, { root, present: new Set() });
}

/** Returns those of a text, in which lists and groups are faults too. @param pointer to the text */
export function faultsOfText(parts: readonly Part[], root: Shape, pointer: string): Fault[] {
  return parts.flatMap((part) =>
    typeof part === 'string' ? [] : faultsOfExpression(part, { root, present: new Set() }, pointer, true),
  );
}

function faultsOfNode(node: BodyNode, scope: Scope): Fault[] {
  switch (node.is) {
    case 'constant':
      return [];
    case 'text': {
      const isInText = wholeOf(node.parts) === null;
      return node.parts.flatMap((part) =>
        typeof part === 'string' ? [] : faultsOfExpression(part, scope, node.pointer, isInText),
      );
    }
    case 'list':
      return node.entries.flatMap((entry) => faultsOfNode(entry, scope));
    case 'object':
      return node.fields.flatMap(([, field]) => faultsOfNode(field, scope));
    case 'sometimes':
      return faultsOfSometimes(node, scope);
  }
}

function faultsOfSometimes({ pointer, each, when, does }: Sometimes, outer: Scope): Fault[] {
  let scope = outer;
  if (each !== undefined) {
    const list = lookedUp(each.path, outer, `${pointer}/$each`);
    if ('faults' in list) return list.faults;
    // The form is not known yet, nor are the entries of its list.
    if (list.shape === null) return [];
    if (list.shape.type !== 'list')
      return [fault(`${pointer}/$each`, 'type', `Expected a list; ${nameOf(each.path)} is ${wordsOf(list.shape)}.`)];
    const { root } = outer;
    scope = {
      ...outer,
      root: { ...root, fields: { ...root.fields, [each.as]: { ...list.shape.entry!, isSure: true } } },
    };
  }
  if (when === undefined) return faultsOfNode(does, scope);
  const found = lookedUp(when.path, scope, `${pointer}/$when`);
  if ('faults' in found) return found.faults;
  const isNever = found.shape !== null && when.equals !== undefined && !canBe(found.shape, when.equals);
  if (isNever)
    return [fault(`${pointer}/$is`, 'neverSo', `${nameOf(when.path)} is never ${JSON.stringify(when.equals)}.`)];
  return faultsOfNode(does, { ...scope, present: new Set([...scope.present, ...heldBy(when.path)]) });
}

/** If a value is present, so are the groups on its path. */
function heldBy(path: readonly string[]): string[] {
  return path.map((_, index) => nameOf(path.slice(0, index + 1)));
}

function canBe({ type, choices }: Shape, value: string | number | boolean): boolean {
  if (choices !== undefined) return choices.includes(value);
  return type === (typeof value === 'string' ? 'text' : typeof value);
}

function faultsOfExpression({ path, filters }: Expression, scope: Scope, pointer: string, isInText: boolean): Fault[] {
  const found = lookedUp(path, scope, pointer);
  if ('faults' in found) return found.faults;
  if (found.shape === null) return [];
  let shape = found.shape;
  for (const call of filters) {
    const given = afterFilter(shape, call, scope, pointer);
    if (Array.isArray(given)) return given;
    shape = given as Shape;
  }
  const name = nameOf(path);
  const what = `{{ ${name} }}`;
  if (!shape.isSure) {
    const message = `${what} may be absent: give a default ({{ ${name} | default: "…" }}), leave it out by "$when", or have the record wait for it ({{ ${name} | required }}).`;
    return [fault(pointer, 'open', message)];
  }
  if (isInText && (shape.type === 'list' || shape.type === 'group'))
    return [fault(pointer, 'type', `${what} is ${wordsOf(shape)}, which cannot be part of a text.`)];
  return [];
}

function afterFilter(shape: Shape, { name, args }: FilterCall, scope: Scope, pointer: string): Shape | Fault[] {
  const filter = filterOf(name);
  if (!(filter.takes as readonly string[]).includes(shape.type))
    return [fault(pointer, 'filter', `The filter ${name} takes no ${wordsOf(shape).replace(/^an? /, '')}.`)];
  const [argument, ...more] = args;
  const wanted = { none: 'no argument', text: 'a text', count: 'a whole number', anything: 'one value' }[
    filter.argument
  ];
  const isFit =
    more.length === 0 &&
    (argument === undefined
      ? !filter.isArgumentRequired
      : filter.argument !== 'none' && isFitting(filter.argument, argument));
  if (!isFit) return [fault(pointer, 'filter', `The filter ${name} takes ${wanted}.`)];
  if (argument !== undefined && 'path' in argument) {
    const other = lookedUp(argument.path, scope, pointer);
    if ('faults' in other) return other.faults;
    if (other.shape?.isSure === false)
      return [fault(pointer, 'open', `${nameOf(argument.path)} may be absent, too: it cannot be a default.`)];
    if (other.shape !== null && other.shape.type !== shape.type)
      return [
        fault(pointer, 'type', `${nameOf(argument.path)} is ${wordsOf(other.shape)}, but replaces ${wordsOf(shape)}.`),
      ];
  }
  const given = filter.gives(shape, argument !== undefined && 'literal' in argument ? argument.literal : undefined);
  return typeof given === 'string' ? [fault(pointer, 'filter', given)] : given;
}

function isFitting(wanted: 'text' | 'count' | 'anything', argument: FilterArgument): boolean {
  if (wanted === 'anything') return true;
  if (!('literal' in argument)) return false;
  return wanted === 'text' ? typeof argument.literal === 'string' : Number.isSafeInteger(argument.literal);
}

/** @returns a null shape for paths into a form that is not known yet */
function lookedUp(
  path: readonly string[],
  { root, present }: Scope,
  pointer: string,
): { readonly shape: Shape | null } | { readonly faults: Fault[] } {
  if (path[0] === FORM && root.fields?.[FORM] === undefined) return { shape: null };
  const shape = shapeAt(root, path);
  if (shape === undefined) {
    const { written, known } = misnamedIn(root, path);
    // `form` exists even if its kind is not known yet.
    const all = written.includes('.') || known.includes(FORM) ? known : [...known, FORM];
    const others = all.length === 0 ? '' : `; known are ${all.join(', ')}`;
    const message = `There is no ${nameOf(path)}${others}.${suggestionFor(written, all)}`;
    return { faults: [fault(pointer, 'unknownField', message)] };
  }
  return { shape: { ...shape, isSure: shape.isSure || isPresent(root, path, present) } };
}

/** Whether each group on the path is certain or checked by a condition. */
function isPresent(root: Shape, path: readonly string[], present: ReadonlySet<string>): boolean {
  let shape: Shape = root;
  return path.every((name, index) => {
    shape = (shape.fields !== undefined && Object.hasOwn(shape.fields, name) ? shape.fields[name] : shape.any)!;
    return shape.isSure || present.has(nameOf(path.slice(0, index + 1)));
  });
}

function wordsOf({ type }: Shape): string {
  return { text: 'a text', number: 'a number', boolean: 'true or false', list: 'a list', group: 'a group of fields' }[
    type
  ];
}
