import { type Static, Type } from '@sinclair/typebox';
import { thing } from './answer.js';
import type { Fault } from './fault.js';

export const FaultSchema = thing('Fault', 'Something that is wrong with a request.', {
  pointer: Type.String({ description: 'A JSON pointer into the request; empty for all of it.' }),
  code: Type.String({ description: 'A stable word for programs.' }),
  message: Type.String({ description: 'A sentence for people that says what was expected.' }),
});

/** Open: each kind of problem has facts of its own, such as the present state where it is in conflict with the request. */
export const ProblemSchema = thing(
  'Problem',
  'Why a request is not done (RFC 9457), with facts of its kind.',
  {
    type: Type.String({
      description: 'The kind of problem: where it is explained.',
      examples: ['/problems#not-found'],
    }),
    title: Type.String({ description: 'The same for every problem of its type.' }),
    status: Type.Integer({ minimum: 400, maximum: 599, description: 'The status of the answer.' }),
    detail: Type.String({ description: 'What is wrong this time.' }),
    instance: Type.String({ description: 'The path that was asked for.' }),
    errors: Type.Optional(
      Type.Unsafe<readonly Fault[]>(
        Type.Array(FaultSchema, { description: 'With 422 always: everything that is wrong, and not the first alone.' }),
      ),
    ),
    retryAfterSeconds: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Whole seconds, as the header `Retry-After` says.' }),
    ),
  },
  { additionalProperties: true },
);
export type Problem = Static<typeof ProblemSchema> & { readonly [fact: string]: unknown };
