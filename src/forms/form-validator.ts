import type { TSchema } from '@sinclair/typebox';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { compilePattern, PATTERN_TEXT_MAX } from '../conditions/pattern.js';
import { FAULTS_MAX, type Fault } from '../platform/fault.js';
import { toFaults, withFaultWords } from '../platform/fault-words.js';
import { ENTRIES_MAX, FORM_FORMATS, type FormField, type FormFormatName, TEXT_LENGTH_MAX } from './form.js';

/**
 * What values are held against. A `whole` form has everything that it requires; of a `draft` nothing has to be there
 * yet, but what is there has to be right.
 */
export type Strictness = 'whole' | 'draft';

/** What only says that something is still to come. */
const ONLY_WHOLE = new Set(['required', 'minItems', 'minLength']);

const ajv = compiler();
const compiled = new WeakMap<FormField, Partial<Record<Strictness, { schema: TSchema; validate: ValidateFunction }>>>();

/** Everything wrong with values, by pointers into them. @param form the form, or a field of it */
export function faultsOfValues(form: FormField, values: unknown, strictness: Strictness): Fault[] {
  const { schema, validate } = validatorOf(form, strictness);
  return validate(values) ? [] : toFaults((validate.errors as ErrorObject[]).slice(0, 4 * FAULTS_MAX), schema);
}

function validatorOf(form: FormField, strictness: Strictness) {
  const ofForm = compiled.get(form) ?? {};
  compiled.set(form, ofForm);
  const known = ofForm[strictness];
  if (known !== undefined) return known;
  const schema = plainSchemaOf(form, strictness);
  const made = { schema, validate: ajv.compile(schema) };
  // Forms come and go: what is compiled goes with its form, not with the compiler.
  ajv.removeSchema(schema);
  ofForm[strictness] = made;
  return made;
}

/** As a validator takes it: definitions in place, choices as `enum`, every text and list with an end. */
function plainSchemaOf(field: FormField, strictness: Strictness): TSchema {
  const { type, choices, fields, entry, isOpen } = field;
  const { examples: _examples, default: _default, format, ...rules } = field.rules;
  const required = fields.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const schema = Object.entries({
    type,
    ...rules,
    ...(format !== undefined && { format: format as string }),
    ...(choices.length > 0 && { enum: choices.map(({ value }) => value) }),
    ...(type === 'string' && choices.length === 0 && { maxLength: rules.maxLength ?? TEXT_LENGTH_MAX }),
    ...(type === 'object' && {
      properties: Object.fromEntries(fields.map((each) => [each.name, plainSchemaOf(each, strictness)])),
      required,
      additionalProperties: isOpen,
    }),
    ...(entry && { items: plainSchemaOf(entry, strictness), maxItems: rules.maxItems ?? ENTRIES_MAX }),
  }).filter(([keyword]) => strictness === 'whole' || !ONLY_WHOLE.has(keyword));
  return withFaultWords(Object.fromEntries(schema) as unknown as TSchema, wordsOf(field));
}

/** What is expected of texts that have a form: an example says it better than a pattern. */
function wordsOf({ rules: { format, pattern, examples } }: FormField): Record<string, string> {
  const [example] = Array.isArray(examples) ? examples : [];
  return {
    ...(format !== undefined && { format: `Expected ${FORM_FORMATS[format as FormFormatName].expected}.` }),
    ...(pattern !== undefined && {
      pattern:
        example === undefined
          ? `Expected text matching ${pattern}.`
          : `Expected text such as ${JSON.stringify(example)}.`,
    }),
  };
}

/** Patterns match in linear time, and know the limits of those of conditions. */
function compiler(): Ajv2020 {
  const regExp = Object.assign(patternOf, { code: 'patternOf' });
  const made = new Ajv2020({
    ...{ strict: true, allErrors: true, verbose: true, ownProperties: true },
    multipleOfPrecision: 9,
    code: { regExp },
  });
  for (const [name, { isSound }] of Object.entries(FORM_FORMATS))
    made.addFormat(name, { type: 'string', validate: isSound });
  return made;
}

function patternOf(source: string): { test(text: string): boolean; toString(): string } {
  const pattern = compilePattern(source, { isCaseSensitive: true });
  return {
    // Further in, nobody has looked whether it matches.
    test: (text) => 'size' in pattern && text.length <= PATTERN_TEXT_MAX && pattern.test(text),
    // The validator tells patterns apart by it.
    toString: () => source,
  };
}
