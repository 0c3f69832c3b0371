import { type Warning, withWarnings } from '../../documents/version.schema.js';
import { readBody } from '../../platform/checked.js';
import type { EntryResult } from '../../platform/entry-results.schema.js';
import { type Fault, under } from '../../platform/fault.js';
import { contradictionOf, type PathRef } from '../../platform/path-ref.js';
import { Turns } from '../../platform/turns.js';
import type { Account } from './account.js';
import { AccountInBatch, type AccountPatch } from './account.schema.js';

/** An account as it is after something was told of it. */
export interface TakenAccount {
  readonly account: Account;
  readonly isNew: boolean;
  /** Of what was told and has no effect. */
  readonly warnings: readonly Warning[];
}

/** What is told of an account. */
export interface ReportedAccount {
  readonly patch: AccountPatch;
  /** Its id elsewhere, by which it is found; null to find it by its domains, in a batch. */
  readonly ref: PathRef | null;
}

/** One of a batch: what is told, or why it is nothing. */
export type ReadAccountOfBatch = (ReportedAccount & { readonly index: number }) | { readonly faults: readonly Fault[] };

/** What came of it; `changed` says whether it is another than before. */
export type AccountResult = (TakenAccount & { readonly changed: boolean }) | { readonly faults: readonly Fault[] };

/** As they are told, each with what is wrong with it alone. */
export async function readAll(accounts: readonly unknown[]): Promise<ReadAccountOfBatch[]> {
  const turns = new Turns();
  const read: ReadAccountOfBatch[] = [];
  for (const [index, account] of accounts.entries()) {
    read.push(readEach(account, index));
    await turns.next();
  }
  return read;
}

function readEach(account: unknown, index: number): ReadAccountOfBatch {
  const { body, faults } = readBody<AccountInBatch>(AccountInBatch, account);
  if (faults.length > 0) return { faults };
  const { ref: key, ...patch } = body;
  if (key === undefined) return isNameless(patch) ? { faults: [NAMELESS] } : { patch, ref: null, index };
  const ref = { system: key.system, ref: key.id };
  const given = (patch.refs ?? {}) as Readonly<Record<string, unknown>>;
  const contradictions = contradictionOf(given, ref);
  if (contradictions.length > 0) return { faults: contradictions };
  return { patch: { ...patch, refs: { ...given, [ref.system]: ref.ref } }, ref, index };
}

/** Nothing of it would be known again, so that whoever sends it once more would make another one. */
function isNameless({ domains }: AccountPatch): boolean {
  return Object.keys(domains ?? {}).length === 0;
}

const NAMELESS: Fault = {
  ...{ pointer: '', code: 'required' },
  message: 'Expected a `ref`, or `domains`, by which the account is found when it is sent again.',
};

/** What became of one, with pointers into the whole request. */
export function resultOf(taken: AccountResult | { readonly faults: readonly Fault[] }, index: number): EntryResult {
  if ('faults' in taken) return { index, status: 'invalid', errors: under(`/accounts/${index}`, taken.faults) };
  const status = taken.isNew ? 'created' : taken.changed ? 'updated' : 'unchanged';
  const warnings = under(`/accounts/${index}`, taken.warnings);
  return withWarnings({ index, status, id: taken.account.id }, warnings);
}
