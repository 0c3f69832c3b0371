import { applyDecorators, HttpCode, UseInterceptors } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { TSchema } from '@sinclair/typebox';
import { VersionTag } from './version-tag.interceptor.js';

/*
 * Decorators that describe a route in the API document: its name, its answers, and its problems beyond those that
 * follow from what it takes (src/platform/openapi/openapi-operations.ts). Its status and its `ETag` follow from them.
 */

/** Extension with codes of docs/problems.md, for refusals that are particular to a route. */
export const REFUSES = 'x-refuses';
/** Extension of a route whose answers are not stored for an `Idempotency-Key`. */
export const NOT_KEPT = 'x-not-kept';

interface OperationWords {
  /** What the summary leaves out, in Markdown. */
  readonly description?: string;
  readonly refuses?: readonly string[];
}

/**
 * Names a route.
 * @param id for programs: a verb and what it acts on
 * @param summary for people: a few words, imperative
 */
export function Operation(id: string, summary: string, words: OperationWords = {}): MethodDecorator {
  const { description, refuses } = words;
  return applyDecorators(
    ApiOperation({ operationId: id, summary, ...(description !== undefined && { description }) }),
    ...(refuses === undefined ? [] : [ApiExtension(REFUSES, refuses)]),
  );
}

type AnswerHeaders = Readonly<Record<string, { readonly description: string; readonly schema: object }>>;

/** For answers whose version is not in the answer itself; others are `tagged`. */
export const ETAG: AnswerHeaders = {
  ETag: {
    description: 'The version of the answer, for `If-Match`.',
    schema: { type: 'string', examples: ['"3"'] },
  },
};

interface AnswerOptions {
  /** The content types in which the route can answer with text instead. */
  readonly textTypes?: readonly string[];
  readonly headers?: AnswerHeaders;
  /** The `version` of the answer is also its `ETag`. */
  readonly tagged?: boolean;
}

/**
 * An answer of a route. The topmost gives the status of the route, unless its method sets another: decorators run from
 * the bottom up, so the topmost has the last word.
 */
export function Answers(
  status: number,
  description: string,
  schema?: TSchema,
  { textTypes = [], tagged = false, headers = tagged ? ETAG : undefined }: AnswerOptions = {},
): MethodDecorator {
  const content = {
    ...(schema && { 'application/json': { schema: schema as object } }),
    ...Object.fromEntries(textTypes.map((type) => [type, { schema: { type: 'string' } }])),
  };
  return applyDecorators(
    HttpCode(status),
    ...(tagged ? [UseInterceptors(new VersionTag(status))] : []),
    ApiResponse({
      status,
      description,
      ...(Object.keys(content).length > 0 && { content }),
      ...(headers && { headers: headers as Record<string, { description: string; schema: object }> }),
    }),
  );
}
