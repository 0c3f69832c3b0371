import type { TSchema } from '@sinclair/typebox';
import type { Warning } from '../documents/version.schema.js';
import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { Actor } from '../platform/actor.js';
import type { Tx } from '../platform/database.js';
import type { EntryResult } from '../platform/entry-results.schema.js';
import { type Fault, under } from '../platform/fault.js';
import { readEntries } from '../platform/group.js';
import { type PathRef, readPathRef } from '../platform/path-ref.js';
import { InvalidRequestError, refuse } from '../platform/refusal.js';

/* What programs tell of many things by their ids elsewhere: each is checked on its own. */

/** What is told of one, under the id that it has elsewhere. */
export interface ReportedByRef<Body> extends PathRef {
  readonly body: Body;
}

export interface Faulty {
  readonly faults: readonly Fault[];
}

interface EntryRef {
  readonly ref: { readonly system: string; readonly id: string };
}

/** Takes in what is told of many, within a transaction of whoever calls. */
export interface TakesByRef<Body> {
  /** Whoever tells has this lock first. */
  lock(tx: Tx): Promise<void>;
  /** Each on its own, in their order: what is wrong with one keeps no other from being taken. */
  take(
    context: TransactionContext,
    told: readonly ReportedByRef<Body>[],
    actor: Actor,
  ): Promise<readonly (Faulty | object)[]>;
}

/** One as it is after it was told. */
export interface TakenByRef<Row extends { readonly id: string }> {
  readonly row: Row;
  readonly isNew: boolean;
  readonly changed: boolean;
  readonly warnings: readonly Warning[];
}

type TakeAll<Body, Row extends { readonly id: string }> = (
  told: readonly ReportedByRef<Body>[],
) => Promise<readonly (TakenByRef<Row> | Faulty)[]>;

/** One that a program knows by an id of its own. Told twice is once. @throws InvalidRequestError */
export async function putByRef<Body, Row extends { readonly id: string }>(
  key: PathRef,
  body: Body,
  takeAll: TakeAll<Body, Row>,
): Promise<TakenByRef<Row>> {
  const { system, ref, faults } = readPathRef(key);
  refuse(faults);
  const [taken] = await takeAll([{ system, ref, body }]);
  if ('faults' in taken!) throw new InvalidRequestError(taken.faults);
  return taken!;
}

/**
 * Many: what is wrong with one is said of that one, with pointers into the whole request.
 * @param name of the list in the request, such as `invoices` @param schema of one, with its `ref`
 */
export async function putManyByRef<Body extends object, Row extends { readonly id: string }>(
  name: string,
  schema: TSchema,
  sent: readonly unknown[],
  takeAll: TakeAll<Body, Row>,
): Promise<{ results: EntryResult[] }> {
  const read = await readReportedByRef<Body>(schema, sent);
  const taken = [...(await takeAll(read.flatMap((each) => ('body' in each ? each : []))))];
  const results = read.map((each) => ('body' in each ? taken.shift()! : each));
  return { results: results.map((each, index) => resultOf(name, each, index)) };
}

/** The entries of a batch, as single ones would be told. */
async function readReportedByRef<Body extends object>(
  schema: TSchema,
  sent: readonly unknown[],
): Promise<(ReportedByRef<Body> | Faulty)[]> {
  const entries = await readEntries<Body & EntryRef>(schema, sent);
  return entries.map(({ body, faults }) => {
    if (faults.length > 0) return { faults };
    const { ref, ...told } = body;
    const read = readPathRef({ system: ref.system, ref: ref.id });
    if (read.faults.length > 0) return { faults: read.faults };
    return { system: read.system, ref: read.ref, body: told as unknown as Body };
  });
}

function resultOf(name: string, taken: TakenByRef<{ readonly id: string }> | Faulty, index: number): EntryResult {
  if ('faults' in taken) return { index, status: 'invalid', errors: under(`/${name}/${index}`, taken.faults) };
  return { index, status: taken.isNew ? 'created' : taken.changed ? 'updated' : 'unchanged', id: taken.row.id };
}

export function keyOf({ system, ref }: PathRef): string {
  return JSON.stringify([system, ref]);
}
