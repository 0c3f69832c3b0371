import { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox';
import { BAND } from '../platform/bands.js';

const closed = { additionalProperties: false } as const;
export const IS_TEST =
  'A lead that is sent to try something out: it goes to the test pool of the settings alone, its promises run and people are told, and it counts nowhere. It stays one.';
const ATTRIBUTES_MAX = 100;
const REFS_MAX = 20;

/**
 * `band` is a number, or a band of numbers; `group` is an object of fields, of which only presence can be asked; `any` is
 * an attribute, of no declared type.
 */
export type FieldType = 'text' | 'number' | 'band' | 'boolean' | 'instant' | 'list' | 'group' | 'any';

/** A field as it is sent. */
export interface Field {
  readonly type: FieldType;
  readonly schema: TSchema;
  /** What a group consists of, where that is known. */
  readonly fields?: Fields;
  /** Its text is a country: a name is read as the code. */
  readonly isCountry?: true;
  /** No condition can ask of it. */
  readonly isUnasked?: true;
}
type Fields = Readonly<Record<string, Field>>;
type SchemasOf<Of extends Fields> = { -readonly [Name in keyof Of]: Of[Name]['schema'] };

const text = (maxLength: number, description: string) =>
  ({ type: 'text', schema: Type.Optional(Type.String({ minLength: 1, maxLength, description })) }) as const;
const instant = (description: string) =>
  ({ type: 'instant', schema: Type.Optional(Type.String({ format: 'instant', description })) }) as const;
const country = () =>
  ({
    ...text(
      100,
      'A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent.',
    ),
    isCountry: true,
  }) as const;
const oneOf = <const Value extends string>(values: readonly Value[], options: object = {}) =>
  Type.Unsafe<Value>({ type: 'string', enum: [...values], ...options });
const consent = (description: string) =>
  ({ type: 'text', schema: Type.Optional(oneOf(['granted', 'denied', 'unspecified'], { description })) }) as const;
const clickId = (description: string) => text(1_000, description);
const group = <const Of extends Fields>(description: string, fields: Of) =>
  ({
    type: 'group',
    fields,
    schema: Type.Optional(Type.Object(schemasOf(fields), { ...closed, description })),
  }) as const;
const unasked = <Of extends Field>(field: Of) => ({ ...field, isUnasked: true }) as const;

/**
 * What may be said of a lead, in the order of the contract. Bodies, patches and answers of the API, columns and documents
 * of leads, and the fields of conditions all follow from this list: another text is a line here and a column of its name.
 */
export const LEAD_FIELDS = {
  externalId: unasked(
    text(300, 'Its id where it came from. A `source` and an `externalId` are one lead, however often it is sent.'),
  ),
  source: {
    type: 'text',
    schema: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Where it came from, such as `google-ads`; compared without case.',
    }),
  },
  channel: text(200, 'What kind of source that is, such as `paid-search`.'),
  campaign: text(500, 'The campaign that brought it.'),
  form: text(500, 'The form that was filled in.'),
  landingPage: text(2_000, 'The address of the page on which the person arrived.'),
  message: unasked(text(10_000, 'What the person wrote.')),
  submittedAt: unasked(
    instant(
      'When the person sent it, at most 5 minutes ahead of `receivedAt`. The clocks of policies that start from it count from here.',
    ),
  ),
  refs: unasked({
    type: 'group',
    schema: Type.Optional(
      Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 300 }), {
        propertyNames: { minLength: 1, maxLength: 100 },
        maxProperties: REFS_MAX,
        description: 'Its ids in other systems, by system.',
      }),
    ),
  }),
  contact: group('The person.', {
    name: text(300, 'The whole name.'),
    firstName: text(200, 'The first name.'),
    lastName: text(200, 'The last name.'),
    title: text(200, 'What they are in their company.'),
    email: text(
      320,
      'The e-mail address; compared without case. One that cannot be read is kept, and listed in `issues`.',
    ),
    phone: text(
      100,
      'The number as it was given; compared as a number of `country`, else of the default country of the settings.',
    ),
    country: country(),
    region: text(200, 'A part of the country.'),
    postalCode: text(50, 'The postal code.'),
    language: text(50, 'The language they speak, such as `de`.'),
    timeZone: {
      type: 'text',
      schema: Type.Optional(
        Type.String({
          format: 'timeZone',
          maxLength: 100,
          description: 'The IANA time zone they live in, such as `Europe/Berlin`.',
        }),
      ),
    },
    doNot: {
      type: 'list',
      schema: Type.Optional(
        Type.Array(oneOf(['call', 'email', 'sms']), {
          uniqueItems: true,
          maxItems: 3,
          description: 'Ways in which they do not want to be contacted.',
        }),
      ),
    },
  }),
  company: group('The company they ask for.', {
    name: text(300, 'Its name.'),
    domain: text(253, 'Its domain, such as `example.com`.'),
    country: country(),
    region: text(200, 'A part of the country.'),
    industry: text(200, 'What it does.'),
    employees: {
      type: 'band',
      schema: Type.Optional(
        Type.Union(
          [Type.Integer({ minimum: 0, maximum: 100_000_000 }), Type.String({ pattern: BAND.source, format: 'band' })],
          {
            description:
              'a whole number (50), a band with the smaller number first ("51-200", "51 to 200", "1000+"), either of them with "employees" after it, or "Self-employed". How many people work there; conditions compare a band by its smaller number.',
          },
        ),
      ),
    },
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
          description: 'Whatever else is known: at most 100 fields, flat.',
        },
      ),
    ),
  },
  clickIds: group('By what ad platforms know the click again: exported with what became of the lead.', {
    gclid: clickId('Google Ads: of a click.'),
    gbraid: clickId('Google Ads: of a click on the web that led into an app on iOS.'),
    wbraid: clickId('Google Ads: of a click in an app on iOS that led to the web.'),
    fbclid: clickId('Meta: of a click, as it stands in the address.'),
    fbc: clickId('Meta: of a click, as the cookie `_fbc` has it.'),
    fbp: clickId('Meta: of the browser, as the cookie `_fbp` has it.'),
    metaLeadId: clickId('Meta: of a lead ad.'),
    liFatId: clickId('LinkedIn: of a click, `li_fat_id`.'),
    linkedinLeadId: clickId('LinkedIn: of an answer to a lead form.'),
    msclkid: clickId('Microsoft Advertising: of a click.'),
    ttclid: clickId('TikTok: of a click.'),
    tiktokLeadId: clickId('TikTok: of a lead ad.'),
    transactionId: clickId('Google Ads: by which the tag of the website has counted the lead.'),
    eventId: clickId('Meta, TikTok: by which the pixel of the website has counted the lead.'),
    clickedAt: instant('When the ad was clicked.'),
  }),
  consent: group('What the person allowed ad platforms.', {
    adUserData: consent('Whether their data may be sent to them.'),
    adPersonalization: consent('Whether ads may be fitted to the person by it.'),
  }),
  test: { type: 'boolean', schema: Type.Boolean({ description: IS_TEST }) },
} as const satisfies Fields;

export type LeadFields = typeof LEAD_FIELDS;
export type LeadField = keyof LeadFields;
export const LEAD_FIELD_NAMES = Object.keys(LEAD_FIELDS) as LeadField[];

/** The schema of each, as it is sent. */
export const LEAD_SCHEMAS = schemasOf(LEAD_FIELDS);

/** What is sent of a lead. */
export type LeadInput = Static<TObject<SchemasOf<LeadFields>>>;

function schemasOf<const Of extends Fields>(fields: Of): SchemasOf<Of> {
  return Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])) as SchemasOf<Of>;
}
