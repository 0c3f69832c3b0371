import { type Instant, toIso } from '../platform/duration.js';
import type { Fault } from '../platform/fault.js';
import { caseless } from '../platform/text.js';
import type { DealMapping, MappedField } from './mapping.js';
import {
  type DatedRef,
  INSTANT_EXPECTED,
  instantIn,
  notAhead,
  type ReadFact,
  readCrmObject,
  ValueReading,
} from './object-values.js';
import type { MappedObject } from './objects.js';

/** What a CRM says of a deal. What is undefined it does not say. */
export interface CrmDeal extends DatedRef {
  readonly parts: CrmDealParts;
}

/** In the parts that change together: each has its own time. */
interface CrmDealParts {
  readonly name?: string;
  readonly account?: { readonly name?: string; readonly domain?: string; readonly ref?: string };
  readonly owner?: { readonly email: string } | { readonly ref: string };
  readonly value?: { readonly amount: string; readonly currency: string };
  readonly product?: string;
  readonly stage?: {
    readonly is: 'open' | 'won' | 'lost';
    readonly wonAt: Instant | null;
    /** Why it is lost; null of one that is not. */
    readonly loss: SaidLoss | null;
    /** What is odd about when it was won: that is not taken, and the stage is. */
    readonly odd?: Fault;
  };
  readonly expectedCloseAt?: string;
  readonly term?: { readonly startsOn: string; readonly endsOn: string; readonly noticeDays?: number };
}
type PartName = keyof CrmDealParts;

/** Why a deal is lost, in the words of a CRM, and what `lostReasons` says that they mean. */
export interface SaidLoss {
  readonly text: string | null;
  readonly code: string | null;
}

export type ReadObject = ReadFact<CrmDeal>;

/** What a mapping says of words of a CRM. */
type Meanings = Pick<DealMapping, 'stages' | 'lostReasons'>;

const PRODUCT_LENGTH_MAX = 100;
const REASON_LENGTH_MAX = 1_000;

/** Reads what was found in one object. Faults name the fields of the mapping, and repeat nothing but the stage. */
export function readObject(mapped: MappedObject<MappedField>, mapping: Meanings): ReadObject {
  return readCrmObject(mapped, 'deal', (values) => {
    const reading = new Reading(values);
    reading.id('accountRef');
    return { told: { parts: reading.parts(mapping) }, faults: reading.faults };
  });
}

class Reading extends ValueReading<MappedField> {
  parts(mapping: Meanings): CrmDealParts {
    const name = this.text('name');
    const expectedAt = this.instant('expectedCloseAt');
    return withoutUndefined({
      name,
      account: this.account(),
      owner: this.owner(),
      value: this.value(),
      product: this.text('product')?.slice(0, PRODUCT_LENGTH_MAX).trim(),
      stage: this.stage(mapping),
      expectedCloseAt: expectedAt === undefined ? undefined : toIso(expectedAt),
      term: this.term(),
    });
  }

  private account(): CrmDealParts['account'] {
    const account = withoutUndefined({
      name: this.text('accountName'),
      domain: this.text('accountDomain'),
      ref: this.text('accountRef'),
    });
    return account.name === undefined && account.ref === undefined ? undefined : account;
  }

  private owner(): CrmDealParts['owner'] {
    const email = this.text('ownerEmail');
    const ref = this.text('ownerRef');
    if (email !== undefined) return { email };
    return ref === undefined ? undefined : { ref };
  }

  private value(): CrmDealParts['value'] {
    const currency = this.text('currency')?.toUpperCase();
    const amount = currency === undefined ? undefined : this.amount('amount');
    return amount === undefined || currency === undefined ? undefined : { amount, currency };
  }

  private stage({ stages, lostReasons }: Meanings): CrmDealParts['stage'] {
    const said = this.text('stage');
    if (said === undefined || stages === undefined) return undefined;
    const has = (names: readonly string[] | undefined) =>
      names?.some((each) => caseless(each.trim()) === caseless(said));
    if (has(stages.won)) return { is: 'won', ...this.won(), loss: null };
    if (has(stages.lost)) return { is: 'lost', wonAt: null, loss: this.loss(lostReasons) };
    if (stages.open === undefined || has(stages.open)) return { is: 'open', wonAt: null, loss: null };
    this.complain(
      'stage',
      'unknownField',
      `Nobody has said what the stage ${JSON.stringify(said.slice(0, 100))} means.`,
    );
    return undefined;
  }

  private loss(lostReasons: Meanings['lostReasons']): SaidLoss {
    const text = this.text('lostReason');
    if (text === undefined) return { text: null, code: null };
    return { text: text.slice(0, REASON_LENGTH_MAX), code: lostReasons.get(caseless(text)) ?? null };
  }

  private won(): { readonly wonAt: Instant | null; readonly odd?: Fault } {
    const said = this.text('wonAt');
    const wonAt = said === undefined ? null : instantIn(said);
    if (said === undefined || wonAt !== null) return { wonAt };
    return {
      wonAt,
      odd: { pointer: '/wonAt', code: 'format', message: `${INSTANT_EXPECTED} It is won since this was told.` },
    };
  }

  private term(): CrmDealParts['term'] {
    const [startsOn, endsOn] = [this.day('startsOn'), this.day('endsOn')];
    const notice = this.text('noticeDays');
    if (notice !== undefined && !/^\d{1,4}$/.test(notice))
      this.complain('noticeDays', 'format', 'Expected a whole number of days.');
    if (startsOn === undefined || endsOn === undefined) return undefined;
    return { startsOn, endsOn, ...(notice !== undefined && { noticeDays: Number(notice) }) };
  }

  private day(field: 'startsOn' | 'endsOn'): string | undefined {
    const at = this.instant(field);
    if (at === undefined) return undefined;
    // A day that is written is that day, in whatever zone it was written.
    return /^\d{4}-\d{2}-\d{2}/.exec(this.text(field)!)?.[0] ?? toIso(at).slice(0, 10);
  }
}

function withoutUndefined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/** Until when each part of a deal is known: what is told of an earlier time comes too late. */
type KnownTimes = Readonly<Partial<Record<PartName, Instant>>>;

/** What a CRM has told of a deal so far. */
export interface KnownDeal {
  readonly times: KnownTimes;
  /** As it was told last; null where it was not. */
  readonly stage: NonNullable<CrmDealParts['stage']>['is'] | null;
}

export interface Newest extends KnownDeal {
  readonly ref: string;
  readonly parts: CrmDealParts;
  /** Why it is lost, said with a stage that was told before. */
  readonly why: SaidLoss | null;
  /** Nothing of it was news. */
  readonly isOutdated: boolean;
}

const UNKNOWN: KnownDeal = { times: {}, stage: null };

/**
 * What of several objects about the same deals is the newest, part by part, whatever the order in which they came.
 * @param known of each deal, as it is kept
 */
export function newestOf(told: readonly CrmDeal[], known: ReadonlyMap<string, KnownDeal>, now: Instant): Newest[] {
  const found = new Map<
    string,
    { parts: Record<string, unknown>; times: Record<string, Instant>; isOutdated: boolean }
  >();
  for (const { ref, changedAt: said, parts } of told) {
    const changedAt = notAhead(said, now);
    const kept = found.get(ref) ?? { parts: {}, times: { ...known.get(ref)?.times }, isOutdated: true };
    found.set(ref, kept);
    for (const [name, value] of Object.entries(parts)) {
      const since = kept.times[name];
      if (changedAt !== null && since !== undefined && changedAt < since) continue;
      kept.parts[name] = value;
      kept.isOutdated = false;
      if (changedAt !== null) kept.times[name] = changedAt;
    }
    if (Object.keys(parts).length === 0) kept.isOutdated = false;
  }
  return [...found].map(([ref, { parts, times, isOutdated }]) => {
    const { stage: before } = known.get(ref) ?? UNKNOWN;
    const { stage, ...rest } = parts as CrmDealParts;
    const isMoved = stage !== undefined && isMove(stage.is, before);
    return {
      ref,
      parts: { ...rest, ...(isMoved && { stage }) },
      why: isMoved || stage?.loss?.text == null ? null : stage.loss,
      times,
      stage: stage?.is ?? before,
      isOutdated,
    };
  });
}

/** A CRM repeats a stage with whatever else has changed: a deal that was won here meanwhile is not opened by that. */
function isMove(stage: KnownDeal['stage'], before: KnownDeal['stage']): boolean {
  return before === null ? stage !== 'open' : stage !== before;
}
