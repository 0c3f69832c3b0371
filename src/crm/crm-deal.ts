import { createHash } from 'node:crypto';
import { TERM_LIMITS, type TermInForm } from '../forms/agreed-term.js';
import { notAhead } from '../platform/input/ahead.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { LATEST } from '../platform/input/formats.js';
import { instantIn } from '../platform/input/written-instant.js';
import { type Day, endOfDay } from '../platform/values/day.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { digitsOf, minorUnitsOf, ratioOf, roundedTo, withoutZeros } from '../platform/values/money.js';
import { caseless } from '../platform/values/text.js';
import type { DealMapping, MappedField } from './mapping.js';
import {
  type DatedRef,
  dayMeant,
  INSTANT_EXPECTED,
  NAME_LENGTH_MAX,
  type ReadFact,
  readCrmObject,
  ValueReading,
} from './object-values.js';
import type { MappedObject } from './objects.js';

/** A deal as a CRM reports it. Undefined parts were not sent. */
export interface CrmDeal extends DatedRef {
  readonly parts: CrmDealParts;
}

/** An instant, or a day, which is meant until its end in the time zone of the settings. */
type Moment = Day | Instant;

/** @param at the instant of the text */
function momentOf(text: string, at: Instant): Moment {
  return dayMeant(text, at) ?? at;
}

export function latestOf(moment: Moment, timeZone: string): Instant {
  return typeof moment === 'number' ? moment : Math.min(endOfDay(moment, timeZone), LATEST);
}

/** The parts that change together, each with its own time. */
interface CrmDealParts {
  readonly name?: string;
  readonly account?: { readonly name?: string; readonly domain?: string; readonly ref?: string };
  readonly owner?: { readonly email: string } | { readonly ref: string };
  /** Without a currency, the amount is in that of the deal. */
  readonly value?: { readonly amount: string; readonly currency?: string };
  readonly product?: string;
  readonly stage?: {
    readonly is: 'open' | 'won' | 'lost';
    readonly wonAt: Moment | null;
    /** Null unless it is lost. */
    readonly loss: SaidLoss | null;
    /** Why the date of the win was rejected; the stage itself is accepted. */
    readonly odd?: Fault;
  };
  readonly expectedCloseAt?: Moment;
  readonly term?: TermInForm;
  readonly oneOff?: boolean;
  readonly pilot?: { readonly endsOn: string };
}
export type PartName = keyof CrmDealParts;

/** The CRM's reason for a loss, and the code that `lostReasons` maps it to. */
export interface SaidLoss {
  readonly text: string | null;
  readonly code: string | null;
}

export type ReadObject = ReadFact<CrmDeal>;

type Meanings = Pick<DealMapping, 'stages' | 'lostReasons'>;

/** How tools write whether something holds. */
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', '1'].map((each) => [each, true] as const),
  ...['false', 'no', '0'].map((each) => [each, false] as const),
]);
const PRODUCT_LENGTH_MAX = 100;
const REASON_LENGTH_MAX = 1_000;

/** Reads a mapped object. Faults name fields of the mapping, and quote nothing but the stage. */
export function readObject(mapped: MappedObject<MappedField>, mapping: Meanings): ReadObject {
  return readCrmObject(mapped, 'deal', (values) => {
    const reading = new Reading(values);
    reading.id('accountRef');
    return { reported: { parts: reading.parts(mapping) }, faults: reading.faults };
  });
}

class Reading extends ValueReading<MappedField> {
  parts(mapping: Meanings): CrmDealParts {
    const name = this.cut('name', NAME_LENGTH_MAX);
    const expectedAt = this.instant('expectedCloseAt');
    return withoutUndefined({
      name,
      account: this.account(),
      owner: this.owner(),
      value: this.value(),
      product: this.cut('product', PRODUCT_LENGTH_MAX),
      stage: this.stage(mapping),
      expectedCloseAt: expectedAt === undefined ? undefined : momentOf(this.text('expectedCloseAt')!, expectedAt),
      ...this.soldFor(),
    });
  }

  private account(): CrmDealParts['account'] {
    const account = withoutUndefined({
      name: this.cut('accountName', NAME_LENGTH_MAX),
      domain: this.text('accountDomain'),
      ref: this.text('accountRef'),
    });
    return account.name === undefined && account.ref === undefined ? undefined : account;
  }

  private owner(): CrmDealParts['owner'] {
    const email = this.text('ownerEmail');
    const ref = this.id('ownerRef');
    if (email !== undefined) return { email };
    return ref === undefined ? undefined : { ref };
  }

  private value(): CrmDealParts['value'] {
    const currency = this.text('currency')?.toUpperCase();
    const amount = this.amount('amount');
    if (amount === undefined) return undefined;
    return currency === undefined ? { amount } : { amount: rounded(amount, currency), currency };
  }

  private stage({ stages, lostReasons }: Meanings): CrmDealParts['stage'] {
    const stage = this.text('stage');
    if (stage === undefined || stages === undefined) return undefined;
    const has = (names: readonly string[] | undefined) =>
      names?.some((each) => caseless(each.trim()) === caseless(stage));
    if (has(stages.won)) return { is: 'won', ...this.won(), loss: null };
    if (has(stages.lost)) return { is: 'lost', wonAt: null, loss: this.loss(lostReasons) };
    if (stages.open === undefined || has(stages.open)) return { is: 'open', wonAt: null, loss: null };
    this.complain(
      'stage',
      'unknownField',
      `The stage ${JSON.stringify(stage.slice(0, 100))} is not mapped: add it to \`stages\`.`,
    );
    return undefined;
  }

  private loss(lostReasons: Meanings['lostReasons']): SaidLoss {
    const text = this.text('lostReason');
    if (text === undefined) return { text: null, code: null };
    return { text: this.cut('lostReason', REASON_LENGTH_MAX)!, code: lostReasons.get(caseless(text)) ?? null };
  }

  private won(): { readonly wonAt: Moment | null; readonly odd?: Fault } {
    const written = this.text('wonAt');
    if (written === undefined) return { wonAt: null };
    const wonAt = instantIn(written);
    if (wonAt !== null) return { wonAt: momentOf(written, wonAt) };
    return {
      wonAt,
      odd: fault('/wonAt', 'format', `${INSTANT_EXPECTED} It counts as won from the time of this report.`),
    };
  }

  private soldFor(): Pick<CrmDealParts, 'term' | 'oneOff' | 'pilot'> {
    const [term, oneOff, pilotEndsOn] = [this.term(), this.oneOff(), this.day('pilotEndsOn')];
    if (oneOff === true && (term !== undefined || pilotEndsOn !== undefined))
      this.complain('oneOff', 'contradiction', 'Expected no: the deal has a term or a pilot.');
    return withoutUndefined({ term, oneOff, pilot: pilotEndsOn === undefined ? undefined : { endsOn: pilotEndsOn } });
  }

  private term(): CrmDealParts['term'] {
    const [startsOn, endsOn] = [this.day('startsOn'), this.day('endsOn')];
    const noticeDays = this.whole('noticeDays', 'days');
    const autoRenewMonths = this.whole('autoRenewMonths', 'months');
    if (startsOn === undefined || endsOn === undefined) return undefined;
    // Tools say with a zero that it does not renew.
    return { startsOn, endsOn, ...withoutUndefined({ noticeDays, autoRenewMonths: autoRenewMonths || undefined }) };
  }

  private whole(field: 'noticeDays' | 'autoRenewMonths', of: 'days' | 'months'): number | undefined {
    const text = this.text(field);
    const { maximum: most } = TERM_LIMITS[field];
    if (text === undefined) return undefined;
    if (/^\d{1,4}$/.test(text) && Number(text) <= most) return Number(text);
    this.complain(field, 'format', `Expected a whole number of ${of}, at most ${most}.`);
    return undefined;
  }

  private oneOff(): boolean | undefined {
    const text = this.text('oneOff');
    if (text === undefined) return undefined;
    const said = FLAGS.get(text.toLowerCase());
    if (said === undefined) this.complain('oneOff', 'format', 'Expected true or false, yes or no, 1 or 0.');
    return said;
  }

  private day(field: 'startsOn' | 'endsOn' | 'pilotEndsOn'): string | undefined {
    const at = this.instant(field);
    if (at === undefined) return undefined;
    // A written day is used as it is, regardless of the time zone.
    return /^\d{4}-\d{2}-\d{2}/.exec(this.text(field)!)?.[0] ?? toIso(at).slice(0, 10);
  }
}

/** A CRM calculates with more decimals than its currency has: that must not keep a win from being taken. */
function rounded(amount: string, currency: string): string {
  if (minorUnitsOf(withoutZeros(amount), currency) !== null) return amount;
  return roundedTo(digitsOf(currency), ratioOf(amount)!);
}

function withoutUndefined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/** The time of the latest known state of each part; older states are outdated. */
type KnownTimes = Readonly<Partial<Record<PartName, Instant>>>;

/** The stored state of a deal in the CRM. */
export interface KnownDeal {
  readonly times: KnownTimes;
  /** The stage last reported; null if none was. */
  readonly stage: NonNullable<CrmDealParts['stage']>['is'] | null;
  /** A digest of each other part as it was last reported, unless it could not be used. */
  readonly lastDigests: Readonly<Partial<Record<PartName, string>>>;
}

export interface Newest extends KnownDeal {
  readonly ref: string;
  /** Those that differ from what the CRM reported last. */
  readonly parts: CrmDealParts;
  /** The reason of a loss that was already reported. */
  readonly why: SaidLoss | null;
  readonly isOutdated: boolean;
}

const UNKNOWN: KnownDeal = { times: {}, stage: null, lastDigests: {} };

/** Merges objects about the same deals into their newest parts, in any order. @param known the stored states */
export function newestOf(reported: readonly CrmDeal[], known: ReadonlyMap<string, KnownDeal>, now: Instant): Newest[] {
  const found = new Map<
    string,
    { parts: Record<string, unknown>; times: Record<string, Instant>; isOutdated: boolean }
  >();
  for (const { ref, changedAt: reportedAt, parts } of reported) {
    const changedAt = notAhead(reportedAt, now);
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
    const { stage: before, lastDigests } = known.get(ref) ?? UNKNOWN;
    const { stage, ...rest } = parts as CrmDealParts;
    const isMoved = stage !== undefined && isMove(stage.is, before);
    const digests = digestsOf(rest);
    return {
      ref,
      parts: { ...differing(rest, digests, lastDigests), ...(isMoved && { stage }) },
      why: isMoved || stage?.loss?.text == null ? null : stage.loss,
      times,
      stage: stage?.is ?? before,
      lastDigests: { ...lastDigests, ...digests },
      isOutdated,
    };
  });
}

/**
 * The parts that a CRM has not said before. CRMs repeat everything with any change: that must not give a deal back to a
 * rep whom it has left, or undo what was changed here meanwhile.
 */
function differing<Parts extends CrmDealParts>(
  parts: Parts,
  digests: KnownDeal['lastDigests'],
  lastDigests: KnownDeal['lastDigests'],
): Partial<Parts> {
  const names = Object.keys(parts) as PartName[];
  return Object.fromEntries(
    names.filter((name) => digests[name] !== lastDigests[name]).map((name) => [name, parts[name]]),
  ) as Partial<Parts>;
}

function digestsOf(parts: CrmDealParts): KnownDeal['lastDigests'] {
  const digest = (part: unknown) => createHash('sha256').update(JSON.stringify(part)).digest('base64url');
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, digest(part)]));
}

/** CRMs repeat the stage with any other change: that must not reopen a deal that was won here meanwhile. */
function isMove(stage: KnownDeal['stage'], before: KnownDeal['stage']): boolean {
  return before === null ? stage !== 'open' : stage !== before;
}
