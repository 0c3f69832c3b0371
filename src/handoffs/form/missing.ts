import { isDeepStrictEqual } from 'node:util';
import { faultsOfTerm } from '../../forms/agreed-term.js';
import { type DealFacts, gapsInBilling, isBlank, NO_AMOUNT_YET } from '../../forms/billing.js';
import type { FormField } from '../../forms/form.js';
import { faultsOfValues } from '../../forms/form-validator.js';
import { shamIn } from '../../forms/sham.js';
import { type LabelledPlace, labelsAt, namesIn } from '../../forms/view.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import { isRecord, type JsonRecord, ownOf } from '../../platform/sql/sql.js';
import type { HandoffKind } from '../kinds/handoff-kind.js';
import { readyFactsOf } from '../kinds/ready.js';
import type { MissedPiece } from '../receivers/receiver.js';

const NO_DEAL: DealFacts = { amount: null, currency: null, product: null, term: null };

/** Asked of a won deal, which a CRM may report without an amount. */
const WORTH: HandoffObstacle = { pointer: '', text: 'What is the deal worth? Enter its amount at the deal.' };

/** Something that keeps a handoff from beginning. */
export interface HandoffObstacle {
  /** A JSON pointer into the values of the form; empty if it is about the deal. */
  readonly pointer: string;
  /** A sentence for whoever fills in the form. */
  readonly text: string;
}

/**
 * Returns what is missing from a form or wrong in it, in the order of the form, then the rules of the definition of
 * ready that do not hold, in their order. If nothing is missing, it may be handed over.
 * @param deal null for a handoff about an account alone
 */
export function missingOf(
  { form, ready, asked, isOfWin = false }: HandoffKind,
  values: unknown,
  deal: DealFacts | null,
): HandoffObstacle[] {
  const filled = withoutBlanks(values);
  const sold = deal ?? NO_DEAL;
  const gaps = gapsInBilling(form, filled, sold);
  const inForm = [
    ...[...faultsOfValues(form, filled, 'whole'), ...faultsOfTerm(form, filled)].flatMap((each) =>
      missingBy(form, each),
    ),
    ...shamIn(form, filled).map((pointer) => ({
      pointer,
      text: placeholderText(labelsAt(form, pointer), standsAt(filled, pointer)),
    })),
    ...gaps.map(({ pointer, isMissing, text }) => {
      const found = labelsAt(form, pointer);
      if (isMissing || text === undefined) return { pointer, text: absence(found) };
      return { pointer, text: found.isSensitive ? 'It does not add up.' : text };
    }),
  ];
  const facts = readyFactsOf(asked, filled, sold);
  // A gap between the billing and the deal says the same.
  const isAsked = gaps.some(({ text }) => text?.endsWith(NO_AMOUNT_YET) === true);
  const asksWorth = isOfWin && deal?.amount === null && !isAsked;
  return [
    ...(asksWorth ? [WORTH] : []),
    ...inTheOrderOf(form, inForm),
    ...ready
      .filter(({ condition }) => !condition.evaluate(facts).matched)
      .map(({ pointer, text }) => ({ pointer, text })),
  ];
}

function missingBy(form: FormField, { pointer, code, message }: Fault): HandoffObstacle[] {
  const found = labelsAt(form, pointer);
  if (code !== 'required' || found.field === undefined) {
    // The message may quote the value, and its reader need not be a party.
    const wrong = found.isSensitive ? 'This is not a valid answer.' : message;
    return [{ pointer, text: found.labels.length === 0 ? wrong : `${found.labels.join(' › ')}: ${begun(wrong)}` }];
  }
  return asksOf(found.field, pointer).map((at) => ({ pointer: at, text: absence(labelsAt(form, at)) }));
}

/** Returns the required fields of a group that is missing as a whole, since people fill in fields, not groups. */
function asksOf(field: FormField, pointer: string): string[] {
  const inner = field.fields.filter(({ isRequired }) => isRequired);
  if (field.type !== 'object' || inner.length === 0) return [pointer];
  return inner.flatMap((each) => asksOf(each, pointer + step(each.name)));
}

/**
 * Returns the question of the form, such as "Who is the day-to-day contact?", or else a sentence with the name of what
 * is missing.
 */
function absence({ field, labels }: LabelledPlace): string {
  const question = questionOf(field);
  if (question === undefined) return `${labels.join(' › ')} is missing.`;
  const around = labels.slice(0, -1).join(' › ');
  return around === '' ? question : `${around}: ${question}`;
}

/**
 * Repeats the question, and says why the answer does not count. Quotes nothing sensitive, as the reader need not be a
 * party.
 */
function placeholderText(found: LabelledPlace, answer: unknown): string {
  const { field, labels, isSensitive } = found;
  const given = isSensitive ? 'The answer' : `“${shortened(String(answer))}”`;
  const counts = `${given} counts as a placeholder, not as an answer.`;
  if (questionOf(field) !== undefined) return `${absence(found)} ${counts}`;
  return `${labels.join(' › ')}: ${isSensitive ? begun(counts) : counts}${field?.isRequired === false ? ' Answer it, or leave it empty.' : ''}`;
}

/** A placeholder may be a long row of one letter. */
const QUOTED_MAX = 40;

function shortened(text: string): string {
  return text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX)}…` : text;
}

function questionOf(field: FormField | undefined): string | undefined {
  return [field?.description, field?.title].find((text) => text?.endsWith('?'));
}

/** Sorts obstacles in the order of the form, and reduces them to the first of each place. */
function inTheOrderOf(form: FormField, missing: readonly HandoffObstacle[]): HandoffObstacle[] {
  const first = new Map<string, HandoffObstacle>();
  for (const each of missing) if (!first.has(each.pointer)) first.set(each.pointer, each);
  return [...first.values()]
    .map((each) => ({ each, place: labelsAt(form, each.pointer).place }))
    .sort((one, other) => compare(one.place, other.place))
    .map(({ each }) => each);
}

/** Sorts groups before their fields. */
function compare(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < Math.min(one.length, other.length); index += 1)
    if (one[index] !== other[index]) return one[index]! - other[index]!;
  return one.length - other.length;
}

/** Removes blank texts. Entries of lists stay, as they are counted. */
function withoutBlanks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBlanks);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .filter((name) => !isBlank(ownOf(value, name)))
      .map((name) => [name, withoutBlanks(value[name])]),
  );
}

/** Returns a sentence as it continues after a colon. */
function begun(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

/** Returns the pieces that a receiver misses, with their present values. @param pointers into the form */
export function missedPieces(pointers: readonly string[], form: JsonRecord): MissedPiece[] {
  return pointers.map((pointer) => {
    const was = standsAt(form, pointer);
    return { pointer, ...(was !== undefined && { was }) };
  });
}

/** Whether all of these values have changed since. */
export function isMadeUpFor(missed: readonly MissedPiece[], form: JsonRecord): boolean {
  return missed.every(({ pointer, was }) => !isDeepStrictEqual(standsAt(form, pointer), was));
}

interface VisiblePart {
  readonly form: FormField;
  /** Absent: all of it. */
  readonly sections?: readonly string[] | undefined;
}

/**
 * Returns faults for pointers to fields that the form does not have, or that the receiver does not see. @param at the
 * place of the pointers in the request
 */
export function faultsOfMissed(pointers: readonly string[], { form, sections }: VisiblePart, at: string): Fault[] {
  const names = sections ?? form.fields.map(({ name }) => name);
  return pointers.flatMap((pointer, index) => {
    const failed = (message: string) => [fault(`${at}/${index}`, 'value', message)];
    if (!isField(form, pointer)) {
      const meant = `/${pointer.replaceAll('.', '/')}`;
      const such = isField(form, meant) ? meant : `a pointer such as /${names[0] ?? 'field'}`;
      return failed(`The form has no field ${JSON.stringify(pointer)}: expected ${such}.`);
    }
    if (names.includes(namesIn(pointer)[0]!)) return [];
    return failed(`Nothing of ${pointer} was handed over to this receiver: expected something of ${names.join(', ')}.`);
  });
}

function isField(form: FormField, pointer: string): boolean {
  return pointer.startsWith('/') && labelsAt(form, pointer).field !== undefined;
}

/** @returns undefined if there is no value */
function standsAt(value: unknown, pointer: string): unknown {
  return namesIn(pointer).reduce<unknown>((holder, name) => {
    if (Array.isArray(holder)) return holder[Number(name)];
    return ownOf(holder, name);
  }, value);
}
