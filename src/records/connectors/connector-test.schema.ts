import { type Static, Type } from '@sinclair/typebox';
import { flag, nullable, object, objectSchema, oneOf, optionalId, optionalText } from '../../platform/input/schema.js';

export const TestConnectorBody = object({
  handoffKindId: optionalId(
    'The kind whose form is filled in with examples; by default the first that uses the connector.',
  ),
  receiver: optionalText(
    100,
    'For which of its receivers, by name; by default the first that uses the connector, else the first.',
  ),
  form: Type.Optional(
    Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description: 'Fields of the form, instead of the examples.',
    }),
  ),
  make: flag(
    false,
    'Whether the record is really created, which cannot be undone. Otherwise the only request, if the connector has `find`, searches for a record that does not exist.',
  ),
});
export type TestConnectorBody = Static<typeof TestConnectorBody>;

const ToolRequestSchema = objectSchema('ToolRequest', 'A request as it is sent.', {
  method: Type.String({ description: 'The HTTP method.' }),
  url: Type.String({ description: 'The URL with its values.' }),
  headers: Type.Record(Type.String(), Type.String(), { description: 'The headers. Secrets are shown as `***`.' }),
  body: Type.Optional(Type.Unknown({ description: 'The body with its values; absent if there is none.' })),
});

const TEST_OUTCOMES = ['rendered', 'reached', 'made', 'refused', 'unreachable', 'unknown', 'open'] as const;

export const ConnectorTestSchema = objectSchema('RecordConnectorTest', 'What a connector does with an example.', {
  outcome: oneOf(TEST_OUTCOMES, {
    description:
      '`rendered`: the request is ready and was not sent; `reached`: the tool answered a search for a record that does not exist; `made`: the record was created; `refused`: the tool rejected it; `unreachable`: no answer, or a request to try later; `unknown`: the tool rejected the credentials; `open`: values are missing, see `gaps`.',
  }),
  why: nullable(Type.String(), 'The problem in a sentence; null for none.'),
  request: nullable(ToolRequestSchema, 'The request that creates the record; null if values are missing.'),
  find: nullable(ToolRequestSchema, 'The request that searches for it; null if there is none or values are missing.'),
  update: nullable(
    ToolRequestSchema,
    'The complete request that updates it; null if there is none or values are missing.',
  ),
  gaps: Type.Array(
    objectSchema('TemplateGap', 'A value that a template needs and the example does not have.', {
      pointer: Type.String({ description: 'The place in the connector.' }),
      text: Type.String({ description: 'The problem with the value.' }),
    }),
    { description: 'The missing values.' },
  ),
  answer: nullable(
    objectSchema('ToolAnswer', 'The tool’s answer.', {
      status: nullable(Type.Integer(), 'The HTTP status; null if no answer came.'),
      text: Type.String({ description: 'The body of the answer, shortened.' }),
    }),
    'The tool’s answer; null if no request was sent.',
  ),
  ref: nullable(Type.String(), 'The id that `idOf` finds in the answer; null if nothing was created or there is none.'),
  url: nullable(Type.String(), 'The URL of the record; null if nothing was created or no URL is configured.'),
});
export type ConnectorTestView = Static<typeof ConnectorTestSchema>;
