import { type CompiledCondition, compileCondition } from '../../conditions/condition-evaluate.js';
import type { Comparison, Condition, ConditionFields } from '../../conditions/condition-language.js';
import { type DealFacts, isBlank } from '../../forms/billing.js';
import type { FormField } from '../../forms/form.js';
import { step } from '../../platform/input/fault.js';
import { isRecord, ownOf } from '../../platform/sql/sql.js';
import type { FieldType } from '../../vocabulary/lead-fields.js';

/** What a condition of readiness reads: the values of fields by their full names. */
type ReadyFacts = Readonly<Record<string, unknown>>;

export interface ConditionField {
  readonly type: FieldType;
  /** Its place in the values of the form; empty for a field of the deal, which is not filled in here. */
  readonly pointer: string;
  /** The field of the form that its values belong to; absent for a field of the deal. */
  readonly field?: FormField;
}

const DEAL_FIELDS: Readonly<Record<string, FieldType>> = {
  deal: 'group',
  'deal.type': 'text',
  'deal.amount': 'number',
  'deal.currency': 'text',
  'deal.product': 'text',
  'deal.term': 'group',
  'deal.term.startsOn': 'text',
  'deal.term.endsOn': 'text',
  'deal.term.noticeDays': 'number',
};

/** What conditions may ask about: the fields of the form, and what is known of the deal. */
export interface HandoffConditionFields extends ConditionFields {
  readonly fields: ReadonlyMap<string, ConditionField>;
}

export function conditionFieldsOf(form: FormField): HandoffConditionFields {
  const ofForm = form.fields.flatMap((field) => namesOf(field, 'form', ''));
  return conditionFields(['form', 'deal'], [['form', { type: 'group', pointer: '' }], ...ofForm, ...OF_DEALS]);
}

const OF_DEALS = Object.entries(DEAL_FIELDS).map(([name, type]) => [name, { type, pointer: '' }] as const);

/** The fields that the condition by which a kind takes deals may ask about. */
export const DEAL_CONDITION_FIELDS = conditionFields(['deal'], OF_DEALS);

function conditionFields(
  roots: readonly string[],
  named: readonly (readonly [string, ConditionField])[],
): HandoffConditionFields {
  const fields = new Map<string, ConditionField>(named);
  return {
    fields,
    roots,
    typeOf: (name) => fields.get(name)?.type,
    fieldsOf: (root) => [...fields.keys()].filter((name) => name.startsWith(`${root}.`)),
    isCountry: () => false,
    asksLists: false,
    stepsTo: (name) => [name],
  };
}

/** Returns a field and those inside it. For a list of objects, each of their text fields is a list of its values. */
function namesOf(field: FormField, before: string, at: string): [string, ConditionField][] {
  const [name, pointer] = [`${before}.${field.name}`, at + step(field.name)];
  const { entry } = field;
  const inEntries = (entry?.fields ?? [])
    .filter(({ type }) => type === 'string')
    .map((inner): [string, ConditionField] => [`${name}.${inner.name}`, { type: 'list', pointer, field: inner }]);
  return [
    [name, { type: conditionTypeOf(field), pointer, field: entry?.type === 'string' ? entry : field }],
    ...field.fields.flatMap((inner) => namesOf(inner, name, pointer)),
    ...inEntries,
  ];
}

function conditionTypeOf({ type, entry, rules: { format } }: FormField): FieldType {
  switch (type) {
    case 'string':
      return format === 'date-time' ? 'instant' : format === 'amount' ? 'number' : 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return entry?.type === 'string' ? 'list' : 'group';
    case 'object':
      return 'group';
  }
}

/** Returns the values of a form and its deal, as conditions read them. */
export function readyFactsOf({ fields }: HandoffConditionFields, values: unknown, deal: DealFacts): ReadyFacts {
  const facts = { form: values, deal };
  return Object.fromEntries(
    [...fields].map(([name, field]) => [name, read(valueAt(facts, name.split('.')), field)] as const),
  );
}

/** Returns the value at a path. Through a list, it is the list of the entries' values. */
function valueAt(holder: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return holder;
  if (Array.isArray(holder)) return holder.map((entry) => ownOf(entry, name)).filter((each) => each !== undefined);
  return valueAt(ownOf(holder, name), rest);
}

/** Converts a value for comparison: amounts become numbers, and blank or empty values are absent. */
function read(value: unknown, { type, field }: ConditionField): unknown {
  if (isBlank(value)) return undefined;
  if (type === 'number' && typeof value === 'string') return Number(value);
  if (type === 'list' && Array.isArray(value)) return value.filter((each) => !isBlank(each));
  if (type === 'group' && isRecord(value)) return isEmpty(value) ? undefined : value;
  return field?.type === 'array' && Array.isArray(value) && value.length === 0 ? undefined : value;
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) ? Object.values(value).every(isEmpty) : isBlank(value);
}

/** One rule of the definition of ready. */
export interface ReadyRule {
  readonly text: string;
  /** The first place in the form that it asks about; empty if it asks about the deal alone. */
  readonly pointer: string;
  readonly condition: CompiledCondition<ReadyFacts>;
}

/** @param ready conditions that have been checked against the form */
export function readReady(
  ready: readonly { readonly when: unknown; readonly text: string }[],
  known: HandoffConditionFields,
): ReadyRule[] {
  return ready.map(({ when, text }) => ({
    text,
    pointer: pointerOf(when, known),
    condition: compileCondition<ReadyFacts>(when as Condition, known),
  }));
}

function pointerOf(when: unknown, { fields }: HandoffConditionFields): string {
  const named = comparisonsIn(when).map(({ comparison: { field } }) => fields.get(field)?.pointer ?? '');
  return named.find((pointer) => pointer !== '') ?? '';
}

/** Returns the comparisons of a condition in their order, each with its place in it. */
export function comparisonsIn(when: unknown, pointer = ''): { comparison: Comparison; pointer: string }[] {
  if (!isRecord(when)) return [];
  for (const joint of ['all', 'any'])
    if (Array.isArray(when[joint]))
      return (when[joint] as unknown[]).flatMap((each, index) =>
        comparisonsIn(each, `${pointer}/${joint}${step(index)}`),
      );
  if (when.not !== undefined) return comparisonsIn(when.not, `${pointer}/not`);
  return typeof when.field === 'string' ? [{ comparison: when as unknown as Comparison, pointer }] : [];
}
