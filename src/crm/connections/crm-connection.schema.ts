import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { DEAL_STAGES } from '../../deals/deal.js';
import { WARNINGS } from '../../documents/version.schema.js';
import { PageQuery } from '../../platform/http/page.js';
import {
  id,
  instant,
  listOf,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalOneOf,
  optionalText,
  pageOf,
  text,
} from '../../platform/input/schema.js';
import { AuthBody } from '../../records/connectors/record-connector.schema.js';
import { HEADERS_MAX } from '../../records/templates/request-template.js';
import { CRM_DELIVERY_STATES } from '../readiness.js';
import { REPORTED_KINDS } from '../reported-kinds.js';
import { REVENUE_MAPPINGS } from '../revenue/revenue-mapping.schema.js';
import { MappingBody, template } from './mapping.schema.js';

const URL_LENGTH_MAX = 2_000;

const headerName = (description: string) =>
  Type.Optional(
    Type.String({ pattern: '^[A-Za-z0-9-]{1,100}$', description: `letters, digits and -: ${description}` }),
  );

const PROOF_KINDS = ['hmac', 'standard', 'header', 'basic'] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];
const ENCODINGS = ['hex', 'base64'] as const;
const SECRET_ENCODINGS = ['text', 'hex', 'base64'] as const;

export const ProofBody = object(
  {
    kind: oneOf(PROOF_KINDS, {
      description:
        '`hmac`: a header holds the HMAC-SHA256 of the request; `standard`: signed as in Standard Webhooks; `header`: a header holds the secret itself, for CRMs that cannot sign; `basic`: a user name, with the secret as the password.',
    }),
    header: headerName('for `hmac`, the header with the signature; for `header`, the one with the secret.'),
    encoding: optionalOneOf(ENCODINGS, { description: 'For `hmac`, the encoding of the signature; `hex` by default.' }),
    prefix: optionalText(40, 'For `hmac`, the prefix of the signature, such as sha256=.'),
    signs: optionalText(
      200,
      'For `hmac`, the text that is signed, with `{method}`, `{url}`, `{timestamp}` and `{body}`; `{body}` by default.',
    ),
    timestampHeader: headerName('for `hmac`, the header with the time of signing, which `signs` then has to include.'),
    secretEncoding: optionalOneOf(SECRET_ENCODINGS, {
      description: 'For `hmac`, the encoding of the key in the secret; `text` by default.',
    }),
    username: optionalText(200, 'For `basic`, the user name.'),
    tolerance: Type.Optional(
      Type.String({
        format: 'duration',
        description:
          'How old a signed request may be, in elapsed time, if it has a time of signing; PT5M by default, an hour at most.',
      }),
    ),
  },
  { description: 'How a request proves that it comes from the CRM.' },
);
export type ProofBody = Static<typeof ProofBody>;

export const ReadinessBody = object(
  {
    method: oneOf(['PATCH', 'PUT', 'POST'], { default: 'PATCH', description: 'The HTTP method.' }),
    url: text(URL_LENGTH_MAX, 'An address over https with a fixed host. Values in it are encoded.'),
    headers: Type.Optional(
      Type.Record(Type.String(), template('A template of visible ASCII characters.'), {
        maxProperties: HEADERS_MAX,
        description: 'Headers besides those of `auth` and `Content-Type`, which is JSON.',
      }),
    ),
    body: Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description:
        'The body, in JSON. Templates see `deal` (with `ref`, its id in the CRM), `account`, `handoff` and `readiness`: `ready`, `missing` (how many), `words` (what is missing), `mark` (`Ready`, or nothing) and `state` (of the handoff, or none).',
    }),
  },
  {
    description:
      'The request that updates a field of the deal in the CRM whenever the readiness of its form changes, so that the CRM can require that field for a stage.',
  },
);
export type ReadinessBody = Static<typeof ReadinessBody>;

export const CrmConnectionBody = object({
  name: text(200, 'Its name, unique among connections, compared without case.'),
  system: Type.String({
    pattern: '^[A-Za-z0-9_.-]{1,100}$',
    description:
      'letters, digits, hyphens, underscores and dots: what the CRM is called in the `refs` of deals, accounts, reps and contracts, such as hubspot.',
  }),
  proof: ProofBody,
  secret: Type.Optional(
    Type.String({
      minLength: 16,
      maxLength: 1_000,
      pattern: '^[\\x21-\\x7e]+$',
      writeOnly: true,
      description:
        'visible ASCII characters: the secret of `proof`. It is stored encrypted and never shown; `secretSetAt` says when it was set. If it is left out, it stays as it is. Without a secret, no request is accepted.',
    }),
  ),
  mapping: MappingBody,
  ...REVENUE_MAPPINGS,
  readiness: Type.Optional(ReadinessBody),
  auth: Type.Optional(
    Type.Union([AuthBody, Type.Null()], {
      description:
        'The credentials for updating the readiness, or null. They are never shown. If left out, they stay as they are; null removes them.',
    }),
  ),
});
export type CrmConnectionBody = Static<typeof CrmConnectionBody>;

export const RotateBody = object({ secret: Type.Required(CrmConnectionBody).properties.secret });
export type RotateBody = { readonly secret: string };

const since = (field: string) =>
  nullable(instant, `Since when it has this \`${field}\`, which is never answered; null: it has none.`);

export const CrmConnectionSchema = resourceOf(
  'CrmConnection',
  'How deals, contracts, invoices and usage are received from a CRM or a billing tool, and how it is updated.',
  Type.Omit(CrmConnectionBody, ['secret', 'auth']),
  { secretSetAt: since('secret'), authSetAt: since('auth'), ...WARNINGS },
);

const OddFault = objectSchema('CrmFault', 'An error in what a CRM sent.', {
  pointer: Type.String({
    description: 'The field of the mapping, with the place in a list, as in /lines/1/amount; or of the deal.',
  }),
  code: Type.String({ description: 'The code, for programs.' }),
  message: Type.String({ description: 'The message, for people.' }),
});

export const CrmOddityPage = pageOf(
  objectSchema('CrmOddity', 'A refused object of a CRM, or one that was accepted only in part.', {
    id: id('The id of the entry.'),
    kind: oneOf(REPORTED_KINDS, { description: 'As what it was sent.' }),
    ref: nullable(Type.String(), 'Its id in the CRM; null if none could be read.'),
    at: instant('When it was received.'),
    refused: Type.Boolean({
      description: 'Whether the whole object was refused; otherwise only the listed fields were.',
    }),
    faults: Type.Array(OddFault, { description: 'The errors.' }),
    seen: Type.Array(Type.String(), {
      description: 'The names of the fields that were sent; their values are not stored.',
    }),
  }),
);

export const CrmPreviewBody = object({
  payload: Type.Unsafe<unknown>({ description: 'What the CRM sends, as JSON.' }),
  kind: oneOf(REPORTED_KINDS, { default: 'deals', description: 'As what it is sent: by which mapping it is read.' }),
  mapping: Type.Optional(CrmConnectionBody.properties.mapping),
  ...REVENUE_MAPPINGS,
});
export type CrmPreviewBody = Static<typeof CrmPreviewBody>;

const body = (what: string) =>
  Type.Unsafe<object>({
    type: 'object',
    additionalProperties: true,
    description: `${what}, as for its \`PUT …/by-ref\`.`,
  });

export const CrmPreviewList = listOf(
  objectSchema('CrmPreview', 'What would happen to an object that the CRM sends.', {
    outcome: oneOf(['taken', 'outdated', 'passedOver', 'refused'], {
      description:
        '`taken`: it is created or updated, or is up to date; `outdated`: a newer state is stored; `passedOver`: the conditions do not match; `refused`: it cannot be read.',
    }),
    ref: nullable(Type.String(), 'Its id in the CRM; null if none could be read.'),
    changedAt: nullable(instant, 'When it changed in the CRM; null if not given.'),
    deal: nullable(
      body('The deal'),
      'The deal, as for `PUT /v1/deals/by-ref/{system}/{ref}`; null if it is not taken, or is something else.',
    ),
    stage: nullable(oneOf(DEAL_STAGES), 'Its new stage; null if unchanged.'),
    fact: nullable(
      body('The contract, the invoice or the usage'),
      'The contract, the invoice or the usage, as for its `PUT …/by-ref`; null if it is not taken, or of a deal.',
    ),
    faults: Type.Array(OddFault, { description: 'The errors.' }),
  }),
);

export const CrmRotatedSchema = objectSchema('RotatedCrmSecret', 'The rotation of a secret.', {
  formerUntil: instant('Until when both secrets are accepted.'),
});

export const CrmDeliverySchema = objectSchema(
  'CrmDelivery',
  'The update of a deal in the CRM. Only the newest readiness is sent.',
  {
    dealId: id('The id of the deal.'),
    state: oneOf(CRM_DELIVERY_STATES, {
      description: '`waiting`: it will be sent; `told`: the CRM is up to date; `failed`: it was given up.',
    }),
    attempts: Type.Integer({ minimum: 0, description: 'The number of attempts since the last success.' }),
    nextTryAt: nullable(instant, 'When it is tried next; null if nothing waits.'),
    failure: nullable(Type.String(), 'Why the last attempt failed; null if none did.'),
    status: nullable(Type.Integer(), 'The HTTP status of the last answer; null for none.'),
    told: nullable(
      objectSchema('CrmTold', 'The readiness that was sent last.', {
        at: instant('When it was sent.'),
        ready: Type.Boolean({ description: 'Whether the deal could be handed over.' }),
        missing: Type.Integer({ minimum: 0, description: 'The number of missing fields.' }),
        state: Type.String({ description: 'The state of the handoff; `none` without one.' }),
      }),
      'The readiness that was sent last; null for none.',
    ),
  },
);
export const CrmDeliveryPage = pageOf(CrmDeliverySchema);

export const CrmDeliveryQuery = object({
  ...PageQuery,
  state: optionalOneOf(CRM_DELIVERY_STATES, { description: 'Only those in this state.' }),
});
export type CrmDeliveryQuery = Static<typeof CrmDeliveryQuery>;
