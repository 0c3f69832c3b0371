import { type Fault, fault, faultsElsewhere } from '../platform/input/fault.js';
import { instantIn } from '../platform/input/written-instant.js';
import type { Day } from '../platform/values/day.js';
import { type Instant, MS_PER_DAY, toIso } from '../platform/values/duration.js';
import { normaliseText } from '../platform/values/text.js';
import { isExact } from '../records/answer-reading.js';
import { type MappedObject, textOf } from './objects.js';

/* Values common to all objects of CRMs: ids, times, texts. */

export interface DatedRef {
  readonly ref: string;
  /** When it changed there; null if not stated. */
  readonly changedAt: Instant | null;
}

export type ReadFact<Fact extends DatedRef> =
  | { readonly is: 'other' }
  | { readonly is: 'refused'; readonly ref: string | null; readonly faults: readonly Fault[] }
  | { readonly is: 'reported'; readonly reported: Fact };

const REF_LENGTH_MAX = 300;
export const NAME_LENGTH_MAX = 300;
export const INSTANT_EXPECTED = 'Expected an instant, a day, or seconds or milliseconds since 1970.';

/**
 * Reads the parts common to all objects.
 * @param what the name of its kind, such as `deal`
 * @param read reads the remaining parts
 */
export function readCrmObject<Name extends string, Fact extends object>(
  mapped: MappedObject<Name>,
  what: string,
  read: (
    values: MappedObject<Name>['values'],
    lists: MappedObject['lists'],
  ) => { reported: Fact; faults: readonly Fault[] },
): ReadFact<Fact & DatedRef> {
  if (mapped.isOther) return { is: 'other' };
  const { value, faults: unstorable } = normaliseText({ values: mapped.values, lists: mapped.lists });
  const { values, lists } = value as Pick<MappedObject<Name>, 'values' | 'lists'>;
  const reading = new ValueReading<string>(values);
  const ref = reading.id('ref');
  if (ref === undefined) reading.complain('ref', 'required', `The id of the ${what} is missing.`);
  const changedAt = reading.instant('changedAt') ?? null;
  const { reported, faults: ofRest } = read(values, lists);
  const found = [...mapped.faults, ...unstorable.map(atField)];
  const faults = [...found, ...faultsElsewhere(found, [...reading.faults, ...ofRest])];
  const isRef = ref !== undefined && !faults.some(({ pointer }) => pointer === '/ref');
  if (faults.length > 0 || !isRef) return { is: 'refused', ref: isRef ? ref : null, faults };
  return { is: 'reported', reported: { ...reported, ref, changedAt } };
}

function atField(fault: Fault): Fault {
  return { ...fault, pointer: fault.pointer.replace(/^\/(values|lists)(?=\/|$)/, '') };
}

/** Reads fields and collects their faults. @param at the pointer prefix of an entry */
export class ValueReading<Name extends string> {
  readonly faults: Fault[] = [];

  constructor(
    private readonly values: Readonly<Partial<Record<Name, unknown>>>,
    private readonly at = '',
  ) {}

  complain(field: Name, code: string, message: string): void {
    this.faults.push(fault(`${this.at}/${field}`, code, message));
  }

  text(field: Name): string | undefined {
    const text = textOf(this.values[field]);
    return text === '' ? undefined : text;
  }

  /** Cuts a text that is longer than ours may be, but not within a character: that must not keep a win out. */
  cut(field: Name, lengthMax: number): string | undefined {
    const text = this.text(field);
    if (text === undefined || text.length <= lengthMax) return text;
    return text
      .slice(0, lengthMax)
      .replace(/[\uD800-\uDBFF]$/, '')
      .trim();
  }

  id(field: Name): string | undefined {
    const id = this.text(field);
    const value = this.values[field];
    if (typeof value === 'number' && !isExact(value))
      this.complain(
        field,
        'value',
        'Expected an id with so many digits as text: as a number in JSON it is rounded to that of another.',
      );
    else if (id !== undefined && (id.length > REF_LENGTH_MAX || /[\p{Cc}]/u.test(id)))
      this.complain(field, 'value', `Expected an id of ${REF_LENGTH_MAX} characters at most.`);
    return id;
  }

  /** JSON numbers are taken at face value: a tool that sends 18400.5 means 18400.5, also if it has added it up. */
  amount(field: Name): string | undefined {
    const amount = withoutNoise(this.text(field));
    if (amount === undefined || /^\d{1,15}(\.\d{1,4})?$/.test(amount)) return amount;
    this.complain(field, 'format', 'Expected a number of zero or more, with a point before its decimals.');
    return undefined;
  }

  instant(field: Name): Instant | undefined {
    const text = this.text(field);
    const at = text === undefined ? undefined : instantIn(text);
    if (at === null) this.complain(field, 'format', INSTANT_EXPECTED);
    return at ?? undefined;
  }
}

/** Binary numbers are exact to 15 digits: a sum such as 0.30000000000000004 is 0.3. */
function withoutNoise(amount: string | undefined): string | undefined {
  if (amount === undefined || !/^\d{1,15}\.\d{5,}$/.test(amount)) return amount;
  return String(Number(Number(amount).toPrecision(15)));
}

const MIDNIGHT = /^00:00(:00(\.0+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Returns the day that a tool means: midnight stands for a day, in the zone in which it is written, and in UTC for a
 * number. @returns null for another instant
 */
export function dayMeant(text: string, at: Instant): Day | null {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:[T ](.*))?$/i.exec(text) ?? [];
  if (day !== undefined && (time === undefined || MIDNIGHT.test(time))) return day;
  return at % MS_PER_DAY === 0 ? toIso(at).slice(0, 10) : null;
}
