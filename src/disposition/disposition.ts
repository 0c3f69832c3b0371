import { isDeepStrictEqual } from 'node:util';
import { type Fault, fault, step } from '../platform/input/fault.js';
import { AMOUNT, EXPECTED, isDate, parseInstant } from '../platform/input/formats.js';
import { suggestionFor } from '../platform/input/near.js';
import { elapsedMs, type Instant, MS_PER_DAY, parseDuration } from '../platform/values/duration.js';
import type { ReasonRow } from './reason.table.js';

export const CATEGORIES = ['nurture', 'recycle', 'suppress', 'lost'] as const;
export type Category = (typeof CATEGORIES)[number];

/** Which identifiers of the person block later leads; `bad` blocks the one that is wrong. */
export const BLOCKS = ['none', 'email', 'phone', 'contact', 'domain', 'bad'] as const;
export type Blocks = (typeof BLOCKS)[number];

export const INTENTS = [
  'neverExisted',
  'notAProspect',
  'duplicate',
  'stop',
  'realButNotNow',
  'realButLost',
  'notAFit',
  'reversed',
] as const;
/** What the reason means to an ad platform. */
export type Intent = (typeof INTENTS)[number];

/**
 * Closes the leads of an erased person. In the taxonomy, so that it has a label and its code is reserved; inactive, so
 * that nobody can select it.
 */
export const ERASED: Disposition = {
  category: 'suppress',
  reason: 'erased',
  label: 'Erased',
  intent: 'stop',
  note: null,
  fields: {},
  returnsAt: null,
};

/** The reason of leads that were lost before they were brought along, and nobody said why. Nobody can select it. */
export const UNKNOWN_REASON = 'unknown';

interface FieldTypeRules {
  readonly expected: string;
  readonly isSound: (value: string) => boolean;
}

const INTEGER = /^-?\d{1,15}$/;
const DECIMAL = /^-?\d{1,15}(\.\d{1,4})?$/;

/** The formats of a disposition's fields; all values are texts. */
const FIELD_TYPES = {
  text: { expected: 'a text', isSound: () => true },
  amount: { expected: AMOUNT, isSound: (value) => DECIMAL.test(value) },
  integer: { expected: 'a whole number such as "40"', isSound: (value) => INTEGER.test(value) },
  date: { expected: EXPECTED.date!, isSound: (value) => isDate(value) },
  instant: { expected: EXPECTED.instant!, isSound: (value) => parseInstant(value) !== null },
  boolean: { expected: '"true" or "false"', isSound: (value) => value === 'true' || value === 'false' },
} as const satisfies Record<string, FieldTypeRules>;

type FieldTypeName = keyof typeof FIELD_TYPES;
export const FIELD_TYPE_NAMES = Object.keys(FIELD_TYPES) as FieldTypeName[];

export type ReasonFieldType =
  | { readonly type: FieldTypeName }
  | { readonly type: 'choice'; readonly values: readonly string[] };

/** Fields whose format follows from their meaning, so that no reason may define another. */
export const OWN_TYPES: ReadonlyMap<string, string> = new Map([
  ['wakeAt', 'an instant'],
  ['recycleAfter', 'a duration'],
  ['amount', 'a decimal amount'],
  ['note', 'a text'],
  ['bad', '"email" or "phone"'],
]);

/** Returns the expected format, or null if the value has it. */
function faultOfForm(value: string, type: ReasonFieldType): string | null {
  if (type.type !== 'choice') return FIELD_TYPES[type.type].isSound(value) ? null : FIELD_TYPES[type.type].expected;
  return type.values.includes(value) ? null : `one of ${type.values.join(', ')}`;
}

type ClosedStatus = 'nurturing' | 'recycled' | 'suppressed' | 'lost';

export const STATUS_OF: Readonly<Record<Category, ClosedStatus>> = {
  nurture: 'nurturing',
  recycle: 'recycled',
  suppress: 'suppressed',
  lost: 'lost',
};

const RECYCLE_AFTER = 'P90D';

/** How long a disposition can be corrected. Channels are notified of it only afterwards. */
export const CORRECTED_WITHIN_MS = MS_PER_DAY;

export interface DispositionRequest {
  readonly category: Category;
  readonly reason: string;
  readonly note?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

export interface Disposition {
  readonly category: Category;
  readonly reason: string;
  readonly label: string;
  readonly intent: Intent;
  readonly note: string | null;
  readonly fields: Readonly<Record<string, string>>;
  /** When the lead returns by itself; null if it does not. */
  readonly returnsAt: Instant | null;
}

export function saysTheSame(
  one: Pick<Disposition, 'reason' | 'note' | 'fields'>,
  other: Pick<Disposition, 'reason' | 'note' | 'fields'>,
): boolean {
  return one.reason === other.reason && one.note === other.note && isDeepStrictEqual(one.fields, other.fields);
}

/** Validates a disposition: an active reason of the category, with exactly the fields that it requires or permits. */
export function readDisposition(
  request: DispositionRequest,
  reasons: readonly ReasonRow[],
  now: Instant,
): { readonly disposition: Disposition } | { readonly faults: Fault[] } {
  const reason = reasons.find((each) => each.code.toLowerCase() === request.reason.toLowerCase());
  if (reason === undefined)
    return {
      faults: [fault('/reason', 'unknownReason', unknownReason(request, reasons))],
    };
  const faults: Fault[] = [];
  if (!reason.active) faults.push(fault('/reason', 'inactive', `The reason ${reason.code} is no longer in use.`));
  if (reason.category !== request.category) {
    faults.push(
      fault(
        '/reason',
        'otherCategory',
        `The reason ${reason.code} belongs to the category ${reason.category}, not ${request.category}.`,
      ),
    );
  }
  faults.push(...faultsOfFields(request, reason, now));
  if (faults.length > 0) return { faults };
  const fields =
    reason.category === 'recycle' ? { recycleAfter: RECYCLE_AFTER, ...request.fields } : { ...request.fields };
  return {
    disposition: {
      category: reason.category,
      reason: reason.code,
      label: reason.label,
      intent: reason.intent,
      note: request.note ?? null,
      fields,
      returnsAt: returnsAt(reason.category, fields, now),
    },
  };
}

export function fieldsOf({ category, requires, blocks }: Pick<ReasonRow, 'category' | 'requires' | 'blocks'>): {
  readonly required: readonly string[];
  readonly optional: readonly string[];
} {
  // A nurtured lead always needs the instant at which it wakes.
  const always = category === 'nurture' ? ['wakeAt'] : [];
  const required = [...new Set([...always, ...requires])].filter((name) => name !== 'note');
  const optional = [...(category === 'recycle' ? ['recycleAfter'] : []), ...(blocks === 'bad' ? ['bad'] : [])];
  return { required, optional: optional.filter((name) => !required.includes(name)) };
}

function faultsOfFields(request: DispositionRequest, reason: ReasonRow, now: Instant): Fault[] {
  const fields = request.fields ?? {};
  const { required, optional } = fieldsOf(reason);
  const allowed = new Set([...required, ...optional]);
  const faults: Fault[] = [];
  if (reason.requires.includes('note') && request.note === undefined) {
    faults.push(fault('/note', 'required', `The reason ${reason.code} requires a note.`));
  }
  for (const name of required) {
    if (!Object.hasOwn(fields, name)) {
      faults.push(fault(`/fields${step(name)}`, 'required', `The reason ${reason.code} requires ${name}.`));
    }
  }
  for (const [name, value] of Object.entries(fields)) {
    const pointer = `/fields${step(name)}`;
    if (!allowed.has(name)) {
      const takes = allowed.size === 0 ? 'no fields' : `only ${[...allowed].join(', ')}`;
      faults.push(fault(pointer, 'unknown', `The reason ${reason.code} takes ${takes}.`));
    } else faults.push(...faultsOfField(value, pointer, { name, type: typeOf(reason, name), now }));
  }
  return faults;
}

const OWN_FORMS: ReadonlyMap<string, ReasonFieldType> = new Map([
  ['amount', { type: 'amount' }],
  ['bad', { type: 'choice', values: ['email', 'phone'] }],
]);

/** Returns the format of a field. `wakeAt` and `recycleAfter` are validated by their meaning instead. */
export function typeOf({ fieldTypes }: Pick<ReasonRow, 'fieldTypes'>, name: string): ReasonFieldType {
  return OWN_FORMS.get(name) ?? (Object.hasOwn(fieldTypes, name) ? fieldTypes[name]! : { type: 'text' });
}

function faultsOfField(
  value: string,
  pointer: string,
  { name, type, now }: { readonly name: string; readonly type: ReasonFieldType; readonly now: Instant },
): Fault[] {
  switch (name) {
    case 'wakeAt': {
      const at = parseInstant(value);
      if (at === null) return [fault(pointer, 'instant', `Expected ${EXPECTED.instant}.`)];
      return at > now ? [] : [fault(pointer, 'past', 'Expected an instant in the future.')];
    }
    case 'recycleAfter': {
      const duration = parseDuration(value);
      return 'code' in duration ? [fault(pointer, 'duration', duration.message)] : [];
    }
    default: {
      const expected = faultOfForm(value, type);
      return expected === null ? [] : [fault(pointer, type.type, `Expected ${expected}.`)];
    }
  }
}

function unknownReason({ category, reason: given }: DispositionRequest, reasons: readonly ReasonRow[]): string {
  const known = reasons.filter((reason) => reason.category === category && reason.active).map((reason) => reason.code);
  return `There is no reason ${JSON.stringify(given)}; for ${category} there are ${known.join(', ')}.${suggestionFor(given, known)}`;
}

/** A nurtured lead returns at `wakeAt`, a recycled one after its duration, others never. */
function returnsAt(category: Category, fields: Readonly<Record<string, string>>, now: Instant): Instant | null {
  if (category === 'nurture') return fields.wakeAt === undefined ? null : parseInstant(fields.wakeAt);
  if (category !== 'recycle') return null;
  const after = parseDuration(fields.recycleAfter!);
  return 'code' in after ? null : now + elapsedMs(after);
}
