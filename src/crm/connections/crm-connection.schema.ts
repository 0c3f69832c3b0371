import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { DEAL_STAGES } from '../../deals/deal.js';
import { WARNINGS } from '../../documents/version.schema.js';
import { closed, id, instant, listOf, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { PageQuery } from '../../platform/page.js';
import { AuthBody } from '../../records/connectors/record-connector.schema.js';
import { TEMPLATE_LENGTH_MAX } from '../../records/templates/expression.js';
import { HEADERS_MAX } from '../../records/templates/request-template.js';
import { CRM_DELIVERY_STATES } from '../readiness.js';

const URL_LENGTH_MAX = 2_000;
const VALUES_MAX = 50;
const REASONS_MAX = 200;

const headerName = (description: string) =>
  Type.Optional(
    Type.String({ pattern: '^[A-Za-z0-9-]{1,100}$', description: `letters, digits and -: ${description}` }),
  );

const PROOF_KINDS = ['hmac', 'standard', 'header', 'basic'] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];
const ENCODINGS = ['hex', 'base64'] as const;
const SECRET_ENCODINGS = ['text', 'hex', 'base64'] as const;

export const ProofBody = Type.Object(
  {
    kind: oneOf(PROOF_KINDS, {
      description:
        '`hmac`: a header holds the HMAC-SHA256 of the request; `standard`: signed as Standard Webhooks has it; `header`: a header holds the secret itself, of a CRM that cannot sign; `basic`: a name, and the secret as its password.',
    }),
    header: headerName('of `hmac` the header with the signature, of `header` the one with the secret.'),
    encoding: Type.Optional(
      oneOf(ENCODINGS, { description: 'Of `hmac` how the signature is written; `hex` by default.' }),
    ),
    prefix: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 40,
        description: 'Of `hmac` what stands before the signature, such as sha256=.',
      }),
    ),
    signs: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description:
          'Of `hmac` what is signed, with `{method}`, `{url}`, `{timestamp}` and `{body}` in it; `{body}` by default.',
      }),
    ),
    timestampHeader: headerName('of `hmac` the header that says when it was signed, which `signs` then has to hold.'),
    secretEncoding: Type.Optional(
      oneOf(SECRET_ENCODINGS, { description: 'Of `hmac` how the key is written in the secret; as `text` by default.' }),
    ),
    username: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Of `basic` the name.' })),
    tolerance: Type.Optional(
      Type.String({
        format: 'duration',
        description:
          'How old a signed request may be in elapsed time, where it says when it was signed; PT5M by default, an hour at most.',
      }),
    ),
  },
  { ...closed, description: 'By what it is known that a request comes from the CRM.' },
);
export type ProofBody = Static<typeof ProofBody>;

const template = (description: string) => Type.String({ minLength: 1, maxLength: TEMPLATE_LENGTH_MAX, description });
const field = (description: string) => Type.Optional(template(description));
const stages = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: VALUES_MAX, description });

export const MappingBody = Type.Object(
  {
    each: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 500,
        description:
          'Where the list of deals stands, such as payload.events. Without it a body that is a list is one of deals, and any other is one deal.',
      }),
    ),
    only: Type.Optional(
      Type.Array(
        Type.Object(
          {
            value: template('A template.'),
            in: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
              minItems: 1,
              maxItems: VALUES_MAX,
              description: 'What it may be, without case.',
            }),
          },
          closed,
        ),
        { maxItems: 10, description: 'What all has to hold of an object; any other is passed over.' },
      ),
    ),
    ref: template('The id that the deal has in the CRM.'),
    changedAt: field(
      'When the CRM says that it was changed: an instant, or seconds or milliseconds since 1970. What is older than what is known comes too late. Without it the last that comes is right.',
    ),
    name: field('What the deal is called.'),
    accountName: field('What the account is called.'),
    accountDomain: field('Its domain; what is none of a company alone is left out.'),
    accountRef: field(
      'The id of the account in the CRM: of one that has it in its `refs` for this system; else by its name.',
    ),
    ownerEmail: field('The e-mail address of the owner.'),
    ownerRef: field('Or the id of the owner in the CRM, as it stands in the `refs` of a rep.'),
    amount: field('What it is worth: a decimal number, or a text of one.'),
    currency: field('In which currency.'),
    product: field('What is sold, as it is called there: 100 characters at most are kept.'),
    stage: field('The stage in the CRM; `stages` says what it means.'),
    wonAt: field('When it was won.'),
    lostReason: field('Why it was lost, in the words of the CRM; `lostReasons` says what they mean.'),
    expectedCloseAt: field('When it may be decided: an instant, or a day.'),
    startsOn: field('The first day of what is agreed.'),
    endsOn: field('Its last day.'),
    noticeDays: field('The notice period, in days before the end.'),
    lostReasons: Type.Optional(
      Type.Record(
        Type.String({ minLength: 1, maxLength: 200 }),
        Type.String({ minLength: 1, maxLength: 100, description: 'The code of a reason of the taxonomy.' }),
        {
          maxProperties: REASONS_MAX,
          description:
            'The reason codes for the CRM’s loss reasons, by their names, compared without case. A lost deal closes its lead with that reason; the CRM’s text becomes the note. A loss reason that is not mapped, or whose code requires more than a note, leaves the lead open for a decision, and is listed.',
        },
      ),
    ),
    stages: Type.Optional(
      Type.Object(
        {
          won: stages('Stages in which a deal is won.'),
          lost: stages('Stages in which it is lost.'),
          open: Type.Optional(
            stages('Stages in which it is open. Without them every other one is; with them any other is refused.'),
          ),
        },
        { ...closed, description: 'What the stages of the CRM mean, without case.' },
      ),
    ),
  },
  {
    ...closed,
    description:
      'How a deal is read out of what the CRM sends. Templates see `payload` (the whole body) and `item` (each of its objects), and have the filters of record connectors. What is not there, or empty, is not told: it stays as it is.',
  },
);
export type MappingBody = Static<typeof MappingBody>;

export const ReadinessBody = Type.Object(
  {
    method: oneOf(['PATCH', 'PUT', 'POST'], { default: 'PATCH', description: 'The HTTP method.' }),
    url: Type.String({
      minLength: 1,
      maxLength: URL_LENGTH_MAX,
      description: 'An address over https; its host stands there as it is. Values in it are encoded.',
    }),
    headers: Type.Optional(
      Type.Record(Type.String(), template('A template of visible ASCII characters.'), {
        maxProperties: HEADERS_MAX,
        description: 'Headers beside those of `auth` and of bodies, which are JSON.',
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
    ...closed,
    description:
      'The request by which a field of the deal in the CRM is written whenever the readiness of its form changes: its own rule can then demand that field before a stage.',
  },
);
export type ReadinessBody = Static<typeof ReadinessBody>;

export const CrmConnectionBody = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'What it is called; no two connections have one name, without case.',
    }),
    system: Type.String({
      pattern: '^[A-Za-z0-9_.-]{1,100}$',
      description:
        'letters, digits, _, . and -: what the CRM is called in the `refs` of deals, accounts and reps, such as hubspot.',
    }),
    proof: ProofBody,
    secret: Type.Optional(
      Type.String({
        minLength: 16,
        maxLength: 1_000,
        pattern: '^[\\x21-\\x7e]+$',
        writeOnly: true,
        description:
          'visible ASCII characters: the secret of `proof`. Written and never read: it is kept sealed, and `secretSetAt` says since when. Left out, it stays as it is; without one nothing is taken.',
      }),
    ),
    mapping: MappingBody,
    readiness: Type.Optional(ReadinessBody),
    auth: Type.Optional(
      Type.Union([AuthBody, Type.Null()], {
        description:
          'By what the CRM knows who writes the readiness, or null. Written and never read. Left out, it stays as it is; null takes it away.',
      }),
    ),
  },
  closed,
);
export type CrmConnectionBody = Static<typeof CrmConnectionBody>;

export const RotateBody = Type.Object({ secret: Type.Required(CrmConnectionBody).properties.secret }, closed);
export type RotateBody = { readonly secret: string };

const since = (field: string) =>
  nullable(
    instant(`Since when it has this "${field}".`),
    `Since when it has this \`${field}\`, which is never answered; null: it has none.`,
  );

export const CrmConnectionSchema = resourceOf(
  'CrmConnection',
  'How deals come in from a CRM, and what it is told of them.',
  Type.Omit(CrmConnectionBody, ['secret', 'auth']),
  { secretSetAt: since('secret'), authSetAt: since('auth'), ...WARNINGS },
);

const OddFault = thing('CrmFault', 'Something that could not be taken as it was sent.', {
  pointer: Type.String({ description: 'The field of the mapping, or of the deal.' }),
  code: Type.String({ description: 'For programs.' }),
  message: Type.String({ description: 'For people.' }),
});

export const CrmOddityPage = pageOf(
  thing('CrmOddity', 'Something that a CRM sent, and of which no deal could be made, or not all of it.', {
    id: id('Of this entry.'),
    ref: nullable(Type.String(), 'The id of the deal in the CRM; null where none could be read.'),
    at: instant('When it came.'),
    refused: Type.Boolean({ description: 'Whether nothing was taken; else all but what is named.' }),
    faults: Type.Array(OddFault, { description: 'Why it was not taken as it is.' }),
    seen: Type.Array(Type.String(), {
      description: 'The names of the fields that were sent; what stood in them is not kept.',
    }),
  }),
);

export const CrmPreviewBody = Type.Object(
  {
    payload: Type.Unsafe<unknown>({ description: 'What the CRM sends, as JSON.' }),
    mapping: Type.Optional(CrmConnectionBody.properties.mapping),
  },
  closed,
);
export type CrmPreviewBody = Static<typeof CrmPreviewBody>;

export const CrmPreviewList = listOf(
  thing('CrmPreview', 'What would become of an object that the CRM sends.', {
    outcome: oneOf(['taken', 'outdated', 'passedOver', 'refused'], {
      description:
        '`taken`: the deal is made or changed; `outdated`: something newer is known; `passedOver`: it is none of those that are meant; `refused`: it cannot be read.',
    }),
    ref: nullable(Type.String(), 'The id of the deal in the CRM; null where none could be read.'),
    changedAt: nullable(
      instant('When it was changed there.'),
      'When it was changed there; null where it does not say so.',
    ),
    deal: nullable(
      Type.Unsafe<object>({
        type: 'object',
        additionalProperties: true,
        description: 'As `PUT /v1/deals/by-ref/{system}/{ref}` would take it.',
      }),
      'As `PUT /v1/deals/by-ref/{system}/{ref}` would take it; null where nothing is taken.',
    ),
    stage: nullable(oneOf(DEAL_STAGES), 'The stage that it comes to; null where that stays as it is.'),
    faults: Type.Array(OddFault, { description: 'What cannot be read, or is not known.' }),
  }),
);

export const CrmRotatedSchema = thing('RotatedCrmSecret', 'From when on the former secret is taken no more.', {
  formerUntil: instant('Until then either is taken.'),
});

export const CrmDeliverySchema = thing('CrmDelivery', 'What a CRM is told of one deal: only the newest is.', {
  dealId: id('Of which deal.'),
  state: oneOf(CRM_DELIVERY_STATES, {
    description: '`waiting`: it is to be told; `told`: the CRM knows how it is; `failed`: nobody tries any more.',
  }),
  attempts: Type.Integer({ minimum: 0, description: 'How often it was tried since it was told last.' }),
  nextTryAt: nullable(instant('When it is tried next.'), 'When it is tried next; null where nothing waits.'),
  failure: nullable(Type.String(), 'Why the last try came to nothing; null where none has failed.'),
  status: nullable(Type.Integer(), 'The status of the last answer; null where none came.'),
  told: nullable(
    thing('CrmTold', 'What the CRM was told last.', {
      at: instant('When it was told.'),
      ready: Type.Boolean({ description: 'Whether the deal could be handed over.' }),
      missing: Type.Integer({ minimum: 0, description: 'How many pieces were missing.' }),
      state: Type.String({ description: 'Of the handoff; `none` where none is asked for.' }),
    }),
    'What the CRM was told last; null before that.',
  ),
});
export const CrmDeliveryPage = pageOf(CrmDeliverySchema);

export const CrmDeliveryQuery = Type.Object(
  { ...PageQuery, state: Type.Optional(oneOf(CRM_DELIVERY_STATES, { description: 'Only those in this state.' })) },
  closed,
);
export type CrmDeliveryQuery = Static<typeof CrmDeliveryQuery>;
