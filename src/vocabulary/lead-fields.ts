import { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox';
import { object, oneOf, optionalInstant, optionalText } from '../platform/input/schema.js';
import { BAND } from '../platform/values/bands.js';

export const IS_TEST =
  'A test lead: it goes only to the test pool of the settings, its clocks run and people are notified, but it counts nowhere. It cannot become a real lead.';
export const ATTRIBUTES_MAX = 100;
/** In characters. */
export const ATTRIBUTE_MAX = 4_000;
export const REFS_MAX = 20;
/** What may become of fields that no lead has. */
export const UNKNOWN_FIELDS = ['refuse', 'attributes'] as const;
export type UnknownFields = (typeof UNKNOWN_FIELDS)[number];
/** JSON says no more precisely than this, so a longer id would be changed without notice. */
const EXACT_NUMBER = Type.Number({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });

/**
 * `band` is a number or a band of numbers. `group` is an object of fields, which conditions can only test for presence.
 * `any` is an attribute, which has no declared type.
 */
export type FieldType = 'text' | 'number' | 'band' | 'boolean' | 'instant' | 'list' | 'group' | 'any';

/** A field as requests send it. */
export interface FieldAsSent {
  readonly type: FieldType;
  readonly schema: TSchema;
  /** The fields of a group, if they are fixed. */
  readonly fields?: Fields;
  /** Marks a text that is a country, so that names are converted to codes. */
  readonly isCountry?: true;
  /** Marks a field that conditions cannot use. */
  readonly isUnasked?: true;
}
type Fields = Readonly<Record<string, FieldAsSent>>;
type SchemasOf<Of extends Fields> = { -readonly [Name in keyof Of]: Of[Name]['schema'] };

const text = (maxLength: number, description: string) =>
  ({ type: 'text', schema: optionalText(maxLength, description) }) as const;
const instant = (description: string) => ({ type: 'instant', schema: optionalInstant(description) }) as const;
const country = () =>
  ({
    ...text(
      100,
      'The ISO 3166-1 code of a country, such as `DE`. Names in many languages and common spellings become the code: `Germany`, `Deutschland`, `U.S.`, `UK`. Ambiguous and unknown names are kept as sent and listed in `issues`.',
    ),
    isCountry: true,
  }) as const;
const consent = (description: string) =>
  ({ type: 'text', schema: Type.Optional(oneOf(['granted', 'denied', 'unspecified'], { description })) }) as const;
const clickId = (description: string) => text(1_000, description);
const group = <const Of extends Fields>(description: string, fields: Of) =>
  ({
    type: 'group',
    fields,
    schema: Type.Optional(object(schemasOf(fields), { description })),
  }) as const;
const notQueried = <Of extends FieldAsSent>(field: Of) => ({ ...field, isUnasked: true }) as const;

/**
 * The fields of a lead, in the order of the contract. Bodies, patches and responses of the API, columns and documents
 * of leads, and fields of conditions derive from it: a new text field is a line here and a column of its name.
 */
export const LEAD_FIELDS = {
  externalId: notQueried(
    text(
      300,
      'Its id in the system that it came from. A `source` and an `externalId` identify one lead, however often it is sent.',
    ),
  ),
  source: {
    type: 'text',
    schema: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Where it came from, such as `google-ads`. Compared without case.',
    }),
  },
  channel: text(200, 'The kind of source, such as `paid-search`.'),
  campaign: text(500, 'The campaign that brought it.'),
  form: text(500, 'The form that was filled in.'),
  landingPage: text(2_000, 'The URL of the page on which the person arrived.'),
  message: notQueried(text(10_000, 'What the person wrote.')),
  submittedAt: notQueried(
    instant(
      'When the person sent it, at most 5 minutes ahead of `receivedAt`. The clocks of policies that start from it count from here.',
    ),
  ),
  refs: notQueried({
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
    title: text(200, 'Their job title.'),
    email: text(320, 'The e-mail address, compared without case. An invalid one is kept and listed in `issues`.'),
    phone: text(
      100,
      'The phone number as given. Compared as a number of `country`, else of the default country of the settings.',
    ),
    country: country(),
    region: text(200, 'The state, province or region.'),
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
          description: 'Channels on which they do not want to be contacted.',
        }),
      ),
    },
  }),
  company: group('Their company.', {
    name: text(300, 'Its name.'),
    domain: text(253, 'Its domain, such as `example.com`.'),
    country: country(),
    region: text(200, 'The state, province or region.'),
    industry: text(200, 'Its industry.'),
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
        Type.Union([Type.String({ maxLength: ATTRIBUTE_MAX }), EXACT_NUMBER, Type.Boolean()], {
          description: 'text, a number up to 9007199254740991 (send longer ids as text), true or false',
        }),
        {
          propertyNames: { minLength: 1, maxLength: 200 },
          maxProperties: ATTRIBUTES_MAX,
          description: 'Custom fields: at most 100, without nesting.',
        },
      ),
    ),
  },
  clickIds: group('Ids by which ad platforms recognise the click. They are exported with the outcome of the lead.', {
    gclid: clickId('Google Ads: the id of a click.'),
    gbraid: clickId('Google Ads: the id of a click on the web that led into an iOS app.'),
    wbraid: clickId('Google Ads: the id of a click in an iOS app that led to the web.'),
    fbclid: clickId('Meta: the id of a click, from the URL.'),
    fbc: clickId('Meta: the id of a click, from the cookie `_fbc`.'),
    fbp: clickId('Meta: the id of the browser, from the cookie `_fbp`.'),
    metaLeadId: clickId('Meta: the id of a lead ad.'),
    liFatId: clickId('LinkedIn: the id of a click, `li_fat_id`.'),
    linkedinLeadId: clickId('LinkedIn: the id of a lead form response.'),
    msclkid: clickId('Microsoft Advertising: the id of a click.'),
    ttclid: clickId('TikTok: the id of a click.'),
    tiktokLeadId: clickId('TikTok: the id of a lead ad.'),
    transactionId: clickId('Google Ads: the order id under which the tag of the website counted the lead.'),
    eventId: clickId('Meta, TikTok: the event id under which the pixel of the website counted the lead.'),
    clickedAt: instant('When the ad was clicked.'),
  }),
  consent: group('What the person consented to for ad platforms.', {
    adUserData: consent('Whether their data may be sent to them.'),
    adPersonalization: consent('Whether ads may be personalised with it.'),
  }),
  test: { type: 'boolean', schema: Type.Boolean({ description: IS_TEST }) },
} as const satisfies Fields;

export type LeadFields = typeof LEAD_FIELDS;
export type LeadField = keyof LeadFields;
export const LEAD_FIELD_NAMES = Object.keys(LEAD_FIELDS) as LeadField[];

export const LEAD_SCHEMAS = schemasOf(LEAD_FIELDS);

export type LeadInput = Static<TObject<SchemasOf<LeadFields>>>;
export type Consent = NonNullable<LeadInput['consent']>;

function schemasOf<const Of extends Fields>(fields: Of): SchemasOf<Of> {
  return Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])) as SchemasOf<Of>;
}
