import { type Static, Type } from '@sinclair/typebox';
import { closed, oneOf } from '../../platform/answer.js';
import { PLACE_PATTERN } from '../answer-reading.js';
import { TEMPLATE_LENGTH_MAX } from '../templates/expression.js';
import { HEADERS_MAX } from '../templates/request-template.js';

const URL_LENGTH_MAX = 2_000;

const template = (description: string, maxLength = TEMPLATE_LENGTH_MAX) =>
  Type.String({ minLength: 1, maxLength, description });

const SEES =
  'Templates are texts with `{{ deal.name }}` in them. They see `deal`, `account`, `form` (what the receiver sees of it), `handoff`, `receiver`, `giver` and `record.key`, and know the filters `default`, `required`, `upcase`, `downcase`, `strip`, `truncate`, `day`, `number`, `map`, `join`, `first`, `last` and `size`. What may not be there has to say what stands there instead.';

const url = template(
  'An address over https; its host stands there as it is. Values in it are encoded.',
  URL_LENGTH_MAX,
);
const headers = Type.Optional(
  Type.Record(Type.String(), template('A template of visible ASCII characters.', URL_LENGTH_MAX), {
    maxProperties: HEADERS_MAX,
    description: 'Headers beside those of `auth` and of bodies, which are JSON.',
  }),
);
const body = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
  description: `The body, in JSON. ${SEES} A text that is one value and nothing else keeps its type. \`{ "$each": "form.billing.lines", "$as": "line", "$do": … }\` stands in a list for each entry of another; \`{ "$when": "form.kickoff.on", "$is"?: …, "$do": … }\` stands there only where that is (so).`,
});
const idOf = (description: string) =>
  Type.String({
    pattern: PLACE_PATTERN,
    maxLength: 500,
    description: `a JSON pointer such as /data/id, or header:location. ${description}`,
  });

const secret = (maxLength: number, description: string) =>
  Type.Optional(
    Type.String({
      minLength: 1,
      maxLength,
      pattern: '^[\\x20-\\x7e]+$',
      writeOnly: true,
      description: `visible ASCII characters: ${description}`,
    }),
  );

export const AUTH_KINDS = ['bearer', 'basic', 'header', 'oauth'] as const;
export type AuthKind = (typeof AUTH_KINDS)[number];

export const AuthBody = Type.Object(
  {
    kind: oneOf(AUTH_KINDS, {
      description:
        '`bearer`: a token that lasts; `basic`: a name and a password; `header`: a header of its own; `oauth`: a token that is got, and got anew before it ends.',
    }),
    token: secret(4_096, 'of `bearer` the token.'),
    username: secret(500, 'of `basic` the name.'),
    password: secret(4_096, 'of `basic` the password, or the token that stands for it.'),
    name: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9-]{1,100}$',
        description: 'letters, digits and -: of `header` what it is called.',
      }),
    ),
    value: secret(4_096, 'of `header` what stands in it.'),
    tokenUrl: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: URL_LENGTH_MAX,
        description: 'Of `oauth` the address that gives tokens.',
      }),
    ),
    clientId: secret(500, 'of `oauth` who asks.'),
    clientSecret: secret(4_096, 'of `oauth` the secret of whoever asks.'),
    refreshToken: secret(
      8_192,
      'of `oauth` by what tokens are got; where the tool gives another one each time, that is kept. Without it tokens are got by the client alone.',
    ),
    scope: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1_000,
        description: 'Of `oauth` what the token is for, where that is asked.',
      }),
    ),
    clientIn: Type.Optional(
      oneOf(['body', 'header'], {
        description:
          'Of `oauth` where the client is named: in the `body` of the request (by default), or in a `header`.',
      }),
    ),
  },
  { ...closed, description: 'By what the tool knows who asks.' },
);
export type AuthBody = Static<typeof AuthBody>;

const IdempotencyBody = Type.Object(
  {
    in: oneOf(['header', 'query'], { description: 'Where it stands.' }),
    name: Type.String({
      pattern: '^[A-Za-z0-9_-]{1,100}$',
      description: 'letters, digits, _ and -: what it is called, such as Idempotency-Key.',
    }),
    keptFor: Type.String({
      format: 'duration',
      default: 'PT24H',
      description:
        'So long the tool knows a key, in elapsed time. What may have been made longer ago is looked for by `find`; without it, it is not asked for again by itself.',
    }),
  },
  {
    ...closed,
    description: 'By what the tool knows a request that is sent once more: its key is that of the record, and stays.',
  },
);

const pointer = (description: string) =>
  Type.String({ pattern: '^(/[^/]{0,200}){1,20}$', maxLength: 500, description: `a JSON pointer: ${description}` });

const ReadBody = Type.Object(
  {
    url,
    headers,
    versionOf: Type.Optional(
      pointer('where the answer holds a version that the update has to name: templates of it see `record.version`.'),
    ),
    openWhile: Type.Optional(
      Type.Object(
        {
          at: pointer('where the answer says how far the record has come.'),
          is: Type.Array(Type.String({ minLength: 1, maxLength: 100, description: 'What stands there.' }), {
            minItems: 1,
            maxItems: 20,
            description: 'As long as one of these stands there, the record is changed.',
          }),
        },
        {
          ...closed,
          description:
            'Until when it is changed at all: what has gone beyond, such as an invoice that was sent, is not.',
        },
      ),
    ),
  },
  { ...closed, description: 'A GET that answers the record as it is (`{{ record.id }}`).' },
);

export const UPDATE_FIELDS_MAX = 50;

const UpdateBody = Type.Object(
  {
    method: oneOf(['PATCH', 'PUT', 'POST'], { default: 'PATCH', description: 'How it is sent.' }),
    url,
    headers,
    body,
    read: ReadBody,
    fields: Type.Array(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 100, description: 'What people call it in the tool.' }),
          in: pointer('where it stands in the body of the update; not in a list.'),
          at: pointer('where it stands in the answer to `read`.'),
        },
        { ...closed, description: 'A field that is brought up to date, unless somebody has changed it there.' },
      ),
      {
        minItems: 1,
        maxItems: UPDATE_FIELDS_MAX,
        description: 'What is brought up to date. What else stands in the body is always sent, such as ids.',
      },
    ),
  },
  {
    ...closed,
    description:
      'The request that brings a record up to date when the form is amended after it was made. Templates see `record.id`, too. A field that somebody has changed in the tool since is left out, and its receiver is asked about it.',
  },
);

export const RecordConnectorBody = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'What it is called; no two connectors have one name, without case.',
    }),
    request: Type.Object(
      { method: oneOf(['POST', 'PUT'], { default: 'POST', description: 'How it is sent.' }), url, headers, body },
      { ...closed, description: 'The request that makes a record.' },
    ),
    auth: Type.Optional(
      Type.Union([AuthBody, Type.Null()], {
        description:
          'By what the tool knows who asks, or null. Written and never read: it is kept sealed, and `authSetAt` says since when. Without it it stays as it is; null takes it away.',
      }),
    ),
    idempotency: Type.Optional(IdempotencyBody),
    idOf: idOf('Where the answer holds the id of the record.'),
    link: Type.Optional(
      template('Where people see the record: a template that sees `record.id`, too.', URL_LENGTH_MAX),
    ),
    find: Type.Optional(
      Type.Object(
        {
          url,
          headers,
          idOf: idOf(
            'Where the answer holds the id; where nothing stands there, and after 204 and 404, there is none. An answer that is no JSON says nothing.',
          ),
        },
        {
          ...closed,
          description:
            'A GET that finds the record by its key (`{{ record.key }}`): asked before it is made, where a former request may have made it.',
        },
      ),
    ),
    update: Type.Optional(UpdateBody),
  },
  closed,
);
export type RecordConnectorBody = Static<typeof RecordConnectorBody>;
