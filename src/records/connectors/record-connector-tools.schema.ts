import { type Static, Type } from '@sinclair/typebox';
import { closed, listOf, nullable, oneOf, thing } from '../../platform/answer.js';
import { READY_MADE_TOOLS, TOOL_KINDS } from '../ready-made.js';
import { AuthBody, RecordConnectorBody } from './record-connector.dto.js';

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
  method: Type.String({ description: 'How it is sent.' }),
  url: Type.String({ description: 'The address, with its values.' }),
  headers: Type.Record(Type.String(), Type.String(), { description: 'What is secret in them is `***`.' }),
  body: Type.Optional(Type.Unknown({ description: 'The body, with its values; absent where it has none.' })),
});

export const TEST_OUTCOMES = ['rendered', 'reached', 'made', 'refused', 'unreachable', 'unknown', 'open'] as const;

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
      text: Type.String({ description: 'What it said, shortened.' }),
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
