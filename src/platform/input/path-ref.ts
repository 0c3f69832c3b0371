import { Type } from '@sinclair/typebox';
import { normaliseText } from '../values/text.js';
import { type Fault, fault, step } from './fault.js';

/** An id in another system, as the path gives it: `…/by-ref/{system}/{ref}`. */
export interface PathRef {
  readonly system: string;
  readonly ref: string;
}

/** Filter of lists by an id in another system. */
export const RefFilter = Type.Optional(
  Type.String({ maxLength: 401, pattern: '^[^:]+:.+$', description: 'a system and an id in it, such as hubspot:123' }),
);

/** Parses such a filter. */
export function refNamed(text: string | undefined): { readonly ref?: PathRef } {
  if (text === undefined) return {};
  const at = text.indexOf(':');
  return { ref: { system: text.slice(0, at), ref: text.slice(at + 1) } };
}

/** Normalises the text of a path like that of a body, where it would be under `refs`. */
export function readPathRef({ system, ref }: PathRef): PathRef & { readonly faults: readonly Fault[] } {
  const { value, faults } = normaliseText({ refs: { [system]: ref } });
  const { refs } = value as { readonly refs: Readonly<Record<string, string>> };
  return { system: system.normalize('NFC').trim(), ref: refs[system]!, faults };
}

/** Returns faults for ids in other systems that are already in use. @param what has the id, such as `deal` */
export function faultsOfTakenRefs(taken: readonly (PathRef & { readonly id: string })[], what: string): Fault[] {
  return taken.map(({ system, ref, id }) =>
    fault(`/refs${step(system)}`, 'taken', `${JSON.stringify(ref)} of ${system} is ${what} ${id} already.`),
  );
}

/** Returns a fault if the body gives another id for the system than the path. @param refs of the body */
export function contradictionOf(refs: Readonly<Record<string, unknown>>, { system, ref }: PathRef): Fault[] {
  const given = Object.hasOwn(refs, system) ? refs[system] : undefined;
  if (given === undefined || given === ref) return [];
  const message = `The path names ${ref}, but the body names ${given}.`;
  return [fault(`/refs${step(system)}`, 'contradiction', message)];
}

/** Returns the ids in other systems of one thing. */
export function pathRefsOf(refs: Readonly<Record<string, string>>): PathRef[] {
  return Object.entries(refs).map(([system, ref]) => ({ system, ref }));
}

/** A key for maps. */
export function refKey({ system, ref }: PathRef): string {
  return JSON.stringify([system, ref]);
}

/** Which thing has which id in another system, kept current while a batch of things is applied. */
export class RefNames {
  private readonly ids: Map<string, string>;

  /** @param refs of all things that may be named */
  constructor(refs: readonly (PathRef & { readonly id: string })[]) {
    this.ids = new Map(refs.map((each) => [refKey(each), each.id]));
  }

  ofRef(ref: PathRef): string | undefined {
    return this.ids.get(refKey(ref));
  }

  /** Returns faults for refs that other things have. @param id undefined for a new thing @param what such as `deal` */
  faultsOf(id: string | undefined, refs: Readonly<Record<string, string>>, what: string): Fault[] {
    const taken = pathRefsOf(refs).flatMap((ref) => {
      const owner = this.ofRef(ref);
      return owner === undefined || owner === id ? [] : [{ ...ref, id: owner }];
    });
    return faultsOfTakenRefs(taken, what);
  }

  /** Records refs; those that the thing gives up are free for the next. */
  keep(id: string, before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): void {
    for (const ref of pathRefsOf(before)) this.ids.delete(refKey(ref));
    for (const ref of pathRefsOf(after)) this.ids.set(refKey(ref), id);
  }
}

/** Returns the refs of things, each with the id of its thing. */
export function refsOf(things: readonly { readonly id: string; readonly refs: Readonly<Record<string, string>> }[]) {
  return things.flatMap(({ id, refs }) => Object.entries(refs).map(([system, ref]) => ({ system, ref, id })));
}
