import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { WARNINGS } from '../../documents/version.schema.js';
import {
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalOneOf,
  optionalText,
  text,
} from '../../platform/input/schema.js';
import { HostedFormSchema } from '../hosted/hosted-form.schema.js';
import { PayloadMapSchema } from '../maps/payload-map.schema.js';
import { FORM_TOOL_NAMES } from '../products/form-tools.js';
import { CONTACT_TOOL_NAMES } from '../touches/reading-contacts.js';

export const INBOUND_KINDS = ['form', 'google', 'hubspot', 'json', 'linkedin', 'meta', 'touches'] as const;
export type InboundKind = (typeof INBOUND_KINDS)[number];

const VENDORS = [...FORM_TOOL_NAMES, ...CONTACT_TOOL_NAMES];
export type Vendor = (typeof VENDORS)[number];

const ORIGINS_MAX = 50;
const VALUES_MAX = 500;
const PER_MINUTE_MAX = 10_000;
const FORMS_MAX = 200;

const code = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });

export const InboundSourceSchema = Type.Union(
  [
    code('The `source` of its leads.'),
    object({
      by: Type.String({ minLength: 1, maxLength: 500, description: 'The path of a value in what arrives.' }),
      values: Type.Record(Type.String({ minLength: 1, maxLength: 200 }), code('A source.'), {
        maxProperties: VALUES_MAX,
        description:
          'The source for each value. Others are sources themselves; without a value it is the name of the connection.',
      }),
    }),
  ],
  { description: 'a source such as google-ads, or { "by": path, "values": { theirs: source } }' },
);
export type InboundSource = Static<typeof InboundSourceSchema>;

const SettingsBody = object(
  {
    verifyToken: Type.Optional(
      Type.String({
        minLength: 8,
        maxLength: 200,
        pattern: '^[\\x21-\\x7e]+$',
        description: 'visible ASCII characters of your choice, which are entered at Meta together with the address.',
      }),
    ),
    accessToken: Type.Optional(
      Type.String({
        minLength: 20,
        maxLength: 2_000,
        pattern: '^[\\x21-\\x7e]+$',
        writeOnly: true,
        description:
          'visible ASCII characters: an access token of the page, or of LinkedIn, by which leads are fetched. It is stored encrypted and never shown. If it is left out, it stays as it is.',
      }),
    ),
    pageId: Type.Optional(
      Type.String({ pattern: '^\\d{1,30}$', description: 'the digits that are the id of the page' }),
    ),
    apiVersion: Type.Optional(
      Type.String({
        pattern: '^v\\d{1,3}\\.\\d$',
        description: 'a version of the Graph API; v24.0 by default',
      }),
    ),
    baseUrl: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s?#]+[^\\s?#/]$',
        maxLength: 500,
        description:
          'an address without a slash at its end: that of the Graph API, by default https://graph.facebook.com; of HubSpot https://api.hubapi.com, of LinkedIn https://api.linkedin.com',
      }),
    ),
    serviceKey: Type.Optional(
      Type.String({
        minLength: 20,
        maxLength: 2_000,
        pattern: '^[\\x21-\\x7e]+$',
        writeOnly: true,
        description:
          'visible ASCII characters: a service key of HubSpot with the scopes forms and crm.objects.contacts.read, by which submissions and contacts are looked for. It is stored encrypted and never shown. If it is left out, it stays as it is.',
      }),
    ),
    clientSecret: Type.Optional(
      Type.String({
        minLength: 8,
        maxLength: 1_000,
        pattern: '^[\\x21-\\x7e]+$',
        writeOnly: true,
        description:
          'visible ASCII characters: the client secret of the app at LinkedIn, with which it signs. It is stored encrypted and never shown. If it is left out, it stays as it is.',
      }),
    ),
    owner: Type.Optional(
      Type.String({
        pattern: '^urn:li:(sponsoredAccount|organization):\\d{1,30}$',
        description:
          'urn:li:sponsoredAccount:… of an ad account, or urn:li:organization:… of a page, whose leads come in',
      }),
    ),
    version: Type.Optional(
      Type.String({ pattern: '^20\\d{4}$', description: 'a version of the API of LinkedIn; 202609 by default' }),
    ),
    forms: Type.Optional(
      Type.Array(Type.String({ pattern: '^[0-9A-Za-z-]{1,100}$', description: 'the id of a form at HubSpot' }), {
        minItems: 1,
        maxItems: FORMS_MAX,
        uniqueItems: true,
        description:
          'The forms whose submissions come in. By default those of all forms, and new contacts that came another way.',
      }),
    ),
    missedCalls: optionalOneOf(['list', 'lead'], {
      description:
        'What becomes of a missed call of somebody whom no lead knows: `list`, as by default, lists it among the submissions; `lead` makes it a lead.',
    }),
  },
  {
    description:
      'Of `meta`: the page whose leads come in, and how they are fetched (`verifyToken`, `accessToken` and `pageId` are required). Of `hubspot`: `serviceKey` if it is to be looked through, and `forms`. Of `linkedin`: `clientSecret`, `accessToken` and `owner`, which are required. Of `touches`: `missedCalls`.',
  },
);
export type WrittenSettings = Static<typeof SettingsBody>;
export type InboundSettings = Omit<WrittenSettings, 'accessToken' | 'serviceKey' | 'clientSecret'>;
export type MetaSettings = Required<Pick<InboundSettings, 'verifyToken' | 'pageId' | 'apiVersion' | 'baseUrl'>>;

export const InboundBody = object({
  name: text(200, 'Its name, unique among connections, compared without case.'),
  source: InboundSourceSchema,
  kind: oneOf(INBOUND_KINDS, {
    description:
      '`form`: a form of a website, sent by a browser; `google`: Google lead forms; `hubspot`: forms and contacts of HubSpot; `linkedin`: lead forms of LinkedIn; `meta`: lead ads of Facebook and Instagram; `touches`: calls, messages and meetings, which become touches of leads; `json`: anything else that sends JSON or forms. `hubspot`, `linkedin` and `meta` cannot become another kind.',
  }),
  vendor: optionalOneOf(VENDORS, {
    description:
      'The tool that sends: of `json` one whose answers are read by their questions, of `touches` one that reports calls or meetings.',
  }),
  map: Type.Optional(PayloadMapSchema),
  origins: Type.Array(
    Type.String({
      pattern: '^https?://[a-z0-9.-]{1,253}(:\\d{1,5})?$',
      description: 'The origin of a page, such as https://www.example.com.',
    }),
    {
      default: [],
      maxItems: ORIGINS_MAX,
      uniqueItems: true,
      description:
        'Of `form`: the pages that may send, by scripts too. Without any, each page may send by an ordinary form, and none by a script.',
    },
  ),
  redirect: Type.Optional(
    Type.String({
      pattern: '^https?://\\S+$',
      maxLength: 2_000,
      description: 'Of `form`: an address to which browsers are sent afterwards. By default a page that thanks.',
    }),
  ),
  hosted: Type.Optional(HostedFormSchema),
  perMinute: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: PER_MINUTE_MAX,
      description: 'How many of its leads are routed within a minute; further ones wait in the queue `review`.',
    }),
  ),
  settings: Type.Optional(SettingsBody),
  secret: Type.Optional(
    Type.String({
      minLength: 8,
      maxLength: 1_000,
      pattern: '^[\\x21-\\x7e]+$',
      writeOnly: true,
      description:
        'visible ASCII characters: the key of a Google lead form, or the app secret of the app at Meta, which are required; of `hubspot`, `json` and `touches` the secret by which its tool proves itself. It is stored encrypted and never shown. If it is left out, it stays as it is.',
    }),
  ),
});
export type InboundBody = Static<typeof InboundBody>;

/** A connection as it is stored: its access token apart. */
export type InboundDocument = Omit<InboundBody, 'settings'> & {
  readonly settings?: InboundSettings;
  readonly accessToken?: string;
};

const SubscriptionSchema = objectSchema(
  'InboundSubscription',
  'Of `meta` and `linkedin`, and of `hubspot` with a service key: what Touchline does there, and how it goes.',
  {
    subscribedAt: nullable(instant(), 'Since when it tells of new leads; null: not yet, or it does not tell.'),
    lookedUntil: instant('What the product got before was looked for.'),
    problem: nullable(Type.String(), 'What went wrong, in words; null if nothing did. It is tried again.'),
    tokenRefusedAt: nullable(
      instant(),
      'Since when it refuses the access token or the service key; null if it does not. Leads wait until there is another one.',
    ),
    fetching: Type.Integer({ minimum: 0, description: 'How many leads are still to be fetched.' }),
  },
);

export const InboundSchema = resourceOf(
  'Inbound',
  'A connection: an address at which leads come in without a program.',
  Type.Omit(InboundBody, ['secret']),
  {
    secretSetAt: nullable(instant(), 'Since when it has this `secret`; null: it has none.'),
    accessTokenSetAt: nullable(instant(), 'Since when it has this access token or service key; null: it has none.'),
    subscription: nullable(SubscriptionSchema, 'Null for connections whose product is not asked.'),
    key: Type.String({ description: 'The part of its address that nobody can guess.' }),
    url: Type.String({ description: 'Its address.' }),
    formUrl: nullable(Type.String(), 'Of `form`: the address of its page with the form (`hosted`); else null.'),
    unreachable: nullable(
      Type.String(),
      'Why products outside can probably not reach the address; null if nothing speaks against it.',
    ),
    formerUntil: nullable(instant(), 'Until when its former address works; null if there is none.'),
    lastArrivalAt: nullable(instant(), 'When something last arrived, within 30 days; null if nothing did.'),
    arrivals: objectSchema('InboundArrivals', 'What arrived within 30 days.', {
      accepted: Type.Integer({ minimum: 0, description: 'How many became leads, or joined one.' }),
      rejected: Type.Integer({ minimum: 0, description: 'How many did not.' }),
      waiting: Type.Integer({ minimum: 0, description: 'How many wait for somebody to look at them.' }),
    }),
    ...WARNINGS,
  },
);

export const RotateAddressBody = object({
  formerFor: optionalText(
    100,
    'An ISO 8601 duration in elapsed time, at most 30 days, for which the former address still works; PT0S ends it at once.',
    {
      format: 'durationOrZero',
      default: 'P1D',
    },
  ),
});
export type RotateAddressBody = Static<typeof RotateAddressBody>;
