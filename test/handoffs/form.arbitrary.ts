import fc from 'fast-check';

type Schema = Readonly<Record<string, unknown>>;

const name = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,7}$/).filter((each) => !(each in {}));
const sensitive = fc.option(fc.constant({ sensitive: true }), { nil: {}, freq: 4 });

const leaf: fc.Arbitrary<Schema> = fc.oneof(
  fc.record({ type: fc.constant('string'), minLength: fc.nat(3), maxLength: fc.integer({ min: 3, max: 20 }) }),
  fc.record({ type: fc.constant('string'), format: fc.constantFrom('date', 'email', 'amount', 'uuid') }),
  fc.constant({ type: 'string', pattern: '^[A-Z]{2}-[0-9]{1,4}$' }),
  fc.record({ enum: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 4 }) }),
  fc.record({
    type: fc.constantFrom('integer', 'number'),
    minimum: fc.integer({ min: -9, max: 0 }),
    maximum: fc.nat(9),
  }),
  fc.constant({ type: 'boolean' }),
);

const { field } = fc.letrec<{ field: Schema; object: Schema; list: Schema }>((tie) => ({
  field: fc
    .oneof({ maxDepth: 2, withCrossShrink: true }, leaf, tie('object'), tie('list'))
    .chain((schema) => sensitive.map((more) => ({ ...schema, ...more }))),
  list: fc.record({
    type: fc.constant('array'),
    items: tie('field'),
    minItems: fc.nat(1),
    maxItems: fc.integer({ min: 1, max: 3 }),
  }),
  object: objectOf(tie('field')),
}));

export const aForm: fc.Arbitrary<Schema> = objectOf(field);

function objectOf(inner: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> {
  return fc
    .uniqueArray(fc.tuple(name, inner, fc.boolean()), { minLength: 1, maxLength: 4, selector: ([key]) => key })
    .map((fields) => ({
      type: 'object',
      additionalProperties: false,
      required: fields.filter(([, , isRequired]) => isRequired).map(([key]) => key),
      properties: Object.fromEntries(fields.map(([key, schema]) => [key, schema])),
    }));
}

/** Arbitrary values of a form: all that are required, and any of the others. */
export function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  const { type, format, pattern } = schema;
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number')
    return fc.integer({ min: schema.minimum as number, max: schema.maximum as number });
  if (type === 'array')
    return fc.array(valuesOf(schema.items as Schema), {
      minLength: schema.minItems as number,
      maxLength: schema.maxItems as number,
    });
  if (type === 'object') return objectValuesOf(schema);
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
  switch (format) {
    case 'date':
      return fc.integer({ min: 1, max: 28 }).map((day) => `2026-02-${String(day).padStart(2, '0')}`);
    case 'email':
      return fc.stringMatching(/^[a-z]{1,9}$/).map((who) => `${who}@example.com`);
    case 'amount':
      return fc.integer({ min: 0, max: 999_999 }).map((cents) => (cents / 100).toFixed(2));
    case 'uuid':
      return fc.uuid();
    default: {
      const [least, most] = [Math.max(1, schema.minLength as number), schema.maxLength as number];
      return fc.stringMatching(/^[a-zA-Z]*$/).map((text) => text.padEnd(least, 'x').slice(0, most));
    }
  }
}

function objectValuesOf({ properties, required }: Schema): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties as Record<string, Schema>).map(([key, schema]) => [key, valuesOf(schema)]),
  );
  return fc.record(fields, { requiredKeys: required as string[] });
}
