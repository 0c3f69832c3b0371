import { type Warning, withWarnings } from '../../documents/version.schema.js';
import { type Faulty, readEntries } from '../../platform/input/entries.js';
import type { EntryResult } from '../../platform/input/entry-results.schema.js';
import { type Fault, under } from '../../platform/input/fault.js';
import { contradictionOf, type PathRef } from '../../platform/input/path-ref.js';
import type { Account } from './account.js';
import { AccountInBatch, type AccountPatch } from './account.schema.js';

/** An account after a report about it was applied. */
export interface TakenAccount {
  readonly account: Account;
  readonly isNew: boolean;
  /** Reported values that have no effect. */
  readonly warnings: readonly Warning[];
}

export interface ReportedAccount {
  readonly patch: AccountPatch;
  /** The external id that identifies the account. Null if it has none; in a batch, its domains identify it then. */
  readonly ref: PathRef | null;
}

/** The result of an entry, with whether it changed the account. */
export type AccountResult = (TakenAccount & { readonly changed: boolean }) | Faulty;

export async function readAll(accounts: readonly unknown[]): Promise<(ReportedAccount | Faulty)[]> {
  const entries = await readEntries<AccountInBatch>(AccountInBatch, accounts);
  return entries.map(({ body, faults }) => (faults.length > 0 ? { faults } : reportOf(body)));
}

function reportOf({ ref: key, ...patch }: AccountInBatch): ReportedAccount | Faulty {
  if (key === undefined) return isNameless(patch) ? { faults: [NAMELESS] } : { patch, ref: null };
  const ref = { system: key.system, ref: key.id };
  const given = (patch.refs ?? {}) as Readonly<Record<string, unknown>>;
  const faults = contradictionOf(given, ref);
  return faults.length > 0 ? { faults } : { patch: { ...patch, refs: { ...given, [ref.system]: ref.ref } }, ref };
}

/** Reports whether an account without a ref has no domains either: sending it again would create a second one. */
function isNameless({ domains }: AccountPatch): boolean {
  return Object.keys(domains ?? {}).length === 0;
}

const NAMELESS: Fault = {
  pointer: '',
  code: 'required',
  message: 'Expected a `ref`, or `domains`, by which the account is found when it is sent again.',
};

/** Returns the result of an entry, with pointers into the whole request. */
export function resultOf(taken: AccountResult, index: number): EntryResult {
  if ('faults' in taken) return { index, status: 'invalid', errors: under(`/accounts/${index}`, taken.faults) };
  const status = taken.isNew ? 'created' : taken.changed ? 'updated' : 'unchanged';
  const warnings = under(`/accounts/${index}`, taken.warnings);
  return withWarnings({ index, status, id: taken.account.id }, warnings);
}
