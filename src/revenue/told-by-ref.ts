import type { TSchema } from '@sinclair/typebox';
import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { Actor } from '../platform/actor.js';
import type { Tx } from '../platform/database.js';
import { type Fault, under } from '../platform/fault.js';
import { readEntries } from '../platform/group.js';
import { type PathRef, readPathRef } from '../platform/path-ref.js';
import type { ToldResult } from '../platform/told-batch.schema.js';

/* What programs tell of many things by their ids elsewhere: each is checked on its own. */

/** What is told of one, under the id that it has elsewhere. */
export interface ToldByRef<Body> extends PathRef {
  readonly body: Body;
}

export interface Faulty {
  readonly faults: readonly Fault[];
}

interface EntryRef {
  readonly ref: { readonly system: string; readonly id: string };
}

/** The entries of a batch, as single ones would be told. @param schema of one, with its `ref` */
export async function readToldByRef<Body extends object>(
  schema: TSchema,
  sent: readonly unknown[],
): Promise<(ToldByRef<Body> | Faulty)[]> {
  const entries = await readEntries<Body & EntryRef>(schema, sent);
  return entries.map(({ body, faults }) => {
    if (faults.length > 0) return { faults };
    const { ref, ...told } = body;
    const read = readPathRef({ system: ref.system, ref: ref.id });
    if (read.faults.length > 0) return { faults: read.faults };
    return { system: read.system, ref: read.ref, body: told as unknown as Body };
  });
}

/** Takes in what is told of many, within a transaction of whoever calls. */
export interface TakesByRef<Body> {
  /** Whoever tells has this lock first. */
  lock(tx: Tx): Promise<void>;
  /** Each on its own, in their order: what is wrong with one keeps no other from being taken. */
  take(
    context: TransactionContext,
    told: readonly ToldByRef<Body>[],
    actor: Actor,
  ): Promise<readonly (Faulty | object)[]>;
}

/** What became of one. */
export type TakenByRef = Faulty | { readonly id: string; readonly isNew: boolean; readonly changed: boolean };

/** @param name of the list in the request, such as `invoices` */
export function resultOf(name: string, taken: TakenByRef, index: number): ToldResult {
  if ('faults' in taken) return { index, status: 'invalid', errors: under(`/${name}/${index}`, taken.faults) };
  return { index, status: taken.isNew ? 'created' : taken.changed ? 'updated' : 'unchanged', id: taken.id };
}
