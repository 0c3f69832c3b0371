import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { WARNINGS } from '../../documents/version.schema.js';
import {
  instant,
  listOf,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalOneOf,
  optionalText,
  text,
} from '../../platform/input/schema.js';
import { PLACE_PATTERN } from '../answer-reading.js';
import { READY_MADE_TOOLS, TOOL_KINDS } from '../ready-made.js';
import { TEMPLATE_LENGTH_MAX } from '../templates/expression.js';
import { HEADERS_MAX } from '../templates/request-template.js';

const URL_LENGTH_MAX = 2_000;

const template = (description: string, maxLength = TEMPLATE_LENGTH_MAX) => text(maxLength, description);

const SEES =
  'Templates are texts with `{{ deal.name }}` in them. They see `deal`, `account`, `form` (the sections that the receiver sees), `handoff`, `receiver`, `giver` and `record.key`, and know the filters `default`, `required`, `upcase`, `downcase`, `strip`, `truncate`, `day`, `number`, `lines`, `label`, `map`, `join`, `first`, `last` and `size`. A value that may be absent needs a default.';

const url = template('An address over https with a fixed host. Values in it are encoded.', URL_LENGTH_MAX);
const headers = Type.Optional(
  Type.Record(Type.String(), template('A template of visible ASCII characters.', URL_LENGTH_MAX), {
    maxProperties: HEADERS_MAX,
    description: 'Headers besides those of `auth` and `Content-Type`, which is JSON.',
  }),
);
const body = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
  description: `The body, in JSON. ${SEES} A text that is one value and nothing else keeps its type. \`{ "$each": "form.billing.lines", "$as": "line", "$do": … }\` in a list inserts \`$do\` for each entry of another list; \`{ "$when": "form.kickoff.on", "$is"?: …, "$do": … }\` inserts it only if the value is present (and equals \`$is\`).`,
});
const idOf = (description: string) =>
  Type.String({
    pattern: PLACE_PATTERN,
    maxLength: 500,
    description: `a JSON pointer such as /data/id, or header:location. ${description}`,
  });

const secret = (maxLength: number, description: string) =>
  optionalText(maxLength, `visible ASCII characters: ${description}`, { pattern: '^[\\x20-\\x7e]+$', writeOnly: true });

const AUTH_KINDS = ['bearer', 'basic', 'header', 'oauth'] as const;
export type AuthKind = (typeof AUTH_KINDS)[number];

export const AuthBody = object(
  {
    kind: oneOf(AUTH_KINDS, {
      description:
        '`bearer`: a permanent token; `basic`: a user name and a password; `header`: a custom header; `oauth`: a token that is requested and renewed before it expires.',
    }),
    token: secret(4_096, 'for `bearer`, the token.'),
    username: secret(500, 'for `basic`, the user name.'),
    password: secret(4_096, 'for `basic`, the password or a token in its place.'),
    name: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9-]{1,100}$',
        description: 'letters, digits and -: for `header`, its name.',
      }),
    ),
    value: secret(4_096, 'for `header`, its value.'),
    tokenUrl: optionalText(URL_LENGTH_MAX, 'For `oauth`, the token URL.'),
    clientId: secret(500, 'for `oauth`, the client id.'),
    clientSecret: secret(4_096, 'for `oauth`, the client secret.'),
    refreshToken: secret(
      8_192,
      'for `oauth`, the refresh token; if the tool returns a new one, it replaces this one. Without it, the client credentials grant is used.',
    ),
    scope: optionalText(1_000, 'For `oauth`, the scope, if the tool requires one.'),
    clientIn: optionalOneOf(['body', 'header'], {
      description:
        'For `oauth`, where the client is authenticated: in the `body` of the request (by default) or in a `header`.',
    }),
  },
  { description: 'The credentials for the tool.' },
);
export type AuthBody = Static<typeof AuthBody>;

const IdempotencyBody = object(
  {
    in: oneOf(['header', 'query'], { description: 'Where it is sent.' }),
    name: Type.String({
      pattern: '^[A-Za-z0-9_-]{1,100}$',
      description: 'letters, digits, _ and -: its name, such as Idempotency-Key.',
    }),
    keptFor: Type.String({
      format: 'duration',
      default: 'PT24H',
      description:
        'How long the tool remembers a key, in elapsed time. After that, the record is searched with `find` before a retry; without `find`, it is not retried automatically.',
    }),
  },
  { description: 'How the tool recognises a repeated request: by the key of the record, which does not change.' },
);

const pointer = (description: string) =>
  Type.String({ pattern: '^(/[^/]{0,200}){1,20}$', maxLength: 500, description: `a JSON pointer: ${description}` });

const ReadBody = object(
  {
    url,
    headers,
    versionOf: Type.Optional(
      pointer(
        'the path of a version in the answer that the update has to include; templates see it as `record.version`.',
      ),
    ),
    openWhile: Type.Optional(
      object(
        {
          at: pointer('the path of the record’s status in the answer.'),
          is: Type.Array(text(100, 'A status.'), {
            minItems: 1,
            maxItems: 20,
            description: 'The statuses in which the record may be updated.',
          }),
        },
        { description: 'Limits updates to certain statuses; for example, an invoice that was sent is not updated.' },
      ),
    ),
  },
  { description: 'A GET that returns the record (`{{ record.id }}`).' },
);

const UPDATE_FIELDS_MAX = 50;

const UpdateBody = object(
  {
    method: oneOf(['PATCH', 'PUT', 'POST'], { default: 'PATCH', description: 'The HTTP method.' }),
    url,
    headers,
    body,
    read: ReadBody,
    fields: Type.Array(
      object(
        {
          name: text(100, 'Its name in the tool, for people.'),
          in: pointer('its path in the body of the update; not in a list.'),
          at: pointer('its path in the answer to `read`.'),
        },
        { description: 'A field that is updated, unless a person has changed it in the tool.' },
      ),
      {
        minItems: 1,
        maxItems: UPDATE_FIELDS_MAX,
        description: 'The fields that are updated. Everything else in the body, such as ids, is always sent.',
      },
    ),
  },
  {
    description:
      'The request that updates a record when the form is amended later. Templates also see `record.id`. A field that a person has changed in the tool since is left out, and its receiver is asked about it.',
  },
);

export const RecordConnectorBody = object({
  name: text(200, 'Its name, unique among connectors, compared without case.'),
  request: object(
    { method: oneOf(['POST', 'PUT'], { default: 'POST', description: 'The HTTP method.' }), url, headers, body },
    { description: 'The request that creates a record.' },
  ),
  auth: Type.Optional(
    Type.Union([AuthBody, Type.Null()], {
      description:
        'The credentials for the tool, or null. They are stored encrypted and never shown; `authSetAt` says when they were set. If left out, they stay as they are; null removes them.',
    }),
  ),
  idempotency: Type.Optional(IdempotencyBody),
  idOf: idOf('The path of the record’s id in the answer.'),
  link: Type.Optional(
    template('The URL of the record for people: a template that also sees `record.id`.', URL_LENGTH_MAX),
  ),
  find: Type.Optional(
    object(
      {
        url,
        headers,
        idOf: idOf(
          'The path of the id in the answer. If it is empty, and after 204 and 404, there is no record. An answer that is not JSON, or has values but not the first one of this path, is inconclusive.',
        ),
      },
      {
        description:
          'A GET that finds the record by its key (`{{ record.key }}`), sent before creating it if an earlier request may have succeeded.',
      },
    ),
  ),
  update: Type.Optional(UpdateBody),
});
export type RecordConnectorBody = Static<typeof RecordConnectorBody>;

export const RecordConnectorSchema = resourceOf(
  'RecordConnector',
  'How records are created in a receiver’s tool.',
  Type.Omit(RecordConnectorBody, ['auth']),
  {
    authSetAt: nullable(instant, 'When its `auth` was set, which is never shown; null if it has none.'),
    ...WARNINGS,
  },
);

export const ReadyMadeConnectorList = listOf(
  objectSchema('ReadyMadeConnector', 'A ready-made connector.', {
    tool: oneOf(READY_MADE_TOOLS, { description: 'The vendor.' }),
    kind: oneOf(TOOL_KINDS, { description: 'The kind of tool.' }),
    description: Type.String({ description: 'What it creates, and what it requires of the tool and of the deal.' }),
    fillIn: Type.Array(Type.String(), {
      description: 'The placeholders ‹…› that have to be filled in before it can be saved.',
    }),
    auth: object(
      {
        kind: AuthBody.properties.kind,
        ...Type.Pick(AuthBody, ['tokenUrl', 'clientIn']).properties,
      },
      { description: 'The known part of its `auth`; you add the rest.' },
    ),
    fits: Type.Array(
      object(
        {
          kind: Type.String({ description: 'The name of a ready-made handoff kind.' }),
          receiver: Type.String({ description: 'The name of one of its receivers.' }),
        },
        { description: 'A receiver of a ready-made handoff kind.' },
      ),
      { description: 'The receivers of ready-made handoff kinds whose form fills all of its templates.' },
    ),
    connector: Type.Omit(RecordConnectorBody, ['auth'], {
      description: 'The body for `POST /v1/record-connectors`, once it is filled in and has its `auth`.',
    }),
  }),
);
