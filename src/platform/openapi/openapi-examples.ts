import { slugOf } from '../values/words.js';
import type { Content, DocumentedOperation, Parameter, Response } from './openapi-document.js';

/** A request that a test sent, and the answer that it saw (docs/api-examples.json). */
export interface Example {
  readonly title: string;
  readonly request: {
    readonly path?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string>>;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly answer: {
    readonly status: number;
    readonly type?: string;
    /** The headers that the API document names, in lower case. */
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
}

/** Examples by the id of the operation. */
export type Examples = Readonly<Record<string, readonly Example[]>>;

/** Adds examples to an operation: what a test sent, and the answers that it saw. */
export function withExamples(operation: DocumentedOperation, examples: readonly Example[]): DocumentedOperation {
  const { parameters = [], requestBody, responses, ...rest } = operation;
  return {
    ...rest,
    parameters: parameters.map((each) => withValue(each, examples)),
    ...(requestBody && { requestBody: { ...requestBody, content: withSent(requestBody.content, examples) } }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [status, withSeen(response, Number(status), examples)]),
    ),
  };
}

function withValue(parameter: Parameter, examples: readonly Example[]): Parameter {
  const value = examples
    .map(({ request: { path, query, headers } }) => ({ path, query, header: headers })[parameter.in]?.[parameter.name])
    .find((each) => each !== undefined);
  if (value === undefined) return parameter;
  const { type } = parameter.schema as { type?: string };
  return { ...parameter, example: type === 'integer' || type === 'boolean' ? JSON.parse(value) : value };
}

function withSent(content: Content, examples: readonly Example[]): Content {
  const sent = examples.filter(({ request, answer }) => request.body !== undefined && answer.status < 300);
  return withNamed(
    content,
    'application/json',
    sent.map(({ title, request }) => [title, request.body]),
  );
}

function withSeen(response: Response, status: number, examples: readonly Example[]): Response {
  const seen = examples.filter(({ answer }) => answer.status === status && answer.body !== undefined);
  if (response.content === undefined) return response;
  return {
    ...response,
    content: Object.keys(response.content).reduce((content, type) => {
      const those = seen.filter(({ answer }) => answer.type === type);
      return withNamed(
        content,
        type,
        those.map(({ title, answer }) => [title, answer.body]),
      );
    }, response.content),
  };
}

export function withNamed(
  content: Content,
  type: string,
  values: readonly (readonly [title: string, value: unknown])[],
): Content {
  if (values.length === 0 || content[type] === undefined) return content;
  const examples = Object.fromEntries(values.map(([summary, value]) => [slugOf(summary), { summary, value }]));
  return { ...content, [type]: { ...content[type], examples } };
}
