import { type Static, Type } from '@sinclair/typebox';
import { closed, oneOf } from '../../platform/answer.js';
import { AuthBody } from '../../records/connectors/record-connector.dto.js';
import { TEMPLATE_LENGTH_MAX } from '../../records/templates/expression.js';
import { HEADERS_MAX } from '../../records/templates/request-template.js';

const URL_LENGTH_MAX = 2_000;
const VALUES_MAX = 50;
const REASONS_MAX = 200;

const headerName = (description: string) =>
  Type.Optional(
    Type.String({ pattern: '^[A-Za-z0-9-]{1,100}$', description: `letters, digits and -: ${description}` }),
  );

export const PROOF_KINDS = ['hmac', 'standard', 'header', 'basic'] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];
export const ENCODINGS = ['hex', 'base64'] as const;
export const SECRET_ENCODINGS = ['text', 'hex', 'base64'] as const;

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
    method: oneOf(['PATCH', 'PUT', 'POST'], { default: 'PATCH', description: 'How it is sent.' }),
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
