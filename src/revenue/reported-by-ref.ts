import type { TSchema } from '@sinclair/typebox';
import type { Warning } from '../documents/version.schema.js';
import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import { type Faulty, readEntries, takeSound } from '../platform/input/entries.js';
import type { EntryResult } from '../platform/input/entry-results.schema.js';
import { under } from '../platform/input/fault.js';
import { type PathRef, readPathRef } from '../platform/input/path-ref.js';
import { InvalidRequestError, refuse } from '../platform/input/refusal.js';
import type { Tx } from '../platform/sql/database.js';
import type { Actor } from '../platform/values/actor.js';

/* Reports about things with external ids: many in a request, each validated on its own. */

export interface ReportedByRef<Body> extends PathRef {
  readonly body: Body;
}

interface EntryRef {
  readonly ref: { readonly system: string; readonly id: string };
}

/** Applies reports in a transaction of the caller. */
export interface TakesByRef<Body> {
  /** The caller takes this lock before `take`. */
  lock(tx: Tx): Promise<void>;
  /** Applies reports in order, each on its own: a fault in one does not reject the others. */
  take(
    context: TransactionContext,
    reports: readonly ReportedByRef<Body>[],
    actor: Actor,
  ): Promise<readonly (Faulty | object)[]>;
}

export interface TakenByRef<Row extends { readonly id: string }> {
  readonly row: Row;
  readonly isNew: boolean;
  readonly changed: boolean;
  readonly warnings: readonly Warning[];
}

type TakeAll<Body, Row extends { readonly id: string }> = (
  reports: readonly ReportedByRef<Body>[],
) => Promise<readonly (TakenByRef<Row> | Faulty)[]>;

/** Applies one report. Repeating it changes nothing. @throws InvalidRequestError */
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
 * Applies a batch of reports. A fault rejects its entry alone, with a pointer into the whole request.
 * @param name of the list in the request, such as `invoices` @param schema of an entry, with its `ref`
 */
export async function putManyByRef<Body extends object, Row extends { readonly id: string }>(
  name: string,
  schema: TSchema,
  sent: readonly unknown[],
  takeAll: TakeAll<Body, Row>,
): Promise<{ results: EntryResult[] }> {
  const read = await readReportedByRef<Body>(schema, sent);
  const taken = await takeSound(read, takeAll);
  return { results: taken.map((each, index) => resultOf(name, each, index)) };
}

async function readReportedByRef<Body extends object>(
  schema: TSchema,
  sent: readonly unknown[],
): Promise<(ReportedByRef<Body> | Faulty)[]> {
  const entries = await readEntries<Body & EntryRef>(schema, sent);
  return entries.map(({ body, faults }) => {
    if (faults.length > 0) return { faults };
    const { ref, ...rest } = body;
    const read = readPathRef({ system: ref.system, ref: ref.id });
    if (read.faults.length > 0) return { faults: read.faults };
    return { system: read.system, ref: read.ref, body: rest as unknown as Body };
  });
}

function resultOf(name: string, taken: TakenByRef<{ readonly id: string }> | Faulty, index: number): EntryResult {
  if ('faults' in taken) return { index, status: 'invalid', errors: under(`/${name}/${index}`, taken.faults) };
  return { index, status: taken.isNew ? 'created' : taken.changed ? 'updated' : 'unchanged', id: taken.row.id };
}
