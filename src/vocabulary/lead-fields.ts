import { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox';

const closed = { additionalProperties: false } as const;
const ATTRIBUTES_MAX = 100;
const REFS_MAX = 20;

/** `group` is an object of fields, of which only presence can be asked; `any` is an attribute, of no declared type. */
export type FieldType = 'text' | 'number' | 'boolean' | 'instant' | 'list' | 'group' | 'any';

/** A field as it is sent. */
export interface Field {
  readonly type: FieldType;
  readonly schema: TSchema;
  /** What a group consists of, where that is known. */
  readonly fields?: Fields;
  /** No condition can ask of it. */
  readonly isUnasked?: true;
}
type Fields = Readonly<Record<string, Field>>;
type SchemasOf<Of extends Fields> = { -readonly [Name in keyof Of]: Of[Name]['schema'] };

const text = (maxLength: number) =>
  ({ type: 'text', schema: Type.Optional(Type.String({ minLength: 1, maxLength })) }) as const;
const instant = { type: 'instant', schema: Type.Optional(Type.String({ format: 'instant' })) } as const;
const oneOf = <const Value extends string>(values: readonly Value[]) =>
  Type.Unsafe<Value>({ type: 'string', enum: [...values] });
const consent = { type: 'text', schema: Type.Optional(oneOf(['granted', 'denied', 'unspecified'])) } as const;
const group = <const Of extends Fields>(fields: Of) =>
  ({ type: 'group', fields, schema: Type.Optional(Type.Object(schemasOf(fields), closed)) }) as const;
const unasked = <Of extends Field>(field: Of) => ({ ...field, isUnasked: true }) as const;

/**
 * What may be said of a lead, in the order of the contract. Bodies, patches and answers of the API, columns and documents
 * of leads, and the fields of conditions all follow from this list: another text is a line here and a column of its name.
 */
export const LEAD_FIELDS = {
  externalId: unasked(text(300)),
  source: { type: 'text', schema: Type.String({ minLength: 1, maxLength: 200 }) },
  channel: text(200),
  campaign: text(500),
  form: text(500),
  landingPage: text(2_000),
  message: unasked(text(10_000)),
  submittedAt: unasked(instant),
  refs: unasked({
    type: 'group',
    schema: Type.Optional(
      Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 300 }), {
        propertyNames: { minLength: 1, maxLength: 100 },
        maxProperties: REFS_MAX,
        description: 'Its ids in other systems, by system',
      }),
    ),
  }),
  contact: group({
    name: text(300),
    firstName: text(200),
    lastName: text(200),
    title: text(200),
    email: text(320),
    phone: text(100),
    country: text(100),
    region: text(200),
    postalCode: text(50),
    language: text(50),
    timeZone: text(100),
    doNot: {
      type: 'list',
      schema: Type.Optional(Type.Array(oneOf(['call', 'email', 'sms']), { uniqueItems: true, maxItems: 3 })),
    },
  }),
  company: group({
    name: text(300),
    domain: text(253),
    country: text(100),
    region: text(200),
    industry: text(200),
    employees: { type: 'number', schema: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000 })) },
  }),
  attributes: {
    type: 'group',
    schema: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Union([Type.String({ maxLength: 4_000 }), Type.Number(), Type.Boolean()], {
          description: 'text, a number, true or false',
        }),
        {
          propertyNames: { minLength: 1, maxLength: 200 },
          maxProperties: ATTRIBUTES_MAX,
          description: 'Whatever else is known, flat',
        },
      ),
    ),
  },
  clickIds: group({
    gclid: text(1_000),
    gbraid: text(1_000),
    wbraid: text(1_000),
    fbclid: text(1_000),
    fbc: text(1_000),
    fbp: text(1_000),
    metaLeadId: text(1_000),
    liFatId: text(1_000),
    linkedinLeadId: text(1_000),
    msclkid: text(1_000),
    ttclid: text(1_000),
    tiktokLeadId: text(1_000),
    clickedAt: instant,
  }),
  consent: group({ adUserData: consent, adPersonalization: consent }),
  test: { type: 'boolean', schema: Type.Boolean() },
} as const satisfies Fields;

export type LeadFields = typeof LEAD_FIELDS;
export type LeadField = keyof LeadFields;
export type LeadFieldType = LeadFields[LeadField]['type'];
export type LeadFieldOf<Of extends FieldType> = {
  [Name in LeadField]: LeadFields[Name]['type'] extends Of ? Name : never;
}[LeadField];
export const LEAD_FIELD_NAMES = Object.keys(LEAD_FIELDS) as LeadField[];

/** The schema of each, as it is sent. */
export const LEAD_SCHEMAS = schemasOf(LEAD_FIELDS);

/** What is sent of a lead. */
export type LeadTold = Static<TObject<SchemasOf<LeadFields>>>;

function schemasOf<const Of extends Fields>(fields: Of): SchemasOf<Of> {
  return Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])) as SchemasOf<Of>;
}
