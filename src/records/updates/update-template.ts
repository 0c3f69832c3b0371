import type { FormField } from '../../forms/form.js';
import { namesIn } from '../../forms/view.js';
import { collectFaults, type Fault, fault, under } from '../../platform/input/fault.js';
import { ownOf } from '../../platform/sql/sql.js';
import type { RecordConnectorBody } from '../connectors/record-connector.schema.js';
import type { BodyNode } from '../templates/body-template.js';
import { type ReadRequestTemplate, type RequestTemplate, readRequest } from '../templates/request-template.js';

type WrittenUpdate = NonNullable<RecordConnectorBody['update']>;

export interface UpdateTemplate {
  readonly request: RequestTemplate;
  readonly read: RequestTemplate;
  readonly fields: WrittenUpdate['fields'];
  readonly versionOf: string | null;
  readonly openWhile: { readonly at: string; readonly is: readonly string[] } | null;
}

type ReadUpdate = { readonly update: UpdateTemplate } | { readonly faults: readonly Fault[] };

/** @returns faults with pointers into the update */
export function readUpdate({ method = 'PATCH', url, headers, body, read, fields }: WrittenUpdate): ReadUpdate {
  const request = readRequest({ method, url, ...(headers && { headers }), body });
  const look = readRequest({ method: 'GET', url: read.url, ...(read.headers && { headers: read.headers }) });
  const faults = [...faultsIn(request), ...under('/read', faultsIn(look))];
  if (!('request' in request) || !('request' in look) || faults.length > 0) return { faults };
  const wrong = fields.flatMap(({ name, in: place }, index) =>
    collectFaults(
      nodeAt(request.request.body, place) === undefined &&
        fault(
          `/fields/${index}/in`,
          'template',
          `Expected a pointer to a field of the body, and none into a list: there is nothing at ${place}.`,
        ),
      fields.findIndex((each) => each.name === name) < index &&
        fault(`/fields/${index}/name`, 'template', 'Expected a name that no other field has.'),
      fields.findIndex((each) => isWithin(place, each.in)) >= 0 &&
        fault(`/fields/${index}/in`, 'template', 'Expected a field that is not inside another field named here.'),
    ),
  );
  if (wrong.length > 0) return { faults: wrong };
  const { versionOf = null, openWhile = null } = read;
  return { update: { request: request.request, read: look.request, fields, versionOf, openWhile } };
}

/** Returns the node at a pointer into a body; undefined if there cannot be one. */
export function nodeAt(body: BodyNode | null, pointer: string): BodyNode | undefined {
  let node: BodyNode | undefined = body ?? undefined;
  for (const name of namesIn(pointer)) {
    if (node?.is === 'sometimes') node = node.does;
    node = node?.is === 'object' ? node.fields.find(([each]) => each === name)?.[1] : undefined;
  }
  return node;
}

/** Removes fields from a body. @param left pointers to them */
export function without(body: unknown, left: readonly string[]): unknown {
  const copy = structuredClone(body);
  for (const pointer of left) {
    const steps = namesIn(pointer);
    // Uses own properties only: a conditional field may share its name with a property of every object.
    const holder = steps.slice(0, -1).reduce<unknown>(ownOf, copy) as Record<string, unknown> | undefined;
    if (holder !== undefined) delete holder[steps.at(-1)!];
  }
  return copy;
}

/** The step of a path that stands for every entry of a list. */
export const EACH = '*';

/** Returns the form values that a node uses, as paths without `form`; list entries are `*`. */
export function formPathsIn(
  node: BodyNode,
  form: FormField,
  aliases: ReadonlyMap<string, readonly string[]> = new Map(),
): string[][] {
  const resolved = ([first, ...rest]: readonly string[]): readonly string[] => {
    const list = aliases.get(first!);
    return list === undefined ? [first!, ...rest] : [...list, EACH, ...rest];
  };
  const ofForm = (path: readonly string[]) => {
    const [root, ...rest] = resolved(path);
    if (root === 'handoff' && rest[0] === 'sections') return pathsShownIn(form);
    if (root === 'handoff' && rest[0] === 'kickoffOn') return [['kickoff']];
    return root === 'form' ? [rest] : [];
  };
  switch (node.is) {
    case 'constant':
      return [];
    case 'text':
      return node.parts.flatMap((part) =>
        typeof part === 'string'
          ? []
          : [
              ...ofForm(part.path),
              ...part.filters.flatMap(({ args }) => args.flatMap((each) => ('path' in each ? ofForm(each.path) : []))),
            ],
      );
    case 'list':
      return node.entries.flatMap((entry) => formPathsIn(entry, form, aliases));
    case 'object':
      return node.fields.flatMap(([, field]) => formPathsIn(field, form, aliases));
    case 'sometimes': {
      const { each, when, does } = node;
      const inner = each === undefined ? aliases : new Map([...aliases, [each.as, resolved(each.path)]]);
      return [
        ...(each === undefined ? [] : ofForm(each.path)),
        ...(when === undefined || inner.has(when.path[0]!) ? [] : ofForm(when.path)),
        ...formPathsIn(does, form, inner),
      ];
    }
  }
}

/** Returns the form values that a request's body uses, as such paths. */
export function pathsIn({ body }: RequestTemplate, form: FormField): string[][] {
  return body === null ? [] : formPathsIn(body, form);
}

/** Returns what `handoff.sections` has of a form: all but its sensitive fields. */
function pathsShownIn(field: FormField): string[][] {
  if (field.isSensitive) return [];
  const inner: readonly (readonly [string, FormField])[] = [
    ...field.fields.map((each) => [each.name, each] as const),
    ...(field.entry === undefined ? [] : [[EACH, field.entry] as const]),
  ];
  return inner.length === 0 ? [[]] : inner.flatMap(([name, each]) => pathsShownIn(each).map((path) => [name, ...path]));
}

function faultsIn(read: ReadRequestTemplate): readonly Fault[] {
  return 'faults' in read ? read.faults : [];
}

function isWithin(place: string, holder: string): boolean {
  return place.startsWith(`${holder}/`);
}
