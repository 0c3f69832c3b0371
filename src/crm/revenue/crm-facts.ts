import { type Day, dayIn, daysAfter } from '../../platform/day.js';
import { type Instant, MS_PER_DAY, toIso } from '../../platform/duration.js';
import type { Fault } from '../../platform/fault.js';
import { amountIn } from '../../platform/money.js';
import { caseless } from '../../platform/text.js';
import { LINE_KINDS, type LineKind } from '../../revenue/segment-arr.js';
import { type DatedRef, notAhead, ValueReading } from '../object-values.js';
import type { RevenueMapping } from './revenue-mapping.js';

/** A contract, an invoice or usage, as a CRM tells of it. */
export interface CrmFact extends DatedRef {
  readonly names: FactNames;
  /** As a program would tell it, but for the ids of what it names. */
  readonly body: object;
  /** Where in the mapping that comes from which stands somewhere in the body. */
  readonly fieldOf: (pointer: string) => string;
}

/** What it names by ids that are the CRM's own. */
export interface FactNames {
  readonly accountRef?: string | undefined;
  readonly accountName?: string | undefined;
  readonly accountDomain?: string | undefined;
  readonly dealRef?: string | undefined;
  readonly contractRef?: string | undefined;
  /** That of the contract, where it says one. */
  readonly currency?: string | undefined;
}

/** How what stands in an object is understood. */
export interface Understanding extends Pick<RevenueMapping, 'isMinor' | 'kinds'> {
  /** That of the company: in which an instant is on a day. */
  readonly timeZone: string;
}

export type EntryValues = Readonly<Partial<Record<string, unknown>>>;

const PRODUCT_LENGTH_MAX = 100;
const MIDNIGHT = /^00:00(:00(\.0+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Reads what facts are made of: days, amounts, counts. */
export class FactReading extends ValueReading<string> {
  /** @param at where it stands among others @param currency of its amounts */
  constructor(
    values: EntryValues,
    private readonly how: Understanding,
    { at = '', currency }: { readonly at?: string; readonly currency?: string | undefined } = {},
  ) {
    super(values, at);
    this.currency = currency ?? this.text('currency')?.toUpperCase();
  }

  readonly currency: string | undefined;

  day(field: string): Day | undefined {
    const at = this.instant(field);
    return at === undefined ? undefined : dayOf(this.text(field)!, at, this.how.timeZone);
  }

  /** @param before the field of the first day after it */
  lastDay(field: string, before: string): Day | undefined {
    const after = this.day(before);
    return after === undefined ? this.day(field) : daysAfter(after, -1);
  }

  /** As a decimal. */
  amountOf(field: string): string | undefined {
    if (!this.how.isMinor) return this.amount(field);
    const text = this.text(field);
    if (text === undefined) return undefined;
    if (!/^\d{1,15}$/.test(text)) {
      this.complain(field, 'format', 'Expected a whole number of minor units, zero or more.');
      return undefined;
    }
    // That the currency is missing is said once, of the object.
    return this.currency === undefined ? '0' : amountIn(BigInt(text), this.currency);
  }

  count(field: string): number | undefined {
    const text = this.text(field);
    if (text === undefined || /^\d{1,4}$/.test(text)) return text === undefined ? undefined : Number(text);
    this.complain(field, 'format', 'Expected a whole number.');
    return undefined;
  }

  product(): string | undefined {
    return this.text('product')?.slice(0, PRODUCT_LENGTH_MAX).trim();
  }

  lineKind(): LineKind | undefined {
    const said = this.text('kind');
    if (said === undefined) return undefined;
    const kind = this.how.kinds.get(caseless(said)) ?? LINE_KINDS.find((each) => caseless(each) === caseless(said));
    if (kind === undefined) this.complain('kind', 'unknownField', 'Nobody has said in `kinds` what this kind means.');
    return kind;
  }
}

/** Midnight is how tools write a day, in whatever zone; any other instant is on the day that it is in the zone. */
function dayOf(text: string, at: Instant, timeZone: string): Day {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:[T ](.*))?$/i.exec(text) ?? [];
  if (day !== undefined && (time === undefined || MIDNIGHT.test(time))) return day;
  return at % MS_PER_DAY === 0 ? toIso(at).slice(0, 10) : dayIn(at, timeZone);
}

/** Until when what was told of each is known, by its id. */
export type KnownFacts = ReadonlyMap<string, Instant>;

/** The newest of what is told of each: the last of them where they say nothing else. */
export function newestFacts(
  told: readonly CrmFact[],
  known: KnownFacts,
  now: Instant,
): { readonly newest: readonly CrmFact[]; readonly outdated: number } {
  const newest = new Map<string, CrmFact>();
  const refs = new Set(told.map(({ ref }) => ref));
  for (const each of told) {
    const changedAt = notAhead(each.changedAt, now);
    const since = newest.get(each.ref)?.changedAt ?? known.get(each.ref);
    if (changedAt === null || since === undefined || changedAt >= since)
      newest.set(each.ref, { ...each, changedAt: changedAt ?? since ?? null });
  }
  return { newest: [...newest.values()], outdated: refs.size - newest.size };
}

/** What stands in another field of the mapping than its name says. */
export function renamed(pointer: string, names: Readonly<Record<string, string>>): string {
  return names[pointer] ?? pointer;
}

export function withoutUndefined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

export type ReadParts = { readonly told: Omit<CrmFact, keyof DatedRef>; readonly faults: readonly Fault[] };
