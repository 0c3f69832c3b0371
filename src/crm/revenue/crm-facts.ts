import { LINE_KINDS, type LineKind } from '../../forms/contract-lines.dto.js';
import { notAhead } from '../../platform/input/ahead.js';
import type { Fault } from '../../platform/input/fault.js';
import { type Day, dayIn, daysAfter } from '../../platform/values/day.js';
import type { Instant } from '../../platform/values/duration.js';
import { amountIn } from '../../platform/values/money.js';
import { caseless } from '../../platform/values/text.js';
import { type DatedRef, dayMeant, ValueReading } from '../object-values.js';
import type { RevenueMapping } from './revenue-mapping.js';

export interface CrmFact extends DatedRef {
  readonly names: FactNames;
  /** The body as the API accepts it, without the ids of accounts, deals and contracts. */
  readonly body: object;
  /** Maps a pointer into the body to the field of the mapping. */
  readonly fieldOf: (pointer: string) => string;
}

/** The objects it refers to, by the CRM's ids or by name. */
export interface FactNames {
  readonly accountRef?: string | undefined;
  readonly accountName?: string | undefined;
  readonly accountDomain?: string | undefined;
  readonly dealRef?: string | undefined;
  readonly contractRef?: string | undefined;
  /** The currency of the contract, if stated. */
  readonly currency?: string | undefined;
}

export interface FactsContext extends Pick<RevenueMapping, 'isMinor' | 'kinds'> {
  /** The company's time zone, which decides the day of an instant. */
  readonly timeZone: string;
}

export type EntryValues = Readonly<Partial<Record<string, unknown>>>;

const PRODUCT_LENGTH_MAX = 100;

export class FactReading extends ValueReading<string> {
  /** @param at the pointer prefix of an entry @param currency of its amounts */
  constructor(
    values: EntryValues,
    private readonly how: FactsContext,
    { at = '', currency }: { readonly at?: string; readonly currency?: string | undefined } = {},
  ) {
    super(values, at);
    this.currency = currency ?? this.text('currency')?.toUpperCase();
  }

  readonly currency: string | undefined;

  day(field: string): Day | undefined {
    const at = this.instant(field);
    return at === undefined ? undefined : (dayMeant(this.text(field)!, at) ?? dayIn(at, this.how.timeZone));
  }

  /** @param before the field with the first day after it */
  lastDay(field: string, before: string): Day | undefined {
    const after = this.day(before);
    return after === undefined ? this.day(field) : daysAfter(after, -1);
  }

  amountOf(field: string): string | undefined {
    if (!this.how.isMinor) return this.amount(field);
    const text = this.text(field);
    if (text === undefined) return undefined;
    if (!/^\d{1,15}$/.test(text)) {
      this.complain(field, 'format', 'Expected a whole number of minor units, zero or more.');
      return undefined;
    }
    // The missing currency is reported once, for the object.
    return this.currency === undefined ? '0' : amountIn(BigInt(text), this.currency);
  }

  count(field: string): number | undefined {
    const text = this.text(field);
    if (text === undefined || /^\d{1,4}$/.test(text)) return text === undefined ? undefined : Number(text);
    this.complain(field, 'format', 'Expected a whole number.');
    return undefined;
  }

  product(): string | undefined {
    return this.cut('product', PRODUCT_LENGTH_MAX);
  }

  lineKind(): LineKind | undefined {
    const written = this.text('kind');
    if (written === undefined) return undefined;
    const kind =
      this.how.kinds.get(caseless(written)) ?? LINE_KINDS.find((each) => caseless(each) === caseless(written));
    if (kind === undefined) this.complain('kind', 'unknownField', 'This kind is not mapped: add it to `kinds`.');
    return kind;
  }
}

/** The time of the stored state of each fact, by ref. */
export type KnownFacts = ReadonlyMap<string, Instant>;

/** Returns the newest state of each fact; of undated or equal ones, the last. */
export function newestFacts(
  reported: readonly CrmFact[],
  known: KnownFacts,
  now: Instant,
): { readonly newest: readonly CrmFact[]; readonly outdated: number } {
  const newest = new Map<string, CrmFact>();
  const refs = new Set(reported.map(({ ref }) => ref));
  for (const each of reported) {
    const changedAt = notAhead(each.changedAt, now);
    const since = newest.get(each.ref)?.changedAt ?? known.get(each.ref);
    if (changedAt === null || since === undefined || changedAt >= since)
      newest.set(each.ref, { ...each, changedAt: changedAt ?? since ?? null });
  }
  return { newest: [...newest.values()], outdated: refs.size - newest.size };
}

/** Maps a pointer to the field of the mapping that sets it. */
export function renamed(pointer: string, names: Readonly<Record<string, string>>): string {
  return names[pointer] ?? pointer;
}

export function withoutUndefined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

export type ReadParts = { readonly reported: Omit<CrmFact, keyof DatedRef>; readonly faults: readonly Fault[] };
