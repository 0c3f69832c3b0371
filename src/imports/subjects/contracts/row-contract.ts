import { isDeepStrictEqual } from 'node:util';
import type { AccountName } from '../../../deals/accounts/account.js';
import { LINE_KINDS } from '../../../forms/contract-lines.dto.js';
import { companyDomain } from '../../../leads/company.js';
import type { PathRef } from '../../../platform/input/path-ref.js';
import type { ReportedContract } from '../../../revenue/contracts/reported-contract.js';
import type { RowFields } from '../row-fields.js';

/** A row of a contract: one of its lines, and what it says of the contract itself. */
export interface RowContract {
  /** By which it is found again. */
  readonly key: PathRef;
  readonly refs: Readonly<Record<string, string>>;
  readonly externalId: string | undefined;
  /** Of its account, by an id elsewhere or by its name; null if the row says neither. */
  readonly accountRef: PathRef | null;
  readonly accountName: AccountName | null;
  readonly dealRef: PathRef | null;
  readonly dealExternalId: string | undefined;
  /** The fields of a request that hold for all lines. */
  readonly terms: Readonly<Record<string, string | number>>;
  /** Null if the row names no product. */
  readonly line: RowLine | null;
}

/** A line as a request has it. Its first day is that of the contract by default. */
export interface RowLine {
  readonly product: string;
  readonly kind?: string | undefined;
  readonly segment: Readonly<Record<string, string>>;
}

/** Of contracts that are named by an id alone. */
const SOME_SYSTEM = 'import';

/** Reads a row of contracts. @param source the system whose ids the rows have; null if that is not known */
export function contractOfRow(row: RowFields, source: string | null): RowContract | { readonly why: string } {
  const refs = row.refs();
  const externalId = row.text('externalId');
  const [ref] = Object.entries(refs);
  const key = ref ?? (externalId === undefined ? undefined : [source ?? SOME_SYSTEM, externalId]);
  if (key === undefined) row.refuse('', 'It has no id by which it would be found again.');
  const [accountRef] = Object.entries(row.refs('accountRefs'));
  const name = row.text('account');
  const [dealRef] = Object.entries(row.refs('dealRefs'));
  const terms = {
    currency: row.text('currency')?.toUpperCase(),
    startsOn: row.day('startsOn'),
    endsOn: row.day('endsOn'),
    noticeDays: row.whole('noticeDays'),
    autoRenewMonths: row.whole('autoRenewMonths'),
  };
  const product = row.text('product');
  const kind = row.word('kind', LINE_KINDS);
  const segment = { from: row.day('from'), to: row.day('to'), amount: row.amount('amount'), arr: row.amount('arr') };
  if (row.why !== null) return { why: row.why };
  return {
    key: { system: key![0]!, ref: key![1]! },
    refs,
    externalId,
    accountRef: accountRef === undefined ? null : { system: accountRef[0], ref: accountRef[1] },
    accountName: name === undefined ? null : { name, domain: companyDomain(row.text('accountDomain')) },
    dealRef: dealRef === undefined ? null : { system: dealRef[0], ref: dealRef[1] },
    dealExternalId: row.text('dealExternalId'),
    terms: said(terms),
    line: product === undefined ? null : { product, kind, segment: said(segment) },
  };
}

/** What rows of a contract name, by its id here; undefined if they name nothing. */
export interface NamedIds {
  readonly accountId: string | undefined;
  readonly dealId: string | undefined;
}

/** What is there of a contract. */
export interface KnownContract {
  /** What was reported of it before; null for a new contract. */
  readonly reported: ReportedContract | null;
  /** Whether rows above in the same file have made it. */
  readonly isOfFile: boolean;
}

interface LineBody {
  readonly product: string;
  readonly kind?: string;
  readonly segments: readonly { readonly from?: string }[];
}

/**
 * Puts the rows of a contract together, as the body of a request. What they do not say stays as it was reported before,
 * and so do lines of other products. Rows of one product are its prices by time; where those overlap, the request is
 * refused.
 */
export function contractOfRows(
  rows: readonly RowContract[],
  { reported: known, isOfFile }: KnownContract,
  { accountId, dealId }: NamedIds,
  currency: string,
): Readonly<Record<string, unknown>> {
  const stated = Object.assign({}, ...rows.map(({ terms }) => terms).reverse()) as RowContract['terms'];
  const terms: RowContract['terms'] = { ...(known === null ? { currency } : termsOf(known)), ...stated };
  const lines = new Map((known?.lines ?? []).map((line) => [lineKey(line), bodyOf(line)]));
  const ofFile = new Set(isOfFile ? lines.keys() : []);
  for (const { line } of rows) {
    if (line === null) continue;
    const { product, kind, segment } = line;
    const key = lineKey({ product, kind: kind ?? 'recurring' });
    const own = { from: terms.startsOn as string, ...segment };
    const former = lines.get(key)?.segments ?? [];
    const others = ofFile.has(key)
      ? former.filter((each) => !isDeepStrictEqual(each, own))
      : former.filter(({ from }) => segment.from !== undefined && from !== own.from);
    lines.set(key, { product, ...(kind !== undefined && { kind }), segments: [...others, own] });
    ofFile.add(key);
  }
  const [first] = rows;
  return {
    ...(known?.externalId != null && { externalId: known.externalId }),
    ...(known?.dealId != null && { dealId: known.dealId }),
    ...said({ accountId: accountId ?? known?.accountId, dealId, externalId: first!.externalId }),
    ...terms,
    refs: { ...known?.refs, ...Object.assign({}, ...rows.map(({ refs }) => refs)) },
    lines: [...lines.values()],
  };
}

function termsOf({ currency, startsOn, endsOn, noticeDays, autoRenewMonths }: ReportedContract): RowContract['terms'] {
  return said({ currency, startsOn, endsOn, noticeDays, autoRenewMonths });
}

function bodyOf({ product, kind, segments }: ReportedContract['lines'][number]): LineBody {
  return { product, kind, segments: segments.map((segment) => said(segment)) };
}

function lineKey({ product, kind }: { readonly product: string; readonly kind: string }): string {
  return JSON.stringify([product.toLowerCase(), kind]);
}

function said<Fields extends object>(fields: Fields): Readonly<Record<string, string> & Record<string, number>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as never;
}

const FIELDS: Readonly<Record<string, string>> = { accountId: 'account', dealId: 'dealExternalId' };

/** Returns the field of a row that a pointer into the request means. */
export function fieldAt(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  const [first = '', second = ''] = steps;
  if (first === 'lines') return steps.at(-1)!.replace(/^\d+$/, 'product');
  if (first === 'refs' && second !== '') return `refs.${second}`;
  return FIELDS[first] ?? first;
}
