import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { TSchema } from '@sinclair/typebox';

/*
 * What the document of the API says of a route, where it stands: what it is called, what it answers, and which problems
 * it has beside those that follow from what it takes (src/platform/openapi/openapi-operations.ts).
 */

/** Codes of docs/problems.md: of what only this route refuses. */
export const REFUSES = 'x-refuses';
/** Of a route whose answers are not kept for an `Idempotency-Key`. */
export const NOT_KEPT = 'x-not-kept';

interface OperationWords {
  /** What the summary leaves open, in Markdown. */
  readonly description?: string;
  readonly refuses?: readonly string[];
}

/**
 * What a route is called.
 * @param id by programs: a verb and what it acts on
 * @param summary by people: a few words, imperative
 */
export function Operation(id: string, summary: string, words: OperationWords = {}): MethodDecorator {
  const { description, refuses } = words;
  return applyDecorators(
    ApiOperation({ operationId: id, summary, ...(description !== undefined && { description }) }),
    ...(refuses === undefined ? [] : [ApiExtension(REFUSES, refuses)]),
  );
}

type AnswerHeaders = Readonly<Record<string, { readonly description: string; readonly schema: object }>>;

export const ETAG: AnswerHeaders = {
  ETag: {
    description: 'The version of the answer, for `If-Match`.',
    schema: { type: 'string', examples: ['"3"'] },
  },
};

interface AnswerOptions {
  /** The content types in which the route answers with text instead. */
  readonly textTypes?: readonly string[];
  readonly headers?: AnswerHeaders;
}

/** What a route answers with. */
export function Answers(
  status: number,
  description: string,
  schema?: TSchema,
  { textTypes = [], headers }: AnswerOptions = {},
): MethodDecorator {
  const content = {
    ...(schema && { 'application/json': { schema: schema as object } }),
    ...Object.fromEntries(textTypes.map((type) => [type, { schema: { type: 'string' } }])),
  };
  return ApiResponse({
    status,
    description,
    ...(Object.keys(content).length > 0 && { content }),
    ...(headers && { headers: headers as Record<string, { description: string; schema: object }> }),
  });
}
