import type { TSchema } from '@sinclair/typebox';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { compilePattern, PATTERN_TEXT_MAX } from '../conditions/pattern.js';
import { FAULTS_MAX, type Fault } from '../platform/input/fault.js';
import { withFaultWords } from '../platform/input/fault-words.js';
import { toFaults } from '../platform/input/faults-of-shape.js';
import { ENTRIES_MAX, FORM_FORMATS, type FormField, type FormFormatName, TEXT_LENGTH_MAX } from './form.js';

/**
 * How values are validated. A `whole` form must be complete; a `draft` may lack values, but those it has must be valid.
 */
type Strictness = 'whole' | 'draft';

/** Rules that incomplete values may break. */
const ONLY_WHOLE = new Set(['required', 'minItems', 'minLength']);

const ajv = compiler();
const compiled = new WeakMap<FormField, Partial<Record<Strictness, { schema: TSchema; validate: ValidateFunction }>>>();

/** @param form the form, or a field of it */
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
  // Ties the compiled schema to its form, so that both are freed together; the compiler must not keep it.
  ajv.removeSchema(schema);
  ofForm[strictness] = made;
  return made;
}

/** Returns the schema for the validator: definitions resolved, choices as `enum`, limits for every text and list. */
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

/** An example explains a pattern better than the pattern itself. */
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

/** Patterns match in linear time, within the same limits as those of conditions. */
function compiler(): Ajv2020 {
  const regExp = Object.assign(patternOf, { code: 'patternOf' });
  const made = new Ajv2020({
    strict: true,
    allErrors: true,
    verbose: true,
    ownProperties: true,
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
    // Longer texts count as a mismatch, because matching has a limit.
    test: (text) => 'size' in pattern && text.length <= PATTERN_TEXT_MAX && pattern.test(text),
    // The validator identifies patterns by it.
    toString: () => source,
  };
}
