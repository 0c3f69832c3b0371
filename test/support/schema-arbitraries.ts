import fc from 'fast-check';
import type { Json } from './json.js';

/** Values that clients may send by mistake, and values that only an attacker would send. */
export const HOSTILE: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown[]>(
    null,
    true,
    0,
    -1,
    0.5,
    1e300,
    2 ** 53,
    -(2 ** 31) - 1,
    '',
    ' ',
    '\u0000',
    '\ud800',
    'İ',
    'e\u0301',
    '\u202e',
    "'; drop table lead; --",
    '%',
    '\\',
    '=1+1',
    '__proto__',
    'constructor',
    'x'.repeat(20_000),
    '2026-03-02T15:00:00,5Z',
    '2026-03-02T15:00:00+23:59',
    '2026-02-30T00:00:00Z',
    '9999-12-31T23:59:59Z',
    'P1Y',
    'PT0S',
    'P400D',
    '24:00',
    'Etc/GMT+12',
    '00000000-0000-0000-0000-000000000000',
    [],
    {},
    [[]],
    [{}],
    [null],
    { a: {} },
    { constructor: { prototype: 1 } },
    JSON.parse('{"__proto__":{"admin":true}}'),
    nested(100),
    Array.from({ length: 3_000 }, () => 0),
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.double(),
  fc.jsonValue(),
);

const FORMATS: Readonly<Record<string, readonly string[]>> = {
  'date-time': [
    '2026-03-02T15:00:00Z',
    '2026-03-02T14:59:30.123+01:00',
    '2026-03-02T15:00:00,5Z',
    '2026-03-03T14:00:00+23:59',
    '2030-01-01T00:00:00.000Z',
    '1970-01-01T00:00:00Z',
  ],
  duration: ['PT5M', 'P1D', 'P400D', 'P2W', 'P1DT2H'],
  durationOrZero: ['PT0S', 'PT15M'],
  timeZone: ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'europe/berlin'],
  date: ['2026-12-25', '2028-02-29', '0001-01-01', '1900-01-01', '2199-12-31', '9999-12-31'],
  instantOrDate: ['2026-03-02', '2026-03-02T15:00:00Z', '1970-01-01', '2099-12-31', '9999-12-31'],
  currency: ['EUR', 'USD', 'JPY'],
  band: ['51-200', '1,001–5,000', '1000+', '51 to 200', '1', '11-50 employees', 'Self-employed'],
  email: ['ann@example.com', 'Ann@Example.com', 'ü@example.com'],
};
const WORDS = [
  'web',
  'price',
  'not_now',
  'constructor',
  '__proto__',
  'source',
  'attributes.constructor',
  'a',
  'ß',
  'İ',
];

/** The kind of resource to which an id in a field of this name refers. */
const NAMED: Readonly<Record<string, string>> = {
  repId: 'reps',
  repIds: 'reps',
  ownerId: 'reps',
  managerId: 'reps',
  queueOwnerId: 'reps',
  poolId: 'pools',
  fallbackPoolId: 'pools',
  calendarId: 'calendars',
  defaultCalendarId: 'calendars',
};

export class Schemas {
  private readonly made = new Map<string, fc.Arbitrary<unknown>>();

  constructor(
    private readonly document: Json,
    private readonly ids: Readonly<Record<string, readonly string[]>>,
  ) {}

  /** Generates values that the schema accepts, as far as it says. */
  fitting(schema: Json): fc.Arbitrary<unknown> {
    return this.of(schema, 0, []);
  }

  /** Like `fitting`, but with an odd value here and there. */
  nearly(schema: Json, name?: string): fc.Arbitrary<unknown> {
    return this.of(schema, 1, name === undefined ? [] : [name]);
  }

  private of(schema: Json, noise: number, path: readonly string[]): fc.Arbitrary<unknown> {
    const name = `${noise} ${path.length} ${path.at(-1)} ${JSON.stringify(schema)}`;
    const made = this.made.get(name) ?? withNoise(this.make(schema, noise, path), noise);
    this.made.set(name, made);
    return made;
  }

  private make(schema: Json, noise: number, path: readonly string[]): fc.Arbitrary<unknown> {
    if (schema.$ref)
      return this.of(
        schema.$ref
          .split('/')
          .slice(1)
          .reduce((at: Json, step: string) => at[step], this.document),
        noise,
        path,
      );
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if ('const' in schema) return fc.constant(schema.const);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return fc.oneof(...choices.map((each: Json) => this.of(each, noise, path)));
    const types: string[] = [schema.type].flat();
    return fc.oneof(...types.map((type) => this.ofType(type, schema, noise, path)));
  }

  private ofType(
    type: string | undefined,
    schema: Json,
    noise: number,
    path: readonly string[],
  ): fc.Arbitrary<unknown> {
    switch (type) {
      case 'object':
        return this.ofObject(schema, noise, path);
      case 'array':
        if (schema.prefixItems)
          return fc.tuple(...schema.prefixItems.map((each: Json) => this.of(each, noise, [...path, ''])));
        return fc.array(this.of(schema.items ?? {}, noise, [...path, path.at(-1) ?? '']), {
          minLength: Math.min(schema.minItems ?? 0, 3),
          maxLength: path.length > 6 ? 0 : Math.min(schema.maxItems ?? 3, 3),
        });
      case 'string':
        return this.ofText(schema, path.at(-1) ?? '');
      case 'integer':
      case 'number':
        return fc.integer({
          min: Math.max(Math.ceil(schema.minimum ?? 0), -1_000),
          max: Math.max(Math.min(schema.maximum ?? 100, 1_000), Math.ceil(schema.minimum ?? 0)),
        });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        // Conditions and the leads of a preview are documented in words only.
        return fc.oneof(fc.constant({}), fc.constantFrom(...ANYTHING), HOSTILE);
    }
  }

  private ofObject(schema: Json, noise: number, path: readonly string[]): fc.Arbitrary<unknown> {
    const fields = Object.entries<Json>(schema.properties ?? {});
    if (fields.length === 0 && typeof schema.additionalProperties === 'object')
      return fc.dictionary(fc.constantFrom(...WORDS), this.of(schema.additionalProperties, noise, [...path, '']), {
        maxKeys: 3,
      });
    const isAnything = schema.required === undefined && fields.length > 0 && schema.maxProperties === 1;
    if (isAnything)
      return fc.oneof(
        ...fields.map(([name, field]) => this.of(field, noise, [...path, name]).map((value) => ({ [name]: value }))),
      );
    return fc.record(
      Object.fromEntries(fields.map(([name, field]) => [name, this.of(field, noise, [...path, name])])),
      {
        requiredKeys: schema.required ?? [],
      },
    );
  }

  private ofText(schema: Json, name: string): fc.Arbitrary<string> {
    if (schema.format === 'uuid') {
      const all = Object.values(this.ids).flat();
      return fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...(this.ids[NAMED[name] ?? ''] ?? all)) },
        fc.constantFrom(...all),
      );
    }
    const known = FORMATS[schema.format ?? ''];
    if (known) return fc.constantFrom(...known);
    if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern, 'u'));
    return fc.oneof(
      fc.constantFrom(...WORDS),
      fc.string({ minLength: schema.minLength ?? 0, maxLength: 20, unit: 'grapheme' }),
    );
  }
}

const ANYTHING = [
  { field: 'source', op: 'eq', value: 'web' },
  { field: 'attributes.constructor', op: 'matches', value: '(a+)+$' },
  { all: [{ field: 'company.employees', op: 'gte', value: 1 }, { not: { field: 'contact.email', op: 'missing' } }] },
  { field: '__proto__.x', op: 'exists' },
  { source: 'web', contact: { email: 'kim@example.org' } },
  { source: 'web', owner: { repId: '00000000-0000-7000-8000-00000000dead' }, submittedAt: '2026-03-02T15:00:00,5Z' },
];

function withNoise(arbitrary: fc.Arbitrary<unknown>, noise: number): fc.Arbitrary<unknown> {
  return noise === 0 ? arbitrary : fc.oneof({ weight: 15, arbitrary }, { weight: noise, arbitrary: HOSTILE });
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}
