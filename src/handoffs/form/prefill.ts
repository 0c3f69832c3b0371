import { isDeepStrictEqual } from 'node:util';
import { isBlank } from '../../forms/billing.js';
import { type FormField, TEXT_LENGTH_MAX } from '../../forms/form.js';
import { faultsOfValues } from '../../forms/form-validator.js';
import type { PrefillSource, TextSource } from '../../forms/prefill-sources.js';
import { labelsAt, namesIn, shownOf } from '../../forms/view.js';
import { isWithin, step } from '../../platform/input/fault.js';
import { isRecord, type JsonRecord, ownOf } from '../../platform/sql/sql.js';
import type { Handoff } from '../handoff.js';

/** The origin of a value that was filled in and that nobody has saved yet. */
interface Prefill {
  readonly from: PrefillSource;
  /** The earlier handoff; null for other sources. */
  readonly handoffId: string | null;
}

/** By pointers to the values; a list counts as a whole. */
export type Prefills = Readonly<Record<string, Prefill>>;
/**
 * By the leads of earlier handoffs: the pointers that were filled in from these. Erasing the person of such a lead
 * erases these values too.
 */
export type CopiedPointers = Readonly<Record<string, readonly string[]>>;

/** A form that was handed over for the same account. */
export interface EarlierForm {
  readonly handoffId: string;
  readonly form: FormField;
  readonly values: JsonRecord;
  /** The lead that its deal came of, or that of the deal that it follows. */
  readonly leadId: string | null;
  readonly copied: CopiedPointers;
}

/** What is known before anybody fills in a form. */
export interface PrefillFacts {
  /** The lead that the deal came of. */
  readonly leadId: string | null;
  readonly texts: Readonly<Partial<Record<TextSource, string>>>;
  /** Notes of touches of the lead, the newest first. */
  readonly notes: readonly string[];
  /**
   * The handoff that started when the deal was won or, for a deal that renews a contract, the one that sold it; with
   * its present values; null if there is none.
   */
  readonly win: EarlierForm | null;
  /** The newest first. */
  readonly earlier: readonly EarlierForm[];
}

export interface PrefilledForm {
  readonly values: JsonRecord;
  readonly prefills: Prefills;
  readonly copied: CopiedPointers;
}

export const NOTHING_PREFILLED: PrefilledForm = { values: {}, prefills: {}, copied: {} };

/** Returns the initial values of a form: for each field, those of the first source that has something that fits. */
export function prefilled(form: FormField, facts: PrefillFacts): PrefilledForm {
  const filling = new FormPrefiller(facts);
  const values = filling.inside(form, '', false);
  return { values, prefills: filling.prefills, copied: filling.copied };
}

/** A form that was filled in for a kind. */
interface FormerForm extends Pick<Handoff, 'form' | 'prefills' | 'copied'> {
  readonly kindId: string;
}

/**
 * Returns the initial values for a deal that already had a form. They are those of its newest form, as far as the new
 * form has such fields. For what that form did not ask, they are those of the newest form of the same kind, else what
 * is known.
 * @param former newest first, one for each kind
 * @param formerForm the fields of the newest form
 */
export function takenOver(
  { id, form }: { readonly id: string; readonly form: FormField },
  former: readonly FormerForm[],
  formerForm: FormField | undefined,
  known: PrefilledForm,
): PrefilledForm {
  const [newest] = former;
  if (newest === undefined) return known;
  const own = former.find(({ kindId }) => kindId === id);
  // A form of the same kind continues as it was, even if somebody had emptied a known value.
  const first = takenFrom(form, newest);
  if (newest === own) return first;
  const second = own === undefined ? known : takenFrom(form, own);
  const values = completed(first.values, second.values, formerForm);
  const isOfSecond = (pointer: string) =>
    valueAt(values, pointer) !== undefined && valueAt(first.values, pointer) === undefined;
  const copied: Record<string, readonly string[]> = { ...first.copied };
  for (const [leadId, pointers] of Object.entries(second.copied)) {
    const left = pointers.filter(isOfSecond);
    if (left.length > 0) copied[leadId] = [...(copied[leadId] ?? []), ...left];
  }
  const prefills = Object.entries(second.prefills).filter(([pointer]) => isOfSecond(pointer));
  return { values, prefills: { ...first.prefills, ...Object.fromEntries(prefills) }, copied };
}

function takenFrom(form: FormField, former: FormerForm): PrefilledForm {
  const kept = form.fields.flatMap((field) => {
    const value = namedIn(field, ownOf(former.form, field.name));
    return value === undefined ? [] : [[field.name, value] as const];
  });
  const values = Object.fromEntries(kept);
  const isKept = (pointer: string) => valueAt(values, pointer) !== undefined;
  const copied = Object.entries(former.copied).map(([leadId, all]) => [leadId, all.filter(isKept)] as const);
  return {
    values,
    prefills: Object.fromEntries(Object.entries(former.prefills).filter(([pointer]) => isKept(pointer))),
    copied: Object.fromEntries(copied.filter(([, pointers]) => pointers.length > 0)),
  };
}

/**
 * Completes values with further ones. Groups are completed field by field. A list is replaced only if it equals the
 * further one in all that its form had fields for. Whatever else the form asked for stays, even if it is empty.
 */
function completed(values: JsonRecord, more: JsonRecord, formerForm: FormField | undefined): JsonRecord {
  const added = Object.entries(more).flatMap(([name, value]) => {
    const [there, field] = [ownOf(values, name), formerForm?.fields.find((each) => each.name === name)];
    if (isRecord(value) && (isRecord(there) || (there === undefined && field?.type === 'object'))) {
      const inner = completed(isRecord(there) ? there : {}, value, field);
      return there === undefined && Object.keys(inner).length === 0 ? [] : [[name, inner] as const];
    }
    const isSame = Array.isArray(there) && field !== undefined && isDeepStrictEqual(namedIn(field, value), there);
    return isSame || (there === undefined && field === undefined) ? [[name, value] as const] : [];
  });
  return { ...values, ...Object.fromEntries(added) };
}

/** Returns the parts of a value for which a form has fields. */
function namedIn(field: FormField, value: unknown): unknown {
  const { entry, fields, isOpen } = field;
  if (entry !== undefined && Array.isArray(value)) return value.map((each) => namedIn(entry, each));
  if (field.type !== 'object' || isOpen || !isRecord(value)) return value;
  const names = new Map(fields.map((each) => [each.name, each]));
  const kept = Object.entries(value).flatMap(([name, each]) => {
    const inner = names.get(name);
    return inner === undefined ? [] : [[name, namedIn(inner, each)] as const];
  });
  return Object.fromEntries(kept);
}

/** Returns the sources that a form names, at any depth. */
export function sourcesIn({ prefill, fields }: FormField): ReadonlySet<PrefillSource> {
  return new Set([...prefill, ...fields.flatMap((field) => [...sourcesIn(field)])]);
}

/** @param places pointers to what a person has saved @returns what is left of what was filled in */
export function withoutSaved<Of>(filled: Readonly<Record<string, Of>>, places: readonly string[]) {
  const isSaved = (pointer: string) => places.some((place) => isWithin(pointer, place) || isWithin(place, pointer));
  return Object.fromEntries(Object.entries(filled).filter(([pointer]) => !isSaved(pointer)));
}

/**
 * Returns what still counts as copied. A changed value does as long as one of its words is left: an erasure should
 * rather remove too much.
 */
export function copiedIn(copied: CopiedPointers, before: JsonRecord, after: JsonRecord): CopiedPointers {
  const left = Object.entries(copied).map(([leadId, pointers]) => {
    const still = pointers.filter((pointer) => isLeftOf(valueAt(before, pointer), valueAt(after, pointer)));
    return [leadId, still] as const;
  });
  return Object.fromEntries(left.filter(([, pointers]) => pointers.length > 0));
}

export function valueAt(values: unknown, pointer: string): unknown {
  return namesIn(pointer).reduce<unknown>(ownOf, values);
}

function isLeftOf(before: unknown, after: unknown): boolean {
  const left = new Set(wordsIn(after));
  return isDeepStrictEqual(before, after) || wordsIn(before).some((word) => left.has(word));
}

function wordsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (isRecord(value)) return Object.values(value).flatMap(wordsIn);
  return (
    String(value ?? '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

interface FoundPrefill extends Prefill {
  readonly value: unknown;
  readonly earlier?: EarlierForm;
}

class FormPrefiller {
  readonly prefills: Record<string, Prefill> = {};
  readonly copied: Record<string, string[]> = {};

  constructor(private readonly facts: PrefillFacts) {}

  inside({ fields }: FormField, pointer: string, isSensitive: boolean): JsonRecord {
    const filled = fields.map((field) => {
      const at = pointer + step(field.name);
      return [field.name, this.at(field, at, isSensitive || field.isSensitive)] as const;
    });
    return Object.fromEntries(filled.filter(([, value]) => value !== undefined));
  }

  private at(field: FormField, pointer: string, isSensitive: boolean): unknown {
    // A group with a source of its own is filled in as a whole, so that the name of one person is not combined with the
    // number of another.
    const taken = this.take(field, pointer, isSensitive);
    if (taken !== undefined || field.type !== 'object') return taken;
    const inner = this.inside(field, pointer, isSensitive);
    return Object.keys(inner).length === 0 ? undefined : inner;
  }

  private take(field: FormField, pointer: string, isSensitive: boolean): unknown {
    for (const source of field.prefill) {
      const found = this.find(source, field, pointer, isSensitive);
      if (found === null || isEmpty(found.value) || faultsOfValues(field, found.value, 'draft').length > 0) continue;
      for (const leaf of leavesOf(found.value, pointer)) this.note(leaf, found);
      return found.value;
    }
    return undefined;
  }

  private find(source: PrefillSource, field: FormField, pointer: string, isSensitive: boolean): FoundPrefill | null {
    if (source === 'win' || source === 'earlier') return isSensitive ? null : this.findEarlier(source, field, pointer);
    const value = source === 'touches.notes' ? joined(this.facts.notes, field) : this.facts.texts[source];
    return { from: source, handoffId: null, value };
  }

  /**
   * Looks in the newest form that has the field. Values that are sensitive there or here stay with the parties of that
   * handoff.
   */
  private findEarlier(source: 'win' | 'earlier', field: FormField, pointer: string): FoundPrefill | null {
    const { win, earlier: all } = this.facts;
    for (const earlier of source === 'earlier' ? all : win === null ? [] : [win]) {
      const there = labelsAt(earlier.form, pointer);
      if (there.field === undefined) continue;
      if (there.isSensitive) return null;
      const value = shownOf(field, shownOf(there.field, valueAt(earlier.values, pointer)));
      return { from: source, handoffId: earlier.handoffId, value, earlier };
    }
    return null;
  }

  private note(pointer: string, { from, handoffId, earlier }: FoundPrefill): void {
    this.prefills[pointer] = { from, handoffId };
    if (earlier === undefined) return;
    const former = Object.entries(earlier.copied)
      .filter(([, pointers]) => pointers.some((each) => isWithin(each, pointer) || isWithin(pointer, each)))
      .map(([leadId]) => leadId);
    for (const leadId of new Set([...former, earlier.leadId]))
      if (leadId !== null && leadId !== this.facts.leadId)
        this.copied[leadId] = [...(this.copied[leadId] ?? []), pointer];
  }
}

/** Joins notes, the newest first, without those for which there is no room. */
function joined(notes: readonly string[], { rules }: FormField): string {
  const room = typeof rules.maxLength === 'number' ? rules.maxLength : TEXT_LENGTH_MAX;
  return notes.reduce((text, note) => {
    const more = text === '' ? note : `${text}\n${note}`;
    return more.length > room ? text : more;
  }, '');
}

function isEmpty(value: unknown): boolean {
  if (isBlank(value)) return true;
  return isRecord(value) && Object.values(value).every(isEmpty);
}

function leavesOf(value: unknown, pointer: string): string[] {
  if (!isRecord(value)) return [pointer];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, pointer + step(name)));
}
