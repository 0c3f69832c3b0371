import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { WARNINGS } from '../../documents/version.schema.js';
import { closed, instant, listOf, nullable, oneOf, thing } from '../../platform/answer.js';
import { PLACE_PATTERN } from '../answer-reading.js';
import { READY_MADE_TOOLS, TOOL_KINDS } from '../ready-made.js';
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

const AUTH_KINDS = ['bearer', 'basic', 'header', 'oauth'] as const;
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

const UPDATE_FIELDS_MAX = 50;

const UpdateBody = Type.Object(
  {
    method: oneOf(['PATCH', 'PUT', 'POST'], { default: 'PATCH', description: 'The HTTP method.' }),
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
      { method: oneOf(['POST', 'PUT'], { default: 'POST', description: 'The HTTP method.' }), url, headers, body },
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

export const RecordConnectorSchema = resourceOf(
  'RecordConnector',
  'How a record is made in the tool of a receiver.',
  Type.Omit(RecordConnectorBody, ['auth']),
  {
    authSetAt: nullable(
      instant('Since when it has this "auth".'),
      'Since when it has this `auth`, which is never answered; null: it has none.',
    ),
    ...WARNINGS,
  },
);

export const TestConnectorBody = Type.Object(
  {
    handoffKindId: Type.Optional(
      Type.String({
        format: 'uuid',
        description: 'The kind whose form is filled in with examples; by default the first that uses the connector.',
      }),
    ),
    receiver: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description:
          'For which of its receivers, by name; by default the first that uses the connector, else the first.',
      }),
    ),
    form: Type.Optional(
      Type.Unsafe<Record<string, unknown>>({
        type: 'object',
        additionalProperties: true,
        description: 'Fields of the form, in place of the examples.',
      }),
    ),
    make: Type.Boolean({
      default: false,
      description:
        'Whether the record is really made: nothing takes it away again. Else the tool is asked for nothing but, where the connector has `find`, a record that is not there.',
    }),
  },
  closed,
);
export type TestConnectorBody = Static<typeof TestConnectorBody>;

const ToolRequestSchema = thing('ToolRequest', 'A request as it is sent.', {
  method: Type.String({ description: 'The HTTP method.' }),
  url: Type.String({ description: 'The address, with its values.' }),
  headers: Type.Record(Type.String(), Type.String(), { description: 'What is secret in them is `***`.' }),
  body: Type.Optional(Type.Unknown({ description: 'The body, with its values; absent where it has none.' })),
});

const TEST_OUTCOMES = ['rendered', 'reached', 'made', 'refused', 'unreachable', 'unknown', 'open'] as const;

export const ConnectorTestSchema = thing('RecordConnectorTest', 'What a connector does with an example.', {
  outcome: oneOf(TEST_OUTCOMES, {
    description:
      '`rendered`: the request is ready, and the tool was not asked; `reached`: it was looked for a record that is not there, and the tool answered; `made`: the record is there; `refused`: the tool does not take it; `unreachable`: no answer, or later; `unknown`: the tool does not know who asks; `open`: something is missing, see `gaps`.',
  }),
  why: nullable(Type.String(), 'In words; null where it is as it should be.'),
  request: nullable(ToolRequestSchema, 'The request that makes the record; null where something in it is open.'),
  find: nullable(
    ToolRequestSchema,
    'The request that looks for it; null where there is none, or something in it is open.',
  ),
  update: nullable(
    ToolRequestSchema,
    'The request that brings it up to date, whole; null where there is none, or something in it is open.',
  ),
  gaps: Type.Array(
    thing('TemplateGap', 'Something that a template asks for, and that the example does not have.', {
      pointer: Type.String({ description: 'Where in the connector.' }),
      text: Type.String({ description: 'What is missing.' }),
    }),
    { description: 'What is open; empty where nothing is.' },
  ),
  answer: nullable(
    thing('ToolAnswer', 'What the tool said.', {
      status: nullable(Type.Integer(), 'The status; null where no answer came.'),
      text: Type.String({ description: 'The body of the answer, shortened.' }),
    }),
    'What the tool said; null where it was not asked.',
  ),
  ref: nullable(
    Type.String(),
    'The id that `idOf` takes out of the answer; null where nothing was made, or none is there.',
  ),
  url: nullable(Type.String(), 'Where people see it; null where nothing was made, or nobody said where.'),
});
export type ConnectorTestView = Static<typeof ConnectorTestSchema>;

export const ReadyMadeConnectorList = listOf(
  thing('ReadyMadeConnector', 'A connector to begin with.', {
    tool: oneOf(READY_MADE_TOOLS, { description: 'Whose it is.' }),
    kind: oneOf(TOOL_KINDS, { description: 'Of which kind the tool is.' }),
    description: Type.String({ description: 'What it makes there, and what it asks of the tool and of the deal.' }),
    fillIn: Type.Array(Type.String(), {
      description: 'What stands in it as ‹…› and has to be filled in: it is refused until then.',
    }),
    auth: Type.Object(
      {
        kind: AuthBody.properties.kind,
        ...Type.Pick(AuthBody, ['tokenUrl', 'clientIn']).properties,
      },
      { ...closed, description: 'What is known of its `auth`; the rest is yours.' },
    ),
    connector: Type.Omit(RecordConnectorBody, ['auth'], {
      description: 'What `POST /v1/record-connectors` takes, once it is filled in and has its `auth`.',
    }),
  }),
);
