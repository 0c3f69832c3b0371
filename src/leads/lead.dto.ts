import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { BATCH_ENTRIES_MAX } from '../platform/body.js';

const closed = { additionalProperties: false } as const;
const text = (maxLength: number) => Type.Optional(Type.String({ minLength: 1, maxLength }));
const oneOf = <const T extends string>(values: readonly T[], options: object = {}) =>
  Type.Unsafe<T>({ type: 'string', enum: [...values], ...options });

const ATTRIBUTES_MAX = 100;
const REFS_MAX = 20;

const ContactSchema = Type.Object(
  {
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
    doNot: Type.Optional(Type.Array(oneOf(['call', 'email', 'sms']), { uniqueItems: true, maxItems: 3 })),
  },
  closed,
);

const CompanySchema = Type.Object(
  {
    name: text(300),
    domain: text(253),
    country: text(100),
    region: text(200),
    industry: text(200),
    employees: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000 })),
  },
  closed,
);

const AttributesSchema = Type.Record(
  Type.String(),
  Type.Union([Type.String({ maxLength: 4_000 }), Type.Number(), Type.Boolean()], {
    description: 'text, a number, true or false',
  }),
  {
    propertyNames: { minLength: 1, maxLength: 200 },
    maxProperties: ATTRIBUTES_MAX,
    description: 'Whatever else is known, flat',
  },
);

const CLICK_IDS = [
  'gclid',
  'gbraid',
  'wbraid',
  'fbclid',
  'fbc',
  'fbp',
  'metaLeadId',
  'liFatId',
  'linkedinLeadId',
  'msclkid',
  'ttclid',
  'tiktokLeadId',
] as const;

const ClickId = text(1_000);
const ClickIdsSchema = Type.Object(
  {
    ...(Object.fromEntries(CLICK_IDS.map((name) => [name, ClickId])) as Record<
      (typeof CLICK_IDS)[number],
      typeof ClickId
    >),
    clickedAt: Type.Optional(Type.String({ format: 'instant' })),
  },
  closed,
);

const Consent = Type.Optional(oneOf(['granted', 'denied', 'unspecified']));
const ConsentSchema = Type.Object({ adUserData: Consent, adPersonalization: Consent }, closed);

const RefsSchema = Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 300 }), {
  propertyNames: { minLength: 1, maxLength: 100 },
  maxProperties: REFS_MAX,
  description: 'Its ids in other systems, by system',
});

/** What may be said of a lead, at intake and later. */
const told = {
  channel: text(200),
  campaign: text(500),
  form: text(500),
  landingPage: text(2_000),
  message: text(10_000),
  submittedAt: Type.Optional(Type.String({ format: 'instant' })),
  refs: Type.Optional(RefsSchema),
  contact: Type.Optional(ContactSchema),
  company: Type.Optional(CompanySchema),
  attributes: Type.Optional(AttributesSchema),
  clickIds: Type.Optional(ClickIdsSchema),
  consent: Type.Optional(ConsentSchema),
};

const externalId = text(300);
const source = Type.String({ minLength: 1, maxLength: 200 });

export const LeadBody = Type.Object(
  {
    externalId,
    source,
    ...told,
    owner: Type.Optional(
      Type.Object(
        { repId: Type.String({ format: 'uuid' }) },
        { ...closed, description: 'Taken as given, past the rules' },
      ),
    ),
    test: Type.Boolean({ default: false }),
  },
  closed,
);
export type LeadBody = Static<typeof LeadBody>;

/** Each lead is checked on its own, so that one that is refused does not take the others with it. */
export const BatchBody = Type.Object(
  {
    leads: Type.Array(Type.Unknown({ description: 'A lead, as `POST /v1/leads` takes it' }), {
      minItems: 1,
      maxItems: BATCH_ENTRIES_MAX,
    }),
  },
  closed,
);
export type BatchBody = Static<typeof BatchBody>;

/** What turned out later: what is given replaces, null takes away, all else stays (RFC 7396). */
export const LeadPatch = Type.Object(
  {
    externalId: removable(externalId),
    source: Type.Optional(source),
    ...Object.fromEntries(Object.entries(told).map(([name, schema]) => [name, removable(schema)])),
    test: Type.Optional(Type.Boolean()),
    reroute: oneOf(['never', 'ifUntouched'], { default: 'never', description: 'Whether the rules are asked again' }),
  },
  { ...closed, minProperties: 1 },
);
export type LeadPatch = Readonly<Record<string, unknown>> & { readonly reroute: 'never' | 'ifUntouched' };

/** The same schema, but each field in it, and itself, may be null. */
function removable(schema: TSchema): TSchema {
  const { properties, patternProperties, anyOf, enum: values, type } = schema;
  const each = (fields: Record<string, TSchema>) =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, removable(field)]));
  return {
    ...schema,
    ...(properties && { properties: each(properties) }),
    ...(patternProperties && { patternProperties: each(patternProperties) }),
    ...(values && { enum: [...values, null] }),
    ...(anyOf ? { anyOf: [...anyOf, Type.Null()] } : { type: [type, 'null'] }),
  };
}
