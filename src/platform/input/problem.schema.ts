import { type Static, Type } from '@sinclair/typebox';
import type { Fault } from './fault.js';
import { objectSchema } from './schema.js';

export const FaultSchema = objectSchema('Fault', 'An error in a request.', {
  pointer: Type.String({ description: 'A JSON pointer into the request; empty for all of it.' }),
  code: Type.String({ description: 'A stable code for programs.' }),
  message: Type.String({ description: 'A sentence that says what was expected.' }),
});

/** Open: each type of problem has facts of its own, such as the present state if that conflicts with the request. */
export const ProblemSchema = objectSchema(
  'Problem',
  'A problem (RFC 9457), with fields that depend on its type.',
  {
    type: Type.String({
      description: 'The type of problem, a link to its explanation.',
      examples: ['/problems#not-found'],
    }),
    title: Type.String({ description: 'The same for every problem of its type.' }),
    status: Type.Integer({ minimum: 400, maximum: 599, description: 'The HTTP status.' }),
    detail: Type.String({ description: 'What is wrong with this request.' }),
    instance: Type.String({ description: 'The path of the request.' }),
    errors: Type.Optional(
      Type.Unsafe<readonly Fault[]>(
        Type.Array(FaultSchema, { description: 'Always present with 422: every error in the request.' }),
      ),
    ),
    retryAfterSeconds: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Whole seconds, as the header `Retry-After` says.' }),
    ),
  },
  { additionalProperties: true },
);
export type Problem = Static<typeof ProblemSchema> & { readonly [fact: string]: unknown };
